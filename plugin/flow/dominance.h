// Which actions stand on every way to an action, and on every way out of it.
//
// `a` dominates `b` when every path from Entry() to `b` passes `a`; an action
// dominates itself. `a` post-dominates `b` when every path from `b` to Exit()
// passes `a`. Where no path is, everything does.
//
// The method is that of K. Cooper, T. Harvey and K. Kennedy, "A Simple, Fast
// Dominance Algorithm", 2001, once for each world of the graph.
//
// Thread rule: immutable; any thread may read. It keeps nothing of the graph.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "flow/flow_graph.h"

namespace connectguard {

// The tree of immediate dominators in one world, from one node.
class DominatorTree {
 public:
  // From Entry() along the edges, or from Exit() against them.
  static DominatorTree Of(const FlowGraph& graph, FlowWorld world);
  static DominatorTree OfEnds(const FlowGraph& graph, FlowWorld world);

  // Whether there is a path from the root to the node at all.
  bool Reaches(std::uint32_t node) const { return depth_[node] != 0; }
  bool Dominates(std::uint32_t a, std::uint32_t b) const;
  // The nearest node that dominates it; none for the root and unreached nodes.
  std::optional<std::uint32_t> Immediate(std::uint32_t node) const;

 private:
  std::vector<std::uint32_t> parent_;
  std::vector<std::uint32_t> depth_;  // 1: the root; 0: not reached.
};

class FlowDominance {
 public:
  explicit FlowDominance(const FlowGraph& graph);

  FlowAnswer Dominates(std::uint32_t a, std::uint32_t b) const;
  FlowAnswer PostDominates(std::uint32_t a, std::uint32_t b) const;

  const DominatorTree& Tree(FlowWorld world) const {
    return world == FlowWorld::kCertain ? certain_ : possible_;
  }

 private:
  DominatorTree certain_;
  DominatorTree possible_;
  DominatorTree certain_ends_;
  DominatorTree possible_ends_;
};

}  // namespace connectguard
