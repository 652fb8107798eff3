// Questions about contact flows as rules ask them.
#include "builtins/flow_functions.h"

#include <string>
#include <string_view>

#include "builtins/flow_answer.h"

namespace connectguard {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kMenu =
    "{Identifier: a, Type: GetParticipantInput, Parameters: {StoreInput: "
    "'True', Text: hello}, Transitions: {NextAction: b, Errors: [{NextAction: "
    "c, ErrorType: NoMatchingError}]}},"
    "{Identifier: b, Type: InvokeLambdaFunction, Parameters: "
    "{LambdaFunctionARN: f, LambdaInvocationAttributes: {x: "
    "$.StoredCustomerInput}}, Transitions: {NextAction: c, Errors: "
    "[{NextAction: c, ErrorType: NoMatchingError}]}},"
    "{Identifier: c, Type: TransferContactToQueue, Transitions: {NextAction: "
    "e}},"
    "{Identifier: d, Type: MessageParticipant, Parameters: {Text: left}, "
    "Transitions: {NextAction: e}},"
    "{Identifier: e, Type: DisconnectParticipant}";

TEST(FlowActionsTest, SelectsByTypeAndEffectWhatContactsComeTo) {
  const Answer typed = AskFlow(
      kMenu, "let answer = flow_actions(%flows, 'InvokeLambdaFunction')");
  EXPECT_EQ(typed.status, "FAIL");
  EXPECT_THAT(typed.paths, HasSubstr("/Actions/1"));
  const Answer effect = AskFlow(
      kMenu, "let answer = flow_actions(%flows, ['speak', 'disconnect'])");
  EXPECT_THAT(effect.paths,
              AllOf(HasSubstr("/Actions/4"), Not(HasSubstr("/Actions/3"))));
}

TEST(FlowActionsTest, AsksForParameters) {
  EXPECT_EQ(AskFlow(kMenu,
                    "let q = { StoreInput: 'true' }\n"
                    "let answer = flow_actions(%flows, 'collect_input', %q)")
                .status,
            "FAIL");
  EXPECT_EQ(AskFlow(kMenu,
                    "let q = { InputEncryption: true }\n"
                    "let answer = flow_actions(%flows, 'collect_input', %q)")
                .status,
            "PASS");
  EXPECT_EQ(AskFlow(kMenu,
                    "let q = { InputEncryption: false }\n"
                    "let answer = flow_actions(%flows, 'collect_input', %q)")
                .status,
            "FAIL");
}

TEST(FlowActionsTest, AModuleMayDoAnything) {
  const Answer answer = AskFlow(
      "{Identifier: a, Type: InvokeFlowModule, Transitions: {NextAction: "
      "e}}, {Identifier: e, Type: DisconnectParticipant}",
      "let answer = flow_actions(%flows, 'logging')");
  EXPECT_EQ(answer.status, "UNKNOWN");
  EXPECT_THAT(answer.unknown, HasSubstr("Invoke module `a` may do anything"));
}

TEST(FlowActionsTest, RefusesWordsThatItDoesNotKnow) {
  EXPECT_THAT(
      AskFlow(kMenu, "let answer = flow_actions(%flows, 'spaek')").status,
      AllOf(HasSubstr("`spaek`"), HasSubstr("speak")));
  EXPECT_THAT(AskFlow(kMenu, "let answer = flow_actions('x', 'speak')").status,
              HasSubstr("no contact flow"));
}

TEST(FlowPathsTest, ShowsTheShortestWayAround) {
  constexpr std::string_view kLets =
      "let queues = flow_actions(%flows, 'transfer_queue')\n"
      "let checks = flow_actions(%flows, 'lambda')\n";
  const Answer around =
      AskFlow(kMenu, std::string(kLets) +
                         "let answer = flow_paths(%flows, %queues, %checks)");
  EXPECT_EQ(around.status, "FAIL");
  EXPECT_EQ(around.found,
            "\"start, Get customer input `a`, Transfer to queue `c`\"\n");
  EXPECT_THAT(around.paths, HasSubstr("/Actions/2"));
  const Answer none =
      AskFlow(kMenu,
              "let queues = flow_actions(%flows, 'transfer_queue')\n"
              "let inputs = flow_actions(%flows, 'collect_input')\n"
              "let answer = flow_paths(%flows, %queues, %inputs)");
  EXPECT_EQ(none.status, "PASS");
}

TEST(FlowPathsTest, LeadsFromBranchesAndToTheEnd) {
  const Answer failures =
      AskFlow(kMenu,
              "let inputs = flow_actions(%flows, 'collect_input')\n"
              "let errors = flow_branches(%inputs, 'error')\n"
              "let calls = flow_actions(%flows, 'lambda')\n"
              "let answer = flow_paths(%errors, %calls, [])");
  EXPECT_EQ(failures.status, "PASS");
  const Answer end =
      AskFlow(kMenu,
              "let inputs = flow_actions(%flows, 'collect_input')\n"
              "let errors = flow_branches(%inputs, 'error')\n"
              "let answer = flow_paths(%errors, 'end', [])");
  EXPECT_THAT(end.found, HasSubstr("Transfer to queue `c`"));
}

TEST(FlowUnguardedTest, AGuardThatFailsIsNone) {
  constexpr std::string_view kFlow =
      "{Identifier: a, Type: InvokeLambdaFunction, Transitions: {NextAction: "
      "c, Errors: [{NextAction: c, ErrorType: NoMatchingError}]}},"
      "{Identifier: c, Type: TransferContactToQueue, Transitions: {NextAction: "
      "e}}, {Identifier: e, Type: DisconnectParticipant}";
  constexpr std::string_view kLets =
      "let queues = flow_actions(%flows, 'transfer_queue')\n"
      "let checks = flow_actions(%flows, 'lambda')\n";
  EXPECT_EQ(AskFlow(kFlow, std::string(kLets) +
                               "let answer = flow_unguarded(%queues, %checks)")
                .status,
            "FAIL");
  EXPECT_EQ(
      AskFlow(kFlow, std::string(kLets) +
                         "let answer = flow_paths(%flows, %queues, %checks)")
          .status,
      "PASS");
}

TEST(FlowValuesTest, GivesConstantsAndWhatIsDecidedElsewhere) {
  constexpr std::string_view kFlow =
      "{Identifier: a, Type: UpdateFlowAttributes, Parameters: "
      "{FlowAttributes: {q: {Value: sales}}}, Transitions: {NextAction: b, "
      "Errors: [{NextAction: e, ErrorType: NoMatchingError}]}},"
      "{Identifier: b, Type: UpdateContactTargetQueue, Parameters: {QueueId: "
      "$.FlowAttributes.q}, Transitions: {NextAction: c}},"
      "{Identifier: c, Type: UpdateContactTargetQueue, Parameters: {QueueId: "
      "$.External.q}, Transitions: {NextAction: e}},"
      "{Identifier: e, Type: DisconnectParticipant}";
  const Answer answer =
      AskFlow(kFlow,
              "let queues = flow_actions(%flows, 'set_queue')\n"
              "let answer = flow_values(%queues, 'QueueId')");
  EXPECT_EQ(answer.found, "\"sales\"\n\"$.External.q\"\n");
}

TEST(FlowValuesTest, GivesTextsAsTheyAreWritten) {
  const Answer answer = AskFlow(kMenu,
                                "let calls = flow_actions(%flows, 'lambda')\n"
                                "let answer = flow_texts(%calls, '')");
  EXPECT_EQ(answer.found, "\"f\"\n\"$.StoredCustomerInput\"\n");
}

TEST(FlowOriginsTest, AsksForKindsAndForActions) {
  const Answer kinds =
      AskFlow(kMenu,
              "let calls = flow_actions(%flows, 'lambda')\n"
              "let answer = flow_origins(%calls, 'lambda_input', "
              "'caller_input')");
  EXPECT_EQ(kinds.status, "FAIL");
  EXPECT_THAT(
      kinds.found,
      HasSubstr("what the caller enters (from Get customer input `a`)"));
  const Answer makers =
      AskFlow(kMenu,
              "let calls = flow_actions(%flows, 'lambda')\n"
              "let inputs = flow_actions(%flows, 'collect_input')\n"
              "let answer = flow_origins(%calls, "
              "'LambdaInvocationAttributes', %inputs)");
  EXPECT_EQ(makers.status, "FAIL");
  const Answer others =
      AskFlow(kMenu,
              "let calls = flow_actions(%flows, 'lambda')\n"
              "let queues = flow_actions(%flows, 'transfer_queue')\n"
              "let answer = flow_origins(%calls, 'lambda_input', %queues)");
  EXPECT_EQ(others.status, "PASS");
}

TEST(FlowStateTest, ShowsTheWayOnWhichItIsSo) {
  const Answer answer =
      AskFlow(kMenu,
              "let inputs = flow_actions(%flows, 'collect_input')\n"
              "let answer = flow_state(%inputs, 'logging', ['off', "
              "'inherited'])");
  EXPECT_EQ(answer.found, "\"start, Get customer input `a`\"\n");
}

TEST(FlowProblemsTest, SpeaksOfWhatContactsComeTo) {
  constexpr std::string_view kFlow =
      "{Identifier: a, Type: MessageParticipant, Transitions: {NextAction: "
      "gone}}, {Identifier: b, Type: MessageParticipant, Transitions: "
      "{NextAction: lost}}";
  const Answer answer = AskFlow(
      kFlow, "let answer = flow_problems(%flows, 'dangling-transition')");
  EXPECT_THAT(answer.found,
              AllOf(HasSubstr("`gone`"), Not(HasSubstr("`lost`"))));
  EXPECT_EQ(AskFlow(kFlow, "let answer = flow_unreachable(%flows)").paths,
            "/Resources/Flow/Properties/Content/Actions/1\n");
}

TEST(FlowFunctionsTest, AnswerNothingWhereThereAreNoFlows) {
  EXPECT_EQ(AskFlow("",
                    "let none = %flows[ Type == 'x' ]\n"
                    "let answer = flow_actions(%none, '*')")
                .status,
            "PASS");
}

TEST(FlowSetsTest, JoinAndPartActions) {
  constexpr std::string_view kLets =
      "let inputs = flow_actions(%flows, 'collect_input')\n"
      "let calls = flow_actions(%flows, 'lambda')\n"
      "let both = flow_either(%inputs, %calls)\n";
  const auto paths = [&](std::string_view let) {
    return AskFlow(kMenu, std::string(kLets) + std::string(let)).paths;
  };
  EXPECT_EQ(paths("let answer = flow_both(%both, %calls)"),
            "/Resources/Flow/Properties/Content/Actions/1\n");
  EXPECT_EQ(paths("let answer = flow_without(%both, %calls)"),
            "/Resources/Flow/Properties/Content/Actions/0\n");
}

}  // namespace
}  // namespace connectguard
