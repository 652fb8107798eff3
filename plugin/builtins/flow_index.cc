#include "builtins/flow_index.h"

#include <algorithm>
#include <iterator>

#include "document/contents.h"
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
  if (flow_.actions.empty()) {
    return;
  }
  // All stand in one list, but for a hole in place of them.
  const Value* around = flow_.actions.front().node->parent;
  if (!around->Is(Kind::kList)) {
    return;
  }
  list_ = around;
  numbers_.resize(list_->size, kNoAction);
  for (std::uint32_t i = 0; i < flow_.actions.size(); ++i) {
    numbers_[static_cast<std::size_t>(flow_.actions[i].node - list_->items)] =
        i;
  }
}

const FlowSettings& PlannedFlow::settings() const {
  const std::lock_guard lock(mutex_);
  return SettingsUnderLock();
}

const FlowSettings& PlannedFlow::SettingsUnderLock() const {
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
  const std::lock_guard lock(mutex_);
  const auto [found, is_new] = origins_.try_emplace(&parameter);
  if (is_new) {
    found->second = OriginsOf(SettingsUnderLock(), action, parameter);
  }
  return found->second;
}

const FlowConstants& PlannedFlow::ConstantsAt(
    std::uint32_t action, const FlowParameter& parameter) const {
  const std::lock_guard lock(mutex_);
  const auto [found, is_new] = constants_.try_emplace(&parameter);
  if (is_new) {
    found->second = ConstantsOf(SettingsUnderLock(), action, parameter);
  }
  return found->second;
}

std::optional<std::uint32_t> PlannedFlow::ActionAt(const Value& value) const {
  const Value* const hole = list_ == nullptr && !flow_.actions.empty()
                                ? flow_.actions.front().node
                                : nullptr;
  for (const Value* at = &value; at != nullptr; at = at->parent) {
    if (at == hole) {
      return 0;
    }
    if (list_ != nullptr && at->parent == list_) {
      return NumberAt(*at);
    }
    if (at == flow_.node) {
      break;
    }
  }
  return std::nullopt;
}

std::optional<std::uint32_t> PlannedFlow::NumberAt(const Value& below) const {
  if (!IsChild(*list_, below)) {
    return std::nullopt;
  }
  const std::uint32_t number =
      numbers_[static_cast<std::size_t>(&below - list_->items)];
  return number == kNoAction ? std::nullopt : std::optional(number);
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
