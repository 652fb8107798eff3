// Character classes of regular expressions: from Rust's syntax to PCRE2's.
//
// Rust's classes nest and have set operations, its named classes are those of
// Unicode's definitions, and its POSIX classes are ASCII. PCRE2 10.42 has none
// of that inside brackets, so a class becomes brackets where it is a plain
// union, and else a group of look-aheads that matches one character. Source:
// the documentation of the crate regex-syntax 0.8 (docs.rs), read 2026-11-23.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace connectguard {

// Whether PCRE2 knows `\p{name}`.
using PropertyTest = bool (*)(std::string_view name);

// What may stand in brackets: `inside` without the brackets.
struct CharacterSet {
  std::string inside;
  bool negated = false;
};

// `\d`, `\S`, `\w`, `\h` ...; none for other letters.
std::optional<CharacterSet> SetForLetter(char letter);

// `\p{...}`; none when there is no such property.
std::optional<CharacterSet> SetForProperty(std::string_view name, bool negated,
                                           bool caseless, PropertyTest known);

// A pattern that matches one character of the set.
std::string PatternFor(const CharacterSet& set);

// A character as it may stand inside or outside of brackets.
std::string QuoteCharacter(char32_t character);

// What one escape or character of a class stands for.
struct ClassAtom {
  std::optional<char32_t> character;
  std::optional<CharacterSet> set;
};

// Reads the atom at `*at`, which is no bracket and no operator, and moves
// behind it. None when it is wrong.
class ClassAtomReader {
 public:
  virtual ~ClassAtomReader() = default;
  virtual std::optional<ClassAtom> ReadClassAtom(std::size_t* at) = 0;
};

// The pattern for the class `text[begin, end)`, brackets included. None when it
// is no class; then `*problem` says why.
std::optional<std::string> TranslateClass(std::string_view text,
                                          std::size_t begin, std::size_t end,
                                          ClassAtomReader* reader,
                                          std::string* problem);

}  // namespace connectguard
