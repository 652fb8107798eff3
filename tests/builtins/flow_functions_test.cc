// Questions about contact flows as rules ask them.
#include "builtins/flow_functions.h"

#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "builtins/builtins.h"
#include "document/dump.h"
#include "document/path.h"
#include "guard/evaluator.h"
#include "guard/parser.h"
#include "readers/yaml_reader.h"

namespace connectguard {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const FunctionTable& Functions() {
  static const FunctionTable functions = AllFunctions(ReadEmbeddedYaml);
  return functions;
}

struct Answer {
  std::string status;
  std::string found;    // The values that failed, one a line.
  std::string paths;    // Where they hang.
  std::string unknown;  // The reasons of what is unknown.
};

// What becomes of `%answer empty`. `actions` are those of one flow, in YAML;
// `lets` say what `answer` is, with `flows` for the flow.
Answer Ask(std::string_view actions, std::string_view lets,
           std::string_view type = "CONTACT_FLOW") {
  Document document;
  const std::uint16_t file = document.AddFile(
      "t.yaml",
      "Resources: {Flow: {Type: AWS::Connect::ContactFlow, Properties: "
      "{Type: " +
          std::string(type) +
          ", Content: {Version: '2019-10-30', StartAction: a, Actions: [" +
          std::string(actions) + "]}}}}\n");
  const auto root = ReadYaml(&document, file, YamlDialect::kCloudFormation);
  if (!root) {
    return {Render(root.error().diagnostic), {}, {}, {}};
  }
  document.SetRoot(*root);
  const auto rules =
      ParseRules("t.guard",
                 "let flows = Resources.*[ Type == "
                 "'AWS::Connect::ContactFlow' ]\n" +
                     std::string(lets) + "\nrule t { %answer empty }\n",
                 Functions());
  if (!rules) {
    return {Render(rules.error().diagnostic), {}, {}, {}};
  }
  const Evaluation evaluation = Evaluate(**rules, document);
  const RuleRecord& record = evaluation.rules.front();
  if (record.error) {
    return {Render(record.error->diagnostic), {}, {}, {}};
  }
  Answer answer{std::string(StatusName(record.status())), {}, {}, {}};
  for (const ClauseRecord& clause : record.clauses) {
    if (clause.unknown != nullptr) {
      answer.unknown += std::string(clause.unknown->unknown->reason) + "\n";
    } else if (clause.from != nullptr) {
      answer.found += Summarize(*clause.from, 300) + "\n";
      answer.paths += PathOf(*clause.from) + "\n";
    }
  }
  return answer;
}

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
  const Answer typed =
      Ask(kMenu, "let answer = flow_actions(%flows, 'InvokeLambdaFunction')");
  EXPECT_EQ(typed.status, "FAIL");
  EXPECT_THAT(typed.paths, HasSubstr("/Actions/1"));
  const Answer effect =
      Ask(kMenu, "let answer = flow_actions(%flows, ['speak', 'disconnect'])");
  EXPECT_THAT(effect.paths,
              AllOf(HasSubstr("/Actions/4"), Not(HasSubstr("/Actions/3"))));
}

TEST(FlowActionsTest, AsksForParameters) {
  EXPECT_EQ(Ask(kMenu,
                "let q = { StoreInput: 'true' }\n"
                "let answer = flow_actions(%flows, 'collect_input', %q)")
                .status,
            "FAIL");
  EXPECT_EQ(Ask(kMenu,
                "let q = { InputEncryption: true }\n"
                "let answer = flow_actions(%flows, 'collect_input', %q)")
                .status,
            "PASS");
  EXPECT_EQ(Ask(kMenu,
                "let q = { InputEncryption: false }\n"
                "let answer = flow_actions(%flows, 'collect_input', %q)")
                .status,
            "FAIL");
}

TEST(FlowActionsTest, AModuleMayDoAnything) {
  const Answer answer =
      Ask("{Identifier: a, Type: InvokeFlowModule, Transitions: {NextAction: "
          "e}}, {Identifier: e, Type: DisconnectParticipant}",
          "let answer = flow_actions(%flows, 'logging')");
  EXPECT_EQ(answer.status, "UNKNOWN");
  EXPECT_THAT(answer.unknown, HasSubstr("Invoke module `a` may do anything"));
}

TEST(FlowActionsTest, RefusesWordsThatItDoesNotKnow) {
  EXPECT_THAT(Ask(kMenu, "let answer = flow_actions(%flows, 'spaek')").status,
              AllOf(HasSubstr("`spaek`"), HasSubstr("speak")));
  EXPECT_THAT(Ask(kMenu, "let answer = flow_actions('x', 'speak')").status,
              HasSubstr("no contact flow"));
}

TEST(FlowPathsTest, ShowsTheShortestWayAround) {
  constexpr std::string_view kLets =
      "let queues = flow_actions(%flows, 'transfer_queue')\n"
      "let checks = flow_actions(%flows, 'lambda')\n";
  const Answer around =
      Ask(kMenu, std::string(kLets) +
                     "let answer = flow_paths(%flows, %queues, %checks)");
  EXPECT_EQ(around.status, "FAIL");
  EXPECT_EQ(around.found,
            "\"start, Get customer input `a`, Transfer to queue `c`\"\n");
  EXPECT_THAT(around.paths, HasSubstr("/Actions/2"));
  const Answer none =
      Ask(kMenu,
          "let queues = flow_actions(%flows, 'transfer_queue')\n"
          "let inputs = flow_actions(%flows, 'collect_input')\n"
          "let answer = flow_paths(%flows, %queues, %inputs)");
  EXPECT_EQ(none.status, "PASS");
}

TEST(FlowPathsTest, LeadsFromBranchesAndToTheEnd) {
  const Answer failures =
      Ask(kMenu,
          "let inputs = flow_actions(%flows, 'collect_input')\n"
          "let errors = flow_branches(%inputs, 'error')\n"
          "let calls = flow_actions(%flows, 'lambda')\n"
          "let answer = flow_paths(%errors, %calls, [])");
  EXPECT_EQ(failures.status, "PASS");
  const Answer end = Ask(kMenu,
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
  EXPECT_EQ(Ask(kFlow, std::string(kLets) +
                           "let answer = flow_unguarded(%queues, %checks)")
                .status,
            "FAIL");
  EXPECT_EQ(Ask(kFlow, std::string(kLets) +
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
  const Answer answer = Ask(kFlow,
                            "let queues = flow_actions(%flows, 'set_queue')\n"
                            "let answer = flow_values(%queues, 'QueueId')");
  EXPECT_EQ(answer.found, "\"sales\"\n\"$.External.q\"\n");
}

TEST(FlowOriginsTest, AsksForKindsAndForActions) {
  const Answer kinds = Ask(kMenu,
                           "let calls = flow_actions(%flows, 'lambda')\n"
                           "let answer = flow_origins(%calls, 'lambda_input', "
                           "'caller_input')");
  EXPECT_EQ(kinds.status, "FAIL");
  EXPECT_THAT(
      kinds.found,
      HasSubstr("what the caller enters (from Get customer input `a`)"));
  const Answer makers =
      Ask(kMenu,
          "let calls = flow_actions(%flows, 'lambda')\n"
          "let inputs = flow_actions(%flows, 'collect_input')\n"
          "let answer = flow_origins(%calls, "
          "'LambdaInvocationAttributes', %inputs)");
  EXPECT_EQ(makers.status, "FAIL");
  const Answer others =
      Ask(kMenu,
          "let calls = flow_actions(%flows, 'lambda')\n"
          "let queues = flow_actions(%flows, 'transfer_queue')\n"
          "let answer = flow_origins(%calls, 'lambda_input', %queues)");
  EXPECT_EQ(others.status, "PASS");
}

TEST(FlowStateTest, ShowsTheWayOnWhichItIsSo) {
  const Answer answer =
      Ask(kMenu,
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
  const Answer answer =
      Ask(kFlow, "let answer = flow_problems(%flows, 'dangling-transition')");
  EXPECT_THAT(answer.found,
              AllOf(HasSubstr("`gone`"), Not(HasSubstr("`lost`"))));
  EXPECT_EQ(Ask(kFlow, "let answer = flow_unreachable(%flows)").paths,
            "/Resources/Flow/Properties/Content/Actions/1\n");
}

TEST(FlowFunctionsTest, AnswerNothingWhereThereAreNoFlows) {
  EXPECT_EQ(Ask("",
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
    return Ask(kMenu, std::string(kLets) + std::string(let)).paths;
  };
  EXPECT_EQ(paths("let answer = flow_both(%both, %calls)"),
            "/Resources/Flow/Properties/Content/Actions/1\n");
  EXPECT_EQ(paths("let answer = flow_without(%both, %calls)"),
            "/Resources/Flow/Properties/Content/Actions/0\n");
}

}  // namespace
}  // namespace connectguard
