// A map of flows as a picture: the text of a graph for Graphviz (dot) or
// Mermaid.
//
// Flows and modules are boxes, the others rounded. What is not among the inputs
// has a dashed border, what is not known a question mark. Links that only
// perhaps lead somewhere are dotted. Flows that nothing leads to are grey, and
// places of a circle between flows are orange.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "flow/flow_map.h"

namespace connectguard {

std::string DotText(const FlowMap& map);
std::string MermaidText(const FlowMap& map);

}  // namespace connectguard
