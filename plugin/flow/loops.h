// Circles in a flow, and the ways out of them.
//
// A loop is a strongly connected part of the graph of one world that has an
// edge within itself, and that a contact can come to in the possible world.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "flow/flow_graph.h"
#include "flow/paths.h"

namespace connectguard {

struct FlowLoopExit {
  FlowEdge edge;
  // An error branch of an action that has no errors: it is never taken.
  bool never = false;
};

struct FlowLoop {
  std::vector<std::uint32_t> actions = {};  // Ascending.
  // Edges that leave it, certain or not.
  std::vector<FlowLoopExit> exits = {};
};

// Ordered by their first action. Parts without actions are none.
std::vector<FlowLoop> FindLoops(const FlowGraph& graph, FlowWorld world);

// Whether a contact can be kept in the loop: no exit that can be taken is
// certain (unknown), or none is even possible (yes).
FlowAnswer IsTrap(const FlowLoop& loop);

// A circle that a contact can come to and on which no action is marked; the
// witness is a shortest one through its first action.
PathAnswer CircleAvoiding(const FlowGraph& graph, const FlowMarks& marks);

}  // namespace connectguard
