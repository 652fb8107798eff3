#include "builtins/flow_index.h"

#include <algorithm>
#include <iterator>

#include "flow/paths.h"

namespace connectguard {
namespace {

constexpr std::string_view kFlowResource = "AWS::Connect::ContactFlow";
constexpr std::string_view kModuleResource = "AWS::Connect::ContactFlowModule";
constexpr std::string_view kModuleType = "MODULE";

std::string_view FlowTypeOf(const Resource& resource) {
  if (resource.type == kModuleResource) {
    return kModuleType;
  }
  const Value* type = Find(*resource.properties, "Type");
  return type != nullptr && type->Is(Kind::kString) ? type->AsString()
                                                    : std::string_view();
}

}  // namespace

PlannedFlow::PlannedFlow(const Value& content, std::string_view type)
    : flow_(ReadFlow(content)),
      graph_(flow_),
      type_(type),
      reachable_(Reachable(graph_)) {
  numbers_.reserve(flow_.actions.size());
  for (std::uint32_t i = 0; i < flow_.actions.size(); ++i) {
    numbers_.emplace(flow_.actions[i].node, i);
  }
}

const FlowSettings& PlannedFlow::settings() const {
  const std::lock_guard lock(mutex_);
  if (settings_ == nullptr) {
    settings_ = std::make_unique<const FlowSettings>(graph_);
  }
  return *settings_;
}

const FlowStates& PlannedFlow::states(FlowTopic topic) const {
  const std::lock_guard lock(mutex_);
  auto& states = states_[static_cast<std::size_t>(topic)];
  if (states == nullptr) {
    states = std::make_unique<const FlowStates>(graph_, topic);
  }
  return *states;
}

const std::vector<FlowGap>& PlannedFlow::gaps() const {
  const std::lock_guard lock(mutex_);
  if (!gaps_) {
    gaps_ = FindGaps(flow_, type_);
  }
  return *gaps_;
}

const std::vector<std::string>& PlannedFlow::titles() const {
  const std::lock_guard lock(mutex_);
  if (titles_.empty()) {
    std::ranges::transform(flow_.actions, std::back_inserter(titles_),
                           ActionTitle);
  }
  return titles_;
}

const PlannedFlow::Called& PlannedFlow::CalledBy(
    std::string_view type_or_effect) const {
  const std::lock_guard lock(mutex_);
  if (const auto found = called_.find(type_or_effect); found != called_.end()) {
    return found->second;
  }
  Called called{.marks = FindFlowAction(type_or_effect) == nullptr
                             ? MarkEffect(flow_, type_or_effect)
                             : MarkType(flow_, type_or_effect)};
  for (std::uint32_t i = 0; i < called.marks.size(); ++i) {
    if (called.marks[i] != FlowAnswer::kNo) {
      called.some.push_back(i);
    }
  }
  return called_.emplace(type_or_effect, std::move(called)).first->second;
}

const std::vector<FlowOrigin>& PlannedFlow::OriginsAt(
    std::uint32_t action, const FlowParameter& parameter) const {
  const FlowSettings& known = settings();
  const std::lock_guard lock(mutex_);
  const auto [found, is_new] = origins_.try_emplace(&parameter);
  if (is_new) {
    found->second = OriginsOf(known, action, parameter);
  }
  return found->second;
}

const FlowConstants& PlannedFlow::ConstantsAt(
    std::uint32_t action, const FlowParameter& parameter) const {
  const FlowSettings& known = settings();
  const std::lock_guard lock(mutex_);
  const auto [found, is_new] = constants_.try_emplace(&parameter);
  if (is_new) {
    found->second = ConstantsOf(known, action, parameter);
  }
  return found->second;
}

std::optional<std::uint32_t> PlannedFlow::ActionAt(const Value& value) const {
  for (const Value* at = &value; at != nullptr; at = at->parent) {
    if (const auto found = numbers_.find(at); found != numbers_.end()) {
      return found->second;
    }
    if (at == flow_.node) {
      break;
    }
  }
  return std::nullopt;
}

const PlannedFlow* FlowIndex::Of(const Value& value) const {
  const Resource* resource = document_.OwnerOf(value).resource;
  if (resource == nullptr || resource->properties == nullptr ||
      (resource->type != kFlowResource && resource->type != kModuleResource)) {
    return nullptr;
  }
  const std::lock_guard lock(mutex_);
  auto& flow = flows_[resource];
  if (flow == nullptr) {
    // Without content, what stands around it is no flow.
    const Value* content = Find(*resource->properties, "Content");
    flow = std::make_unique<const PlannedFlow>(
        content == nullptr ? *resource->properties : *content,
        FlowTypeOf(*resource));
  }
  return flow.get();
}

}  // namespace connectguard
