// The contact flows of a document, each read and analysed once.
//
// One index per document (Document::Derived). A flow is the Content of an
// AWS::Connect::ContactFlow or AWS::Connect::ContactFlowModule.
//
// Thread rule: any thread may ask; flows and what is computed of them are made
// on the first question, under a lock.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "document/document.h"
#include "document/value.h"
#include "flow/conformance.h"
#include "flow/flow.h"
#include "flow/flow_graph.h"
#include "flow/origins.h"
#include "flow/settings.h"
#include "flow/states.h"

namespace connectguard {

class PlannedFlow {
 public:
  // REQUIRES: `content` stands in a resource.
  PlannedFlow(const Value& content, std::string_view type);

  const Flow& flow() const { return flow_; }
  const FlowGraph& graph() const { return graph_; }
  // CONTACT_FLOW ... or MODULE; empty when that is not known.
  std::string_view type() const { return type_; }
  const FlowMarks& reachable() const { return reachable_; }
  const FlowSettings& settings() const;
  const FlowStates& states(FlowTopic topic) const;
  const std::vector<FlowGap>& gaps() const;
  // ActionTitle of each action.
  const std::vector<std::string>& titles() const;
  // The actions that are of a type or have an effect (flow/flow.h).
  struct Called {
    FlowMarks marks;
    std::vector<std::uint32_t> some = {};  // Those that are not kNo.
  };
  const Called& CalledBy(std::string_view type_or_effect) const;
  // Of a parameter of the action.
  const std::vector<FlowOrigin>& OriginsAt(
      std::uint32_t action, const FlowParameter& parameter) const;
  const FlowConstants& ConstantsAt(std::uint32_t action,
                                   const FlowParameter& parameter) const;

  // The action that the value is, or is part or made of; none for a value that
  // stands around the actions.
  std::optional<std::uint32_t> ActionAt(const Value& value) const;

 private:
  const FlowSettings& SettingsUnderLock() const;
  // Of something that hangs directly below the list of actions.
  std::optional<std::uint32_t> NumberAt(const Value& below) const;

  Flow flow_;
  FlowGraph graph_;
  std::string_view type_;
  FlowMarks reachable_;
  static constexpr std::uint32_t kNoAction = 0xFFFFFFFF;
  // The list that the actions stand in, and the number of the action that each
  // of its items is; null when there is only a hole in place of them.
  const Value* list_ = nullptr;
  std::vector<std::uint32_t> numbers_;
  mutable std::mutex mutex_;
  mutable std::unique_ptr<const FlowSettings> settings_;
  mutable std::array<std::unique_ptr<const FlowStates>, kFlowTopics> states_;
  mutable std::optional<std::vector<FlowGap>> gaps_;
  mutable std::vector<std::string> titles_;
  // Addresses of the values stay while these grow.
  mutable std::map<std::string, Called, std::less<>> called_;
  mutable std::unordered_map<const FlowParameter*, std::vector<FlowOrigin>>
      origins_;
  mutable std::unordered_map<const FlowParameter*, FlowConstants> constants_;
};

class FlowIndex {
 public:
  explicit FlowIndex(const Document& document) : document_(document) {}

  // The flow of the resource that the value is, or is part or made of; null for
  // resources that hold no flow.
  const PlannedFlow* Of(const Value& value) const;

 private:
  const Document& document_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<const Resource*,
                             std::unique_ptr<const PlannedFlow>>
      flows_;
};

}  // namespace connectguard
