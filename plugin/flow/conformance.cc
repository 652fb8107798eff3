#include "flow/conformance.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace connectguard {
namespace {

constexpr std::string_view kEquals = "Equals ";

bool Has(const std::vector<std::string_view>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

bool IsKnownFlowType(std::string_view flow_type) {
  return std::ranges::any_of(KnownFlowActions(),
                             [flow_type](const FlowActionFacts& facts) {
                               return Has(facts.flow_types, flow_type);
                             });
}

class GapFinder {
 public:
  GapFinder(const Flow& flow, std::string_view flow_type)
      : flow_(flow),
        flow_type_(IsKnownFlowType(flow_type) ? flow_type
                                              : std::string_view()) {}

  std::vector<FlowGap> Find() {
    for (number_ = 0; number_ < flow_.actions.size(); ++number_) {
      if (flow_.actions[number_].facts != nullptr) {
        CheckAction(flow_.actions[number_]);
      }
    }
    return std::move(gaps_);
  }

 private:
  void CheckAction(const FlowAction& action) {
    const FlowActionFacts& facts = *action.facts;
    if (!flow_type_.empty() && !facts.flow_types.empty() &&
        !Has(facts.flow_types, flow_type_)) {
      Add("flow-type", FlowAnswer::kYes, *action.node,
          fmt::format("`{}` must not stand in a flow of type {}", facts.name,
                      flow_type_));
    }
    CheckErrors(action);
    CheckConditions(action);
    if (facts.next_required &&
        !HasBranch(action, FlowBranchKind::kNext, nullptr)) {
      Add("missing-next", IfAbsent(action), *action.node,
          fmt::format("`{}` has no NextAction", facts.name));
    }
    CheckParameters(action);
  }

  void CheckErrors(const FlowAction& action) {
    for (const FlowErrorFacts& error : action.facts->errors) {
      const FlowAnswer required =
          error.required ? Holds(error.when, action) : FlowAnswer::kNo;
      if (required != FlowAnswer::kNo &&
          !HasBranch(action, FlowBranchKind::kError, &error.type)) {
        Add("missing-error", And(required, IfAbsent(action)), *action.node,
            fmt::format("`{}` has no branch for {}", action.facts->name,
                        error.type));
      }
    }
  }

  void CheckConditions(const FlowAction& action) {
    const FlowActionFacts& facts = *action.facts;
    const std::string_view form = facts.condition_form;
    if (form == "some" &&
        !HasBranch(action, FlowBranchKind::kCondition, nullptr)) {
      Add("missing-condition", IfAbsent(action), *action.node,
          fmt::format("`{}` has no condition", facts.name));
    }
    if (form == "fixed") {
      for (const std::string_view name : facts.condition_names) {
        const std::string label = fmt::format("{}{}", kEquals, name);
        const std::string_view view = label;
        if (!HasBranch(action, FlowBranchKind::kCondition, &view)) {
          Add("missing-condition", IfAbsent(action), *action.node,
              fmt::format("`{}` has no condition for {}", facts.name, name));
        }
      }
    }
    for (const FlowBranch& branch : action.branches) {
      if (branch.kind == FlowBranchKind::kCondition && form == "none") {
        Add("extra-condition", FlowAnswer::kYes, *branch.node,
            fmt::format("`{}` takes no conditions", facts.name));
      }
    }
  }

  void CheckParameters(const FlowAction& action) {
    for (const FlowParameterFacts& facts : action.facts->parameters) {
      if (facts.required && ParametersIn(action, facts.path).empty()) {
        Add("missing-parameter", FlowAnswer::kYes, *action.node,
            fmt::format("`{}` has no {}", action.facts->name, facts.path));
      }
    }
    for (const FlowParameter& parameter : action.parameters) {
      if (parameter.facts != nullptr && parameter.facts->kind == "s" &&
          parameter.kind == FlowTextKind::kDynamic) {
        Add("static-parameter", FlowAnswer::kYes, *parameter.value,
            fmt::format("{} of `{}` must be literal", parameter.facts->path,
                        action.facts->name));
      }
    }
  }

  // A branch of the kind, with the label when one is given.
  static bool HasBranch(const FlowAction& action, FlowBranchKind kind,
                        const std::string_view* label) {
    return std::ranges::any_of(action.branches, [&](const FlowBranch& branch) {
      return branch.kind == kind &&
             (label == nullptr || branch.label == *label);
    });
  }

  // Whether a branch that is not written is certainly not there: its label may
  // be a hole, or sensitive.
  static FlowAnswer IfAbsent(const FlowAction& action) {
    const bool open =
        std::ranges::any_of(action.branches, [](const FlowBranch& branch) {
          return branch.kind == FlowBranchKind::kHole ||
                 branch.label.find('?') != std::string::npos ||
                 branch.node->sensitive || HasPlaceholder(branch.label);
        });
    return open ? FlowAnswer::kUnknown : FlowAnswer::kYes;
  }

  void Add(std::string_view check, FlowAnswer answer, const Value& value,
           std::string message) {
    gaps_.push_back({.check = check,
                     .answer = answer,
                     .action = number_,
                     .value = &value,
                     .message = std::move(message)});
  }

  const Flow& flow_;
  std::string_view flow_type_;
  std::uint32_t number_ = 0;
  std::vector<FlowGap> gaps_;
};

}  // namespace

std::vector<FlowGap> FindGaps(const Flow& flow, std::string_view flow_type) {
  if (flow.format != FlowFormat::kLanguage) {
    return {};
  }
  return GapFinder(flow, flow_type).Find();
}

}  // namespace connectguard
