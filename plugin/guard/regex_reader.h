// The text of a regular expression as it is translated: where the translation
// stands, and the smallest things to read there: names, numbers, escapes.
//
// The first problem ends the reading: the position goes to the end of the text,
// and whoever reads on finds nothing.
//
// For regex_dialect.cc, and for lint/, which reads patterns as trees. Thread
// rule: one thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "guard/regex_class.h"

namespace connectguard {

// Options of the pattern, as `(?imsUx)` sets them.
struct RegexFlags {
  bool caseless = false;
  bool multiline = false;
  bool dot_all = false;
  bool swap_greed = false;
  bool ignore_space = false;
};

struct Repeat {
  static constexpr std::uint64_t kUnbounded =
      std::numeric_limits<std::uint64_t>::max();

  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

class RegexReader : public ClassAtomReader {
 public:
  // REQUIRES: well-formed UTF-8.
  RegexReader(std::string_view text, PropertyTest known)
      : text_(text), known_(known) {}

  // Characters and escapes that have a meaning in classes.
  std::optional<ClassAtom> ReadClassAtom(std::size_t* at) override;

 protected:
  bool AtEnd() const { return at_ >= text_.size(); }
  char Byte(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool Sees(std::string_view text) const {
    return text_.substr(at_, text.size()) == text;
  }
  bool Take(std::string_view text) {
    const bool seen = Sees(text);
    at_ += seen ? text.size() : 0;
    return seen;
  }
  char32_t TakeCharacter();
  // Comments; with the option `x` also white space.
  void SkipIgnored();
  std::optional<std::uint64_t> TakeDecimal();
  std::optional<std::string> TakeName(std::string_view open,
                                      std::string_view close);

  // `?`, `*`, `+`, `{2,3}` and its like. Something may be consumed when it is
  // none.
  std::optional<Repeat> TakeRepeat();

  // Behind a backslash. Nothing is consumed when it is something else.
  std::optional<CharacterSet> EscapedSet();
  std::optional<char32_t> EscapedCharacter(bool in_class);

  // `i`, `m`, `s`, `U`, `x`; other letters change nothing.
  void SetFlag(char letter, bool value);

  void Stop(std::size_t offset, std::string_view message);
  const std::optional<std::string>& problem() const { return problem_; }

  std::string_view text_;
  std::size_t at_ = 0;
  RegexFlags flags_;

 private:
  std::optional<Repeat> TakeCounts();
  std::optional<char32_t> ParseHex(std::size_t digits);

  PropertyTest known_;
  std::optional<std::string> problem_;
};

}  // namespace connectguard
