// The one question about Unicode that the language asks: what is a letter or a
// digit in a name.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace connectguard {

// Bytes of the letter, digit or underscore at the start of well-formed UTF-8; 0
// when there is none. Letters and digits are those of Rust's is_alphanumeric:
// the properties Alphabetic and Number.
std::size_t NameCharacter(std::string_view text);

// Bytes of all of them at the start.
std::size_t NamePrefix(std::string_view text);

}  // namespace connectguard
