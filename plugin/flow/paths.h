// Which actions run, and which paths lead where, with a shortest path as
// witness.
//
// A path goes along edges of a FlowGraph and has at least one. "Some path"
// shows a hazard; "every path" shows a protection, and is the denial of some
// path that avoids it, so its witness is the shortest way around. Paths that go
// in circles for ever are no ends of paths: loops.h speaks of them.
//
// Each function answers yes or no when that holds whatever fills the holes of
// the flow. An action that is only perhaps marked counts as marked where this
// makes the answer less certain, and as unmarked where that does.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "flow/flow_graph.h"

namespace connectguard {

// The actions of a path in order, without Entry() and Anywhere(). When it ends
// where contacts leave the flow, the last action is where they do.
using FlowPath = std::vector<std::uint32_t>;

struct PathAnswer {
  FlowAnswer answer = FlowAnswer::kNo;
  // A shortest path that shows a yes of SomePath or a no of EveryPath; of an
  // unknown, one that might. Else empty.
  FlowPath witness = {};
};

// For each action, whether a contact can come to it.
FlowMarks Reachable(const FlowGraph& graph);

// Some path from `from` (an action or Entry()) to a marked action passes no
// action of `avoiding` in between; its two ends may be of `avoiding`.
PathAnswer SomePath(const FlowGraph& graph, std::uint32_t from,
                    const FlowMarks& to, const FlowMarks& avoiding);

// The same for each marked action by itself, by its number; no for the others.
// One search finds them all.
std::vector<PathAnswer> SomePathToEach(const FlowGraph& graph,
                                       std::uint32_t from, const FlowMarks& to,
                                       const FlowMarks& avoiding);

// The same for a path on which the contact leaves the flow.
PathAnswer SomePathOut(const FlowGraph& graph, std::uint32_t from,
                       const FlowMarks& avoiding);

// Every path from Entry() to an action of `to` passes an action of `through`
// before. Yes when nothing leads to `to`.
PathAnswer EveryPathPasses(const FlowGraph& graph, const FlowMarks& to,
                           const FlowMarks& through);

// The same with an action of `through` that did what it does: a path that goes
// on from there by an error branch does not count as passing it.
PathAnswer EveryPathSucceeds(const FlowGraph& graph, const FlowMarks& to,
                             const FlowMarks& through);

// The same for each action of `to` by itself, by its number; yes for the
// others.
std::vector<PathAnswer> EveryPathToEachSucceeds(const FlowGraph& graph,
                                                const FlowMarks& to,
                                                const FlowMarks& through);

// Every path from `from` on which the contact leaves passes an action of `goal`
// after `from` (must reach), or some path does (may reach).
PathAnswer MustReach(const FlowGraph& graph, std::uint32_t from,
                     const FlowMarks& goal);
PathAnswer MayReach(const FlowGraph& graph, std::uint32_t from,
                    const FlowMarks& goal);

// A shortest path from Entry() to the action; empty when there is none.
FlowPath ShortestPathTo(const FlowGraph& graph, std::uint32_t action,
                        FlowWorld world);

// "Play prompt `welcome`, Transfer to queue `sales`".
std::string PathText(const Flow& flow, const FlowPath& path);

// No action, or this one.
FlowMarks NoMarks(const Flow& flow);
FlowMarks MarkOnly(const Flow& flow, std::uint32_t action);

}  // namespace connectguard
