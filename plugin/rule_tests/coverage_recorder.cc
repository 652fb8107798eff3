#include "rule_tests/coverage_recorder.h"

#include <utility>
#include <variant>

namespace connectguard {
namespace {

std::size_t IndexOf(RuleStatus status) {
  return static_cast<std::size_t>(status);
}

std::uint64_t Numbered(const Clause& clause, RuleStatus status) {
  return std::uint64_t{clause.number} * 4 + IndexOf(status);
}

// Whether one part of the step that passes is enough.
bool NeedsOnePart(const Step& step) {
  if (step.kind == StepKind::kAlternatives) {
    return true;
  }
  if (step.kind != StepKind::kClause) {
    return false;
  }
  const auto* block = std::get_if<QueryBlock>(&step.clause->form);
  return block != nullptr && block->query.some;
}

}  // namespace

CoverageRecorder::CoverageRecorder(const RuleFile& rules)
    : rules_(rules), clauses_(rules.clause_count) {}

void CoverageRecorder::Begin(const Step& step) {
  frames_.emplace_back();
  if (step.kind == StepKind::kRule) {
    open_rules_.push_back(step.rule);
  } else if (step.kind == StepKind::kClause) {
    steps_[open_rules_.back()].reached.insert(step.clause->number);
    if (const auto* form = std::get_if<RuleReference>(&step.clause->form)) {
      references_[step.clause->number] = form->name;
    }
  }
}

CoverageRecorder::Decisions CoverageRecorder::DecisionsOf(const Step& step,
                                                          Frame* frame) {
  const bool one = NeedsOnePart(step);
  const RuleStatus status = StatusOf(one ? frame->any : frame->all);
  if (status == (one ? RuleStatus::kPass : RuleStatus::kFail)) {
    return std::move(frame->parts[IndexOf(status)]);
  }
  Decisions decided;
  for (std::size_t i = 0; i < frame->parts.size(); ++i) {
    // What was skipped among others changes nothing where all must hold.
    if (one || i != IndexOf(RuleStatus::kSkip) || status == RuleStatus::kSkip) {
      decided.merge(frame->parts[i]);
    }
  }
  return decided;
}

void CoverageRecorder::End(const Step& step, Outcome outcome, const Value*) {
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  const Rule* rule = open_rules_.back();
  if (step.kind == StepKind::kRule) {
    open_rules_.pop_back();
  }
  if (outcome == Outcome()) {
    return;  // An error: nothing inside of it decided anything.
  }
  Decisions decided = DecisionsOf(step, &frame);
  if (step.kind == StepKind::kRule || step.kind == StepKind::kConditions) {
    steps_[rule].decided.merge(decided);
    return;
  }
  const RuleStatus status = StatusOf(outcome);
  if (step.kind == StepKind::kClause) {
    decided.insert(Numbered(*step.clause, status));
  }
  Frame& outer = frames_.back();
  outer.parts[IndexOf(status)].merge(decided);
  outer.all = AllOf(outer.all, outcome);
  outer.any = AnyOf(outer.any, outcome);
}

void CoverageRecorder::Commit(const RuleSteps& steps) {
  for (const std::uint32_t clause : steps.reached) {
    clauses_[clause].reached = true;
  }
  for (const std::uint64_t number : steps.decided) {
    clauses_[number / 4].decided[number % 4] = true;
  }
}

void CoverageRecorder::Finish(
    const std::function<bool(std::string_view rule)>& is_asked) {
  std::set<std::string_view> waiting;
  for (const auto& [rule, steps] : steps_) {
    if (is_asked(rule->name)) {
      waiting.insert(rule->name);
    }
  }
  std::set<std::string_view> done;
  while (!waiting.empty()) {
    const std::string_view name = *waiting.begin();
    waiting.erase(waiting.begin());
    if (!done.insert(name).second) {
      continue;
    }
    for (const Rule& rule : rules_.rules) {
      const auto steps = steps_.find(&rule);
      if (rule.name != name || steps == steps_.end()) {
        continue;
      }
      Commit(steps->second);
      for (const std::uint64_t number : steps->second.decided) {
        const auto reference =
            references_.find(static_cast<std::uint32_t>(number / 4));
        if (reference != references_.end()) {
          waiting.insert(reference->second);
        }
      }
    }
  }
  steps_.clear();
  frames_.clear();
  open_rules_.clear();
}

}  // namespace connectguard
