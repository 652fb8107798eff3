// What failed in one evaluation, as the tree that cfn-guard 3.x reports: the
// checks of each rule that failed, alternatives and calls of rules around them.
// What passed or was skipped leaves nothing.
//
// Thread rule: one thread while collecting, then const.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "guard/evaluator.h"
#include "guard/language.h"
#include "guard/observer.h"

namespace connectguard {

enum class FailureKind : std::uint8_t {
  // Around others.
  kRuleCall,
  kAlternatives,
  // Checks of one value.
  kUnary,
  kCompared,          // With one value.
  kNotAmong,          // With several, or with the elements of one.
  kMissing,           // The query on the left ended early.
  kNothingToCompare,  // The query on the right did.
  // Without a value.
  kNotEmpty,  // `%x !empty` of no values.
  kDependentRule,
  kMissingInBlock,  // The query of a block ended early.
  kNothingInBlock,  // It selected nothing, where something had to be.
};

struct FailureNode {
  FailureKind kind = FailureKind::kUnary;
  // kRuleCall, kAlternatives: behind the last of what is inside.
  std::uint32_t end = 0;
  // kNotAmong without `to`: number of the values on the right side. kMissing,
  // kNothingToCompare, kMissingInBlock: number of where the query ended.
  // kCompared: whether it was asked for a part of a text.
  std::uint32_t detail = 0;
  const Clause* clause = nullptr;  // Null for kAlternatives.
  const Value* from = nullptr;
  const Value* to = nullptr;  // kCompared; kNotAmong, when there is only one.
};

// Where a query ended early.
struct QueryEnd {
  const Query* query = nullptr;
  std::uint32_t part = 0;
  const Value* reached = nullptr;
  const Entry* key = nullptr;  // That an interpolation looked for.
};

struct FailedRule {
  const Rule* rule = nullptr;
  // In the order of the rules; what is inside of another one follows it.
  std::vector<FailureNode> failures;
};

struct Failures {
  std::vector<FailedRule> rules;  // In the order of the file.
  std::vector<std::vector<const Value*>> right_sides;
  std::vector<QueryEnd> ends;
};

class EvaluationTrace;

// For one evaluation. The failures speak of values that live as long as the
// document and the evaluation.
class FailureCollector final : public EvaluationObserver {
 public:
  // `trace`, when there is one, is told of everything.
  explicit FailureCollector(GuardVersion version,
                            EvaluationTrace* trace = nullptr)
      : version_(version), trace_(trace) {}

  void Begin(const Step& step) override;
  void End(const Step& step, Outcome outcome, const Value* unknown) override;
  void Selected(const Clause& clause, Entries left, Entries right) override;
  void Checked(const Clause& clause, const Check& check) override;

  Failures Take();

 private:
  struct Frame {
    std::size_t mark = 0;
    Entries left = {};
    Entries right = {};
    bool selected = false;
    std::uint32_t right_side = 0;  // 1 + its number, once it was needed.
  };
  // One rule under way; another one may be under way inside of it.
  struct RuleFrame {
    std::vector<FailureNode> failures;
    std::vector<Frame> frames;
    int conditions = 0;  // Nothing inside of conditions is a failure.
  };

  std::vector<FailureNode>& failures() { return rules_.back().failures; }
  void Add(const FailureNode& failure);
  void AddOwn(const Step& step, const Frame& frame);
  void AddUnary(const Clause& clause, const Check& check);
  void AddBinary(const Clause& clause, const BinaryClause& form,
                 const Check& check);
  void AddNotAmong(const Clause& clause, const Value& from,
                   const Value* only_right);
  void AddSubset(const Clause& clause, const Value& list);
  std::uint32_t AddEnd(const Entry& entry);
  std::uint32_t RightSide();
  bool IsSetOfRight(const BinaryClause& form) const;

  GuardVersion version_;
  EvaluationTrace* trace_;
  std::vector<RuleFrame> rules_;
  Failures collected_;
};

}  // namespace connectguard
