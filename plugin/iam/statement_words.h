// A statement in plain words, and how many actions of which kind it speaks of.
//
// Words say what a statement says, not what it comes to beside others: for that
// ask a question (questions.h). Values that are sensitive are not told.
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "iam/action_table.h"
#include "iam/policy.h"

namespace connectguard {

inline constexpr std::size_t kAccessLevels = 6;
// "list", "permissions management", "unlisted".
std::string_view AccessLevelName(AccessLevel level);

// Of the actions that AWS has today. What is doubtful counts.
struct ActionCounts {
  std::size_t total = 0;
  std::array<std::size_t, kAccessLevels> by_level = {};  // By AccessLevel.
  std::vector<std::string_view> services = {};           // Sorted.
};
ActionCounts CountActions(const IamStatement& statement);
ActionCounts CountActions(std::span<const KnownAction* const> actions);

// The entry of the statement's Action list that takes the action (in any case);
// of NotAction, and where no single entry can be told, the whole element; the
// statement itself when it has none.
const Value& EntryOf(const IamStatement& statement, std::string_view action);

// `connect:Describe*`: one line for each entry of a list of texts.
std::vector<std::string> ListWords(const Value& value);

// Empty without a Principal element. `everybody`, `the account 111122223333`,
// `the service connect.amazonaws.com`.
std::vector<std::string> PrincipalWords(const IamStatement& statement);

// `aws:SourceVpce is vpce-1 or vpce-2, or is absent`. Operators that also hold
// without the key say so.
std::string ConditionWords(const ConditionClause& clause);

}  // namespace connectguard
