#include "readers/json_string.h"

#include <array>
#include <cstdint>

#include "base/code_point.h"

namespace connectguard {
namespace {

// What a byte is inside a string.
enum class InString : std::uint8_t { kPlain, kEnd, kEscape, kWide, kForbidden };

constexpr std::array<InString, 256> kInString = [] {
  std::array<InString, 256> table{};
  for (std::size_t byte = 0; byte < table.size(); ++byte) {
    table[byte] = byte < 0x20   ? InString::kForbidden
                  : byte > 0x7E ? InString::kWide
                                : InString::kPlain;
  }
  table['"'] = InString::kEnd;
  table['\\'] = InString::kEscape;
  return table;
}();

// The number of four hexadecimal digits, which end at `at` then.
std::optional<std::uint32_t> TakeCodeUnit(std::string_view source,
                                          std::size_t* at) {
  std::uint32_t unit = 0;
  for (int digit = 0; digit < 4; ++digit, ++*at) {
    const char c = *at < source.size() ? source[*at] : '\0';
    const bool is_letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'f';
    if (!is_letter && (c < '0' || c > '9')) {
      return std::nullopt;
    }
    unit = unit * 16 + static_cast<std::uint32_t>(
                           is_letter ? (c | 0x20) - 'a' + 10 : c - '0');
  }
  return unit;
}

bool IsHighSurrogate(std::uint32_t unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
bool IsLowSurrogate(std::uint32_t unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

}  // namespace

std::optional<JsonString> JsonStringScanner::Take(std::string_view source,
                                                  std::size_t* at) {
  JsonString taken;
  std::size_t begin = *at + 1;
  for (std::size_t i = begin; i < source.size(); ++i) {
    switch (kInString[static_cast<unsigned char>(source[i])]) {
      case InString::kPlain:
        break;
      case InString::kWide:
        taken.is_wide = true;
        break;
      case InString::kEnd:
        *at = i + 1;
        taken.text = source.substr(begin, i - begin);
        if (taken.is_escaped) {
          taken.text = unescaped_.append(taken.text);
        }
        return taken;
      case InString::kEscape:
        if (!taken.is_escaped) {
          unescaped_.clear();
          taken.is_escaped = true;
        }
        unescaped_.append(source.substr(begin, i - begin));
        begin = i + 1;
        switch (TakeJsonEscape(source, &begin, &unescaped_)) {
          case JsonEscape::kNone:
            return std::nullopt;
          case JsonEscape::kCharacter:
            break;
          case JsonEscape::kPair:
            taken.has_surrogates = true;
            break;
        }
        i = begin - 1;
        break;
      case InString::kForbidden:
        return std::nullopt;
    }
  }
  return std::nullopt;
}

JsonEscape TakeJsonEscape(std::string_view source, std::size_t* at,
                          std::string* out) {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  if (*at >= source.size()) {
    return JsonEscape::kNone;
  }
  const char letter = source[(*at)++];
  if (const std::size_t known = kLetters.find(letter);
      known != std::string_view::npos) {
    *out += kMeanings[known];
    return JsonEscape::kCharacter;
  }
  std::optional<std::uint32_t> unit;
  if (letter != 'u' || !(unit = TakeCodeUnit(source, at)) ||
      IsLowSurrogate(*unit)) {
    return JsonEscape::kNone;
  }
  if (!IsHighSurrogate(*unit)) {
    AppendCodePoint(*unit, out);
    return JsonEscape::kCharacter;
  }
  if (source.substr(*at, 2) != "\\u") {
    return JsonEscape::kNone;
  }
  *at += 2;
  const std::optional<std::uint32_t> low = TakeCodeUnit(source, at);
  if (!low || !IsLowSurrogate(*low)) {
    return JsonEscape::kNone;
  }
  AppendCodePoint(0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00), out);
  return JsonEscape::kPair;
}

}  // namespace connectguard
