// A value of a Terraform plan, which says in three trees of one shape what a
// value is, whether it is unknown, and whether it is sensitive.
//
// Thread rule: plain data; points into the document that is being built.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "document/value.h"

namespace connectguard {

// A value of a plan with what is unknown and sensitive in it. Any of the three
// may be null: not there.
struct PlanValue {
  const Value* value = nullptr;
  const Value* unknown = nullptr;
  const Value* sensitive = nullptr;

  // Unknown as a whole.
  bool IsUnknown() const;
  bool IsSensitive() const;
  // Neither null nor missing.
  bool IsSet() const;
  // Elements of a list, known or not; 0 for what is no list.
  std::uint32_t ListSize() const;
  bool IsList() const;
  PlanValue At(std::string_view key) const;
  PlanValue At(std::uint32_t index) const;
  SourceSpan SpanOr(SourceSpan fallback) const;
};

// The members of a map that are set, known ones first.
struct PlanMember {
  std::string_view key;
  PlanValue at;
};
std::vector<PlanMember> SetMembers(const PlanValue& map);

}  // namespace connectguard
