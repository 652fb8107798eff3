#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "base/text.h"
#include "document/dump.h"
#include "document/path.h"
#include "gate/explanation.h"
#include "gate/place.h"
#include "gate/unknown_reason.h"

namespace connectguard {
namespace {

std::size_t Number(RuleStatus status) {
  return static_cast<std::size_t>(status);
}

std::string Values(std::size_t count) {
  return fmt::format("{} value{}", count, count == 1 ? "" : "s");
}

// Values of the document in the words of those who wrote it.
class Describer {
 public:
  explicit Describer(const Document& document) : document_(document) {}

  ExplainedValue Describe(const Value& value) const {
    ExplainedValue described;
    described.text = Summarize(value);
    if (!BelongsTo(document_, value)) {
      return described;
    }
    if (!IsMade(value)) {
      described.place = PlaceOf(document_, value);
    }
    const Resource* resource = document_.OwnerOf(value).resource;
    if (resource == nullptr) {
      described.name = PathOf(value);
      return described;
    }
    described.name = resource->address;
    if (resource->node == &value) {
      described.text = resource->type;
      return described;
    }
    described.name += fmt::format(".{}", PathBelow(value, *resource->node));
    described.attribute = NativeAttributeOf(document_, value).path;
    return described;
  }

  ExplainedSelection Describe(Entries entries) const {
    ExplainedSelection selection;
    for (const Entry& entry : entries) {
      if (entry.found == Found::kUnresolved) {
        continue;
      }
      ++selection.count;
      if (selection.values.size() < kMaxExplained) {
        selection.values.push_back(Describe(*entry.value));
      }
    }
    return selection;
  }

  std::string Reason(const Value* unknown) const {
    if (unknown == nullptr) {
      return ReasonOf(nullptr, "");
    }
    const ExplainedValue value = Describe(*unknown);
    return ReasonOf(unknown,
                    value.attribute.empty() ? value.name : value.attribute);
  }

 private:
  const Document& document_;
};

// What is known of a step only while it is under way.
struct OpenStep {
  ExplainedStep step;
  std::size_t selected = 0;
  std::size_t selected_right = 0;
  std::array<std::size_t, 4> checked{};  // Of each status.
};

class Explainer final : public EvaluationObserver {
 public:
  Explainer(const RuleFile& rules, const Document& document)
      : rules_(rules), describe_(document) {}

  void Begin(const Step& step) override {
    OpenStep open;
    open.step.kind = step.kind;
    if (step.kind == StepKind::kRule) {
      open.step.text = step.rule->name;
      open.step.rule_place = PlaceIn(*rules_.source, step.rule->name_span);
    } else if (step.kind == StepKind::kClause) {
      open.step.text = ClauseText(rules_, *step.clause);
      open.step.rule_place = PlaceIn(*rules_.source, step.clause->span);
      open.step.message = MessageOf(*step.clause);
    } else if (step.kind == StepKind::kElement) {
      open.step.element = describe_.Describe(*step.element->value);
    }
    open_.push_back(std::move(open));
  }

  void End(const Step& step, Outcome outcome, const Value* unknown) override {
    OpenStep open = std::move(open_.back());
    open_.pop_back();
    ExplainedStep& ended = open.step;
    if (outcome != Outcome()) {
      ended.status = StatusOf(outcome);
      ended.why = WhyOf(step, open, outcome);
      if (ended.status == RuleStatus::kUnknown && !HasUnknown(ended)) {
        ended.why += ended.why.empty() ? "" : ": ";
        ended.why += describe_.Reason(unknown);
      }
    }
    if (step.kind == StepKind::kRule) {
      rule_statuses_[step.rule->name] = ended.status;
      ended_rules_[step.rule] = std::move(ended);
      return;
    }
    Attach(std::move(ended));
  }

  void Bound(const Assignment& assignment, Entries values) override {
    ExplainedVariable variable;
    variable.text = TextOf(assignment.span);
    variable.place = PlaceIn(*rules_.source, assignment.span);
    variable.selected = describe_.Describe(values);
    // A literal is there to be read already.
    if (!open_.empty() &&
        !std::holds_alternative<const Value*>(assignment.value)) {
      open_.back().step.variables.push_back(std::move(variable));
    }
  }

  void Selected(const Clause&, Entries left, Entries right) override {
    open_.back().selected = left.size();
    open_.back().selected_right = right.size();
  }

  void Checked(const Clause&, const Check& check) override {
    if (check.from == nullptr) {
      return;  // That nothing was selected is said of the clause.
    }
    OpenStep& open = open_.back();
    const RuleStatus status = check.outcome == Outcome() ? RuleStatus::kSkip
                              : check.maybe              ? RuleStatus::kUnknown
                                            : StatusOf(check.outcome);
    const std::size_t seen = open.checked[Number(status)]++;
    if (seen >= kMaxExplained) {
      ++open.step.more_checks[Number(status)];
      return;
    }
    open.step.checks.push_back(Describe(check, status));
  }

  // The rules in the order of the file.
  Explanation Finish(const Evaluation& evaluation) {
    Explanation explanation;
    for (const RuleRecord& record : evaluation.rules) {
      ExplainedStep rule = std::move(ended_rules_[record.rule]);
      if (record.error) {
        rule.why = Render(record.error->diagnostic);
      }
      explanation.rules.push_back(std::move(rule));
    }
    return explanation;
  }

 private:
  ExplainedCheck Describe(const Check& check, RuleStatus status) const {
    ExplainedCheck described;
    described.status = status;
    described.value = describe_.Describe(*check.from);
    if (check.to != nullptr) {
      described.compared_with = Summarize(*check.to);
    }
    if (check.unresolved != nullptr && check.unresolved->query != nullptr) {
      described.missing =
          QueryText(*check.unresolved->query, check.unresolved->part);
    }
    if (status == RuleStatus::kUnknown) {
      described.reason = describe_.Reason(check.unknown);
    }
    return described;
  }

  std::string TextOf(SourceSpan span) const {
    const std::string_view text = rules_.source->text();
    return OnOneLine(text.substr(span.begin, span.end - span.begin));
  }

  static std::string MessageOf(const Clause& clause) {
    return std::visit(
        [](const auto& form) {
          if constexpr (requires { form.message; }) {
            return OnOneLine(form.message);
          } else {
            return std::string();
          }
        },
        clause.form);
  }

  // Then what is inside says why.
  static bool HasUnknown(const ExplainedStep& step) {
    const auto is_unknown = [](const auto& each) {
      return each.status == RuleStatus::kUnknown;
    };
    return std::any_of(step.checks.begin(), step.checks.end(), is_unknown) ||
           std::any_of(step.steps.begin(), step.steps.end(), is_unknown);
  }

  // Of the elements of a block a few of each status are kept.
  void Attach(ExplainedStep step) {
    ExplainedStep& parent = open_.back().step;
    if (step.kind == StepKind::kElement && step.status) {
      const auto alike = std::count_if(
          parent.steps.begin(), parent.steps.end(), [&](const auto& other) {
            return other.kind == StepKind::kElement &&
                   other.status == step.status;
          });
      if (static_cast<std::size_t>(alike) >= kMaxExplained) {
        ++parent.more_elements[Number(*step.status)];
        return;
      }
    }
    parent.steps.push_back(std::move(step));
  }

  std::string WhyOf(const Step& step, const OpenStep& open,
                    Outcome outcome) const {
    switch (step.kind) {
      case StepKind::kRule:
      case StepKind::kElement:
        return WhyOfBody(open, outcome);
      case StepKind::kConditions:
        return "";
      case StepKind::kAlternatives:
        return outcome == Outcome::Fail() ? "no alternative passes" : "";
      case StepKind::kClause:
        return std::visit(
            [&](const auto& form) { return WhyOf(form, open, outcome); },
            step.clause->form);
    }
    return "";
  }

  // Of what stands behind a `when`.
  static std::string WhyOfBody(const OpenStep& open, Outcome outcome) {
    const auto& steps = open.step.steps;
    if (outcome == Outcome::Skip() && !steps.empty() &&
        steps.front().kind == StepKind::kConditions) {
      return steps.front().status == RuleStatus::kPass
                 ? "nothing in it had anything to judge"
                 : "its conditions do not hold";
    }
    if (open.step.kind == StepKind::kElement && outcome == Outcome::Fail() &&
        steps.empty()) {
      return "the query found nothing here";
    }
    return "";
  }

  static std::string WhyOfChecks(const OpenStep& open, bool some,
                                 Outcome outcome) {
    const std::size_t passed = open.checked[Number(RuleStatus::kPass)];
    std::size_t all = 0;
    for (const std::size_t count : open.checked) {
      all += count;
    }
    if (outcome == Outcome::Fail()) {
      return some       ? fmt::format("one of {} must pass, and none does",
                                      Values(all))
             : all == 1 ? ""
                        : fmt::format("all of {} must pass, and {} do not",
                                      Values(all), all - passed);
    }
    if (outcome == Outcome::Pass() && some) {
      return fmt::format("one of {} must pass, and {} do", Values(all), passed);
    }
    return "";
  }

  std::string WhyOf(const UnaryClause& form, const OpenStep& open,
                    Outcome outcome) const {
    if (open.selected == 0) {
      return form.op == UnaryOp::kEmpty && outcome != Outcome::Skip()
                 ? "nothing was selected"
                 : "nothing was selected, so there is nothing to judge";
    }
    return WhyOfChecks(open, form.query.some, outcome);
  }

  std::string WhyOf(const BinaryClause& form, const OpenStep& open,
                    Outcome outcome) const {
    if (open.selected == 0) {
      return "nothing was selected, so there is nothing to judge";
    }
    if (open.selected_right == 0) {
      return "there is nothing to compare with";
    }
    return WhyOfChecks(open, form.query.some, outcome);
  }

  std::string WhyOf(const RuleReference& form, const OpenStep&, Outcome) const {
    const auto found = rule_statuses_.find(form.name);
    if (found == rule_statuses_.end() || !found->second) {
      return "";
    }
    const RuleStatus status = *found->second;
    return fmt::format(
        "rule {} is {}{}", form.name, StatusName(status),
        status == RuleStatus::kSkip ? ", which does not count as passed" : "");
  }

  std::string WhyOf(const RuleCall& form, const OpenStep&, Outcome) const {
    return form.negated ? "the opposite of what the rule says" : "";
  }

  std::string WhyOf(const QueryBlock& form, const OpenStep& open,
                    Outcome outcome) const {
    if (open.selected == 0) {
      return form.not_empty ? "nothing was selected, and `!empty` asks for it"
                            : "nothing was selected, so there is nothing to "
                              "judge";
    }
    return WhyOfElements(open, form.query.some, outcome);
  }

  std::string WhyOf(const TypeBlock& form, const OpenStep& open,
                    Outcome outcome) const {
    if (open.selected == 0) {
      std::string why = WhyOfBody(open, outcome);
      return why.empty()
                 ? fmt::format("there is no resource of type {}", form.type)
                 : why;
    }
    return WhyOfElements(open, false, outcome);
  }

  std::string WhyOf(const WhenBlock&, const OpenStep& open,
                    Outcome outcome) const {
    return WhyOfBody(open, outcome);
  }

  static std::string WhyOfElements(const OpenStep& open, bool some,
                                   Outcome outcome) {
    const MoreOfStatus& more = open.step.more_elements;
    const auto count = [&](RuleStatus status) {
      return more[Number(status)] +
             static_cast<std::size_t>(
                 std::count_if(open.step.steps.begin(), open.step.steps.end(),
                               [&](const ExplainedStep& each) {
                                 return each.kind == StepKind::kElement &&
                                        each.status == status;
                               }));
    };
    if (outcome != Outcome::Fail()) {
      return "";
    }
    return some ? fmt::format("one of {} must pass, and none does",
                              Values(open.selected))
           : open.selected == 1
               ? ""
               : fmt::format("all of {} must pass, and {} do not",
                             Values(open.selected), count(RuleStatus::kFail));
  }

  const RuleFile& rules_;
  Describer describe_;
  std::vector<OpenStep> open_;
  std::map<const Rule*, ExplainedStep> ended_rules_;
  std::map<std::string_view, std::optional<RuleStatus>> rule_statuses_;
};

}  // namespace

Explanation Explain(const RuleFile& rules, const Document& document,
                    EvaluateOptions options) {
  Explainer explainer(rules, document);
  options.observer = &explainer;
  const Evaluation evaluation = Evaluate(rules, document, options);
  return explainer.Finish(evaluation);
}

}  // namespace connectguard
