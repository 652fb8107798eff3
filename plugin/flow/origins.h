// Who decides what stands in a parameter: taint analysis.
//
// The origins of a text are those of its paths; the origin of a path is that of
// the settings that reach it (settings.h), through any number of attributes, or
// what data/roots.txt says of its root. Literal text has no origin worth a
// word.
//
// "Tainted" is for the policy to say: it picks origins and sinks. The callers'
// own are kCallerAddress to kCallerForm.
//
// Thread rule: pure functions; what they answer points into the flow.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "flow/settings.h"

namespace connectguard {

enum class FlowOriginKind : std::uint8_t {
  kCallerAddress,       // The number that they call from.
  kCallerInput,         // Digits that are stored.
  kCallerWords,         // What a bot makes of what they say or type.
  kCallerMedia,         // Headers of the call.
  kCallerForm,          // What they enter in a view.
  kInheritedAttribute,  // Set by an earlier flow, a program, or a caller's app.
  // The same, since the action that would have set it has failed.
  kAttributeAfterFailure,
  kUnsetFlowAttribute,  // Empty.
  kLambda,
  kModule,
  kRecord,  // A customer profile or a case.
  kAssistant,
  kSystem,    // Amazon Connect itself.
  kConstant,  // Literal text of this flow.
  kUnknown,   // A hole, or a root that the table does not have.
};

// "caller_input": as in data/roots.txt.
std::string_view OriginName(FlowOriginKind kind);
bool IsCallers(FlowOriginKind kind);

struct FlowOrigin {
  FlowOriginKind kind = FlowOriginKind::kUnknown;
  // Whether some path surely brings it, or whether that depends on holes. The
  // origin kUnknown is never certain.
  bool certain = false;
  // The action that made the value (that stored the input, called the function,
  // holds the literal); -1: it was there before the flow.
  std::int32_t action = -1;
  // The actions through whose settings it comes, the nearest to the reader
  // first; empty when the reader reads it itself.
  std::vector<std::uint32_t> through = {};
  // The parameter where the last of them (or the reader) reads it; never null.
  const FlowParameter* read_in = nullptr;
};

// The origins of a parameter when a contact comes to the action, none when no
// contact does: ordered by kind, then action, each pair once with its shortest
// `through`.
std::vector<FlowOrigin> OriginsOf(const FlowSettings& settings,
                                  std::uint32_t action,
                                  const FlowParameter& parameter);

// A parameter in which text of others can do harm (`sink` in data/actions.txt).
struct FlowSink {
  std::uint32_t action = 0;
  const FlowParameter* parameter = nullptr;
  std::string_view sink = {};
  std::vector<FlowOrigin> origins = {};
};

// The sinks of actions that a contact can come to, as they are written. Sinks
// that are only literal text are none.
std::vector<FlowSink> FindSinks(const FlowSettings& settings);

}  // namespace connectguard
