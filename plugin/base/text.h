// Small, pure helpers on text.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace connectguard {

// The candidate nearest to `word`, when near enough to be a likely slip of the
// hand; empty otherwise.
std::string_view ClosestMatch(std::string_view word,
                              std::span<const std::string_view> candidates);

// "did you mean `x`?", or empty when nothing is near.
std::string DidYouMean(std::string_view word,
                       std::span<const std::string_view> candidates);

// Pieces between separators; "a,,b" has three.
std::vector<std::string_view> Split(std::string_view text, char separator);

// Without blanks, tabs and line breaks at both ends.
std::string_view Trim(std::string_view text);

std::string Join(std::span<const std::string> parts,
                 std::string_view separator);

// What stands behind the last slash, and what stands before it: of a path
// without one, all of it and nothing.
std::string_view FileNameOf(std::string_view path);
std::string_view FolderOf(std::string_view path);

// True when the bytes are well-formed UTF-8 (RFC 3629: no surrogates, no
// overlong forms). `bad_offset`, when given, receives the first wrong byte.
bool IsUtf8(std::string_view text, std::size_t* bad_offset = nullptr);

bool IsAscii(std::string_view text);

// Trimmed, and with one blank for each run of blanks and line ends.
std::string OnOneLine(std::string_view text);

}  // namespace connectguard
