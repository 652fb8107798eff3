// Any bytes as a contact flow: findings, never an error, and every analysis has
// an answer that agrees with what is certain elsewhere.
#include <string>

#include "flow/dominance.h"
#include "flow/drawing.h"
#include "flow/flow.h"
#include "flow/flow_graph.h"
#include "flow/flow_map.h"
#include "flow/loops.h"
#include "flow/origins.h"
#include "flow/paths.h"
#include "flow/review.h"
#include "flow/settings.h"
#include "flow/states.h"
#include "fuzz/fuzzed.h"
#include "readers/json_reader.h"

namespace connectguard::testing {
namespace {

void CheckAction(const FlowGraph& graph, const FlowDominance& dominance,
                 const FlowSettings& settings, std::uint32_t action) {
  const FlowAnswer reachable = settings.reachable()[action];
  const bool certain = reachable == FlowAnswer::kYes;
  Require(ShortestPathTo(graph, action, FlowWorld::kCertain).empty() != certain,
          "a reachable action has a path, and only such a one");
  Require(dominance.Dominates(action, action) == FlowAnswer::kYes,
          "an action dominates itself");
  for (const FlowParameter& parameter :
       graph.flow().actions[action].parameters) {
    for (const FlowOrigin& origin : OriginsOf(settings, action, parameter)) {
      Require(certain || !origin.certain, "origins are no more certain");
    }
    ConstantsOf(settings, action, parameter);
  }
}

void Analyse(const Value& root) {
  const Flow flow = ReadFlow(root);
  for (const FlowFinding& finding : flow.findings) {
    Require(finding.value != nullptr && !finding.message.empty(),
            "a finding says what and where");
  }
  const FlowGraph graph(flow);
  const FlowDominance dominance(graph);
  const FlowSettings settings(graph);
  for (std::uint32_t i = 0; i < graph.action_count() && i < 50; ++i) {
    CheckAction(graph, dominance, settings, i);
  }
  for (std::size_t topic = 0; topic < kFlowTopics; ++topic) {
    const FlowStates states(graph, static_cast<FlowTopic>(topic));
    for (std::uint32_t i = 0; i < graph.action_count() && i < 50; ++i) {
      Require(states.Witness(i, FlowState::kOn).answer ==
                  states.Sometimes(i, FlowState::kOn),
              "a state has a witness");
    }
  }
  FindSinks(settings);
  for (const FlowLoop& loop : FindLoops(graph, FlowWorld::kPossible)) {
    IsTrap(loop);
  }
  CircleAvoiding(graph, MarkEffect(flow, "wait"));
  for (const FlowRemark& remark : ReviewFlow(graph, "CONTACT_FLOW")) {
    Require(remark.value != nullptr && !remark.message.empty() &&
                remark.answer != FlowAnswer::kNo,
            "a remark says what and where");
  }
  FindTargets(settings);
  Require(!DotText(graph, {.notes = NotesOfFindings(flow)}).empty() &&
              !MermaidText(graph, {.notes = NotesOfFindings(flow)}).empty(),
          "a flow can be drawn");
}

}  // namespace
}  // namespace connectguard::testing

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace connectguard;           // NOLINT: a target, no library.
  using namespace connectguard::testing;  // NOLINT
  Document document;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::uint16_t file = document.AddFile("fuzzed.json", text);
  if (const auto root = ReadJson(&document, file)) {
    Analyse(**root);
  }
  return 0;
}
