// A value as JSON text that other programs read.
//
// For what a person reads see dump.h, which also knows values that JSON has
// not. REQUIRES: no unknown, sensitive or rule literal below the value.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "document/value.h"

namespace connectguard {

enum class JsonLayout {
  kIndented,  // By two blanks; one member or element a line.
  kCompact,   // No white space.
};

// Without a line break behind it. Keys keep the order of the map; numbers that
// are not finite are null.
std::string JsonText(const Value& value, JsonLayout layout);

// With its quotes.
std::string JsonString(std::string_view text);

}  // namespace connectguard
