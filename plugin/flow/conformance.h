// What the flow language asks of each action, by data/actions.txt: the branches
// that must be there, the flow types that may hold it, its parameters.
//
// Only of flows in the flow language: the legacy export has other names for all
// of this. Actions that are not in the table ask for nothing.
//
// Thread rule: a pure function; what it answers points into the flow.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "flow/flow.h"

namespace connectguard {

struct FlowGap {
  // Stable, for scripts:
  //   flow-type          a flow of this type must not hold the action
  //   missing-error      an error branch that Amazon Connect insists on
  //   missing-condition  a condition that must be there
  //   extra-condition    the action takes no conditions, or not this one
  //   missing-next       no NextAction
  //   missing-parameter  a required parameter
  //   static-parameter   a path where only literal text is taken
  std::string_view check;
  // Yes: it is so. Unknown: that depends on holes. Never no.
  FlowAnswer answer = FlowAnswer::kYes;
  std::uint32_t action = 0;
  const Value* value = nullptr;  // The action, branch or parameter; never null.
  std::string message = {};
};

// `flow_type` is CONTACT_FLOW ... or MODULE; an empty one, or one of which the
// table has nothing, excludes no action. Ordered by action.
std::vector<FlowGap> FindGaps(const Flow& flow, std::string_view flow_type);

}  // namespace connectguard
