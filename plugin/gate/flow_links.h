// From documents to the map of their flows: which flow, module or queue each
// action names, and what quick connects, phone numbers and other resources lead
// to a flow.
//
// Names are followed as rules follow them (builtins/reference_index.h), and
// ARNs and ids from one document to the others. What names nothing among the
// inputs is elsewhere; what depends on the contact, or on what is not known
// yet, is unknown. A file of a flow alone names its targets by ids that no file
// has; then the names that the editor keeps beside them make a link that is
// possible, never one that is certain.
//
// Thread rule: a pure function; the map owns all its text.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "document/document.h"
#include "flow/flow_map.h"
#include "gate/flow_review.h"

namespace connectguard {

struct FlowsOfDocument {
  const Document* document = nullptr;
  const std::vector<ReviewedFlow>* flows = nullptr;
};

// Flows and modules stand first, in the order given.
FlowMap MapFlows(std::span<const FlowsOfDocument> documents);

}  // namespace connectguard
