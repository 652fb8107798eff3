#include "flow/origins.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/limits.h"

namespace connectguard {
namespace {

constexpr std::array<std::string_view, 15> kNames = {"caller_address",
                                                     "caller_input",
                                                     "caller_words",
                                                     "caller_media",
                                                     "caller_form",
                                                     "attribute",
                                                     "attribute_after_failure",
                                                     "flow_attribute",
                                                     "lambda",
                                                     "module",
                                                     "record",
                                                     "assistant",
                                                     "system",
                                                     "constant",
                                                     "unknown"};

FlowOriginKind KindOfRoot(std::string_view root) {
  const std::string_view word = OriginOfRoot(root);
  const auto found = std::ranges::find(kNames, word);
  return found == kNames.end()
             ? FlowOriginKind::kUnknown
             : static_cast<FlowOriginKind>(found - kNames.begin());
}

// What a setting without a parameter is, of a root of that kind.
FlowOriginKind KindOfSetting(const FlowSetting& setting, FlowOriginKind root) {
  if (setting.kind == FlowSettingKind::kMayBeSet) {
    return FlowOriginKind::kUnknown;
  }
  return root == FlowOriginKind::kInheritedAttribute &&
                 setting.kind == FlowSettingKind::kInheritedAfterFailure
             ? FlowOriginKind::kAttributeAfterFailure
             : root;
}

// Breadth first from the reader to settings, each once, in one world.
class OriginSearch {
 public:
  // Adds what is not in `origins` yet.
  OriginSearch(const FlowSettings& settings, FlowWorld world,
               std::vector<FlowOrigin>* origins)
      : settings_(settings),
        world_(world),
        origins_(*origins),
        known_(kNames.size() * (settings.graph().action_count() + 1), false),
        seen_(settings.count(), false) {
    for (const FlowOrigin& origin : origins_) {
      known_[IndexOf(origin.kind, origin.action)] = true;
    }
  }

  // Takes its steps from `budget`; what is beyond it is not known.
  void Run(std::uint32_t action, const FlowParameter& parameter,
           std::size_t* budget) {
    steps_.push_back({action, &parameter, 0});
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      if (*budget == 0) {
        Add(i, FlowOriginKind::kUnknown, -1);
        return;
      }
      --*budget;
      Read(i);
    }
  }

 private:
  struct Step {
    std::uint32_t action;
    const FlowParameter* parameter;
    std::size_t before;
  };

  void Read(std::size_t number) {
    const Step step = steps_[number];
    const auto action = static_cast<std::int32_t>(step.action);
    if (step.parameter->kind == FlowTextKind::kHole) {
      Add(number, FlowOriginKind::kUnknown, action);
      return;
    }
    if (!step.parameter->IsReference()) {
      Add(number, FlowOriginKind::kConstant, action);
    }
    for (const FlowReference& path : step.parameter->references) {
      Follow(number, path);
    }
  }

  void Follow(std::size_t number, const FlowReference& path) {
    const Step step = steps_[number];
    const FlowOriginKind root = KindOfRoot(path.root);
    if (settings_.FindVariable(path) == nullptr) {
      // All attributes at once are none that can be followed.
      const bool all = path.name.empty() && (path.root == "Attributes" ||
                                             path.root == "FlowAttributes");
      Add(number, all ? FlowOriginKind::kUnknown : root, -1);
      return;
    }
    if (!settings_.complete()) {
      Add(number, FlowOriginKind::kUnknown, -1);
    }
    for (const std::uint32_t reaching :
         settings_.Reaching(step.action, path, world_)) {
      const FlowSetting& setting = settings_.setting(reaching);
      if (setting.parameter == nullptr) {
        const bool made = setting.kind == FlowSettingKind::kSet ||
                          setting.kind == FlowSettingKind::kMayBeSet;
        Add(number, KindOfSetting(setting, root),
            made ? static_cast<std::int32_t>(setting.action) : -1);
      } else if (!seen_[reaching]) {
        seen_[reaching] = true;
        steps_.push_back({setting.action, setting.parameter, number});
      }
    }
  }

  std::size_t IndexOf(FlowOriginKind kind, std::int32_t action) const {
    return static_cast<std::size_t>(kind) *
               (settings_.graph().action_count() + 1) +
           static_cast<std::size_t>(action + 1);
  }

  void Add(std::size_t number, FlowOriginKind kind, std::int32_t action) {
    const std::size_t index = IndexOf(kind, action);
    if (known_[index]) {
      return;
    }
    known_[index] = true;
    FlowOrigin origin{.kind = kind,
                      .certain = world_ == FlowWorld::kCertain &&
                                 kind != FlowOriginKind::kUnknown,
                      .action = action,
                      .through = {},
                      .read_in = steps_[number].parameter};
    for (std::size_t at = number; at != 0; at = steps_[at].before) {
      origin.through.push_back(steps_[at].action);
    }
    std::ranges::reverse(origin.through);
    origins_.push_back(std::move(origin));
  }

  const FlowSettings& settings_;
  FlowWorld world_;
  std::vector<FlowOrigin>& origins_;
  std::vector<bool> known_;  // Of each kind, from each action or none.
  std::vector<bool> seen_;
  std::vector<Step> steps_;
};

std::vector<FlowOrigin> OriginsWithin(const FlowSettings& settings,
                                      std::uint32_t action,
                                      const FlowParameter& parameter,
                                      std::size_t* budget) {
  std::vector<FlowOrigin> origins;
  if (parameter.kind != FlowTextKind::kHole && parameter.references.empty() &&
      settings.reachable()[action] == FlowAnswer::kYes) {
    // Most parameters are literal.
    origins.push_back({.kind = FlowOriginKind::kConstant,
                       .certain = true,
                       .action = static_cast<std::int32_t>(action),
                       .read_in = &parameter});
    return origins;
  }
  for (const FlowWorld world : {FlowWorld::kCertain, FlowWorld::kPossible}) {
    const FlowAnswer comes = settings.reachable()[action];
    if (world == FlowWorld::kPossible && settings.IsCertain()) {
      break;
    }
    if (comes == FlowAnswer::kYes ||
        (comes == FlowAnswer::kUnknown && world == FlowWorld::kPossible)) {
      const std::size_t most = std::min(*budget, limits::kMaxFlowOriginSteps);
      std::size_t left = most;
      OriginSearch(settings, world, &origins).Run(action, parameter, &left);
      *budget -= most - left;
    }
  }
  std::ranges::sort(origins, {}, [](const FlowOrigin& origin) {
    return std::pair(origin.kind, origin.action);
  });
  return origins;
}

}  // namespace

std::string_view OriginName(FlowOriginKind kind) {
  return kNames[static_cast<std::size_t>(kind)];
}

bool IsCallers(FlowOriginKind kind) {
  return kind <= FlowOriginKind::kCallerForm;
}

std::vector<FlowOrigin> OriginsOf(const FlowSettings& settings,
                                  std::uint32_t action,
                                  const FlowParameter& parameter) {
  std::size_t budget = limits::kMaxFlowSinkSteps;
  return OriginsWithin(settings, action, parameter, &budget);
}

std::vector<FlowSink> FindSinks(const FlowSettings& settings) {
  const FlowGraph& graph = settings.graph();
  std::size_t budget = limits::kMaxFlowSinkSteps;
  std::vector<FlowSink> sinks;
  for (std::uint32_t i = 0; i < graph.action_count(); ++i) {
    if (settings.reachable()[i] == FlowAnswer::kNo) {
      continue;
    }
    for (const FlowParameter& parameter : graph.flow().actions[i].parameters) {
      if (parameter.facts != nullptr && !parameter.facts->sink.empty() &&
          parameter.kind != FlowTextKind::kLiteral &&
          parameter.kind != FlowTextKind::kEmpty) {
        sinks.push_back(
            {.action = i,
             .parameter = &parameter,
             .sink = parameter.facts->sink,
             .origins = OriginsWithin(settings, i, parameter, &budget)});
      }
    }
  }
  return sinks;
}

}  // namespace connectguard
