// Listens to evaluations and keeps which clauses decided the verdict of a rule.
//
// A clause decided when the verdict would not be what it is without what the
// clause said: where all must hold, those that failed, or else those that
// passed and those that are not known; among alternatives, the one that passed,
// or all when none did. A condition decided whenever its `when` held or did
// not.
//
// Thread rule: one thread at a time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "guard/ast.h"
#include "guard/observer.h"
#include "guard/outcome.h"

namespace connectguard {

// What was seen of a clause, in all evaluations so far.
struct ClauseDecisions {
  bool reached = false;
  // By RuleStatus: that it decided a verdict with this status.
  std::array<bool, 4> decided{};

  bool Has(RuleStatus status) const {
    return decided[static_cast<std::size_t>(status)];
  }
};

class CoverageRecorder final : public EvaluationObserver {
 public:
  // Listens to evaluations of these rules only.
  explicit CoverageRecorder(const RuleFile& rules);

  void Begin(const Step& step) override;
  void End(const Step& step, Outcome outcome, const Value* unknown) override;
  void Selected(const Clause&, Entries, Entries) override {}
  void Checked(const Clause&, const Check&) override {}

  // Closes an evaluation. What happened in a rule counts when a test asked for
  // its verdict, or when the rule decided as a reference in one that counts.
  void Finish(const std::function<bool(std::string_view rule)>& is_asked);

  // By Clause::number.
  const std::vector<ClauseDecisions>& clauses() const { return clauses_; }

 private:
  // Clause and status as one number, clause * 4 + status.
  using Decisions = std::set<std::uint64_t>;

  struct Frame {
    // What decided the parts of the step, by their status.
    std::array<Decisions, 4> parts;
    // All parts of the step, as a conjunction and as alternatives.
    Outcome all = Outcome::Skip();
    Outcome any = Outcome::Skip();
  };

  // Takes from a step that ends what decided it.
  static Decisions DecisionsOf(const Step& step, Frame* frame);

  // Of a rule in the evaluation that goes on.
  struct RuleSteps {
    std::set<std::uint32_t> reached;
    Decisions decided;
  };

  void Commit(const RuleSteps& steps);

  const RuleFile& rules_;
  std::vector<ClauseDecisions> clauses_;
  std::vector<Frame> frames_;
  std::vector<const Rule*> open_rules_;
  std::map<const Rule*, RuleSteps> steps_;
  // References by the number of their clause.
  std::map<std::uint32_t, std::string_view> references_;
};

}  // namespace connectguard
