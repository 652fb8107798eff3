#include "iam/operators.h"

#include <array>
#include <string>
#include <vector>

#include "base/text.h"
#include "iam/glob.h"

namespace connectguard {

namespace {

struct NamedOperator {
  std::string_view name;
  ConditionOperator meaning;
};

constexpr auto kArn = OperatorFamily::kArn;
constexpr auto kNumeric = OperatorFamily::kNumeric;
constexpr auto kDate = OperatorFamily::kDate;
constexpr auto kIp = OperatorFamily::kIpAddress;
constexpr auto kLess = OperatorOrder::kLess;
constexpr auto kLessOrEqual = OperatorOrder::kLessOrEqual;
constexpr auto kGreater = OperatorOrder::kGreater;
constexpr auto kGreaterOrEqual = OperatorOrder::kGreaterOrEqual;

constexpr std::array<NamedOperator, 27> kOperators = {{
    {"StringEquals", {.name = "StringEquals"}},
    {"StringNotEquals", {.name = "StringEquals", .negated = true}},
    {"StringEqualsIgnoreCase",
     {.name = "StringEqualsIgnoreCase", .any_case = true}},
    {"StringNotEqualsIgnoreCase",
     {.name = "StringEqualsIgnoreCase", .negated = true, .any_case = true}},
    {"StringLike", {.name = "StringLike", .wildcards = true}},
    {"StringNotLike",
     {.name = "StringLike", .negated = true, .wildcards = true}},
    {"ArnEquals", {.name = "ArnEquals", .family = kArn, .wildcards = true}},
    {"ArnNotEquals",
     {.name = "ArnEquals", .family = kArn, .negated = true, .wildcards = true}},
    {"ArnLike", {.name = "ArnLike", .family = kArn, .wildcards = true}},
    {"ArnNotLike",
     {.name = "ArnLike", .family = kArn, .negated = true, .wildcards = true}},
    {"Bool", {.name = "Bool", .family = OperatorFamily::kBool}},
    {"NumericEquals", {.name = "NumericEquals", .family = kNumeric}},
    {"NumericNotEquals",
     {.name = "NumericEquals", .family = kNumeric, .negated = true}},
    {"NumericLessThan",
     {.name = "NumericLessThan", .family = kNumeric, .order = kLess}},
    {"NumericLessThanEquals",
     {.name = "NumericLessThanEquals",
      .family = kNumeric,
      .order = kLessOrEqual}},
    {"NumericGreaterThan",
     {.name = "NumericGreaterThan", .family = kNumeric, .order = kGreater}},
    {"NumericGreaterThanEquals",
     {.name = "NumericGreaterThanEquals",
      .family = kNumeric,
      .order = kGreaterOrEqual}},
    {"DateEquals", {.name = "DateEquals", .family = kDate}},
    {"DateNotEquals", {.name = "DateEquals", .family = kDate, .negated = true}},
    {"DateLessThan", {.name = "DateLessThan", .family = kDate, .order = kLess}},
    {"DateLessThanEquals",
     {.name = "DateLessThanEquals", .family = kDate, .order = kLessOrEqual}},
    {"DateGreaterThan",
     {.name = "DateGreaterThan", .family = kDate, .order = kGreater}},
    {"DateGreaterThanEquals",
     {.name = "DateGreaterThanEquals",
      .family = kDate,
      .order = kGreaterOrEqual}},
    {"IpAddress", {.name = "IpAddress", .family = kIp}},
    {"NotIpAddress", {.name = "IpAddress", .family = kIp, .negated = true}},
    {"BinaryEquals",
     {.name = "BinaryEquals", .family = OperatorFamily::kBinary}},
    {"Null", {.name = "Null", .family = OperatorFamily::kNull}},
}};

}  // namespace

std::optional<ConditionOperator> ReadOperator(std::string_view text) {
  std::string lower = ToLower(text);
  KeyQuantifier quantifier = KeyQuantifier::kOne;
  if (lower.starts_with("forallvalues:")) {
    quantifier = KeyQuantifier::kForAllValues;
  } else if (lower.starts_with("foranyvalue:")) {
    quantifier = KeyQuantifier::kForAnyValue;
  }
  if (quantifier != KeyQuantifier::kOne) {
    lower.erase(0, lower.find(':') + 1);
  }
  constexpr std::string_view kIfExists = "ifexists";
  const bool if_exists = lower.ends_with(kIfExists);
  if (if_exists) {
    lower.resize(lower.size() - kIfExists.size());
  }
  for (const NamedOperator& named : kOperators) {
    if (named.name.empty() || ToLower(named.name) != lower) {
      continue;
    }
    ConditionOperator meaning = named.meaning;
    meaning.quantifier = quantifier;
    meaning.if_exists = if_exists;
    if (meaning.family == OperatorFamily::kNull &&
        (if_exists || quantifier != KeyQuantifier::kOne)) {
      return std::nullopt;
    }
    return meaning;
  }
  return std::nullopt;
}

std::string_view ClosestOperator(std::string_view text) {
  std::vector<std::string_view> names;
  for (const NamedOperator& named : kOperators) {
    if (!named.name.empty()) {
      names.push_back(named.name);
    }
  }
  return ClosestMatch(Trim(text), names);
}

}  // namespace connectguard
