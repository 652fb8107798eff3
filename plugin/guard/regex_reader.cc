#include "guard/regex_reader.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "guard/unicode.h"

namespace connectguard {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHexDigit(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

void RegexReader::Stop(std::size_t offset, std::string_view message) {
  if (!problem_) {
    problem_ = fmt::format("{} (at byte {})", message, offset);
  }
  at_ = text_.size();
}

char32_t RegexReader::TakeCharacter() {
  const auto lead = static_cast<unsigned char>(Byte());
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                                           : 4;
  std::uint32_t code = length == 1 ? lead : lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    code = code << 6 | (static_cast<unsigned char>(Byte(i)) & 0x3Fu);
  }
  at_ = std::min(at_ + length, text_.size());
  return code;
}

// Comments in parentheses; in extended patterns also white space and `#`
// comments.
void RegexReader::SkipIgnored() {
  while (!AtEnd()) {
    if (flags_.ignore_space && Byte() == '#') {
      const std::size_t end = text_.find('\n', at_);
      at_ = end == std::string_view::npos ? text_.size() : end + 1;
    } else if (flags_.ignore_space && std::string_view(" \t\r\n").find(
                                          Byte()) != std::string_view::npos) {
      ++at_;
    } else if (Sees("(?#")) {
      const std::size_t begin = at_;
      at_ += 3;
      while (!AtEnd() && Byte() != ')') {
        at_ += Byte() == '\\' ? 2 : 1;
      }
      if (AtEnd()) {
        Stop(begin, "a comment without its closing `)`");
        return;
      }
      ++at_;
    } else {
      return;
    }
  }
}

std::optional<std::uint64_t> RegexReader::TakeDecimal() {
  std::uint64_t value = 0;
  const char* begin = text_.data() + at_;
  const auto [end, error] =
      std::from_chars(begin, text_.data() + text_.size(), value);
  if (error != std::errc()) {
    return std::nullopt;
  }
  at_ += static_cast<std::size_t>(end - begin);
  return value;
}

std::optional<std::string> RegexReader::TakeName(std::string_view open,
                                                 std::string_view close) {
  const std::size_t begin = at_;
  std::optional<std::string> name;
  if (Take(open)) {
    const std::size_t size = NamePrefix(text_.substr(at_));
    name = text_.substr(at_, size);
    at_ += size;
  }
  if (!name || name->empty() || !Take(close)) {
    at_ = begin;
    return std::nullopt;
  }
  return name;
}

std::optional<ClassAtom> RegexReader::ReadClassAtom(std::size_t* at) {
  at_ = *at;
  ClassAtom atom;
  if (Byte() != '\\') {
    atom.character = TakeCharacter();
  } else {
    const std::size_t begin = at_++;
    atom.set = EscapedSet();
    if (!atom.set) {
      atom.character = EscapedCharacter(true);
    }
    if (!atom.set && !atom.character) {
      Stop(begin, "an escape has no meaning in a character class");
    }
  }
  *at = at_;
  return problem_ ? std::nullopt : std::optional(std::move(atom));
}

// `\d` and its like, and `\p{...}`. Nothing is consumed when it is none.
std::optional<CharacterSet> RegexReader::EscapedSet() {
  if (std::optional<CharacterSet> set = SetForLetter(Byte())) {
    ++at_;
    return set;
  }
  if (Byte() != 'p' && Byte() != 'P') {
    return std::nullopt;
  }
  const std::size_t begin = at_;
  const bool negated = text_[at_++] == 'P';
  const std::size_t name_begin = at_;
  if (Byte() != '{') {
    TakeCharacter();
  }
  std::string_view name = text_.substr(name_begin, at_ - name_begin);
  if (name.empty()) {
    const std::size_t end = text_.find('}', at_);
    if (end == std::string_view::npos) {
      Stop(begin, "the name of a property without its closing `}`");
      return std::nullopt;
    }
    name = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
  }
  std::optional<CharacterSet> set =
      SetForProperty(name, negated, flags_.caseless, known_);
  if (!set) {
    Stop(begin, fmt::format("unknown property `{}`", name));
  }
  return set;
}

std::optional<char32_t> RegexReader::ParseHex(std::size_t digits) {
  ++at_;
  std::string_view hex = text_.substr(at_, digits);
  std::size_t size = 0;
  while (size < hex.size() && IsHexDigit(hex[size])) {
    ++size;
  }
  if (size == digits) {
    at_ += digits;
  } else if (Byte() == '{') {
    const std::size_t end = text_.find('}', at_);
    if (end == std::string_view::npos || end == at_ + 1 || end > at_ + 9) {
      return std::nullopt;
    }
    hex = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
  } else {
    return std::nullopt;
  }
  std::uint32_t code = 0;
  const char* end = hex.data() + hex.size();
  const auto [stop, error] = std::from_chars(hex.data(), end, code, 16);
  const bool valid = error == std::errc() && stop == end && code <= 0x10FFFF &&
                     (code < 0xD800 || code > 0xDFFF);
  return valid ? std::optional<char32_t>(code) : std::nullopt;
}

// Outside of classes most letters have been taken already. Inside, the
// assertions stand for their letters.
std::optional<char32_t> RegexReader::EscapedCharacter(bool in_class) {
  struct Control {
    char letter;
    char32_t character;
  };
  constexpr Control kControls[] = {{'a', 0x07}, {'b', 0x08}, {'e', 0x1B},
                                   {'f', 0x0C}, {'n', 0x0A}, {'r', 0x0D},
                                   {'t', 0x09}, {'v', 0x0B}};
  const char letter = Byte();
  if (AtEnd() || IsDigit(letter)) {
    return std::nullopt;
  }
  if (letter == 'x' || letter == 'u' || letter == 'U') {
    return ParseHex(letter == 'x' ? 2 : letter == 'u' ? 4 : 8);
  }
  for (const Control& control : kControls) {
    if (control.letter == letter) {
      ++at_;
      return control.character;
    }
  }
  constexpr std::string_view kAssertions = "kAzBKG";
  if (IsLetter(letter) &&
      !(in_class && kAssertions.find(letter) != std::string_view::npos)) {
    return std::nullopt;
  }
  return TakeCharacter();
}

// `{` without a valid repeat behind it is a character.
std::optional<Repeat> RegexReader::TakeRepeat() {
  if (Take("?")) {
    return Repeat{0, 1};
  }
  if (Take("*")) {
    return Repeat{0, Repeat::kUnbounded};
  }
  if (Take("+")) {
    return Repeat{1, Repeat::kUnbounded};
  }
  return Take("{") ? TakeCounts() : std::nullopt;
}

std::optional<Repeat> RegexReader::TakeCounts() {
  SkipIgnored();
  std::optional<std::uint64_t> low = 0;
  if (Byte() != ',') {
    low = TakeDecimal();
  }
  SkipIgnored();
  std::optional<std::uint64_t> high = low;
  if (Take(",")) {
    SkipIgnored();
    high = TakeDecimal().value_or(Repeat::kUnbounded);
  }
  SkipIgnored();
  if (!low || !Take("}")) {
    return std::nullopt;
  }
  return Repeat{*low, *high};
}

void RegexReader::SetFlag(char letter, bool value) {
  switch (letter) {
    case 'i':
      flags_.caseless = value;
      break;
    case 'm':
      flags_.multiline = value;
      break;
    case 's':
      flags_.dot_all = value;
      break;
    case 'U':
      flags_.swap_greed = value;
      break;
    case 'x':
      flags_.ignore_space = value;
      break;
    default:
      break;
  }
}

}  // namespace connectguard
