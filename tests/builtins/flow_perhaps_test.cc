// Flows that a rule may or may not mean: what is found in them is not certain,
// and the reason is what is not known of the flow.
#include <string>
#include <string_view>

#include "builtins/flow_answer.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;

// Collects digits, calls a function and goes round; what it needs is missing in
// many places.
std::string Resources(std::string_view name) {
  std::string flow = FlowResource(
      "Flow", "ContactFlow",
      Action("a", "GetParticipantInput", "b",
             "{StoreInput: 'True', Text: hi}") +
          Action("b", "TransferParticipantToThirdParty", "c",
                 "{ThirdPartyPhoneNumber: '$.StoredCustomerInput'}") +
          Action("c", "UpdateFlowLoggingBehavior", "d",
                 "{FlowLoggingBehavior: Disabled}") +
          Action("d", "InvokeLambdaFunction", "a", "{LambdaFunctionARN: f}",
                 "Errors: [{NextAction: e, ErrorType: NoMatchingError}]") +
          Action("e", "MessageParticipant", "", "{Text: bye}") +
          Action("f", "DisconnectParticipant"));
  const std::string wanted = "Name: Flow";
  return flow.replace(flow.find(wanted), wanted.size(),
                      "Name: " + std::string(name));
}

// Asks about the flow that is called `main`.
Answer Ask(std::string_view name, std::string_view lets) {
  return AnswerOf(*Template(Resources(name)),
                  "let flows = Resources.*[ Properties.Name == 'main' ]\n"
                  "let actions = flow_actions(%flows, '*')\n"
                  "let inputs = flow_actions(%flows, 'collect_input')\n"
                  "let dials = flow_actions(%flows, 'dial')\n"
                  "let calls = flow_actions(%flows, 'lambda')\n"
                  "let answer = " +
                      std::string(lets));
}

constexpr const char* kFindings[] = {
    "flow_actions(%flows, 'lambda')",
    "flow_unreachable(%flows)",
    "flow_problems(%flows, 'missing-error')",
    "flow_paths(%flows, %calls, [])",
    "flow_paths(%flows, 'end', [])",
    "flow_paths(%inputs, %calls, [])",
    "flow_unguarded(%calls, [])",
    "flow_circles(%flows, [])",
    "flow_dead_ends(%flows)",
    "flow_state(%calls, 'logging', 'off')",
    "flow_origins(%actions, 'ThirdPartyPhoneNumber', 'caller_input')",
    "flow_texts(%inputs, 'Text')",
    "flow_values(%calls, 'LambdaFunctionARN')",
    "flow_branches(%calls, 'error')",
};

TEST(FlowPerhapsTest, WhatIsFoundInAFlowThatIsMeantIsFound) {
  for (const char* finding : kFindings) {
    EXPECT_EQ(Ask("main", finding).status, "FAIL") << finding;
    EXPECT_EQ(Ask("other", finding).status, "PASS") << finding;
  }
}

TEST(FlowPerhapsTest, WhatIsFoundInAFlowThatIsPerhapsMeantIsNotCertain) {
  for (const char* finding : kFindings) {
    const Answer answer = Ask("{'Fn::Unknown': the name}", finding);
    EXPECT_EQ(answer.status, "UNKNOWN") << finding;
    EXPECT_THAT(answer.unknown, HasSubstr("the name")) << finding;
  }
}

// Given twice, as one that is perhaps meant and as one that surely is.
TEST(FlowPerhapsTest, OneCertainMentionIsEnough) {
  const auto status = [](std::string_view given) {
    return AnswerOf(*Template(Resources("{'Fn::Unknown': the name}")),
                    "let perhaps = Resources.*[ Properties.Name == 'main' ]\n"
                    "let some_calls = flow_actions(%perhaps, 'lambda')\n"
                    "let all_calls = flow_actions(Resources.*, 'lambda')\n"
                    "let calls = flow_either(" +
                        std::string(given) +
                        ")\nlet answer = flow_unguarded(%calls, [])")
        .status;
  };
  EXPECT_EQ(status("%some_calls, %all_calls"), "FAIL");
  EXPECT_EQ(status("%all_calls, %some_calls"), "FAIL");
  EXPECT_EQ(status("%some_calls, %some_calls"), "UNKNOWN");
}

// Flows and actions may be given by what is inside them, and so several times.
Answer AskParts(std::string_view tags, std::string_view parameters,
                std::string_view lets) {
  std::string flow =
      FlowResource("Flow", "ContactFlow",
                   Action("a", "InvokeLambdaFunction", "b", parameters) +
                       Action("b", "InvokeLambdaFunction", "c", parameters) +
                       Action("c", "DisconnectParticipant"));
  const std::string name = "Name: Flow";
  flow.replace(flow.find(name), name.size(), "Tags: " + std::string(tags));
  return AnswerOf(*Template(flow), lets);
}

TEST(FlowPerhapsTest, OneCertainPartOfAFlowIsEnough) {
  const auto status = [](std::string_view tags) {
    return AskParts(tags, "{LambdaFunctionARN: f}",
                    "let tags = Resources.Flow.Properties.Tags[ Key == 'k' ]\n"
                    "let answer = flow_actions(%tags, 'disconnect')")
        .status;
  };
  EXPECT_EQ(status("[{Key: {'Fn::Unknown': x}}, {Key: k}]"), "FAIL");
  EXPECT_EQ(status("[{Key: k}, {Key: {'Fn::Unknown': x}}]"), "FAIL");
  EXPECT_EQ(status("[{Key: {'Fn::Unknown': x}}, {Key: {'Fn::Unknown': y}}]"),
            "UNKNOWN");
}

TEST(FlowPerhapsTest, OneCertainPartOfAnActionIsEnough) {
  const auto status = [](std::string_view parameters) {
    return AskParts("[]", parameters,
                    "let calls = flow_actions(Resources.Flow, 'lambda')\n"
                    "let all = %calls.Parameters.*\n"
                    "let parts = %all[ this == /^f/ ]\n"
                    "let answer = flow_unguarded(%parts, [])")
        .status;
  };
  EXPECT_EQ(status("{Other: {'Fn::Unknown': x}, LambdaFunctionARN: f}"),
            "FAIL");
  EXPECT_EQ(status("{LambdaFunctionARN: f, Other: {'Fn::Unknown': x}}"),
            "FAIL");
  EXPECT_EQ(status("{LambdaFunctionARN: {'Fn::Unknown': x}, Other: "
                   "{'Fn::Unknown': y}}"),
            "UNKNOWN");
}

}  // namespace
}  // namespace connectguard
