// Which actions rules select, and what they know of modules and parameters.
#include <string>
#include <string_view>

#include "builtins/flow_answer.h"
#include "builtins/flow_functions.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;

// ----- Modules ---------------------------------------------------------------

// Whether a flow that calls the module `id` may turn off logging.
Answer LogsVia(std::string_view id, std::string_view modules) {
  return AskFlow(Action("a", "InvokeFlowModule", "e",
                        "{FlowModuleId: " + std::string(id) + "}") +
                     Action("e", "DisconnectParticipant"),
                 "let answer = flow_actions(%flows, 'logging')", modules);
}

std::string Module(std::string_view id, std::string_view actions) {
  return FlowResource(id, "ContactFlowModule", actions);
}

const std::string& Quiet() {
  static const std::string actions =
      Action("a", "MessageParticipant", "e", "{Text: hi}") +
      Action("e", "EndFlowModuleExecution");
  return actions;
}

const std::string& Loud() {
  static const std::string actions =
      Action("a", "UpdateFlowLoggingBehavior", "e",
             "{FlowLoggingBehavior: Disabled}") +
      Action("e", "EndFlowModuleExecution");
  return actions;
}

TEST(FlowModulesTest, AreLookedInto) {
  EXPECT_EQ(LogsVia("!Ref M", Module("M", Quiet())).status, "PASS");
  EXPECT_EQ(LogsVia("!Ref M", Module("M", Loud())).status, "UNKNOWN");
  // One that no contact comes to does nothing.
  EXPECT_EQ(
      LogsVia(
          "!Ref M",
          Module("M", Quiet() + Action("l", "UpdateFlowLoggingBehavior", "e",
                                       "{FlowLoggingBehavior: Disabled}")))
          .status,
      "PASS");
}

TEST(FlowModulesTest, AreFollowedIntoOthers) {
  const auto calling = [](std::string_view id) {
    return Action("a", "InvokeFlowModule", "e",
                  "{FlowModuleId: " + std::string(id) + "}") +
           Action("e", "EndFlowModuleExecution");
  };
  EXPECT_EQ(
      LogsVia("!Ref M", Module("M", calling("!Ref N")) + Module("N", Quiet()))
          .status,
      "PASS");
  EXPECT_EQ(
      LogsVia("!Ref M", Module("M", calling("!Ref N")) + Module("N", Loud()))
          .status,
      "UNKNOWN");
  EXPECT_EQ(LogsVia("!Ref M", Module("M", calling("'elsewhere'"))).status,
            "UNKNOWN");
  // A circle of them ends.
  EXPECT_EQ(LogsVia("!Ref M", Module("M", calling("!Ref M"))).status, "PASS");
  EXPECT_EQ(LogsVia("!Ref M", Module("M", calling("!Ref N")) +
                                  Module("N", calling("!Ref M")))
                .status,
            "PASS");
  // An action that is not listed may do what modules may.
  EXPECT_EQ(
      LogsVia("!Ref M", Module("M", Action("a", "NoSuchAction", "e") +
                                        Action("e", "EndFlowModuleExecution")))
          .status,
      "UNKNOWN");
}

TEST(FlowModulesTest, AreCalledByOneReference) {
  const std::string modules = Module("M", Quiet()) + Module("N", Quiet());
  for (const char* unclear :
       {"!Sub '${M.ContactFlowModuleArn}${N.ContactFlowModuleArn}'",
        "!Sub '${M.ContactFlowModuleArn}${Open}'", "{'Fn::Unknown': which}",
        "$.Attributes.module", "'elsewhere'"}) {
    const Answer answer =
        LogsVia(unclear, modules + "Parameters: {Open: {Type: String}}\n");
    EXPECT_EQ(answer.status, "UNKNOWN") << unclear;
    EXPECT_THAT(answer.unknown, HasSubstr("may do anything")) << unclear;
  }
}

// ----- Parameters ------------------------------------------------------------

// Of flow `a` sets x on one way, or `b` on the other; `q` reads it.
Answer Reads(std::string_view text, std::string_view test) {
  constexpr std::string_view kSet = "{FlowAttributes: {x: {Value: one}}}";
  constexpr std::string_view kSetOther = "{FlowAttributes: {x: {Value: two}}}";
  return AskFlow(
      Action("a", "CheckHoursOfOperation", "b", "",
             "Errors: [{NextAction: c, ErrorType: NoMatchingError}]") +
          Action("b", "UpdateFlowAttributes", "d", kSet) +
          Action("c", "UpdateFlowAttributes", "d", kSetOther) +
          Action("d", "UpdateFlowAttributes", "q",
                 "{FlowAttributes: {y: {Value: same}}}") +
          Action("q", "MessageParticipant", "e",
                 "{Text: " + std::string(text) + ", Media: {}}") +
          Action("e", "DisconnectParticipant"),
      "let q = { Text: " + std::string(test) +
          " }\nlet answer = flow_actions(%flows, 'speak', %q)");
}

TEST(FlowParameterTestsTest, CompareWithAllThatATextCanBe) {
  EXPECT_EQ(Reads("hello", "'HELLO'").status, "FAIL");
  EXPECT_EQ(Reads("hello", "['bye', 'hello']").status, "FAIL");
  EXPECT_EQ(Reads("hello", "'bye'").status, "PASS");
  EXPECT_EQ(Reads("$.FlowAttributes.y", "'same'").status, "FAIL");
  EXPECT_EQ(Reads("$.FlowAttributes.y", "'other'").status, "PASS");
  EXPECT_EQ(Reads("$.FlowAttributes.x", "['one', 'two']").status, "FAIL");
  EXPECT_EQ(Reads("$.FlowAttributes.x", "'three'").status, "PASS");
  // On one way it is, on another it is not.
  EXPECT_EQ(Reads("$.FlowAttributes.x", "'one'").status, "UNKNOWN");
  // What others decide may be anything.
  const Answer open = Reads("$.External.x", "'one'");
  EXPECT_EQ(open.status, "UNKNOWN");
  EXPECT_THAT(open.unknown, HasSubstr("a parameter of the action"));
}

TEST(FlowParameterTestsTest, AreTextsOrWhetherItIsThere) {
  const auto with = [](std::string_view third) {
    return AskFlow(
               Action("a", "MessageParticipant", "e", "{Text: hi, Media: {}}") +
                   Action("e", "DisconnectParticipant"),
               "let q = " + std::string(third) +
                   "\nlet answer = flow_actions(%flows, 'speak', %q)")
        .status;
  };
  EXPECT_EQ(with("{ Text: true }"), "FAIL");
  EXPECT_EQ(with("{ Text: false }"), "PASS");
  EXPECT_EQ(with("{ Media: 'x' }"), "PASS");
  for (const char* wrong :
       {"'text'", "['a', 'b']", "Resources.Missing", "Resources.Flow.*",
        "{ Text: 5 }", "{ Text: { a: 'b' } }"}) {
    EXPECT_THAT(with(wrong), HasSubstr("not a map of parameters")) << wrong;
  }
  EXPECT_THAT(with("{ Text: ['hi', 5] }"), HasSubstr("neither a word"));
}

// ----- Sets ------------------------------------------------------------------

// `b` speaks what only the deployment knows.
Answer Sets(std::string_view lets) {
  return AskFlow(Action("a", "MessageParticipant", "b", "{Text: hi}") +
                     Action("b", "MessageParticipant", "e",
                            "{Text: {'Fn::Unknown': the text}}") +
                     Action("e", "DisconnectParticipant"),
                 "let all = flow_actions(%flows, 'speak')\n"
                 "let hi = { Text: 'hi' }\n"
                 "let bye = { Text: 'bye' }\n"
                 "let greeting = flow_actions(%flows, 'speak', %hi)\n"
                 "let parting = flow_actions(%flows, 'speak', %bye)\n" +
                     std::string(lets));
}

TEST(FlowSetsTest, WhatIsPerhapsInASetIsPerhapsInTheAnswer) {
  // `parting` holds `b` perhaps, and nothing else.
  EXPECT_EQ(Sets("let answer = flow_both(%all, %parting)").status, "UNKNOWN");
  EXPECT_EQ(Sets("let answer = flow_both(%parting, %parting)").status,
            "UNKNOWN");
  EXPECT_EQ(Sets("let answer = flow_both(%parting, %all)").status, "UNKNOWN");
  EXPECT_EQ(Sets("let answer = flow_without(%parting, %all)").status, "PASS");
  const Answer left = Sets("let answer = flow_without(%all, %parting)");
  EXPECT_EQ(left.status, "FAIL");
  EXPECT_EQ(left.paths, "/Resources/Flow/Properties/Content/Actions/0\n");
  // What is certain in one of several sets is certain.
  const Answer either = Sets("let answer = flow_either(%parting, %all)");
  EXPECT_THAT(either.paths, HasSubstr("/Actions/1"));
  EXPECT_THAT(Sets("let answer = flow_either(%all, %parting)").paths,
              HasSubstr("/Actions/1"));
  EXPECT_EQ(Sets("let answer = flow_either(%parting, %parting)").status,
            "UNKNOWN");
}

}  // namespace
}  // namespace connectguard
