#include "readers/json_escape.h"

#include <cstdint>
#include <optional>

#include "base/code_point.h"

namespace connectguard {
namespace {

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

bool TakeJsonEscape(std::string_view source, std::size_t* at,
                    std::string* out) {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  if (*at >= source.size()) {
    return false;
  }
  const char letter = source[(*at)++];
  if (const std::size_t known = kLetters.find(letter);
      known != std::string_view::npos) {
    *out += kMeanings[known];
    return true;
  }
  std::optional<std::uint32_t> unit;
  if (letter != 'u' || !(unit = TakeCodeUnit(source, at)) ||
      IsLowSurrogate(*unit)) {
    return false;
  }
  if (!IsHighSurrogate(*unit)) {
    AppendCodePoint(*unit, out);
    return true;
  }
  if (source.substr(*at, 2) != "\\u") {
    return false;
  }
  *at += 2;
  const std::optional<std::uint32_t> low = TakeCodeUnit(source, at);
  if (!low || !IsLowSurrogate(*low)) {
    return false;
  }
  AppendCodePoint(0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00), out);
  return true;
}

}  // namespace connectguard
