// All that there is to say of a flow by itself: what is wrong with its form,
// what the language asks for and does not find, and what the analyses show that
// its author hardly means. No policy: what a contact centre wants of its flows
// is for policies to say.
//
// Thread rule: a pure function; what it answers points into the flow.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "flow/flow_graph.h"
#include "flow/paths.h"

namespace connectguard {

struct FlowRemark {
  // Stable, for scripts: those of FlowFinding and FlowGap, and
  //   unreachable       no contact can come to the action
  //   trap              a circle that no contact can leave
  //   busy-circle       a circle without input, wait or loop
  //   unlogged          a flow acts before it has switched logging on
  //   tainted-dial      callers decide which number is called
  //   tainted-callback  or called back,
  //   tainted-function  which function, flow or bot is used,
  //   tainted-flow
  //   tainted-bot
  //   tainted-ssml      or what is spoken as SSML
  std::string_view check = {};
  // At an action that no contact can come to, never more than a warning.
  FlowSeverity severity = FlowSeverity::kWarning;
  // Yes: it is so. Unknown: that depends on holes. Never no.
  FlowAnswer answer = FlowAnswer::kYes;
  std::int32_t action = -1;      // Number of the action; -1: the flow.
  const Value* value = nullptr;  // Where; never null.
  std::string message = {};
  std::string hint = {};
  // A shortest way that shows it: from the start to the action, around a
  // circle, or along what is tainted. Empty when no contact comes there.
  FlowPath path = {};
};

// Errors first, what is certain before what is not, what contacts come to
// before what they do not, shorter ways before longer ones, then as written.
// `flow_type` as for FindGaps; the checks that ask for a type are left out when
// it is empty.
std::vector<FlowRemark> ReviewFlow(const FlowGraph& graph,
                                   std::string_view flow_type);

}  // namespace connectguard
