// A value as block-style YAML that other programs read, laid out as serde_yaml
// 0.9 does: lists are not indented below their key, strings of several lines
// are literal blocks, and what a reader could take for another type is quoted.
//
// Not a reader, but here because libyaml lives here. REQUIRES: no unknown,
// sensitive or rule literal below the value.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "document/value.h"

namespace connectguard {

// Ends with a line break. An error only when the library gives up.
Result<std::string> YamlText(const Value& value);

}  // namespace connectguard
