// Compares what is known while planning with what apply made of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "document/dump.h"
#include "document/value.h"

namespace connectguard {

// True when the value may turn out as `truth`: unknown values as anything, and
// an unknown statement as any number of them. The order of lists means nothing.
inline bool MayBe(const Value& value, const Value& truth) {
  if (value.Is(Kind::kUnknown)) {
    return true;
  }
  if (value.kind != truth.kind) {
    return false;
  }
  if (value.Is(Kind::kMap)) {
    const auto members = value.AsMap();
    const auto is_open = [](const Member& m) {
      return m.value.Is(Kind::kUnknown) && m.value.unknown->may_be_absent;
    };
    const bool all =
        std::all_of(members.begin(), members.end(), [&](const Member& member) {
          const Value* other = Find(truth, member.key->text);
          return other == nullptr ? is_open(member)
                                  : MayBe(member.value, *other);
        });
    const auto others = truth.AsMap();
    return all &&
           std::all_of(others.begin(), others.end(), [&](const Member& other) {
             return Find(value, other.key->text) != nullptr;
           });
  }
  if (value.Is(Kind::kList)) {
    const auto items = value.AsList();
    const auto others = truth.AsList();
    const bool open =
        std::any_of(items.begin(), items.end(),
                    [](const Value& item) { return item.Is(Kind::kUnknown); });
    return (open || items.size() == others.size()) &&
           std::all_of(items.begin(), items.end(), [&](const Value& item) {
             return std::any_of(
                 others.begin(), others.end(),
                 [&](const Value& other) { return MayBe(item, other); });
           });
  }
  // A sensitive text is compared as well, and never dumped.
  return value.Is(Kind::kString) ? value.AsString() == truth.AsString()
                                 : Dump(value) == Dump(truth);
}

}  // namespace connectguard
