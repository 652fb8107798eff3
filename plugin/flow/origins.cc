#include "flow/origins.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

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

// What a setting without a parameter is.
FlowOriginKind KindOfSetting(const FlowSetting& setting,
                             const FlowReference& path) {
  if (setting.kind == FlowSettingKind::kMayBeSet) {
    return FlowOriginKind::kUnknown;
  }
  const FlowOriginKind kind = KindOfRoot(path.root);
  return kind == FlowOriginKind::kInheritedAttribute &&
                 setting.kind == FlowSettingKind::kInheritedAfterFailure
             ? FlowOriginKind::kAttributeAfterFailure
             : kind;
}

// Breadth first from the reader to settings, each once, in one world.
class OriginSearch {
 public:
  OriginSearch(const FlowSettings& settings, FlowWorld world)
      : settings_(settings), world_(world), seen_(settings.count(), false) {}

  void Run(std::uint32_t action, const FlowParameter& parameter) {
    steps_.push_back({action, &parameter, 0});
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      Read(i);
    }
  }

  std::vector<FlowOrigin>& origins() { return origins_; }

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
    if (settings_.FindVariable(path) == nullptr) {
      // All attributes at once are none that can be followed.
      const bool all = path.name.empty() && (path.root == "Attributes" ||
                                             path.root == "FlowAttributes");
      Add(number, all ? FlowOriginKind::kUnknown : KindOfRoot(path.root), -1);
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
        Add(number, KindOfSetting(setting, path),
            made ? static_cast<std::int32_t>(setting.action) : -1);
      } else if (!seen_[reaching]) {
        seen_[reaching] = true;
        steps_.push_back({setting.action, setting.parameter, number});
      }
    }
  }

  void Add(std::size_t number, FlowOriginKind kind, std::int32_t action) {
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
  std::vector<bool> seen_;
  std::vector<Step> steps_;
  std::vector<FlowOrigin> origins_;
};

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
  std::map<std::pair<FlowOriginKind, std::int32_t>, FlowOrigin> found;
  for (const FlowWorld world : {FlowWorld::kCertain, FlowWorld::kPossible}) {
    const FlowAnswer comes = settings.reachable()[action];
    if (comes == FlowAnswer::kNo ||
        (comes == FlowAnswer::kUnknown && world == FlowWorld::kCertain)) {
      continue;
    }
    OriginSearch search(settings, world);
    search.Run(action, parameter);
    for (FlowOrigin& origin : search.origins()) {
      found.emplace(std::pair(origin.kind, origin.action), std::move(origin));
    }
  }
  std::vector<FlowOrigin> origins;
  origins.reserve(found.size());
  for (auto& [key, origin] : found) {
    origins.push_back(std::move(origin));
  }
  return origins;
}

std::vector<FlowSink> FindSinks(const FlowSettings& settings) {
  const FlowGraph& graph = settings.graph();
  std::vector<FlowSink> sinks;
  for (std::uint32_t i = 0; i < graph.action_count(); ++i) {
    if (settings.reachable()[i] == FlowAnswer::kNo) {
      continue;
    }
    for (const FlowParameter& parameter : graph.flow().actions[i].parameters) {
      if (parameter.facts != nullptr && !parameter.facts->sink.empty() &&
          parameter.kind != FlowTextKind::kLiteral &&
          parameter.kind != FlowTextKind::kEmpty) {
        sinks.push_back({.action = i,
                         .parameter = &parameter,
                         .sink = parameter.facts->sink,
                         .origins = OriginsOf(settings, i, parameter)});
      }
    }
  }
  return sinks;
}

}  // namespace connectguard
