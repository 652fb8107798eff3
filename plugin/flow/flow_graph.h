// A flow as a graph: who may run after whom.
//
// Nodes are the actions, by number, and three more: Entry(), where a contact
// enters; Exit(), where it leaves the flow; and Anywhere(), which stands before
// every action and is reached by branches whose target is a hole.
//
// Two worlds bound what the holes can be. The edges of kCertain are there
// whatever fills the holes; kPossible adds those that some filling has. What
// some path of kCertain shows is so in every filling; what no path of kPossible
// shows is so in none.
//
// Every branch that is written is taken to be possible to take. Edges out of an
// action that ends the flow are never certain. A branch that dangles leads to
// Exit(). A hole in place of branches is two edges, one of them an error
// branch.
//
// Thread rule: immutable; any thread may read. The flow must outlive it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "flow/flow.h"

namespace connectguard {

enum class FlowWorld : std::uint8_t { kCertain, kPossible };

struct FlowEdge {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  std::int32_t branch = -1;  // Of the action `from`; -1: none is written.
  bool certain = false;
  bool failure = false;  // An error branch: what the action does was not done.

  bool In(FlowWorld world) const {
    return certain || world == FlowWorld::kPossible;
  }
};

class FlowGraph {
 public:
  explicit FlowGraph(const Flow& flow);

  const Flow& flow() const { return flow_; }
  std::uint32_t action_count() const { return Anywhere(); }
  std::uint32_t node_count() const { return Anywhere() + 3; }
  std::uint32_t Anywhere() const {
    return static_cast<std::uint32_t>(flow_.actions.size());
  }
  std::uint32_t Entry() const { return Anywhere() + 1; }
  std::uint32_t Exit() const { return Anywhere() + 2; }
  bool IsAction(std::uint32_t node) const { return node < Anywhere(); }

  // True when both worlds have the same edges.
  bool IsCertain() const { return certain_; }
  // By the number of their origin, then as the branches are written.
  std::span<const FlowEdge> edges() const { return edges_; }
  std::span<const FlowEdge> Out(std::uint32_t node) const {
    return {edges_.data() + first_out_[node],
            edges_.data() + first_out_[node + 1]};
  }
  // Numbers of edges.
  std::span<const std::uint32_t> In(std::uint32_t node) const {
    return {in_.data() + first_in_[node], in_.data() + first_in_[node + 1]};
  }

 private:
  void AddBranch(std::uint32_t from, std::int32_t number,
                 const FlowBranch& branch, bool certain);
  void AddAction(std::uint32_t number);
  void Index();

  const Flow& flow_;
  bool certain_ = true;
  std::vector<FlowEdge> edges_;
  std::vector<std::uint32_t> first_out_;
  std::vector<std::uint32_t> in_;
  std::vector<std::uint32_t> first_in_;
};

}  // namespace connectguard
