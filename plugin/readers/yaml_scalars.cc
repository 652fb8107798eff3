#include "readers/yaml_scalars.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <span>
#include <string>
#include <system_error>

namespace connectguard {
namespace {

using Typed = std::optional<YamlScalar>;

YamlScalar Null() { return {.kind = Kind::kNull}; }
YamlScalar Bool(bool value) { return {.kind = Kind::kBool, .boolean = value}; }
YamlScalar Int(std::int64_t value) {
  return {.kind = Kind::kInt, .integer = value};
}
YamlScalar Float(double value) { return {.kind = Kind::kFloat, .real = value}; }

bool IsOneOf(std::string_view text,
             std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c | 0x20);
    }
  }
  return out;
}

std::string_view WithoutSign(std::string_view text) {
  const bool is_signed =
      !text.empty() && (text.front() == '+' || text.front() == '-');
  return is_signed ? text.substr(1) : text;
}

bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

// Digits with an optional sign; nullopt for anything else or out of range.
std::optional<std::int64_t> ParseInt(std::string_view text) {
  if (!AllDigits(WithoutSign(text))) {
    return std::nullopt;
  }
  if (text.front() == '+') {
    text.remove_prefix(1);
  }
  std::int64_t value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() ? std::optional(value) : std::nullopt;
}

// Digits with an optional point and exponent, and an optional sign.
bool IsDecimal(std::string_view text) {
  text = WithoutSign(text);
  const std::size_t exponent = text.find_first_of("eE");
  if (exponent != std::string_view::npos) {
    if (!AllDigits(WithoutSign(text.substr(exponent + 1)))) {
      return false;
    }
    text = text.substr(0, exponent);
  }
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) {
    return AllDigits(text);
  }
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = text.substr(point + 1);
  return (whole.empty() || AllDigits(whole)) &&
         (fraction.empty() || AllDigits(fraction)) && text.size() > 1;
}

// Beyond the range it is infinite, below it zero. REQUIRES: IsDecimal.
double DecimalValue(std::string_view text) {
  if (text.front() == '+') {
    text.remove_prefix(1);
  }
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) {
    value = std::strtod(std::string(text).c_str(), nullptr);
  }
  return value;
}

// As Rust's f64 reads it.
std::optional<double> ParseRustFloat(std::string_view text) {
  if (IsDecimal(text)) {
    return DecimalValue(text);
  }
  const std::string word = Lower(WithoutSign(text));
  const double sign = !text.empty() && text.front() == '-' ? -1 : 1;
  if (word == "inf" || word == "infinity") {
    return sign * std::numeric_limits<double>::infinity();
  }
  if (word == "nan") {
    return std::numeric_limits<double>::quiet_NaN();
  }
  return std::nullopt;
}

// --- cfn-guard validate ------------------------------------------------------

YamlScalar TypeForValidate(std::string_view text, YamlDialect dialect) {
  if (const auto integer = ParseInt(text)) {
    return Int(*integer);
  }
  if (const auto real = ParseRustFloat(text)) {
    return Float(*real);
  }
  if (text == "true" || text == "false") {
    return Bool(text == "true");
  }
  if (dialect == YamlDialect::kGuardValidate32) {
    if (IsOneOf(text, {"y", "yes", "on"})) {
      return Bool(true);
    }
    if (IsOneOf(text, {"n", "no", "off"})) {
      return Bool(false);
    }
  }
  if (text == "~" || Lower(text) == "null") {
    return Null();
  }
  return {};
}

Typed TagForValidate(std::string_view text, std::string_view type) {
  if (type == "null") {
    return Null();
  }
  if (type == "bool" && (text == "true" || text == "false")) {
    return Bool(text == "true");
  }
  if (type == "int") {
    const auto integer = ParseInt(text);
    return integer ? Typed(Int(*integer)) : std::nullopt;
  }
  if (type == "float") {
    const auto real = ParseRustFloat(text);
    return real ? Typed(Float(*real)) : std::nullopt;
  }
  return YamlScalar{};
}

// --- YAML 1.2, as serde_yaml reads it ----------------------------------------

bool IsCoreNull(std::string_view text) {
  return IsOneOf(text, {"null", "Null", "NULL", "~"});
}

std::optional<bool> CoreBool(std::string_view text) {
  if (IsOneOf(text, {"true", "True", "TRUE"})) {
    return true;
  }
  if (IsOneOf(text, {"false", "False", "FALSE"})) {
    return false;
  }
  return std::nullopt;
}

bool HasLeadingZero(std::string_view text) {
  text = WithoutSign(text);
  return text.size() > 1 && text.front() == '0' && AllDigits(text);
}

struct CoreInt {
  bool is_integer = false;
  bool fits = false;  // Into 64 bits, with or without sign.
  std::int64_t value = 0;
};

// Digits of a radix after the sign; a value beyond int64 wraps, as there.
CoreInt CoreDigits(std::string_view digits, int radix, bool negative) {
  CoreInt result;
  std::uint64_t magnitude = 0;
  const char* last = digits.data() + digits.size();
  const auto [end, error] =
      std::from_chars(digits.data(), last, magnitude, radix);
  result.is_integer =
      !digits.empty() && end == last && error != std::errc::invalid_argument;
  constexpr std::uint64_t kMinMagnitude = std::uint64_t{1} << 63;
  result.fits =
      error == std::errc() && (!negative || magnitude <= kMinMagnitude);
  result.value =
      static_cast<std::int64_t>(negative ? ~magnitude + 1 : magnitude);
  return result;
}

CoreInt ParseCoreInt(std::string_view text) {
  if (HasLeadingZero(text)) {
    return {};
  }
  const bool negative = !text.empty() && text.front() == '-';
  const std::string_view digits = WithoutSign(text);
  const std::string_view prefix = digits.substr(0, 2);
  const int radix = prefix == "0x"   ? 16
                    : prefix == "0o" ? 8
                    : prefix == "0b" ? 2
                                     : 10;
  return CoreDigits(radix == 10 ? digits : digits.substr(2), radix, negative);
}

std::optional<double> CoreFloat(std::string_view text) {
  const std::string_view word = WithoutSign(text);
  if (IsOneOf(word, {".inf", ".Inf", ".INF"})) {
    const double infinity = std::numeric_limits<double>::infinity();
    return text.front() == '-' ? -infinity : infinity;
  }
  if (IsOneOf(text, {".nan", ".NaN", ".NAN"})) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  if (!IsDecimal(text)) {
    return std::nullopt;
  }
  const double value = DecimalValue(text);
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

Typed TypeForTest(std::string_view text) {
  if (text.empty() || IsCoreNull(text)) {
    return Null();
  }
  if (const auto boolean = CoreBool(text)) {
    return Bool(*boolean);
  }
  if (const CoreInt integer = ParseCoreInt(text); integer.is_integer) {
    return integer.fits ? Typed(Int(integer.value)) : std::nullopt;
  }
  if (!HasLeadingZero(text)) {
    if (const auto real = CoreFloat(text)) {
      return Float(*real);
    }
  }
  return YamlScalar{};
}

Typed TagForTest(std::string_view text, std::string_view type) {
  if (type == "null") {
    return IsCoreNull(text) ? Typed(Null()) : std::nullopt;
  }
  if (type == "bool") {
    const auto boolean = CoreBool(text);
    return boolean ? Typed(Bool(*boolean)) : std::nullopt;
  }
  if (type == "int") {
    const CoreInt integer = ParseCoreInt(text);
    return integer.is_integer && integer.fits ? Typed(Int(integer.value))
                                              : std::nullopt;
  }
  if (type == "float") {
    const auto real = CoreFloat(text);
    return real ? Typed(Float(*real)) : std::nullopt;
  }
  return YamlScalar{};
}

// --- CloudFormation ----------------------------------------------------------

std::optional<bool> TemplateBool(std::string_view text) {
  if (IsOneOf(text, {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On",
                     "ON"})) {
    return true;
  }
  if (IsOneOf(text, {"false", "False", "FALSE", "no", "No", "NO", "off", "Off",
                     "OFF"})) {
    return false;
  }
  return std::nullopt;
}

YamlScalar TypeForTemplate(std::string_view text) {
  if (text.empty() || IsCoreNull(text)) {
    return Null();
  }
  if (const auto boolean = TemplateBool(text)) {
    return Bool(*boolean);
  }
  if (HasLeadingZero(text)) {
    return {};
  }
  if (const auto integer = ParseInt(text)) {
    return Int(*integer);
  }
  const bool exponent_only =
      text.find('.') == std::string_view::npos && !AllDigits(WithoutSign(text));
  if (!exponent_only && IsDecimal(text)) {
    const double value = DecimalValue(text);
    return std::isfinite(value) ? Float(value) : YamlScalar{};
  }
  return {};
}

Typed TagForTemplate(std::string_view text, std::string_view type) {
  if (type == "bool") {
    const auto boolean = TemplateBool(text);
    return boolean ? Typed(Bool(*boolean)) : std::nullopt;
  }
  return TagForTest(text, type);
}

}  // namespace

Typed TypePlainScalar(std::string_view text, YamlDialect dialect) {
  switch (dialect) {
    case YamlDialect::kGuardValidate31:
    case YamlDialect::kGuardValidate32:
      return TypeForValidate(text, dialect);
    case YamlDialect::kGuardTest:
      return TypeForTest(text);
    case YamlDialect::kCloudFormation:
      break;
  }
  return TypeForTemplate(text);
}

Typed TypeTaggedScalar(std::string_view text, std::string_view type,
                       YamlDialect dialect) {
  switch (dialect) {
    case YamlDialect::kGuardValidate31:
    case YamlDialect::kGuardValidate32:
      return TagForValidate(text, type);
    case YamlDialect::kGuardTest:
      return TagForTest(text, type);
    case YamlDialect::kCloudFormation:
      break;
  }
  return TagForTemplate(text, type);
}

}  // namespace connectguard
