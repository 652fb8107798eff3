// Ways through flows: from where, to where, and past what.
#include <string>
#include <string_view>

#include "builtins/flow_answer.h"
#include "builtins/flow_functions.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;

// Asks for input at `a`; an error leads to `c`, and all ends at `e`.
std::string Flow(std::string_view error_target = "c",
                 std::string_view text = "hi") {
  return Action("a", "GetParticipantInput", "b", "{Text: hi}",
                "Errors: [{NextAction: " + std::string(error_target) +
                    ", ErrorType: NoMatchingError}]") +
         Action("b", "InvokeLambdaFunction", "e", "{LambdaFunctionARN: f}") +
         Action("c", "MessageParticipant", "e",
                "{Text: " + std::string(text) + "}") +
         Action("e", "DisconnectParticipant");
}

constexpr std::string_view kSets =
    "let inputs = flow_actions(%flows, 'collect_input')\n"
    "let errors = flow_branches(%inputs, 'error')\n"
    "let calls = flow_actions(%flows, 'lambda')\n"
    "let hi = { Text: 'hi' }\n"
    "let greeting = flow_actions(%flows, 'MessageParticipant', %hi)\n"
    "let ends = flow_actions(%flows, 'disconnect')\n";

Answer Paths(std::string_view actions, std::string_view arguments) {
  return AskFlow(actions, std::string(kSets) + "let answer = flow_paths(" +
                              std::string(arguments) + ")");
}

// ----- To the end ------------------------------------------------------------

TEST(FlowPathsToTheEndTest, LeadFromTheStart) {
  const Answer out = Paths(Flow(), "%flows, 'end', %calls");
  EXPECT_EQ(out.status, "FAIL");
  EXPECT_THAT(out.found, HasSubstr("start, Get customer input `a`, Play prompt "
                                   "`c`, Disconnect `e`"));
  EXPECT_EQ(out.paths, "/Resources/Flow/Properties/Content/Actions/3\n");
  EXPECT_EQ(Paths(Flow(), "%flows, 'end', %inputs").status, "PASS");
}

// Where the start is not known, a contact may leave at once.
TEST(FlowPathsToTheEndTest, MayBeEmpty) {
  const Answer out = AskFlow(Action("a", "DisconnectParticipant"),
                             "let answer = flow_paths(%flows, 'end', [])", "",
                             "{'Fn::Unknown': the start}");
  EXPECT_EQ(out.status, "UNKNOWN");
  // Without any start there are no ways.
  const Answer none =
      AskFlow(Action("a", "DisconnectParticipant"),
              "let answer = flow_paths(%flows, 'end', [])", "", "nowhere");
  EXPECT_EQ(none.status, "PASS");
}

TEST(FlowPathsToTheEndTest, EndAtABranchThatDangles) {
  EXPECT_EQ(Paths(Flow("nowhere"), "%errors, 'end', []").status, "FAIL");
  EXPECT_EQ(Paths(Flow("nowhere"), "%errors, %ends, []").status, "PASS");
  EXPECT_EQ(Paths(Flow(), "%errors, 'end', %greeting").status, "PASS");
}

// ----- From a branch ---------------------------------------------------------

TEST(FlowPathsFromBranchesTest, LeadToWhatFollows) {
  EXPECT_EQ(Paths(Flow(), "%errors, %greeting, []").status, "FAIL");
  EXPECT_EQ(Paths(Flow(), "%errors, %ends, []").status, "FAIL");
  EXPECT_EQ(Paths(Flow(), "%errors, %ends, %greeting").status, "PASS");
  EXPECT_EQ(Paths(Flow(), "%errors, %calls, []").status, "PASS");
}

// The message at `c` may be the greeting, or not.
TEST(FlowPathsFromBranchesTest, WhatIsPerhapsMeantLeavesItOpen) {
  const std::string flow = Flow("c", "{'Fn::Unknown': the text}");
  const Answer to = Paths(flow, "%errors, %greeting, []");
  EXPECT_EQ(to.status, "UNKNOWN");
  EXPECT_EQ(to.unknown, "a parameter of the action is not known\n");
  EXPECT_EQ(Paths(flow, "%errors, %ends, %greeting").status, "UNKNOWN");
}

TEST(FlowPathsFromBranchesTest, ThatLeadAnywhereMayLeadThere) {
  EXPECT_EQ(Paths(Flow("{'Fn::Unknown': where}"), "%errors, %calls, []").status,
            "UNKNOWN");
}

// Amazon Connect refuses such flows; which of the two is meant nobody knows.
TEST(FlowPathsFromBranchesTest, ToAnIdentifierThatRepeatsAreNotCertain) {
  const std::string twice = Flow() + Action("c", "InvokeLambdaFunction", "e",
                                            "{LambdaFunctionARN: g}");
  EXPECT_EQ(Paths(twice, "%errors, %ends, []").status, "UNKNOWN");
  EXPECT_EQ(Paths(twice, "%errors, %calls, []").status, "UNKNOWN");
  EXPECT_EQ(Paths(twice, "%errors, %inputs, []").status, "PASS");
}

// ----- What is given ---------------------------------------------------------

TEST(FlowPathArgumentsTest, AreFlowsOrActions) {
  EXPECT_THAT(Paths(Flow(), "'text', %ends, []").status,
              HasSubstr("no action of a contact flow"));
  EXPECT_THAT(Paths(Flow(), "%flows, 'nowhere', []").status,
              HasSubstr("no action of a contact flow"));
  const auto missing = [](std::string_view arguments) {
    return AskFlow(Flow(), std::string(kSets) +
                               "let missing = Resources.Missing\n"
                               "let answer = flow_paths(" +
                               std::string(arguments) + ")")
        .status;
  };
  EXPECT_EQ(missing("%missing, %ends, []"), "PASS");
  EXPECT_EQ(missing("%flows, %missing, []"), "PASS");
}

}  // namespace
}  // namespace connectguard
