#include "iam/number.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include <fmt/format.h>

namespace connectguard {

namespace {

constexpr std::size_t kUnitDigits = 12;
constexpr std::size_t kMaxDigits = 18;  // Fit into 64 bits.
constexpr std::int64_t kSecondsPerDay = 86'400;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

std::optional<std::int64_t> ReadDigits(std::string_view text) {
  std::int64_t number = 0;
  if (!AllDigits(text) || text.size() > kMaxDigits) {
    return std::nullopt;
  }
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// Takes exactly `count` digits from the front.
std::optional<int> TakeDigits(std::string_view* text, std::size_t count) {
  if (text->size() < count) {
    return std::nullopt;
  }
  const auto number = ReadDigits(text->substr(0, count));
  text->remove_prefix(count);
  return number ? std::optional<int>(static_cast<int>(*number)) : std::nullopt;
}

bool TakeChar(std::string_view* text, char c) {
  if (!text->starts_with(c)) {
    return false;
  }
  text->remove_prefix(1);
  return true;
}

// The decimals after a point, as units.
std::optional<std::uint64_t> ReadDecimals(std::string_view text,
                                          std::size_t max_decimals) {
  const auto digits = ReadDigits(text);
  if (!digits || text.size() > max_decimals) {
    return std::nullopt;
  }
  auto units = static_cast<std::uint64_t>(*digits);
  for (std::size_t i = text.size(); i < kUnitDigits; ++i) {
    units *= 10;
  }
  return units;
}

// `Z`, `+01:00`: seconds to take away.
std::optional<int> ReadZone(std::string_view text) {
  if (text == "Z") {
    return 0;
  }
  const bool plus = text.starts_with('+');
  if (!plus && !text.starts_with('-')) {
    return std::nullopt;
  }
  text.remove_prefix(1);
  const auto hours = TakeDigits(&text, 2);
  const bool colon = TakeChar(&text, ':');
  const auto minutes = TakeDigits(&text, 2);
  if (!hours || !colon || !minutes || !text.empty() || *hours > 23 ||
      *minutes > 59) {
    return std::nullopt;
  }
  const int seconds = (*hours * 60 + *minutes) * 60;
  return plus ? seconds : -seconds;
}

// `T10:00:00.5Z` as the time of day in UTC.
std::optional<Number> ReadTime(std::string_view text,
                               std::size_t max_decimals) {
  if (!TakeChar(&text, 'T')) {
    return std::nullopt;
  }
  const auto hours = TakeDigits(&text, 2);
  const bool colon = TakeChar(&text, ':');
  const auto minutes = TakeDigits(&text, 2);
  if (!hours || !colon || !minutes || *hours > 23 || *minutes > 59) {
    return std::nullopt;
  }
  Number time{.whole = std::int64_t{*hours * 60 + *minutes} * 60};
  if (TakeChar(&text, ':')) {
    const auto seconds = TakeDigits(&text, 2);
    if (!seconds || *seconds > 59) {
      return std::nullopt;
    }
    time.whole += *seconds;
    if (TakeChar(&text, '.')) {
      const auto end = static_cast<std::size_t>(
          std::find_if_not(text.begin(), text.end(), IsDigit) - text.begin());
      const auto units = ReadDecimals(text.substr(0, end), max_decimals);
      if (!units) {
        return std::nullopt;
      }
      time.fraction = *units;
      text.remove_prefix(end);
    }
  }
  const auto zone = ReadZone(text);
  if (!zone) {
    return std::nullopt;
  }
  time.whole -= *zone;
  return time;
}

}  // namespace

std::optional<Number> ReadNumber(std::string_view text,
                                 std::size_t max_decimals) {
  const bool minus = TakeChar(&text, '-');
  const std::size_t point = text.find('.');
  const auto whole = ReadDigits(text.substr(0, point));
  if (!whole) {
    return std::nullopt;
  }
  Number number{.whole = *whole};
  if (point != std::string_view::npos) {
    const auto units = ReadDecimals(text.substr(point + 1), max_decimals);
    if (!units) {
      return std::nullopt;
    }
    number.fraction = *units;
  }
  if (minus) {
    number.whole = -number.whole;
    if (number.fraction != 0) {
      number.whole -= 1;
      number.fraction = Number::kUnitsPerOne - number.fraction;
    }
  }
  return number;
}

std::optional<Number> ReadDate(std::string_view text,
                               std::size_t max_decimals) {
  const bool minus = text.starts_with('-');
  const std::string_view whole = text.substr(minus ? 1 : 0);
  if (AllDigits(whole.substr(0, whole.find('.')))) {
    const bool is_year = !minus && AllDigits(text) && text.size() == 4;
    return is_year ? std::nullopt : ReadNumber(text, max_decimals);
  }
  const auto year = TakeDigits(&text, 4);
  int month = 1;
  int day = 1;
  if (!year) {
    return std::nullopt;
  }
  if (TakeChar(&text, '-')) {
    month = TakeDigits(&text, 2).value_or(0);
    if (TakeChar(&text, '-')) {
      day = TakeDigits(&text, 2).value_or(0);
    }
  }
  const std::chrono::year_month_day date{
      std::chrono::year(*year),
      std::chrono::month(static_cast<unsigned>(month)),
      std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) {
    return std::nullopt;
  }
  Number moment{.whole =
                    std::chrono::sys_days(date).time_since_epoch().count() *
                    kSecondsPerDay};
  if (!text.empty()) {
    const auto time = ReadTime(text, max_decimals);
    if (!time) {
      return std::nullopt;
    }
    moment.whole += time->whole;
    moment.fraction = time->fraction;
  }
  return moment;
}

std::string NumberText(Number number) {
  const bool minus = number.whole < 0;
  std::int64_t whole = number.whole;
  std::uint64_t fraction = number.fraction;
  if (minus && fraction != 0) {
    whole += 1;
    fraction = Number::kUnitsPerOne - fraction;
  }
  std::string text =
      fmt::format("{}{}", minus ? "-" : "", whole < 0 ? -whole : whole);
  if (fraction != 0) {
    text += fmt::format(".{:012}", fraction);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text;
}

std::string DateText(Number number) {
  using std::chrono::days;
  using std::chrono::floor;
  const std::chrono::sys_seconds time{std::chrono::seconds(number.whole)};
  const auto day = floor<days>(time);
  const std::chrono::year_month_day date{day};
  const auto second = (time - day).count();
  if (static_cast<int>(date.year()) < 0 ||
      static_cast<int>(date.year()) > 9999 || number.fraction != 0) {
    return NumberText(number);
  }
  return fmt::format(
      "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      second / 3600, second / 60 % 60, second % 60);
}

Number Between(Number a, Number b) {
  const Number next{.whole = a.whole + 1};
  if (next < b) {
    return next;
  }
  const std::uint64_t end =
      b.whole > a.whole ? Number::kUnitsPerOne : b.fraction;
  return {.whole = a.whole, .fraction = a.fraction + (end - a.fraction) / 2};
}

}  // namespace connectguard
