// Circles of flows: who leads to whom, and back.
#include <algorithm>
#include <deque>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "builtins/flow_arguments.h"
#include "builtins/flow_functions.h"
#include "builtins/reference_index.h"
#include "flow/flow_map.h"

namespace connectguard {
namespace {

// From an action to a flow or module of the plan.
struct FlowStep {
  FlowPick from;
  const PlannedFlow* to = nullptr;
  const Value* named_in = nullptr;
  // Whether contacts certainly can go there.
  bool certain = true;
};

std::string_view NameOf(const FunctionContext& context,
                        const PlannedFlow& flow) {
  const Resource* resource =
      context.document->OwnerOf(*flow.flow().node).resource;
  return resource == nullptr ? "a flow" : resource->address;
}

// Steps from flow to flow.
class FlowSteps {
 public:
  explicit FlowSteps(const FunctionContext& context) : context_(context) {}

  // All steps of the actions.
  void Add(const ActionsIn& actions) {
    for (const PlannedFlow* flow : FlowsOf(actions.picks)) {
      const PicksIn picks(*flow, actions.picks);
      for (const FlowTarget& target : FindTargets(flow->settings())) {
        if (target.kind != FlowPlaceKind::kQueue &&
            picks.marks()[target.action] == FlowAnswer::kYes) {
          AddSteps(picks.Of(target.action), target);
        }
      }
    }
  }

  const std::vector<FlowStep>& steps() const { return steps_; }

  // Flows from that of the step to itself, by the step and the fewest others;
  // empty when there is no way back.
  std::vector<const PlannedFlow*> WayBack(const FlowStep& step,
                                          bool certain) const {
    const PlannedFlow* start = step.from.flow;
    if (certain && !step.certain) {
      return {};
    }
    std::unordered_map<const PlannedFlow*, const PlannedFlow*> before;
    std::deque<const PlannedFlow*> next = {step.to};
    before.emplace(step.to, start);
    while (!next.empty() && next.front() != start) {
      const auto numbers = of_flow_.find(next.front());
      if (numbers != of_flow_.end()) {
        for (const std::size_t number : numbers->second) {
          const FlowStep& each = steps_[number];
          if ((each.certain || !certain) &&
              before.emplace(each.to, next.front()).second) {
            next.push_back(each.to);
          }
        }
      }
      next.pop_front();
    }
    if (next.empty()) {
      return {};
    }
    std::vector<const PlannedFlow*> way = {start};
    do {
      way.insert(way.begin(), before.at(way.front()));
    } while (way.front() != start);
    return way;
  }

 private:
  void AddSteps(const FlowPick& pick, const FlowTarget& target) {
    const bool comes = !pick.maybe && target.reached == FlowAnswer::kYes;
    const FlowConstants& constants = target.constants;
    // In a flow with holes one of several settings may never reach.
    const bool sure =
        pick.flow->settings().IsCertain() ||
        (constants.complete == FlowAnswer::kYes && constants.texts.size() == 1);
    for (const FlowConstant& constant : constants.texts) {
      AddNamed(pick, *constant.parameter->value, comes && sure);
    }
    // A reference that is followed, whatever its text will be.
    if (target.parameter->value->Is(Kind::kUnknown)) {
      AddNamed(pick, *target.parameter->value, comes);
    }
  }

  void AddNamed(const FlowPick& pick, const Value& value, bool certain) {
    const auto& references = context_.document->Derived<ReferenceIndex>();
    const auto& flows = context_.document->Derived<FlowIndex>();
    for (const Mention& mention : references.MentionsIn(value)) {
      const bool one = mention.targets.size() == 1 && mention.open.empty();
      for (const Resource* target : mention.targets) {
        if (const PlannedFlow* flow = flows.Of(*target->node)) {
          AddStep(pick, *flow, value, certain && one);
        }
      }
    }
    if (NamesItself(value)) {
      AddStep(pick, *pick.flow, value, certain);
    }
  }

  // What a resource is called is no reference elsewhere; here it is one.
  bool NamesItself(const Value& value) const {
    const Resource* resource = context_.document->OwnerOf(value).resource;
    return value.Is(Kind::kString) && resource != nullptr &&
           std::ranges::any_of(resource->identifiers,
                               [&](const Identifier& identifier) {
                                 return identifier.text == value.AsString();
                               });
  }

  void AddStep(const FlowPick& pick, const PlannedFlow& to, const Value& value,
               bool certain) {
    of_flow_[pick.flow].push_back(steps_.size());
    steps_.push_back(
        {.from = pick, .to = &to, .named_in = &value, .certain = certain});
  }

  const FunctionContext& context_;
  std::vector<FlowStep> steps_;
  std::unordered_map<const PlannedFlow*, std::vector<std::size_t>> of_flow_;
};

std::string WayText(const FunctionContext& context,
                    const std::vector<const PlannedFlow*>& way) {
  std::string text;
  for (const PlannedFlow* flow : way) {
    text += text.empty() ? "" : ", ";
    text += NameOf(context, *flow);
  }
  return text;
}

// An action of which nothing is known may lead anywhere.
void AddOpen(const ActionsIn& actions, FlowAnswers* answers) {
  for (const FlowPick& pick : actions.picks) {
    answers->AddHole(pick);
  }
  answers->AddOpen(actions.open);
}

FunctionResult Returns(const FunctionContext& context, Arguments arguments) {
  FlowSteps steps(context);
  FlowAnswers answers(context);
  std::size_t starts = 0;  // Steps of the first argument.
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    CG_ASSIGN_OR_RETURN(const ActionsIn actions,
                        ReadActions(context, "flow_returns", arguments[i]));
    steps.Add(actions);
    starts = i == 0 ? steps.steps().size() : starts;
    AddOpen(actions, &answers);
  }
  for (std::size_t i = 0; i < starts; ++i) {
    const FlowStep& step = steps.steps()[i];
    if (const auto way = steps.WayBack(step, /*certain=*/true); !way.empty()) {
      answers.AddText(*step.named_in, WayText(context, way), step.from);
    } else if (const auto perhaps = steps.WayBack(step, /*certain=*/false);
               !perhaps.empty()) {
      answers.AddUnknown(
          *step.named_in,
          fmt::format("whether contacts go around this way is not known: {}",
                      WayText(context, perhaps)));
    }
  }
  return answers.Take();
}

}  // namespace

void AddFlowReturns(FunctionTable* table) {
  table->Add({.name = "flow_returns",
              .min_arguments = 1,
              .max_arguments = 2,
              .call = Returns});
}

}  // namespace connectguard
