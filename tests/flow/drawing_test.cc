#include "flow/drawing.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "flow/flow_source.h"

namespace connectguard::testing {
namespace {

using ::testing::HasSubstr;

const char* const kFlow = R"({"Version": "2019-10-30", "StartAction": "hi",
  "Actions": [
    {"Identifier": "hi", "Type": "MessageParticipant", "Transitions":
      {"NextAction": "ask"}},
    {"Identifier": "ask", "Type": "GetParticipantInput", "Transitions":
      {"NextAction": "bye",
       "Conditions": [{"NextAction": "hi", "Condition":
           {"Operator": "Equals", "Operands": ["\"1\""]}},
         {"NextAction": "hi", "Condition":
           {"Operator": "Equals", "Operands": ["2"]}}],
       "Errors": [{"NextAction": "bye", "ErrorType": "NoMatchingError"},
                  {"NextAction": "gone", "ErrorType": "NoMatchingCondition"},
                  {"NextAction": "?", "ErrorType": "InputTimeLimitExceeded"}]}},
    {"Identifier": "bye", "Type": "DisconnectParticipant"},
    {"Identifier": "<old>", "Type": "Loop"}]})";

TEST(DrawingTest, WritesDot) {
  const FlowSource source = ReadSource(kFlow);
  const FlowGraph graph(source.flow);
  EXPECT_EQ(DotText(graph, {.title = "a \"flow\"",
                            .notes = NotesOfFindings(source.flow),
                            .path = {0, 1, 2}}),
            R"(digraph flow {
  node [shape=box, fillcolor=white, fontname="sans-serif"];
  edge [fontname="sans-serif", fontsize=10];
  label="a \"flow\"";
  start [shape=circle, label="start"];
  a0 [label="Play prompt\nhi", penwidth=3, style="filled"];
  a1 [label="Get customer input\nask\na transition leads to `gone`, which is no action of the flow", fillcolor="mistyrose", color="red3", penwidth=3, style="filled"];
  a2 [label="Disconnect\nbye", peripheries=2, penwidth=3, style="filled"];
  a3 [label="Loop\n<old>", peripheries=2, style="filled,dashed"];
  missing0 [label="missing", color="red3"];
  anywhere [label="any action", style="dashed"];
  a0 -> a1 [style="solid", penwidth=3];
  a1 -> a2 [style="solid", label="NoMatchingError", penwidth=3];
  a1 -> a0 [style="solid", label="Equals \"1\"\nEquals 2"];
  a1 -> missing0 [style="dashed", label="NoMatchingCondition"];
  a1 -> anywhere [style="dotted", label="InputTimeLimitExceeded"];
  start -> a0 [style="solid", penwidth=3];
}
)");
}

TEST(DrawingTest, WritesMermaid) {
  const FlowSource source = ReadSource(kFlow);
  const FlowGraph graph(source.flow);
  EXPECT_EQ(MermaidText(graph, {.notes = {{.action = 0,
                                           .severity = FlowSeverity::kWarning,
                                           .text = "say \"[hello]\""}},
                                .path = {0, 1}}),
            R"(flowchart TD
  start(("start"))
  a0["Play prompt<br/>hi<br/>say #34;#91;hello#93;#34;"]:::warning
  a1["Get customer input<br/>ask"]
  a2[["Disconnect<br/>bye"]]
  a3[["Loop<br/>#60;old#62;"]]:::perhaps
  missing0["missing"]:::error
  anywhere["any action"]:::perhaps
  a0 ==> a1
  a1 -->|"NoMatchingError"| a2
  a1 -->|"Equals #34;1#34;<br/>Equals 2"| a0
  a1 -.->|"NoMatchingCondition"| missing0
  a1 -.->|"InputTimeLimitExceeded"| anywhere
  start ==> a0
  classDef error fill:#ffe4e1,stroke:#cd0000
  classDef warning fill:#ffffe0,stroke:#cd8500
  classDef unreachable fill:#f5f5f5,stroke:#b3b3b3,color:#7f7f7f
  classDef perhaps stroke-dasharray:4
)");
}

TEST(DrawingTest, GreysWhatNobodyComesTo) {
  const FlowSource source =
      ReadSource(FlowOf("a", ActionOf("a", "DisconnectParticipant") + "," +
                                 ActionOf("b", "DisconnectParticipant")));
  const FlowGraph graph(source.flow);
  EXPECT_THAT(DotText(graph, {}), HasSubstr("a1 [label=\"Disconnect\\nb\", "
                                            "color=\"gray70\", "
                                            "fontcolor=\"gray50\""));
  EXPECT_THAT(MermaidText(graph, {}), HasSubstr("b\"]]:::unreachable"));
}

}  // namespace
}  // namespace connectguard::testing
