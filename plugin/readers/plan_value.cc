#include "readers/plan_value.h"

#include <algorithm>

namespace connectguard {
namespace {

bool IsTrue(const Value* value) {
  return value != nullptr && value->Is(Kind::kBool) && value->boolean;
}

// Depth is bounded by the reader.
bool HoldsTrue(const Value& value) {
  switch (value.kind) {
    case Kind::kBool:
      return value.boolean;
    case Kind::kList:
      return std::any_of(value.AsList().begin(), value.AsList().end(),
                         HoldsTrue);
    case Kind::kMap:
      return std::any_of(
          value.AsMap().begin(), value.AsMap().end(),
          [](const Member& member) { return HoldsTrue(member.value); });
    default:
      return false;
  }
}

const Value* Below(const Value* at, std::string_view key) {
  return at == nullptr || IsTrue(at) ? at : Find(*at, key);
}

const Value* Below(const Value* at, std::uint32_t index) {
  if (at == nullptr || IsTrue(at)) {
    return at;
  }
  return at->Is(Kind::kList) && index < at->size ? &at->AsList()[index]
                                                 : nullptr;
}

}  // namespace

bool PlanValue::IsUnknown() const { return IsTrue(unknown); }
bool PlanValue::IsSensitive() const { return IsTrue(sensitive); }

bool PlanValue::IsSet() const {
  return (value != nullptr && !value->Is(Kind::kNull)) ||
         (unknown != nullptr && HoldsTrue(*unknown));
}

bool PlanValue::IsList() const {
  return (value != nullptr && value->Is(Kind::kList)) ||
         (unknown != nullptr && unknown->Is(Kind::kList));
}

std::uint32_t PlanValue::ListSize() const {
  if (value != nullptr && value->Is(Kind::kList)) {
    return value->size;
  }
  return unknown != nullptr && unknown->Is(Kind::kList) ? unknown->size : 0;
}

PlanValue PlanValue::At(std::string_view key) const {
  return {.value = value == nullptr ? nullptr : Find(*value, key),
          .unknown = Below(unknown, key),
          .sensitive = Below(sensitive, key)};
}

PlanValue PlanValue::At(std::uint32_t index) const {
  const bool in_list =
      value != nullptr && value->Is(Kind::kList) && index < value->size;
  return {.value = in_list ? &value->AsList()[index] : nullptr,
          .unknown = Below(unknown, index),
          .sensitive = Below(sensitive, index)};
}

SourceSpan PlanValue::SpanOr(SourceSpan fallback) const {
  if (value != nullptr && !(value->Is(Kind::kNull) && IsUnknown())) {
    return value->span();
  }
  return unknown != nullptr ? unknown->span() : fallback;
}

std::vector<PlanMember> SetMembers(const PlanValue& map) {
  std::vector<PlanMember> members;
  const auto add = [&](std::string_view key) {
    const PlanValue at = map.At(key);
    if (at.IsSet()) {
      members.push_back({.key = key, .at = at});
    }
  };
  if (map.value != nullptr && map.value->Is(Kind::kMap)) {
    for (const Member& member : map.value->AsMap()) {
      add(member.key->text);
    }
  }
  if (map.unknown != nullptr && map.unknown->Is(Kind::kMap)) {
    for (const Member& member : map.unknown->AsMap()) {
      if (map.value == nullptr ||
          Find(*map.value, member.key->text) == nullptr) {
        add(member.key->text);
      }
    }
  }
  return members;
}

}  // namespace connectguard
