// The clauses of a rules file that can decide a verdict, by rule.
//
// Not among them: what stands in a filter or a variable, which selects values
// and decides nothing. A rule with parameters is listed when other rules call
// it outside of filters.
//
// Thread rule: a pure function; points into the tree of the rules.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "guard/ast.h"

namespace connectguard {

struct CoveredClause {
  const Clause* clause = nullptr;
  bool condition = false;  // Of a `when`.
  // It asks about a value that is never known, and can only say so.
  bool always_unknown = false;
  // The alternative in front of it in `a or b`; null for the first.
  const Clause* after = nullptr;
  // Of a block.
  std::vector<CoveredClause> conditions;
  std::vector<CoveredClause> body;

  // A clause that says something by itself: no block.
  bool IsLeaf() const;
};

struct CoveredRule {
  std::string_view name;
  SourceSpan span;
  std::vector<CoveredClause> clauses;  // Conditions first.
};

// Rules in file order, those with parameters behind the others.
std::vector<CoveredRule> CoveredClauses(const RuleFile& rules);

}  // namespace connectguard
