// Where the parser stands in a rules file, and how far it has been.
//
// The language has no tokens: keywords are matched as prefixes at the place
// where they may stand, so the parser reads characters. A Take* that does not
// find its text consumes nothing and answers false, which lets the caller try
// its next alternative. A cut (Commit, FailAt) ends the parse instead: from
// then on nothing matches any more, so every alternative on the way out fails
// too and no caller has to tell the two kinds of "no" apart.
//
// Positions are byte offsets. REQUIRES: the text is well-formed UTF-8.
//
// Thread rule: one thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace connectguard {

// The farthest place at which something else was expected.
struct Expectation {
  std::size_t offset = 0;
  std::vector<std::string_view> what;
  // Where the clause or query begins to which `what` should have been added.
  std::size_t subject = 0;
};

// An error that names its own place, found at a cut.
struct Failure {
  ErrorCode code = ErrorCode::kBadInput;
  std::size_t offset = 0;
  std::string message;
  std::string hint;
};

class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  std::string_view text() const { return text_; }
  std::size_t position() const { return position_; }
  void Reset(std::size_t position) { position_ = position; }
  std::string_view TextFrom(std::size_t begin) const {
    return text_.substr(begin, position_ - begin);
  }
  std::string_view Rest() const { return text_.substr(position_); }
  bool AtEnd() const { return position_ >= text_.size(); }

  // Whether the text goes on so; consumes nothing.
  bool Sees(char c) const;
  bool Sees(std::string_view word) const;
  bool SeesDigit() const;
  // A letter, digit or underscore, as names have behind their first letter.
  bool SeesNameCharacter() const;

  bool Take(char c);
  bool Take(std::string_view word);
  bool TakeEither(std::string_view one, std::string_view other);
  std::string_view TakeDigits();

  // White space and comments; at least one of them for Take.
  void SkipSpace();
  bool TakeSpace();
  // White space without comments.
  void SkipWhiteSpace();
  // Blanks and tabs; at least one of them for Take.
  void SkipBlanks();
  bool TakeBlanks();

  // ASCII letters, then any letters, digits and underscores. Empty when there
  // is none.
  std::string_view TakeName();
  // The same with hyphens, and with any of them first: the keys of map
  // literals.
  std::string_view TakeLiteralKey();
  // Any one character.
  std::optional<char32_t> TakeCharacter();

  // Notes what would have been right at the current place; answers false.
  bool Miss(std::string_view expected);
  bool Miss(std::string_view expected, std::size_t subject);
  // A cut: what did not match ends the parse.
  bool Commit(bool matched);
  bool FailAt(std::size_t offset, std::string message, std::string hint = "",
              ErrorCode code = ErrorCode::kBadInput);

  bool failed() const { return failed_; }
  // The error that a failure brought itself; none when only `farthest` tells.
  const std::optional<Failure>& failure() const { return failure_; }
  const Expectation& farthest() const { return farthest_; }

  // Blocks, brackets and parentheses that are open.
  bool Enter();
  void Leave() { --depth_; }

 private:
  std::string_view text_;
  std::size_t position_ = 0;
  bool failed_ = false;
  int depth_ = 0;
  std::optional<Failure> failure_;
  Expectation farthest_;
};

// Keeps count of one level of nesting while it lives.
class Nesting {
 public:
  explicit Nesting(Cursor* cursor) : cursor_(cursor) { ok_ = cursor->Enter(); }
  ~Nesting() { cursor_->Leave(); }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;

  bool ok() const { return ok_; }

 private:
  Cursor* cursor_;
  bool ok_;
};

}  // namespace connectguard
