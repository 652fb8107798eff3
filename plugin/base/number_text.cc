#include "base/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace connectguard {
namespace {

// Beyond these places of the point, ShortNumber writes an exponent.
constexpr int kLastPlainPoint = 16;
constexpr int kFirstPlainPoint = -5;

struct Digits {
  std::string sign;
  std::string digits;  // Without a point; "0" for zero.
  int point = 0;       // The value is 0.digits times ten to this power.
};

Digits DigitsOf(double value) {
  std::array<char, 32> buffer{};
  const auto written =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(),
                    std::abs(value), std::chars_format::scientific);
  const std::string_view text(
      buffer.data(), static_cast<std::size_t>(written.ptr - buffer.data()));
  const std::size_t e = text.find('e');
  Digits result;
  result.sign = std::signbit(value) ? "-" : "";
  std::copy_if(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(e),
               std::back_inserter(result.digits),
               [](char c) { return c != '.'; });
  std::string_view exponent = text.substr(e + 1);
  const bool negative = exponent.starts_with('-');
  exponent.remove_prefix(1);  // There is always a sign.
  int power = 0;
  std::from_chars(exponent.data(), exponent.data() + exponent.size(), power);
  result.point = (negative ? -power : power) + 1;
  return result;
}

std::string WithoutExponent(const Digits& number, std::string_view whole_end) {
  const auto count = static_cast<int>(number.digits.size());
  if (number.point >= count) {
    return number.sign + number.digits +
           std::string(static_cast<std::size_t>(number.point - count), '0') +
           std::string(whole_end);
  }
  if (number.point > 0) {
    const auto point = static_cast<std::size_t>(number.point);
    return number.sign + number.digits.substr(0, point) + "." +
           number.digits.substr(point);
  }
  return number.sign + "0." +
         std::string(static_cast<std::size_t>(-number.point), '0') +
         number.digits;
}

}  // namespace

std::string ShortNumber(double value) {
  const Digits number = DigitsOf(value);
  if (number.point > kFirstPlainPoint && number.point <= kLastPlainPoint) {
    return WithoutExponent(number, ".0");
  }
  std::string text = number.sign + number.digits.substr(0, 1);
  if (number.digits.size() > 1) {
    text += "." + number.digits.substr(1);
  }
  return text + "e" + std::to_string(number.point - 1);
}

std::string PlainNumber(double value) {
  return WithoutExponent(DigitsOf(value), "");
}

}  // namespace connectguard
