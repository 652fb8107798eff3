// The actions of AWS with their access levels, and for the services around
// Amazon Connect also resource types and condition keys. From data/.
//
// Thread rule: read once, then immutable; any thread may read.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "iam/glob.h"
#include "iam/text_set.h"

namespace connectguard {

enum class AccessLevel : std::uint8_t {
  kList,
  kRead,
  kWrite,
  kTagging,
  kPermissions,
  kUnlisted,
};

struct KnownAction {
  std::string_view name = {};   // `connect:DeleteInstance`.
  std::string_view lower = {};  // The name in lower case.
  AccessLevel level = AccessLevel::kUnlisted;
};

// All actions, sorted by their names in lower case.
std::span<const KnownAction> KnownActions();

// The action, in any case; null when AWS has none of that name.
const KnownAction* FindAction(std::string_view name);

// The action as the table spells it, or as it is given.
std::string_view ActionName(std::string_view action);

// Actions whose lower-case name starts so.
std::span<const KnownAction> ActionsStartingWith(std::string_view lower);
std::vector<std::string_view> NamesOf(std::span<const KnownAction> actions);

// The actions that are in a set of lower-case texts, in the order of the table.
// Patterns with variables take none.
std::vector<const KnownAction*> ActionsIn(const TextSet& texts);
// Whether any action is taken by the pattern (in lower case).
bool TakesAnyAction(const Glob& pattern);

// Service prefixes, sorted: `connect`.
std::span<const std::string_view> ServicePrefixes();

// What AWS documents of an action of the services that the table covers.
struct ActionDetails {
  // ARN templates of the resource types that it can be limited to:
  // `arn:${Partition}:connect:${Region}:${Account}:instance/${InstanceId}`.
  std::vector<std::string_view> resources;
  // Condition keys of the action and of its resource types.
  std::vector<std::string_view> keys;
};
// Null for services that are not covered.
const ActionDetails* DetailsOf(std::string_view action);

// "2026-08-22": the day of the tables.
std::string_view ActionTableDate();

}  // namespace connectguard
