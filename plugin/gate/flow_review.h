// The contact flows of a document, each with all that there is to say of it:
// what is wrong with it by itself (flow/review.h), and what policies found in
// it, with a way through the flow that leads there.
//
// Thread rule: a pure function. A ReviewedFlow points into the document.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "builtins/flow_index.h"
#include "document/document.h"
#include "flow/paths.h"
#include "gate/engine.h"
#include "gate/finding.h"
#include "policy/policy.h"

namespace connectguard {

inline constexpr std::string_view kFlowType = "AWS::Connect::ContactFlow";
inline constexpr std::string_view kFlowModuleType =
    "AWS::Connect::ContactFlowModule";

struct FlowIssue {
  // Of a policy. Or of the flow itself: then the check of FlowRemark stands in
  // `policy_id`, an error of the flow is of severity high and blocks, a warning
  // is low and does not, and there is no place in a policy.
  Finding finding;
  bool of_policy = false;
  std::int32_t action = -1;  // Number of the action that it is at; -1: none.
  // A shortest way that shows it, or that leads to the action; and its words:
  // "Start, Play prompt `hello`". A way that a policy has found is no longer in
  // `finding.found`.
  FlowPath path = {};
  std::string way = {};
};

struct ReviewedFlow {
  const Resource* resource = nullptr;
  std::string name;  // As the flow is called; empty when that is not known.
  std::string type;  // `CONTACT_FLOW`, `MODULE`; empty when it is not known.
  const PlannedFlow* planned = nullptr;  // Never null.
  // What blocks first, then the more severe, then the shorter way; what is
  // waived last.
  std::vector<FlowIssue> issues = {};
};

struct FlowReview {
  std::vector<ReviewedFlow> flows = {};  // Planned ones, in document order.
  // Those of `findings` that are in no flow.
  std::vector<Finding> others = {};
};

// Whether the policy speaks of contact flows or modules.
bool IsOfFlows(const Policy& policy);

// `findings` are what policies found in the same document. What a policy has
// found at an action is not said by the flow's own check of the same matter.
// `on_unknown` is for errors of the flow itself that depend on its holes.
FlowReview ReviewFlows(const Document& document,
                       std::span<const Finding> findings,
                       OnUnknown on_unknown = OnUnknown::kWarn);

}  // namespace connectguard
