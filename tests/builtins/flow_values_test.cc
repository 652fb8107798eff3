// What stands in actions of flows: values, texts, names and branches.
#include <string>
#include <string_view>

#include "builtins/flow_answer.h"
#include "builtins/flow_functions.h"
#include "builtins/sample_document.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;

const std::string& End() {
  static const std::string end = Action("e", "DisconnectParticipant");
  return end;
}

// ----- flow_values -----------------------------------------------------------

Answer Values(std::string_view actions, std::string_view path = "QueueId",
              std::string_view chosen =
                  "let queues = flow_actions(%flows, 'set_queue')") {
  return AskFlow(std::string(actions) + End(),
                 std::string(chosen) + "\nlet answer = flow_values(%queues, '" +
                     std::string(path) + "')");
}

std::string SetQueue(std::string_view id, std::string_view next,
                     std::string_view queue) {
  return Action(id, "UpdateContactTargetQueue", next,
                "{QueueId: " + std::string(queue) + "}");
}

TEST(FlowValuesTest, AreTheNodesThatSayIt) {
  const Answer literal = Values(SetQueue("a", "e", "sales"));
  EXPECT_EQ(literal.found, "\"sales\"\n");
  EXPECT_EQ(
      literal.paths,
      "/Resources/Flow/Properties/Content/Actions/0/Parameters/QueueId\n");
  // A number is the text that Amazon Connect takes it for.
  EXPECT_EQ(Values(SetQueue("a", "e", "5")).found, "\"5\"\n");
  EXPECT_EQ(Values(SetQueue("a", "e", "true")).found, "\"true\"\n");
  // What is empty says nothing else.
  EXPECT_EQ(Values(SetQueue("a", "e", "[]")).found, "[]\n");
  EXPECT_EQ(Values(SetQueue("a", "e", "{}")).found, "{}\n");
}

TEST(FlowValuesTest, OfSensitiveNumbersAreSensitive) {
  const SampleDocument sample(R"({"Flow": {
    "Type": "AWS::Connect::ContactFlow", "Properties": {"Content": {
      "StartAction": "a", "Actions": [{
        "Identifier": "a", "Type": "UpdateContactTargetQueue",
        "Parameters": {"QueueId": {"$sensitive": 5}}}]}}}})");
  const Answer answer = AnswerOf(
      sample.document(),
      "let flows = Resources.*[ Type == 'AWS::Connect::ContactFlow' ]\n"
      "let queues = flow_actions(%flows, 'set_queue')\n"
      "let answer = flow_values(%queues, 'QueueId')");
  EXPECT_EQ(answer.status, "FAIL");
  EXPECT_EQ(answer.found, "(sensitive)\n");
}

TEST(FlowValuesTest, OfAnAttributeAreWhatTheFlowSets) {
  const auto with = [](std::string_view value) {
    return Values(
        Action("a", "UpdateFlowAttributes", "b",
               "{FlowAttributes: {q: {Value: " + std::string(value) + "}}}") +
        SetQueue("b", "e", "$.FlowAttributes.q"));
  };
  EXPECT_EQ(with("sales").found, "\"sales\"\n");
  EXPECT_EQ(with("5").found, "\"5\"\n");
  const Answer open = with("{'Fn::Unknown': which queue}");
  EXPECT_EQ(open.status, "UNKNOWN");
  EXPECT_THAT(open.unknown, HasSubstr("what the attribute is set to"));
}

TEST(FlowValuesTest, OfAnActionThatIsPerhapsMeantArePerhapsMeant) {
  constexpr std::string_view kPerhaps =
      "let q = { AgentId: 'x' }\n"
      "let queues = flow_actions(%flows, 'set_queue', %q)";
  const std::string set = Action("a", "UpdateFlowAttributes", "b",
                                 "{FlowAttributes: {q: {Value: sales}}}");
  const auto with = [&](std::string_view agent) {
    return Values(set + Action("b", "UpdateContactTargetQueue", "e",
                               "{QueueId: $.FlowAttributes.q, AgentId: " +
                                   std::string(agent) + "}"),
                  "QueueId", kPerhaps)
        .status;
  };
  EXPECT_EQ(with("x"), "FAIL");
  EXPECT_EQ(with("{'Fn::Unknown': which agent}"), "UNKNOWN");
  EXPECT_EQ(with("y"), "PASS");
}

// ----- flow_names ------------------------------------------------------------

TEST(FlowNamesTest, AreThoseInsideOfAParameter) {
  const auto names = [](std::string_view parameters, std::string_view path) {
    return AskFlow(
        Action("a", "UpdateContactAttributes", "e", parameters) + End(),
        "let actions = flow_actions(%flows, 'UpdateContactAttributes')\n"
        "let answer = flow_names(%actions, '" +
            std::string(path) + "')");
  };
  EXPECT_EQ(names("{Attributes: {card: '1', name: x}}", "Attributes").found,
            "\"card\"\n\"name\"\n");
  // Once, whatever is inside of it.
  EXPECT_EQ(names("{Attributes: {card: {a: '1', b: '2'}}}", "Attributes").found,
            "\"card\"\n");
  // Members of lists have no names.
  EXPECT_EQ(names("{Attributes: ['1', '2']}", "Attributes").status, "PASS");
  EXPECT_EQ(names("{Attributes: text}", "Attributes").status, "PASS");
  EXPECT_EQ(names("{AttributesOther: {card: x}}", "Attributes").status, "PASS");
  EXPECT_EQ(
      names("{Attributes: {'Fn::Unknown': all of them}}", "Attributes").status,
      "UNKNOWN");
}

// ----- flow_branches ---------------------------------------------------------

TEST(FlowBranchesTest, ThatAreNotKnownMayBeOfEachKind) {
  const auto with = [](std::string_view transitions, std::string_view kind) {
    return AskFlow("{Identifier: a, Type: MessageParticipant, Transitions: " +
                       std::string(transitions) + "}, " + End(),
                   "let actions = flow_actions(%flows, 'speak')\n"
                   "let answer = flow_branches(%actions, '" +
                       std::string(kind) + "')");
  };
  EXPECT_EQ(with("{NextAction: e}", "next").status, "FAIL");
  EXPECT_EQ(with("{NextAction: e}", "error").status, "PASS");
  const Answer open =
      with("{NextAction: e, Errors: {'Fn::Unknown': errors}}", "error");
  EXPECT_EQ(open.status, "UNKNOWN");
  EXPECT_THAT(open.unknown, HasSubstr("leads is known only after apply"));
}

}  // namespace
}  // namespace connectguard
