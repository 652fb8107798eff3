// Flows that nobody would write: findings or unknowns, soon, and never a crash.
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/limits.h"
#include "flow/dominance.h"
#include "flow/drawing.h"
#include "flow/flow_graph.h"
#include "flow/flow_map.h"
#include "flow/flow_source.h"
#include "flow/loops.h"
#include "flow/origins.h"
#include "flow/paths.h"
#include "flow/review.h"
#include "flow/settings.h"
#include "flow/states.h"

namespace connectguard::testing {
namespace {

// The longest of these takes seconds. What never ends, ctest ends.
void AnalyseAll(const std::string& json) {
  const FlowSource source = ReadSource(json);
  const FlowGraph graph(source.flow);
  const FlowDominance dominance(graph);
  const FlowSettings settings(graph);
  const FlowStates states(graph, FlowTopic::kLogging);
  FindSinks(settings);
  FindLoops(graph, FlowWorld::kPossible);
  CircleAvoiding(graph, NoMarks(source.flow));
  SomePath(graph, graph.Entry(), MarkEffect(source.flow, "transfer_queue"),
           NoMarks(source.flow));
  EXPECT_LE(ReviewFlow(graph, "CONTACT_FLOW").size(), limits::kMaxFlowFindings);
  FindTargets(settings);
  EXPECT_FALSE(DotText(graph, {}).empty());
  EXPECT_LE(source.flow.findings.size(), limits::kMaxFlowFindings);
}

std::string Repeated(const std::string& text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) {
    all += (i == 0 ? "" : ",") + text;
  }
  return all;
}

TEST(HostileTest, HundredThousandActions) {
  AnalyseAll(FlowOf("a", Repeated(ActionOf("a", "Compare"), 100'000)));
}

TEST(HostileTest, EveryActionHasTheSameName) {
  const std::string errors =
      Repeated(R"({"NextAction": "a", "ErrorType": "x"})", 50);
  AnalyseAll(FlowOf(
      "a", Repeated(ActionOf("a", "Wait",
                             R"("Transitions": {"Errors": [)" + errors + "]}"),
                    5'000)));
}

TEST(HostileTest, OneActionHasManyBranches) {
  AnalyseAll(FlowOf(
      "a", ActionOf("a", "UpdateContactAttributes",
                    R"("Parameters": {"Attributes": {"x": "$.Attributes.x"}},
                       "Transitions": {"Errors": [)" +
                        Repeated(R"({"NextAction": "a", "ErrorType": "x"})",
                                 200'000) +
                        "]}")));
}

TEST(HostileTest, ManyAttributesGoRound) {
  std::string actions;
  for (int i = 0; i < 3'000; ++i) {
    actions += (i == 0 ? "" : ",") +
               ActionOf(fmt::format("a{}", i), "UpdateContactAttributes",
                        fmt::format(
                            R"("Parameters": {{"Attributes":
                              {{"x{}": "$.Attributes.x{}", "y": "$.Attributes.y"}}}},
                              "Transitions": {{"NextAction": "a{}"}})",
                            i, (i + 1) % 3'000, (i + 1) % 3'000));
  }
  AnalyseAll(FlowOf("a0", actions));
}

TEST(HostileTest, MegabytesOfPaths) {
  std::string text;
  for (int i = 0; i < 1'000'000; ++i) {
    text += "$.a";
  }
  AnalyseAll(
      FlowOf("a", ActionOf("a", "MessageParticipant",
                           R"("Parameters": {"Text": ")" + text + "\"}")));
}

TEST(HostileTest, LongNamesDoNotMultiply) {
  const std::string key(1'000'000, 'k');
  AnalyseAll(FlowOf("a", ActionOf("a", "UpdateContactAttributes",
                                  R"("Parameters": {")" + key + R"(": [)" +
                                      Repeated("{\"x\": 1}", 200'000) + "]}")));
}

TEST(HostileTest, ManyWrongThings) {
  AnalyseAll(FlowOf("a", Repeated("1", 4'000)));
  AnalyseAll(FlowOf("a", ActionOf("a", "Wait",
                                  R"("Transitions": {"Errors": [)" +
                                      Repeated("1", 1'000'000) + "]}")));
  const FlowSource source = ReadSource(FlowOf("a", Repeated("1", 4'000)));
  EXPECT_EQ(source.flow.findings.back().check, "more-findings");
}

TEST(HostileTest, ManyLegacyParameters) {
  AnalyseAll(
      R"({"start": "a", "modules": [{"id": "a", "type": "SetAttributes",
                  "parameters": [)" +
      Repeated(R"({"name": "Attribute", "key": "k", "value": "v"})", 100'000) +
      "]}]}");
}

TEST(HostileTest, DeepParameters) {
  std::string open;
  std::string close;
  for (int i = 0; i < limits::kMaxDepth - 10; ++i) {
    open += "{\"deep\": ";
    close += "}";
  }
  AnalyseAll(FlowOf(
      "a", ActionOf("a", "Wait", R"("Parameters": )" + open + "1" + close)));
}

}  // namespace
}  // namespace connectguard::testing
