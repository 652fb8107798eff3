// Cases about one part of the language, where random rules seldom go deep:
// regular expressions, the ways to write a value in YAML, and functions.
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

}  // namespace connectguard::differential
