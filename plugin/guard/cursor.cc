#include "guard/cursor.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/limits.h"
#include "guard/unicode.h"

namespace connectguard {
namespace {

bool IsAsciiLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsWhiteSpace(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Bytes of the well-formed sequence that starts with `lead`.
std::size_t SequenceLength(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

char32_t Decode(std::string_view sequence) {
  if (sequence.size() == 1) {
    return static_cast<unsigned char>(sequence[0]);
  }
  std::uint32_t code =
      static_cast<unsigned char>(sequence[0]) & (0x7Fu >> sequence.size());
  for (const char c : sequence.substr(1)) {
    code = code << 6 | (static_cast<unsigned char>(c) & 0x3Fu);
  }
  return code;
}

}  // namespace

bool Cursor::Sees(char c) const {
  return !failed_ && position_ < text_.size() && text_[position_] == c;
}

bool Cursor::Sees(std::string_view word) const {
  return !failed_ && text_.substr(position_, word.size()) == word;
}

bool Cursor::SeesDigit() const {
  return !failed_ && position_ < text_.size() && IsDigit(text_[position_]);
}

bool Cursor::SeesNameCharacter() const {
  return !failed_ && NameCharacter(Rest()) > 0;
}

bool Cursor::Take(char c) {
  if (!Sees(c)) {
    return false;
  }
  ++position_;
  return true;
}

bool Cursor::Take(std::string_view word) {
  if (!Sees(word)) {
    return false;
  }
  position_ += word.size();
  return true;
}

bool Cursor::TakeEither(std::string_view one, std::string_view other) {
  return Take(one) || Take(other);
}

std::string_view Cursor::TakeDigits() {
  const std::size_t begin = position_;
  while (SeesDigit()) {
    ++position_;
  }
  return TextFrom(begin);
}

void Cursor::SkipSpace() {
  for (;;) {
    SkipWhiteSpace();
    if (!Sees('#')) {
      return;
    }
    position_ = std::min(text_.find('\n', position_), text_.size());
  }
}

bool Cursor::TakeSpace() {
  const std::size_t begin = position_;
  SkipSpace();
  return position_ > begin;
}

void Cursor::SkipWhiteSpace() {
  while (!failed_ && position_ < text_.size() &&
         IsWhiteSpace(text_[position_])) {
    ++position_;
  }
}

void Cursor::SkipBlanks() {
  while (Sees(' ') || Sees('\t')) {
    ++position_;
  }
}

bool Cursor::TakeBlanks() {
  const std::size_t begin = position_;
  SkipBlanks();
  return position_ > begin;
}

std::string_view Cursor::TakeName() {
  if (failed_ || AtEnd() || !IsAsciiLetter(text_[position_])) {
    return {};
  }
  const std::size_t begin = position_;
  while (const std::size_t length = NameCharacter(Rest())) {
    position_ += length;
  }
  return TextFrom(begin);
}

std::string_view Cursor::TakeLiteralKey() {
  const std::size_t begin = position_;
  while (!failed_) {
    const std::size_t length = Sees('-') ? 1 : NameCharacter(Rest());
    if (length == 0) {
      break;
    }
    position_ += length;
  }
  return TextFrom(begin);
}

std::optional<char32_t> Cursor::TakeCharacter() {
  if (failed_ || AtEnd()) {
    return std::nullopt;
  }
  const std::string_view sequence =
      text_.substr(position_, SequenceLength(text_[position_]));
  position_ += sequence.size();
  return Decode(sequence);
}

bool Cursor::Miss(std::string_view expected) {
  return Miss(expected, position_);
}

bool Cursor::Miss(std::string_view expected, std::size_t subject) {
  if (failed_ || position_ < farthest_.offset) {
    return false;
  }
  if (position_ > farthest_.offset) {
    farthest_ = {.offset = position_, .what = {}, .subject = subject};
  }
  auto& what = farthest_.what;
  if (std::find(what.begin(), what.end(), expected) == what.end()) {
    what.push_back(expected);
  }
  farthest_.subject = std::min(farthest_.subject, subject);
  return false;
}

bool Cursor::Commit(bool matched) {
  failed_ = failed_ || !matched;
  return matched;
}

bool Cursor::FailAt(std::size_t offset, std::string message, std::string hint,
                    ErrorCode code) {
  if (!failed_) {
    failed_ = true;
    failure_ = {.code = code,
                .offset = offset,
                .message = std::move(message),
                .hint = std::move(hint)};
  }
  return false;
}

bool Cursor::Enter() {
  if (++depth_ <= limits::kMaxRuleDepth) {
    return true;
  }
  return FailAt(position_,
                fmt::format("blocks, brackets and parentheses are nested more "
                            "than {} deep",
                            limits::kMaxRuleDepth),
                "", ErrorCode::kLimit);
}

}  // namespace connectguard
