// The condition operators of IAM.
//
// Source: IAM User Guide, reference_policies_elements_condition_operators; read
// 2026-11. Names are taken in any case.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace connectguard {

enum class OperatorFamily : std::uint8_t {
  kString,
  kArn,
  kBool,
  kNumeric,
  kDate,
  kIpAddress,
  kBinary,
  kNull,
};

enum class OperatorOrder : std::uint8_t {
  kEquals,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
};

enum class KeyQuantifier : std::uint8_t { kOne, kForAllValues, kForAnyValue };

struct ConditionOperator {
  std::string_view name;  // Without prefix and suffix; positive.
  OperatorFamily family = OperatorFamily::kString;
  OperatorOrder order = OperatorOrder::kEquals;
  bool negated = false;
  bool wildcards = false;
  bool any_case = false;
  KeyQuantifier quantifier = KeyQuantifier::kOne;
  bool if_exists = false;
};

// Nullopt for a name that is none, `NullIfExists` included.
std::optional<ConditionOperator> ReadOperator(std::string_view text);

// "did you mean `x`?", or empty.
std::string_view ClosestOperator(std::string_view text);

}  // namespace connectguard
