// Circles of flows: who leads to whom, and back.
#include <algorithm>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "builtins/flow_arguments.h"
#include "builtins/flow_functions.h"
#include "builtins/reference_index.h"
#include "flow/flow_map.h"

namespace connectguard {
namespace {

// The most flows of a circle that a text names; more says how many there are.
constexpr std::size_t kNamedFlows = 10;

// From one flow of the plan to another, or to itself.
struct FlowStep {
  std::uint32_t to = 0;  // Number of the flow.
  FlowPick by;           // The first action that leads there.
  const Value* named_in = nullptr;
  // Whether contacts certainly can go there.
  bool certain = true;
  // The number of the argument that the action was given in.
  std::size_t argument = 0;
};

// Flows with the steps between them.
class FlowSteps {
 public:
  explicit FlowSteps(const FunctionContext& context) : context_(context) {}

  // The steps of actions that were given in one argument.
  void Add(const ActionsIn& actions, std::size_t argument) {
    argument_ = argument;
    for (const PlannedFlow* flow : FlowsOf(actions.picks)) {
      const PicksIn picks(*flow, actions.picks);
      for (const FlowTarget& target : FindTargets(flow->settings())) {
        if (target.kind != FlowPlaceKind::kQueue &&
            picks.marks()[target.action] == FlowAnswer::kYes) {
          AddTarget(picks.Of(target.action), target);
        }
      }
    }
  }

  std::uint32_t count() const {
    return static_cast<std::uint32_t>(flows_.size());
  }
  const std::vector<FlowStep>& StepsOf(std::uint32_t flow) const {
    return steps_[flow];
  }

  // By the step and the fewest others back to where it starts: all flows on the
  // way, the first one at both ends; empty when there is no way back.
  std::vector<std::uint32_t> WayBack(std::uint32_t start, const FlowStep& step,
                                     bool certain) const {
    if (certain && !step.certain) {
      return {};
    }
    constexpr std::uint32_t kNone = UINT32_MAX;
    std::vector<std::uint32_t> before(count(), kNone);
    before[step.to] = start;
    std::vector<std::uint32_t> next = {step.to};
    for (std::size_t i = 0; i < next.size() && before[start] == kNone; ++i) {
      for (const FlowStep& each : steps_[next[i]]) {
        if ((each.certain || !certain) && before[each.to] == kNone) {
          before[each.to] = next[i];
          next.push_back(each.to);
        }
      }
    }
    if (before[start] == kNone) {
      return {};
    }
    std::vector<std::uint32_t> way = {start};
    do {
      way.push_back(before[way.back()]);
    } while (way.back() != start);
    std::ranges::reverse(way);
    return way;
  }

  std::string TextOf(const std::vector<std::uint32_t>& way) const {
    std::string text;
    for (std::size_t i = 0; i < way.size(); ++i) {
      if (way.size() > kNamedFlows && i == kNamedFlows / 2) {
        const std::size_t more = way.size() - kNamedFlows;
        text += fmt::format(", {} more", more);
        i += more;
      }
      text += text.empty() ? "" : ", ";
      text += NameOf(*flows_[way[i]]);
    }
    return text;
  }

 private:
  std::string_view NameOf(const PlannedFlow& flow) const {
    const Resource* resource =
        context_.document->OwnerOf(*flow.flow().node).resource;
    return resource == nullptr ? "a flow" : resource->address;
  }

  void AddTarget(const FlowPick& pick, const FlowTarget& target) {
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

  // Of several actions that lead to the same flow the first certain one stays.
  void AddStep(const FlowPick& pick, const PlannedFlow& to, const Value& value,
               bool certain) {
    const std::uint32_t from = NumberOf(*pick.flow);
    const FlowStep step = {.to = NumberOf(to),
                           .by = pick,
                           .named_in = &value,
                           .certain = certain,
                           .argument = argument_};
    std::vector<FlowStep>& steps = steps_[from];
    const auto same = std::ranges::find_if(steps, [&](const FlowStep& other) {
      return other.to == step.to && other.argument == step.argument;
    });
    if (same == steps.end()) {
      steps.push_back(step);
    } else if (certain && !same->certain) {
      *same = step;
    }
  }

  std::uint32_t NumberOf(const PlannedFlow& flow) {
    const auto [found, is_new] = numbers_.emplace(&flow, count());
    if (is_new) {
      flows_.push_back(&flow);
      steps_.emplace_back();
    }
    return found->second;
  }

  const FunctionContext& context_;
  std::size_t argument_ = 0;
  std::vector<const PlannedFlow*> flows_;
  std::unordered_map<const PlannedFlow*, std::uint32_t> numbers_;
  std::vector<std::vector<FlowStep>> steps_;
};

void AddWayBack(const FlowSteps& steps, std::uint32_t start,
                const FlowStep& step, FlowAnswers* answers) {
  if (const auto way = steps.WayBack(start, step, /*certain=*/true);
      !way.empty()) {
    answers->AddText(*step.named_in, steps.TextOf(way), step.by);
  } else if (const auto perhaps = steps.WayBack(start, step, /*certain=*/false);
             !perhaps.empty()) {
    answers->AddUnknown(
        *step.named_in,
        fmt::format("whether contacts go around this way is not known: {}",
                    steps.TextOf(perhaps)));
  }
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
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    CG_ASSIGN_OR_RETURN(const ActionsIn actions,
                        ReadActions(context, "flow_returns", arguments[i]));
    steps.Add(actions, i);
    AddOpen(actions, &answers);
  }
  for (std::uint32_t flow = 0; flow < steps.count(); ++flow) {
    for (const FlowStep& step : steps.StepsOf(flow)) {
      if (step.argument == 0) {
        AddWayBack(steps, flow, step, &answers);
      }
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
