// Every step of an evaluation, for `validate --verbose` and `--print-json`: the
// tree of records that cfn-guard 3.x keeps. Filters leave none here.
//
// Thread rule: one thread while tracing, then const.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "cfn_guard/failures.h"
#include "guard/ast.h"
#include "guard/observer.h"

namespace connectguard {

enum class RecordKind : std::uint8_t {
  kFile,
  kRule,  // Also one that was called.
  kRuleCondition,
  kType,
  kTypeCondition,
  kTypeBlock,  // One value of a type block.
  kWhen,
  kWhenCondition,
  kDisjunction,
  kBlock,
  kClause,
  kCheck,  // `failure` tells what failed; without one it passed.
};

struct TraceRecord {
  RecordKind kind = RecordKind::kFile;
  RuleStatus status = RuleStatus::kSkip;
  const Rule* rule = nullptr;
  const Clause* clause = nullptr;
  const FailureNode* failure = nullptr;
  std::size_t number = 0;  // kTypeBlock: from 0.
  std::vector<TraceRecord> children;
};

class EvaluationTrace {
 public:
  void Begin(const Step& step);
  void End(const Step& step, RuleStatus status);
  void Passed(const Clause& clause);
  void Failed(const FailureNode& failure);

  // The file, with its rules as children.
  const TraceRecord& root() const { return root_; }
  TraceRecord& root() { return root_; }

 private:
  static RecordKind KindOf(const Step& step, const TraceRecord& parent);
  // Values of a block have no record of their own.
  static bool IsSilent(const Step& step);
  void AddRule(const TraceRecord& record);
  TraceRecord& Top() { return open_.empty() ? root_ : open_.back(); }

  TraceRecord root_;
  std::vector<TraceRecord> open_;
  std::deque<FailureNode> failures_;
};

}  // namespace connectguard
