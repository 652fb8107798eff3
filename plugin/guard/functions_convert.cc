// parse_int, parse_float, parse_string, parse_boolean, parse_char,
// parse_epoch.
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>

#include "guard/function_results.h"
#include "guard/unicode_case.h"

namespace connectguard {
namespace {

using Converted = Result<const Value*>;

tl::unexpected<Error> CannotParse(const Value& value, std::string_view what) {
  const bool shown = value.Is(Kind::kString) && !value.sensitive;
  const std::string text =
      shown ? "`" + std::string(value.AsString().substr(0, 80)) + "`"
            : "the " + std::string(KindName(value.kind));
  return Fail(ErrorCode::kBadInput,
              text + " cannot be read as " + std::string(what));
}

template <typename Convert>
auto Each(Convert convert) {
  return [convert](const FunctionContext& context, Arguments arguments) {
    return MapValues(context, arguments[0], [&](const Value& value) {
      return convert(context, value);
    });
  };
}

std::optional<std::int64_t> DigitOf(char32_t c) {
  return c >= U'0' && c <= U'9' ? std::optional<std::int64_t>(c - U'0')
                                : std::nullopt;
}

// ---------------------------------------------------------------- numbers ---

std::optional<std::int64_t> ReadInt(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) {
      return std::nullopt;
    }
  }
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && at == end && !text.empty()
             ? std::optional(number)
             : std::nullopt;
}

// A float cut to 64 bits: past the ends, the end.
std::int64_t Truncate(double number) {
  constexpr double kTwoTo63 = 9223372036854775808.0;
  if (std::isnan(number)) return 0;
  if (number >= kTwoTo63) return std::numeric_limits<std::int64_t>::max();
  if (number < -kTwoTo63) return std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(number);
}

Converted ParseInt(const FunctionContext& context, const Value& value) {
  std::optional<std::int64_t> number;
  switch (value.kind) {
    case Kind::kInt:
      number = value.integer;
      break;
    case Kind::kFloat:
      number = Truncate(value.real);
      break;
    case Kind::kString:
      number = ReadInt(value.AsString());
      break;
    case Kind::kChar:
      number = DigitOf(value.character);
      break;
    default:
      return nullptr;
  }
  if (!number) {
    return CannotParse(value, "an integer");
  }
  return MakeInt(context, *number, &value);
}

std::optional<double> ReadFloat(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) {
      return std::nullopt;
    }
  }
  // What the library reads beyond plain numbers: nan(...).
  if (text.empty() || text.find('(') != std::string_view::npos) {
    return std::nullopt;
  }
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, number);
  if (at != end) {
    return std::nullopt;
  }
  if (error == std::errc::result_out_of_range) {
    // Too large or too small to tell apart from infinity or zero.
    return std::strtod(std::string(text).c_str(), nullptr);
  }
  return error == std::errc() ? std::optional(number) : std::nullopt;
}

Converted ParseFloat(const FunctionContext& context, const Value& value) {
  std::optional<double> number;
  switch (value.kind) {
    case Kind::kInt:
      number = static_cast<double>(value.integer);
      break;
    case Kind::kFloat:
      number = value.real;
      break;
    case Kind::kString:
      number = ReadFloat(value.AsString());
      break;
    case Kind::kChar:
      if (const auto digit = DigitOf(value.character)) {
        number = static_cast<double>(*digit);
      }
      break;
    default:
      return nullptr;
  }
  if (!number) {
    return CannotParse(value, "a float");
  }
  return MakeFloat(context, *number, &value);
}

// ------------------------------------------------------------------ texts ---

// The shortest digits that read back as the number, never with an exponent.
std::string FloatText(double number) {
  if (std::isnan(number)) {
    return "NaN";
  }
  char buffer[400];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof(buffer),
                                          number, std::chars_format::fixed);
  return error == std::errc() ? std::string(buffer, end) : std::string();
}

Converted ParseString(const FunctionContext& context, const Value& value) {
  switch (value.kind) {
    case Kind::kInt:
      return MakeString(context, std::to_string(value.integer), &value);
    case Kind::kFloat:
      return MakeString(context, FloatText(value.real), &value);
    case Kind::kBool:
      return MakeString(context, value.boolean ? "true" : "false", &value);
    case Kind::kString:
      return MakeString(context, value.AsString(), &value);
    case Kind::kChar: {
      std::string text;
      AppendUtf8(value.character, &text);
      return MakeString(context, text, &value);
    }
    default:
      return nullptr;
  }
}

Converted ParseBoolean(const FunctionContext& context, const Value& value) {
  if (value.Is(Kind::kBool)) {
    return MakeBool(context, value.boolean, &value);
  }
  if (!value.Is(Kind::kString)) {
    return nullptr;
  }
  const std::string text = ToLowerCase(value.AsString());
  if (text != "true" && text != "false") {
    return CannotParse(value, "a boolean");
  }
  return MakeBool(context, text == "true", &value);
}

Converted ParseChar(const FunctionContext& context, const Value& value) {
  if (value.Is(Kind::kInt)) {
    if (value.integer < 0 || value.integer > 9) {
      return CannotParse(value, "a character");
    }
    return MakeChar(context, U'0' + static_cast<char32_t>(value.integer),
                    &value);
  }
  if (value.Is(Kind::kChar)) {
    // The reference makes a string of what is a character already.
    return ParseString(context, value);
  }
  if (!value.Is(Kind::kString) || value.size == 0) {
    return nullptr;
  }
  if (value.size > 1) {
    return CannotParse(value, "a character");
  }
  return MakeChar(context, static_cast<unsigned char>(value.text[0]), &value);
}

// ------------------------------------------------------------------ dates ---

// Reads fixed-width fields of a date from the front of a text.
class DateReader {
 public:
  explicit DateReader(std::string_view text) : rest_(text) {}

  bool ok() const { return ok_; }
  bool AtEnd() const { return rest_.empty(); }

  int Digits(std::size_t count) {
    int number = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const char c = Take();
      ok_ = ok_ && c >= '0' && c <= '9';
      number = number * 10 + (c - '0');
    }
    return ok_ ? number : 0;
  }

  void Expect(std::string_view any_of) {
    const char c = Take();
    ok_ = ok_ && any_of.find(c) != std::string_view::npos;
  }

  // Digits behind a point; their value does not count.
  void SkipFraction() {
    if (!rest_.starts_with('.')) {
      return;
    }
    rest_.remove_prefix(1);
    const std::size_t end = rest_.find_first_not_of("0123456789");
    ok_ = ok_ && end > 0 && !rest_.empty();
    rest_.remove_prefix(std::min(end, rest_.size()));
  }

  char Take() {
    if (rest_.empty()) {
      ok_ = false;
      return '\0';
    }
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

// Seconds east of Greenwich.
std::optional<int> ReadOffset(DateReader* reader) {
  const char sign = reader->Take();
  if (sign == 'Z' || sign == 'z') {
    return 0;
  }
  const int hours = reader->Digits(2);
  reader->Expect(":");
  const int minutes = reader->Digits(2);
  if ((sign != '+' && sign != '-') || hours > 23 || minutes > 59) {
    return std::nullopt;
  }
  return (sign == '-' ? -60 : 60) * (hours * 60 + minutes);
}

// RFC 3339: 2024-08-21T00:00:00Z.
std::optional<std::int64_t> ReadEpoch(std::string_view text) {
  DateReader reader(text);
  const int year = reader.Digits(4);
  reader.Expect("-");
  const int month = reader.Digits(2);
  reader.Expect("-");
  const int day = reader.Digits(2);
  reader.Expect("Tt ");
  const int hour = reader.Digits(2);
  reader.Expect(":");
  const int minute = reader.Digits(2);
  reader.Expect(":");
  const int second = reader.Digits(2);
  reader.SkipFraction();
  const std::optional<int> offset = ReadOffset(&reader);
  const std::chrono::year_month_day date{
      std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
      std::chrono::day(static_cast<unsigned>(day))};
  if (!reader.ok() || !reader.AtEnd() || !offset || !date.ok() || hour > 23 ||
      minute > 59 || second > 60) {
    return std::nullopt;
  }
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  return std::int64_t{days} * 86400 + std::int64_t{hour} * 3600 +
         std::int64_t{minute} * 60 + second - *offset;
}

Converted ParseEpoch(const FunctionContext& context, const Value& value) {
  if (!value.Is(Kind::kString)) {
    return nullptr;
  }
  const std::optional<std::int64_t> epoch = ReadEpoch(value.AsString());
  if (!epoch) {
    return CannotParse(value, "a date as RFC 3339 writes it");
  }
  return MakeInt(context, *epoch, &value);
}

}  // namespace

void AddConversions(FunctionTable* table) {
  const auto add = [table](std::string_view name, auto function,
                           GuardVersion since = GuardVersion::k31) {
    table->Add({.name = std::string(name),
                .min_arguments = 1,
                .max_arguments = 1,
                .call = function,
                .since = since});
  };
  add("parse_int", Each(ParseInt));
  add("parse_float", Each(ParseFloat));
  add("parse_string", Each(ParseString));
  add("parse_boolean", Each(ParseBoolean));
  add("parse_char", Each(ParseChar));
  add("parse_epoch", Each(ParseEpoch), GuardVersion::k32);
}

}  // namespace connectguard
