// A rules file and a document to a status per rule, with the clauses that
// decided it.
//
// Values are visited by reference; nothing of the document is copied. Records
// are kept only for clauses that did not pass and that count: a failed
// alternative next to one that passed leaves no record.
//
// Thread rule: a pure function of its arguments; any number may run at once on
// the same file and document.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/arena.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/result.h"
#include "document/document.h"
#include "guard/ast.h"
#include "guard/functions.h"
#include "guard/language.h"
#include "guard/outcome.h"
#include "guard/semantics.h"

namespace connectguard {

// One check that failed, or that could not be decided.
struct ClauseRecord {
  RuleStatus status = RuleStatus::kFail;  // kFail or kUnknown.
  const Clause* clause = nullptr;
  // The custom message of the clause, or of the nearest clause around it that
  // has one; empty when there is none.
  std::string_view message;
  // The value that was looked at. For a query that ended early, the last value
  // reached; for an empty selection, null.
  const Value* from = nullptr;
  // What `from` was compared with; null for unary checks.
  const Value* to = nullptr;
  // For a query that ended early: what was left of it, as written ("Properties
  // .Tags"); empty otherwise.
  std::string remaining;
  // The root of the scope that the clause ran in: the element of the block
  // around it. Never null.
  const Value* scope = nullptr;
  // For kUnknown: the unknown value on which it depends, when there is one.
  const Value* unknown = nullptr;
};

struct RuleRecord {
  const Rule* rule = nullptr;
  Outcome outcome;
  // Set when evaluating the rule went wrong; then it has no outcome, and a gate
  // must not let it pass.
  std::optional<Error> error;
  std::vector<ClauseRecord> clauses;

  RuleStatus status() const {
    return error ? RuleStatus::kFail : StatusOf(outcome);
  }
};

// The records of one evaluation; owns the values that functions made.
struct Evaluation {
  std::vector<RuleRecord> rules;  // In file order.
  Remarks remarks;                // By values that functions gave.
  std::unique_ptr<Arena> arena;
};

class EvaluationObserver;  // guard/observer.h

// Values by the name of a variable of the rules file.
using VariableValues = std::map<std::string, const Value*, std::less<>>;

struct EvaluateOptions {
  GuardVersion version = GuardVersion::k32;
  Semantics semantics = Semantics::Strict();
  const Clock* clock = nullptr;  // Null: the system's.
  // Stand for what the file assigns to its own variables (not to those of
  // blocks); null: nothing does. Values as literals of rules are.
  const VariableValues* variables = nullptr;
  EvaluationObserver* observer = nullptr;
  bool records = true;  // False: statuses only, and what the observer is told.
  std::size_t max_steps = limits::kMaxEvaluationSteps;  // Of one rule.
};

Evaluation Evaluate(const RuleFile& rules, const Document& document,
                    const EvaluateOptions& options = {});

// How a clause was written, shortened to one line: for reports.
std::string ClauseText(const RuleFile& rules, const Clause& clause);

}  // namespace connectguard
