// The AllowedPattern of a parameter: a regular expression of Java that the
// whole value must match.
// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html)
//
// RE2 reads most of that language, and in time that grows with the text alone.
// What it reads otherwise than Java, or not at all, is kUnreadable and never
// guessed. The only file that knows RE2 is the .cc file.
//
// Thread rule: a pure function.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace connectguard {

enum class PatternAnswer : std::uint8_t { kMatches, kDiffers, kUnreadable };

PatternAnswer MatchAllowedPattern(std::string_view pattern,
                                  std::string_view text);

}  // namespace connectguard
