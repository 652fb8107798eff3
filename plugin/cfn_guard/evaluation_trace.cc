#include "cfn_guard/evaluation_trace.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <variant>

namespace connectguard {
namespace {

bool IsTypeBlock(const Step& step) {
  return std::holds_alternative<TypeBlock>(step.clause->form);
}

RecordKind KindOfClause(const Clause& clause) {
  if (std::holds_alternative<QueryBlock>(clause.form)) {
    return RecordKind::kBlock;
  }
  if (std::holds_alternative<WhenBlock>(clause.form)) {
    return RecordKind::kWhen;
  }
  if (std::holds_alternative<TypeBlock>(clause.form)) {
    return RecordKind::kType;
  }
  if (std::holds_alternative<RuleCall>(clause.form)) {
    return RecordKind::kRule;
  }
  return std::holds_alternative<RuleReference>(clause.form)
             ? RecordKind::kCheck
             : RecordKind::kClause;
}

}  // namespace

bool EvaluationTrace::IsSilent(const Step& step) {
  return step.kind == StepKind::kElement &&
         (!IsTypeBlock(step) || step.element->found == Found::kUnresolved);
}

RecordKind EvaluationTrace::KindOf(const Step& step,
                                   const TraceRecord& parent) {
  switch (step.kind) {
    case StepKind::kRule:
      return RecordKind::kRule;
    case StepKind::kConditions:
      return parent.kind == RecordKind::kRule   ? RecordKind::kRuleCondition
             : parent.kind == RecordKind::kType ? RecordKind::kTypeCondition
                                                : RecordKind::kWhenCondition;
    case StepKind::kAlternatives:
      return RecordKind::kDisjunction;
    case StepKind::kElement:
      return RecordKind::kTypeBlock;
    case StepKind::kClause:
      break;
  }
  return KindOfClause(*step.clause);
}

void EvaluationTrace::Begin(const Step& step) {
  if (IsSilent(step)) {
    return;
  }
  TraceRecord& parent = Top();
  TraceRecord record;
  record.kind = KindOf(step, parent);
  record.rule = step.rule;
  record.clause = step.clause;
  if (record.kind == RecordKind::kTypeBlock) {
    record.number = static_cast<std::size_t>(
        std::count_if(parent.children.begin(), parent.children.end(),
                      [](const TraceRecord& each) {
                        return each.kind == RecordKind::kTypeBlock;
                      }));
  }
  open_.push_back(std::move(record));
}

void EvaluationTrace::End(const Step& step, RuleStatus status) {
  if (IsSilent(step)) {
    return;
  }
  TraceRecord record = std::move(open_.back());
  open_.pop_back();
  record.status = status;
  if (step.kind == StepKind::kRule) {
    AddRule(record);
    if (open_.empty()) {
      return;
    }
  }
  Top().children.push_back(std::move(record));
}

// In the order of the file, also when another rule asked for it.
void EvaluationTrace::AddRule(const TraceRecord& record) {
  const auto behind =
      std::find_if(root_.children.begin(), root_.children.end(),
                   [&](const TraceRecord& each) {
                     return std::less<const Rule*>()(record.rule, each.rule);
                   });
  root_.children.insert(behind, record);
}

void EvaluationTrace::Passed(const Clause& clause) {
  TraceRecord record;
  record.kind = RecordKind::kCheck;
  record.status = RuleStatus::kPass;
  record.clause = &clause;
  Top().children.push_back(std::move(record));
}

void EvaluationTrace::Failed(const FailureNode& failure) {
  failures_.push_back(failure);
  const FailureNode* kept = &failures_.back();
  if (failure.kind == FailureKind::kDependentRule) {
    Top().failure = kept;  // The reference is a check itself.
    return;
  }
  if (failure.kind == FailureKind::kNothingInBlock) {
    return;  // Its block is empty, which tells as much.
  }
  TraceRecord record;
  record.kind = RecordKind::kCheck;
  record.status = RuleStatus::kFail;
  record.clause = failure.clause;
  record.failure = kept;
  Top().children.push_back(std::move(record));
}

}  // namespace connectguard
