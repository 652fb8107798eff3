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

}  // namespace
}  // namespace connectguard
