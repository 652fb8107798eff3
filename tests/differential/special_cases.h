// Cases about one part of the language, where random rules seldom go deep:
// regular expressions, the ways to write a value in YAML, functions, and keys
// that are found in another spelling.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "differential/case.h"
#include "differential/random.h"

namespace connectguard::differential {

// One pattern on several texts.
Case RegexCase(Random* random);
// Odd values, and of what type each of them is.
Case YamlCase(Random* random);
// What functions make of values.
Case FunctionCase(Random* random);

// Keys asked for in another spelling or number than they have.
Case KeyCase(Random* random);

}  // namespace connectguard::differential
