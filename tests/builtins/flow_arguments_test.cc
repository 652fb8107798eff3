// What the functions about flows take, and how they say why they do not know.
#include "builtins/flow_arguments.h"

#include <string>
#include <string_view>

#include "builtins/flow_answer.h"
#include "builtins/sample_document.h"

namespace connectguard {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string& Menu() {
  static const std::string menu =
      Action("a", "GetParticipantInput", "b",
             "{StoreInput: 'True', Text: hi}") +
      Action("b", "InvokeLambdaFunction", "c", "{LambdaFunctionARN: f}") +
      Action("c", "DisconnectParticipant");
  return menu;
}

constexpr std::string_view kOther =
    "  Other: {Type: AWS::S3::Bucket, Properties: {BucketName: {'Fn::Unknown': "
    "which bucket}, Tags: [{Key: k, Value: v}]}}\n";

std::string StatusOf(std::string_view lets) {
  return AskFlow(Menu(), lets, kOther).status;
}

TEST(FlowWordsTest, AreTexts) {
  for (const char* wrong :
       {"5", "['speak', 5]", "Resources.Other.Properties.Tags[0]"}) {
    EXPECT_THAT(StatusOf("let word = " + std::string(wrong) +
                         "\nlet answer = flow_actions(%flows, %word)"),
                HasSubstr("neither a word nor a list of words"))
        << wrong;
  }
  for (const char* none : {"Resources.Missing", "[]"}) {
    EXPECT_THAT(StatusOf("let word = " + std::string(none) +
                         "\nlet answer = flow_actions(%flows, %word)"),
                HasSubstr("no word"))
        << none;
  }
  const std::string far = StatusOf(
      "let actions = flow_actions(%flows, '*')\n"
      "let answer = flow_branches(%actions, 'wholly different')");
  EXPECT_THAT(far, AllOf(HasSubstr("`wholly different`"),
                         HasSubstr("it knows next, condition, error")));
}

TEST(FlowsTest, AreResourcesWithAFlow) {
  const auto with = [](std::string_view flows) {
    return StatusOf("let some_flows = " + std::string(flows) +
                    "\nlet answer = flow_actions(%some_flows, 'disconnect')");
  };
  EXPECT_EQ(with("Resources.Flow"), "FAIL");
  EXPECT_EQ(with("Resources.*.Missing"), "PASS");
  EXPECT_EQ(with("[]"), "PASS");
  EXPECT_EQ(with("Resources.Other.Properties.BucketName"), "UNKNOWN");
  for (const char* wrong : {"Resources.Other", "['x']", "'x'", "Resources"}) {
    EXPECT_THAT(with(wrong), HasSubstr("no contact flow")) << wrong;
  }
  // Any part of a flow is the flow, once.
  EXPECT_EQ(AskFlow(Menu(),
                    "let parts = Resources.Flow.Properties.*\n"
                    "let answer = flow_actions(%parts, 'disconnect')")
                .paths,
            "/Resources/Flow/Properties/Content/Actions/2\n");
}

TEST(FlowsTest, WithoutPropertiesAreNone) {
  const SampleDocument sample(
      R"({"Flow": {"Type": "AWS::Connect::ContactFlow"}})");
  EXPECT_THAT(AnswerOf(sample.document(),
                       "let flow = Resources.Flow\n"
                       "let answer = flow_actions(%flow, '*')")
                  .status,
              HasSubstr("no contact flow"));
}

// One without content or type has nothing, and nothing wrong but that.
TEST(FlowsTest, WithoutContentHaveNoActions) {
  const SampleDocument sample(
      R"({"Flow": {"Type": "AWS::Connect::ContactFlow",
          "Properties": {"Name": "n"}}})");
  EXPECT_EQ(AnswerOf(sample.document(),
                     "let flow = Resources.Flow\n"
                     "let answer = flow_actions(%flow, '*')")
                .status,
            "PASS");
}

TEST(FlowActionArgumentsTest, AreActionsAndTheirParts) {
  const auto branches = [](std::string_view actions) {
    return StatusOf("let some_actions = " + std::string(actions) +
                    "\nlet answer = flow_branches(%some_actions, 'next')");
  };
  constexpr std::string_view kContent = "Resources.Flow.Properties.Content";
  const auto part = [&](std::string_view of) {
    return branches(std::string(kContent) + std::string(of));
  };
  EXPECT_EQ(part(".Actions[0]"), "FAIL");
  EXPECT_EQ(part(".Actions[0].Parameters.Text"), "FAIL");
  EXPECT_EQ(part(".Actions[2]"), "PASS");
  EXPECT_EQ(branches("Resources.*.Missing"), "PASS");
  EXPECT_EQ(branches("Resources.Other.Properties.BucketName"), "UNKNOWN");
  for (const char* wrong : {".Version", ".Actions", ""}) {
    EXPECT_THAT(part(wrong), HasSubstr("no action of a contact flow")) << wrong;
  }
  for (const char* wrong :
       {"Resources.Flow.Properties.Name", "Resources.Other", "['x']"}) {
    EXPECT_THAT(branches(wrong), HasSubstr("no action of a contact flow"))
        << wrong;
  }
}

// What stands in the list without being an action, and what is made of it.
TEST(FlowActionArgumentsTest, AreNotAllThatIsInTheListOfActions) {
  constexpr std::string_view kContent = "Resources.Flow.Properties.Content";
  const auto branches = [&](std::string_view item) {
    return AskFlow("a text, " + Action("a", "MessageParticipant", "a"),
                   "let item = " + std::string(item) +
                       "\nlet answer = flow_branches(%item, 'next')")
        .status;
  };
  EXPECT_EQ(branches(std::string(kContent) + ".Actions[1]"), "FAIL");
  for (const std::string& wrong :
       {std::string(kContent) + ".Actions[0]",
        "count(" + std::string(kContent) + ".Actions)"}) {
    EXPECT_THAT(branches(wrong), HasSubstr("no action of a contact flow"))
        << wrong;
  }
}

// A value of the flow that is not known may be an action, or hold some.
TEST(FlowActionArgumentsTest, WhatIsNotKnownMayBeAnAction) {
  const Answer answer =
      AnswerOf(*Template("  Flow: {Type: AWS::Connect::ContactFlow, "
                         "Properties: {Name: {'Fn::Unknown': the name}, "
                         "Content: {Actions: []}}}\n"),
               "let name = Resources.Flow.Properties.Name\n"
               "let answer = flow_branches(%name, 'next')");
  EXPECT_EQ(answer.status, "UNKNOWN");
  EXPECT_THAT(answer.unknown, HasSubstr("the name"));
}

// Of a long way its two ends are shown.
TEST(FlowWayTextTest, ShortensLongWays) {
  const auto way = [](int length) {
    std::string actions;
    for (int i = 0; i < length; ++i) {
      actions += Action(i == 0 ? "a" : "m" + std::to_string(i),
                        "MessageParticipant", "m" + std::to_string(i + 1));
    }
    actions += Action("m" + std::to_string(length), "DisconnectParticipant");
    return AskFlow(actions,
                   "let ends = flow_actions(%flows, 'disconnect')\n"
                   "let answer = flow_paths(%flows, %ends, [])")
        .found;
  };
  EXPECT_THAT(way(12), AllOf(HasSubstr("`m6`"), Not(HasSubstr(" more, "))));
  EXPECT_THAT(way(20),
              AllOf(HasSubstr("start, Play prompt `a`"),
                    HasSubstr("`m5`, 9 more, Play prompt `m15`"),
                    HasSubstr("Disconnect `m20`"), Not(HasSubstr("`m6`"))));
}

TEST(FlowReasonTest, SaysWhichBranchesAreNotKnown) {
  const std::string flow =
      "{Identifier: a, Type: MessageParticipant, Transitions: {NextAction: c, "
      "Errors: {'Fn::Unknown': errors}}}, " +
      Action("b", "MessageParticipant", "c") +
      Action("c", "DisconnectParticipant");
  const Answer answer = AskFlow(flow, "let answer = flow_unreachable(%flows)");
  EXPECT_EQ(answer.status, "UNKNOWN");
  EXPECT_THAT(answer.unknown,
              HasSubstr("where Play prompt `a` leads is known only after "
                        "apply"));
}

// A legacy export may have branches that the tables do not have.
TEST(FlowReasonTest, SaysWhichBranchIsNotUnderstood) {
  const Answer answer = AnswerOf(
      *Template(
          "  Flow: {Type: AWS::Connect::ContactFlow, Properties: {Name: n, "
          "Content: {version: '1', type: contactFlow, start: a, modules: ["
          "{id: a, type: PlayPrompt, parameters: [{name: Text, value: hi}], "
          "branches: [{condition: Success, transition: b}, {condition: "
          "NoSuchBranch, transition: c}]}, {id: b, type: Disconnect}, {id: c, "
          "type: Disconnect}]}}}\n"),
      "let flow = Resources.Flow\nlet answer = flow_unreachable(%flow)");
  EXPECT_EQ(answer.status, "UNKNOWN");
  EXPECT_THAT(answer.unknown,
              HasSubstr("what a branch of Play prompt `a` means is not known"));
}

// A flow that is not known at all, and one of which only the start is not.
TEST(FlowReasonTest, OfTheStartIsTheFlows) {
  const std::string end = Action("a", "DisconnectParticipant");
  const Answer out = AskFlow(end, "let answer = flow_paths(%flows, 'end', [])",
                             "", "{'Fn::Unknown': where it starts}");
  EXPECT_EQ(out.status, "UNKNOWN");
}

}  // namespace
}  // namespace connectguard
