// What is on and off while a contact walks through a flow: logging, recording,
// media streaming ...
//
// For each action: the set of what a state may be when a contact comes to it,
// joined by union over all paths. An action changes a state as data/actions.txt
// says (`state` lines), once it succeeds: along an error branch the state is as
// before. A dynamic or unknown parameter, a call of a module and an action that
// is not known set the state to kUnknown.
//
// The flow begins with every state kInherited: what an earlier flow left.
//
// Thread rule: immutable; any thread may read. The graph must outlive it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "flow/flow_graph.h"
#include "flow/paths.h"

namespace connectguard {

enum class FlowTopic : std::uint8_t {
  kLogging,
  kRecording,     // Of the agent or the customer, once they talk.
  kIvrRecording,  // Of the customer while in the flow.
  kMediaStreaming,
  kQueue,      // A working queue is set.
  kAgentHold,  // The customer alone hears and is heard.
};
inline constexpr std::size_t kFlowTopics = 6;

// As in data/actions.txt: `logging`.
std::string_view TopicName(FlowTopic topic);

enum class FlowState : std::uint8_t {
  kInherited = 1,
  kOn = 2,
  kOff = 4,
  kUnknown = 8,
};

// A set of FlowState, by their bits; none: no contact comes here.
using FlowStateSet = std::uint8_t;

// "on or inherited"; "never" for the empty set.
std::string StateSetText(FlowStateSet states);

class FlowStates {
 public:
  FlowStates(const FlowGraph& graph, FlowTopic topic);

  FlowTopic topic() const { return topic_; }
  // When a contact comes to the node, and when it has gone on with success.
  FlowStateSet Before(std::uint32_t node, FlowWorld world) const {
    return before_[static_cast<std::size_t>(world)][node];
  }
  FlowStateSet After(std::uint32_t node, FlowWorld world) const;

  // On every path to the action, or on some path to it, the state is this one
  // when the contact comes to it. REQUIRES: not kUnknown.
  FlowAnswer Always(std::uint32_t node, FlowState state) const;
  FlowAnswer Sometimes(std::uint32_t node, FlowState state) const;

  // A shortest path to the action on which the state is this one (or, for an
  // unknown, may be); empty when there is none.
  PathAnswer Witness(std::uint32_t node, FlowState state) const;

 private:
  FlowStateSet Along(const FlowEdge& edge, FlowStateSet states) const;
  void Solve(FlowWorld world);
  bool FindWitness(std::uint32_t node, FlowStateSet states, FlowWorld world,
                   FlowPath* path) const;

  const FlowGraph& graph_;
  FlowTopic topic_;
  // What each node sets: one state, or nothing.
  std::vector<FlowStateSet> sets_;
  // Nodes of which not even a failure is understood.
  std::vector<bool> opaque_;
  std::array<std::vector<FlowStateSet>, 2> before_;
};

// What the action sets; empty: nothing.
FlowStateSet StateSetBy(const FlowAction& action, FlowTopic topic);

}  // namespace connectguard
