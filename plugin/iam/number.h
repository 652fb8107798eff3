// Numbers and dates as conditions compare them: exact, on one line. A date is
// the number of seconds since 1970.
//
// Source: IAM User Guide, reference_policies_elements_condition_operators:
// integers and decimals; dates in the W3C profile of ISO 8601
// (https://www.w3.org/TR/NOTE-datetime) or as epoch seconds. Read 2026-11.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace connectguard {

// whole + fraction / kUnitsPerOne. Policies have at most 9 decimals here, so
// there is always a number between two of theirs.
struct Number {
  static constexpr std::uint64_t kUnitsPerOne = 1'000'000'000'000;

  std::int64_t whole = 0;
  std::uint64_t fraction = 0;  // Below kUnitsPerOne; counts upwards.

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 and `<=>`.
  friend auto operator<=>(const Number&, const Number&) = default;
};

// What policies may write here; requests may be a little more exact and larger.
inline constexpr std::size_t kMaxPolicyDecimals = 9;
inline constexpr std::int64_t kMaxPolicyNumber = 1'000'000'000'000'000;

// `12`, `-3.5`. Nullopt for anything else, exponents and more than
// `max_decimals` or 18 digits before the point.
std::optional<Number> ReadNumber(std::string_view text,
                                 std::size_t max_decimals = 12);

// Epoch seconds, or `2026-01-31`, `2026-01-31T10:00:00Z`, with offsets and
// fractions. Nullopt for a time without a zone and for four digits, which are a
// year or seconds: nobody says what they mean.
std::optional<Number> ReadDate(std::string_view text,
                               std::size_t max_decimals = 12);

std::string NumberText(Number number);
// `2026-01-31T10:00:00Z`.
std::string DateText(Number number);

// REQUIRES: a < b.
Number Between(Number a, Number b);

}  // namespace connectguard
