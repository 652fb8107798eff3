#include "cfn_guard/failures.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <variant>

#include "cfn_guard/evaluation_trace.h"
#include "guard/containment.h"
#include "guard/members.h"

namespace connectguard {
namespace {

bool OnlyLiteral(Entries entries) {
  return entries.size() == 1 && entries[0].found == Found::kLiteral;
}

std::size_t CountResolved(Entries entries) {
  return static_cast<std::size_t>(std::count_if(
      entries.begin(), entries.end(),
      [](const Entry& entry) { return entry.found != Found::kUnresolved; }));
}

bool IsIn(CompareOp op) {
  return op == CompareOp::kIn || op == CompareOp::kNotIn;
}

bool IsEquality(CompareOp op) {
  return op == CompareOp::kEqual || op == CompareOp::kNotEqual;
}

bool AnyList(Entries entries) {
  return std::any_of(entries.begin(), entries.end(), [](const Entry& entry) {
    return entry.found != Found::kUnresolved && entry.value->Is(Kind::kList);
  });
}

bool IsContainer(const Step& step) {
  return step.kind == StepKind::kAlternatives ||
         (step.kind == StepKind::kClause &&
          std::holds_alternative<RuleCall>(step.clause->form));
}

bool StandsIn(const Entry* entry, Entries entries) {
  return entry >= entries.data() && entry < entries.data() + entries.size();
}

}  // namespace

// ------------------------------------------------------------------- steps --

void FailureCollector::Begin(const Step& step) {
  if (trace_ != nullptr) {
    trace_->Begin(step);
  }
  if (step.kind == StepKind::kRule) {
    rules_.emplace_back();
  }
  RuleFrame& rule = rules_.back();
  rule.frames.push_back({.mark = rule.failures.size()});
  if (step.kind == StepKind::kConditions) {
    ++rule.conditions;
  } else if (step.kind == StepKind::kAlternatives) {
    rule.failures.push_back({.kind = FailureKind::kAlternatives});
  } else if (IsContainer(step)) {
    rule.failures.push_back(
        {.kind = FailureKind::kRuleCall, .clause = step.clause});
  }
}

void FailureCollector::End(const Step& step, Outcome outcome, const Value*) {
  RuleFrame& rule = rules_.back();
  const Frame frame = rule.frames.back();
  rule.frames.pop_back();
  if (step.kind == StepKind::kConditions) {
    --rule.conditions;
  }
  const bool counts = outcome == Outcome::Fail() && rule.conditions == 0 &&
                      step.kind != StepKind::kConditions;
  if (outcome == Outcome::Fail() && (counts || trace_ != nullptr)) {
    AddOwn(step, frame);
  }
  if (trace_ != nullptr) {
    trace_->End(step, StatusOf(outcome));
  }
  if (!counts) {
    rule.failures.resize(frame.mark);
  } else if (frame.mark < rule.failures.size() && IsContainer(step)) {
    rule.failures[frame.mark].end =
        static_cast<std::uint32_t>(rule.failures.size());
  }
  if (step.kind == StepKind::kRule) {
    if (counts) {
      rule.failures.shrink_to_fit();
      collected_.rules.push_back(
          {.rule = step.rule, .failures = std::move(rule.failures)});
    }
    rules_.pop_back();
  }
}

void FailureCollector::Add(const FailureNode& failure) {
  failures().push_back(failure);
  if (trace_ != nullptr) {
    trace_->Failed(failure);
  }
}

// What failed is the step, not one of its checks.
void FailureCollector::AddOwn(const Step& step, const Frame& frame) {
  if (step.kind == StepKind::kElement &&
      step.element->found == Found::kUnresolved) {
    Add({.kind = FailureKind::kMissingInBlock,
         .detail = AddEnd(*step.element),
         .clause = step.clause,
         .from = step.element->value});
  }
  if (step.kind != StepKind::kClause) {
    return;
  }
  const auto* block = std::get_if<QueryBlock>(&step.clause->form);
  if (std::holds_alternative<RuleReference>(step.clause->form)) {
    Add({.kind = FailureKind::kDependentRule, .clause = step.clause});
  } else if (block != nullptr && block->not_empty && frame.selected &&
             frame.left.empty()) {
    Add({.kind = FailureKind::kNothingInBlock, .clause = step.clause});
  }
}

void FailureCollector::Selected(const Clause&, Entries left, Entries right) {
  Frame& frame = rules_.back().frames.back();
  frame.left = left;
  frame.right = right;
  frame.selected = true;
}

// ------------------------------------------------------------------ checks --

void FailureCollector::Checked(const Clause& clause, const Check& check) {
  if (trace_ != nullptr && check.outcome == Outcome::Pass()) {
    trace_->Passed(clause);
  }
  if (check.outcome != Outcome::Fail() ||
      (rules_.back().conditions > 0 && trace_ == nullptr)) {
    return;
  }
  if (const auto* form = std::get_if<BinaryClause>(&clause.form)) {
    AddBinary(clause, *form, check);
  } else {
    AddUnary(clause, check);
  }
}

std::uint32_t FailureCollector::AddEnd(const Entry& entry) {
  collected_.ends.push_back({.query = entry.query,
                             .part = entry.part,
                             .reached = entry.value,
                             .key = entry.key});
  return static_cast<std::uint32_t>(collected_.ends.size() - 1);
}

void FailureCollector::AddUnary(const Clause& clause, const Check& check) {
  if (check.from == nullptr) {
    Add({.kind = FailureKind::kNotEmpty, .clause = &clause});
  } else if (check.unresolved != nullptr) {
    Add({.kind = FailureKind::kMissing,
         .detail = AddEnd(*check.unresolved),
         .clause = &clause,
         .from = check.from});
  } else {
    Add({.kind = FailureKind::kUnary, .clause = &clause, .from = check.from});
  }
}

void FailureCollector::AddBinary(const Clause& clause, const BinaryClause& form,
                                 const Check& check) {
  const Frame& frame = rules_.back().frames.back();
  if (check.unresolved != nullptr) {
    const bool on_right = StandsIn(check.unresolved, frame.right);
    const FailureNode failure = {.kind = on_right
                                             ? FailureKind::kNothingToCompare
                                             : FailureKind::kMissing,
                                 .detail = AddEnd(*check.unresolved),
                                 .clause = &clause,
                                 .from = check.from};
    // An order is asked of each element.
    const bool by_element = on_right && !IsIn(form.op) &&
                            !IsEquality(form.op) && check.from->Is(Kind::kList);
    for (std::size_t i = 0; i < (by_element ? check.from->size : 1); ++i) {
      Add(failure);
    }
    return;
  }
  const bool left_literal = OnlyLiteral(frame.left);
  const bool right_literal = OnlyLiteral(frame.right);
  const bool sets =
      !left_literal && !right_literal && (IsEquality(form.op) || IsIn(form.op));
  if (sets) {
    const Value* differs = IsSetOfRight(form) ? check.to : check.from;
    AddNotAmong(clause, *differs, nullptr);
  } else if (IsIn(form.op) && left_literal && !right_literal &&
             check.from->Is(Kind::kList) && !AnyList(frame.right)) {
    AddSubset(clause, *check.from);
  } else if (IsIn(form.op) && check.to->Is(Kind::kList)) {
    AddNotAmong(clause, *check.from, check.to);
  } else {
    const bool part_of_text = IsIn(form.op) && !left_literal && right_literal &&
                              check.to->Is(Kind::kString);
    Add({.kind = FailureKind::kCompared,
         .detail = part_of_text ? 1U : 0U,
         .clause = &clause,
         .from = check.from,
         .to = check.to});
  }
}

// Whether a set test named the values of the right side, which it does when
// there are no more on the left.
bool FailureCollector::IsSetOfRight(const BinaryClause& form) const {
  if (!IsEquality(form.op)) {
    return false;
  }
  const Frame& frame = rules_.back().frames.back();
  const std::size_t right = CountResolved(frame.right);
  const bool negated = IsNegated(form.op);
  return CountResolved(frame.left) <= right &&
         !(negated && (version_ == GuardVersion::k31 || right == 0));
}

void FailureCollector::AddNotAmong(const Clause& clause, const Value& from,
                                   const Value* only_right) {
  FailureNode failure = {
      .kind = FailureKind::kNotAmong, .clause = &clause, .from = &from};
  if (only_right != nullptr) {
    failure.to = only_right;
  } else {
    failure.detail = RightSide();
  }
  Add(failure);
}

// A literal list, of which each element has to be among the values. Negated,
// the list itself is what fails.
void FailureCollector::AddSubset(const Clause& clause, const Value& list) {
  if (IsNegated(std::get<BinaryClause>(clause.form).op)) {
    AddNotAmong(clause, list, nullptr);
    return;
  }
  std::vector<const Entry*> right;
  for (const Entry& entry : rules_.back().frames.back().right) {
    if (entry.found != Found::kUnresolved) {
      right.push_back(&entry);
    }
  }
  const Members members(right);
  CompareNotes notes;
  for (const Value& element : list.AsList()) {
    if (members.Contain(element, &notes) != Truth::kYes) {
      AddNotAmong(clause, element, nullptr);
    }
  }
}

std::uint32_t FailureCollector::RightSide() {
  Frame& frame = rules_.back().frames.back();
  if (frame.right_side == 0) {
    std::vector<const Value*>& values = collected_.right_sides.emplace_back();
    for (const Entry& entry : frame.right) {
      if (entry.found != Found::kUnresolved) {
        values.push_back(entry.value);
      }
    }
    frame.right_side =
        static_cast<std::uint32_t>(collected_.right_sides.size());
  }
  return frame.right_side - 1;
}

Failures FailureCollector::Take() {
  std::sort(collected_.rules.begin(), collected_.rules.end(),
            [](const FailedRule& a, const FailedRule& b) {
              return std::less<const Rule*>()(a.rule, b.rule);
            });
  return std::move(collected_);
}

}  // namespace connectguard
