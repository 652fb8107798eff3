#include "readers/json_diagnosis.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace connectguard {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kNumberBytes = "0123456789+-.eE";
constexpr std::size_t kShownBytes = 30;

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsHex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
         (c >= 'A' && c <= 'F');
}

// The user's text for a message: printable ASCII, not too long.
std::string Shown(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, kShownBytes)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F) {
      out += c;
    } else {
      out += fmt::format("\\x{:02x}", byte);
    }
  }
  if (text.size() > kShownBytes) {
    out += "...";
  }
  return out;
}

class Finder {
 public:
  Finder(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  JsonProblem Find(JsonState state) {
    SkipBlanks();
    if (AtEnd() && state != JsonState::kAfterRoot) {
      return state == JsonState::kStart ? Empty() : Truncated();
    }
    switch (state) {
      case JsonState::kStart:
      case JsonState::kAfterListStart:
        return BadValue();
      case JsonState::kAfterMapStart:
        return BadKey();
      case JsonState::kAfterKey:
        return AfterKey();
      case JsonState::kAfterMapValue:
        return AfterItem('}');
      case JsonState::kAfterListItem:
        return AfterItem(']');
      case JsonState::kAfterRoot:
        return Problem(at_, "there is text after the end of the JSON value",
                       "one input holds one JSON value; remove what follows");
    }
    return Unexplained();
  }

 private:
  static JsonProblem Problem(std::size_t offset, std::string message,
                             std::string hint) {
    return {.offset = static_cast<std::uint32_t>(offset),
            .message = std::move(message),
            .hint = std::move(hint)};
  }

  JsonProblem Empty() const {
    return Problem(at_, "the input is empty", "expected a JSON value");
  }

  JsonProblem Truncated() const {
    return Problem(at_, "the text ends before the JSON is complete",
                   "the input may have been cut off while it was written");
  }

  JsonProblem Unexplained() const {
    return Problem(at_, "this is not valid JSON", "");
  }

  bool AtEnd() const { return at_ >= text_.size(); }
  void SkipBlanks() {
    at_ = std::min(text_.find_first_not_of(kBlanks, at_), text_.size());
  }

  JsonProblem AfterKey() {
    if (text_[at_] != ':') {
      return Problem(at_, "expected `:` after the key", "");
    }
    ++at_;
    SkipBlanks();
    return AtEnd() ? Truncated() : BadValue();
  }

  JsonProblem AfterItem(char closing) {
    if (text_[at_] != ',') {
      const char* hint = closing == '}' ? "is a comma missing between members?"
                                        : "is a comma missing between items?";
      return Problem(at_, fmt::format("expected `,` or `{}`", closing), hint);
    }
    const std::size_t comma = at_++;
    SkipBlanks();
    if (AtEnd()) {
      return Truncated();
    }
    if (text_[at_] == closing) {
      return Problem(comma,
                     fmt::format("there is a comma before `{}`", closing),
                     "JSON allows no trailing comma; remove it");
    }
    return closing == '}' ? BadKey() : BadValue();
  }

  JsonProblem BadKey() {
    switch (text_[at_]) {
      case '"':
        return BadString();
      case '\'':
        return SingleQuote();
      case '/':
      case '#':
        return Comment();
      default:
        return Problem(at_, "expected a key in double quotes", "");
    }
  }

  JsonProblem BadValue() {
    const char c = text_[at_];
    if (c == '"') {
      return BadString();
    }
    if (c == '\'') {
      return SingleQuote();
    }
    if (c == '/' || c == '#') {
      return Comment();
    }
    if (kNumberBytes.substr(0, 13).find(c) != std::string_view::npos) {
      return BadNumber();
    }
    if (IsLetter(c)) {
      return BadWord();
    }
    if (c == ',' || c == '}' || c == ']' || c == ':') {
      return Problem(at_, fmt::format("expected a value before `{}`", c), "");
    }
    return Problem(at_,
                   fmt::format("`{}` cannot start a JSON value",
                               Shown(text_.substr(at_, 1))),
                   "");
  }

  JsonProblem SingleQuote() const {
    return Problem(at_, "single quotes do not make a JSON string",
                   "use double quotes");
  }

  JsonProblem Comment() const {
    return Problem(at_, "JSON has no comments", "remove the comment");
  }

  JsonProblem BadWord() const {
    const auto* end = std::find_if_not(text_.data() + at_,
                                       text_.data() + text_.size(), IsLetter);
    const std::string_view word =
        text_.substr(at_, static_cast<std::size_t>(end - text_.data()) - at_);
    if (end == text_.data() + text_.size() &&
        (std::string_view("true").substr(0, word.size()) == word ||
         std::string_view("false").substr(0, word.size()) == word ||
         std::string_view("null").substr(0, word.size()) == word)) {
      return {.offset = static_cast<std::uint32_t>(text_.size()),
              .message = Truncated().message,
              .hint = Truncated().hint};
    }
    constexpr std::array<std::string_view, 3> kWords = {"true", "false",
                                                        "null"};
    std::string hint = DidYouMean(word, kWords);
    if (hint.empty()) {
      hint = "text needs double quotes";
    }
    return Problem(at_, fmt::format("`{}` is not a JSON value", Shown(word)),
                   std::move(hint));
  }

  JsonProblem BadNumber() const {
    const std::size_t end =
        std::min(text_.find_first_not_of(kNumberBytes, at_), text_.size());
    const std::string_view number = text_.substr(at_, end - at_);
    const std::string_view digits =
        number.substr(number.front() == '-' ? 1 : 0);
    const bool leading_zero =
        digits.size() > 1 && digits[0] == '0' && IsDigit(digits[1]);
    if (leading_zero) {
      return Problem(
          at_, fmt::format("the number `{}` has a leading zero", Shown(number)),
          "an id with leading zeros needs double quotes");
    }
    const char last = number.back();
    const bool malformed =
        digits.empty() || !IsDigit(digits[0]) || !IsDigit(last);
    if (malformed) {
      if (end == text_.size()) {
        return Truncated();
      }
      return Problem(
          at_, fmt::format("`{}` is not a JSON number", Shown(number)), "");
    }
    if (number.find("e-") != std::string_view::npos ||
        number.find("E-") != std::string_view::npos) {
      return Problem(at_,
                     fmt::format("the exponent of the number `{}` is too small",
                                 Shown(number)),
                     "");
    }
    return Problem(
        at_, fmt::format("the number `{}` is too large", Shown(number)), "");
  }

  JsonProblem BadString() const {
    for (std::size_t at = at_ + 1; at < text_.size(); ++at) {
      const auto byte = static_cast<unsigned char>(text_[at]);
      if (byte == '"') {
        return BadUtf8(at);
      }
      if (byte == '\n' || byte == '\r') {
        return Problem(at_, "this string is not closed on its line",
                       "add the closing quote; a line break is written `\\n`");
      }
      if (byte < 0x20) {
        return Problem(
            at, fmt::format("control character 0x{:02x} in a string", byte),
            fmt::format("write it as `\\u{:04x}`", byte));
      }
      if (byte == '\\') {
        if (!EscapeIsGood(at)) {
          return BadEscape(at);
        }
        ++at;
      }
    }
    return Problem(at_, "this string is not closed",
                   "add the closing quote, or see whether the input was cut "
                   "off");
  }

  JsonProblem BadUtf8(std::size_t closing_quote) const {
    std::size_t bad = 0;
    if (!IsUtf8(text_.substr(at_, closing_quote - at_), &bad)) {
      return Problem(at_ + bad, "the text is not valid UTF-8 here",
                     "save the file as UTF-8");
    }
    return Unexplained();
  }

  std::uint32_t CodeUnitAt(std::size_t escape) const {
    std::uint32_t unit = 0;
    for (std::size_t i = escape + 2; i < escape + 6; ++i) {
      if (i >= text_.size() || !IsHex(text_[i])) {
        return 0xFFFFFFFF;
      }
      const char c = text_[i];
      const int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
      unit = unit << 4 | static_cast<std::uint32_t>(digit);
    }
    return unit;
  }

  bool EscapeIsGood(std::size_t at) const {
    if (at + 1 >= text_.size()) {
      return true;  // The string is not closed; that is said instead.
    }
    if (text_[at + 1] != 'u') {
      return std::string_view("\"\\/bfnrt").find(text_[at + 1]) !=
             std::string_view::npos;
    }
    const std::uint32_t unit = CodeUnitAt(at);
    const bool high = unit >= 0xD800 && unit <= 0xDBFF;
    const bool low = unit >= 0xDC00 && unit <= 0xDFFF;
    if (high) {
      const bool escape_follows = text_.substr(at + 6, 2) == "\\u";
      const std::uint32_t next = escape_follows ? CodeUnitAt(at + 6) : 0;
      return next >= 0xDC00 && next <= 0xDFFF;
    }
    if (low) {
      // Fine as the second half of a pair that was looked at before.
      return at >= 6 && text_.substr(at - 6, 2) == "\\u";
    }
    return unit <= 0xFFFF;
  }

  JsonProblem BadEscape(std::size_t at) const {
    const bool unicode = text_[at + 1] == 'u';
    return Problem(
        at,
        fmt::format("`{}` is not an escape that JSON knows",
                    Shown(text_.substr(at, unicode ? 6 : 2))),
        unicode ? "`\\u` needs four hexadecimal digits, and a surrogate its "
                  "partner"
                : "a backslash is written `\\\\`");
  }

  std::string_view text_;
  std::size_t at_;
};

}  // namespace

JsonProblem FindJsonProblem(std::string_view text, std::uint32_t from,
                            JsonState state) {
  return Finder(text, from).Find(state);
}

// Inside a string a quote follows an odd number of backslashes; the opening one
// follows none.
std::uint32_t KeyBefore(std::string_view text, std::uint32_t value) {
  std::size_t at = text.substr(0, value).rfind('"');
  while (at != std::string_view::npos && at > 0) {
    at = text.substr(0, at).rfind('"');
    if (at == 0 || at == std::string_view::npos || text[at - 1] != '\\') {
      break;
    }
    std::size_t backslashes = 0;
    while (backslashes < at && text[at - 1 - backslashes] == '\\') {
      ++backslashes;
    }
    if (backslashes % 2 == 0) {
      break;
    }
  }
  return at == std::string_view::npos ? value : static_cast<std::uint32_t>(at);
}

}  // namespace connectguard
