// Why a rule has the status that it has: the steps of its evaluation as plain
// data, each with its status, its place in the rules and what it looked at.
//
// An Explanation owns all its text: it outlives document and rules. Of many
// values that fared alike a few are kept and the others counted, so that it is
// small for any input. Nothing sensitive is in it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "document/document.h"
#include "gate/collect.h"
#include "gate/finding.h"
#include "guard/ast.h"
#include "guard/evaluator.h"
#include "guard/observer.h"
#include "guard/outcome.h"

namespace connectguard {

// Of one kind, in one step: enough to see what is looked at.
inline constexpr std::size_t kMaxExplained = 3;

// One value of the input, or one made from it.
struct ExplainedValue {
  // "Main.Properties.Tags[0]"; empty for what is in no resource.
  std::string name;
  // As the input calls it, when that differs: "tags[0]".
  std::string attribute;
  std::string text;    // The value, shortened.
  FindingPlace place;  // No file when it has none.
};

// The values that a query selected.
struct ExplainedSelection {
  std::size_t count = 0;
  std::vector<ExplainedValue> values;  // The first kMaxExplained.
};

// A `let` that was evaluated in a step, being asked for the first time.
struct ExplainedVariable {
  std::string text;  // As it was written, on one line.
  FindingPlace place;
  ExplainedSelection selected;
};

// One value held to a clause.
struct ExplainedCheck {
  RuleStatus status = RuleStatus::kPass;
  ExplainedValue value;
  std::string missing;  // What is not there, for a query that ended early.
  std::string compared_with;  // Empty when it was compared with nothing.
  std::string reason;         // For kUnknown.
};

// How many more there were of each status than are listed.
using MoreOfStatus = std::array<std::size_t, 4>;

struct ExplainedStep {
  StepKind kind = StepKind::kRule;
  std::optional<RuleStatus> status;  // Unset: it went wrong.
  // The rule's name, or the clause as it was written, on one line.
  std::string text;
  FindingPlace rule_place;  // kRule, kClause.
  ExplainedValue element;   // kElement.
  std::string why;          // A sentence, without capital and period.
  std::string message;      // What the rule says of a clause that fails.
  std::vector<ExplainedVariable> variables;
  std::vector<ExplainedCheck> checks;
  MoreOfStatus more_checks{};
  std::vector<ExplainedStep> steps;
  MoreOfStatus more_elements{};
};

// What `check` says of an input that can turn out in several ways.
struct JoinedStatus {
  PolicyStatus status = PolicyStatus::kSkipped;
  std::size_t ways = 0;
  // Of these, what the shown one is: "`IsProd` is false".
  std::string when = {};
  // Why they were not all looked at; empty when they were.
  std::string reason = {};
};

// A resource of which a finding of the policy is waived.
struct WaivedResource {
  std::string address;
  FindingWaiver waiver;
};

struct Explanation {
  std::vector<ExplainedStep> rules;  // In the order of the file.
  // Unset for an input that can turn out in one way only.
  std::optional<JoinedStatus> joined = std::nullopt;
  // The first kMaxExplained of them, and how many more there are.
  std::vector<WaivedResource> waived = {};
  std::size_t more_waived = 0;
  // Findings that are not waived, where others are.
  std::size_t not_waived = 0;
};

Explanation Explain(const RuleFile& rules, const Document& document,
                    EvaluateOptions options);

}  // namespace connectguard
