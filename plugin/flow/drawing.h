// A flow as a picture: the text of a graph for Graphviz (dot) or Mermaid.
//
// Actions are boxes with what the editor calls them and their identifiers;
// those that end the flow have a double border. Branches are arrows with their
// labels, branches between the same two actions one arrow; error branches are
// dashed, branches to holes dotted, and a branch that dangles leads to a box
// `missing`. What no contact comes to is grey, what only perhaps one does has a
// dashed border. Texts of sensitive values are not shown.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "flow/flow_graph.h"
#include "flow/paths.h"

namespace connectguard {

// Something to say at an action, below its name.
struct FlowNote {
  std::uint32_t action = 0;
  FlowSeverity severity = FlowSeverity::kError;
  std::string text = {};
};

struct FlowDrawing {
  std::string title = {};
  std::vector<FlowNote> notes = {};
  FlowPath path = {};  // Drawn bold: from the start, or between its actions.
};

// The findings of the flow that belong to an action.
std::vector<FlowNote> NotesOfFindings(const Flow& flow);

std::string DotText(const FlowGraph& graph, const FlowDrawing& drawing);
std::string MermaidText(const FlowGraph& graph, const FlowDrawing& drawing);

}  // namespace connectguard
