// UTF-8 and the case of letters, as far as keys and the string functions need
// them. Malformed bytes pass through unchanged.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace connectguard {

std::vector<char32_t> DecodeUtf8(std::string_view text);
void AppendUtf8(char32_t c, std::string* out);
// Bytes that a character takes in UTF-8.
std::size_t Utf8Length(char32_t c);

bool IsLowerCase(char32_t c);
bool IsUpperCase(char32_t c);

// With the full mappings: the German sharp s becomes SS.
std::string ToUpperCase(std::string_view text);
std::string ToLowerCase(std::string_view text);

}  // namespace connectguard
