// Circles of flows and modules.
#include <string>
#include <string_view>

#include "builtins/flow_answer.h"
#include "builtins/flow_functions.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;

std::string Leads(std::string_view type, std::string_view parameter,
                  std::string_view name) {
  return Action(
             "a", type, "e",
             "{" + std::string(parameter) + ": '" + std::string(name) + "'}") +
         Action("e", "DisconnectParticipant");
}

// A flow that goes on to another one.
std::string GoesTo(std::string_view id, std::string_view next) {
  return FlowResource(id, "ContactFlow",
                      Leads("TransferToFlow", "ContactFlowId", next));
}

// A module that calls another one.
std::string Calls(std::string_view id, std::string_view module) {
  return FlowResource(id, "ContactFlowModule",
                      Leads("InvokeFlowModule", "FlowModuleId", module));
}

Answer Ask(const std::string& resources, std::string_view arguments) {
  return AnswerOf(*Template(resources),
                  "let flows = Resources.*[ Type in "
                  "['AWS::Connect::ContactFlow', "
                  "'AWS::Connect::ContactFlowModule'] ]\n"
                  "let transfers = flow_actions(%flows, 'TransferToFlow')\n"
                  "let calls = flow_actions(%flows, 'InvokeFlowModule')\n"
                  "let answer = flow_returns(" +
                      std::string(arguments) + ")");
}

TEST(FlowReturnsTest, NamesTheFlowsOfACircle) {
  const Answer answer =
      Ask(GoesTo("One", "Two") + GoesTo("Two", "One") + GoesTo("Three", "One"),
          "%transfers");
  EXPECT_EQ(answer.status, "FAIL");
  EXPECT_EQ(answer.found,
            "\"One, Two, One\"\n"
            "\"Two, One, Two\"\n");
}

TEST(FlowReturnsTest, OneFlowIsACircleToo) {
  EXPECT_EQ(Ask(GoesTo("One", "One"), "%transfers").found, "\"One, One\"\n");
  EXPECT_EQ(Ask(Calls("One", "One"), "%calls").found, "\"One, One\"\n");
}

TEST(FlowReturnsTest, TheShortestWayIsShown) {
  const std::string both =
      FlowResource("One", "ContactFlow",
                   Action("a", "TransferToFlow", "b", "{ContactFlowId: Two}") +
                       Action("b", "DisconnectParticipant"));
  const std::string two = FlowResource(
      "Two", "ContactFlow",
      Action("a", "TransferToFlow", "", "{ContactFlowId: Three}",
             "Errors: [{NextAction: b, ErrorType: NoMatchingError}]") +
          Action("b", "TransferToFlow", "", "{ContactFlowId: One}",
                 "Errors: [{NextAction: c, ErrorType: NoMatchingError}]") +
          Action("c", "DisconnectParticipant"));
  EXPECT_EQ(Ask(both + two + GoesTo("Three", "One"), "%transfers").found,
            "\"One, Two, One\"\n"
            "\"Two, Three, One, Two\"\n"
            "\"Two, One, Two\"\n"
            "\"Three, One, Two, Three\"\n");
}

TEST(FlowReturnsTest, OfActionsThatLeadToOneFlowTheFirstIsShown) {
  const std::string twice = FlowResource(
      "One", "ContactFlow",
      Action("a", "TransferToFlow", "", "{ContactFlowId: Two}",
             "Errors: [{NextAction: b, ErrorType: NoMatchingError}]") +
          Action("b", "TransferToFlow", "c", "{ContactFlowId: Two}") +
          Action("c", "DisconnectParticipant"));
  const Answer answer = Ask(twice + GoesTo("Two", "One"), "%transfers");
  EXPECT_EQ(answer.found, "\"One, Two, One\"\n\"Two, One, Two\"\n");
  EXPECT_THAT(answer.paths, HasSubstr("Actions/0"));
}

TEST(FlowReturnsTest, ALongCircleIsCut) {
  std::string ring;
  for (int i = 0; i < 30; ++i) {
    ring += GoesTo("F" + std::to_string(i), "F" + std::to_string((i + 1) % 30));
  }
  EXPECT_THAT(Ask(ring, "%transfers").found,
              HasSubstr("F0, F1, F2, F3, F4, 21 more, F26, F27, F28, F29, F0"));
}

TEST(FlowReturnsTest, OnlyActionsThatAreGivenLead) {
  const std::string around = FlowResource(
      "One", "ContactFlow", Leads("InvokeFlowModule", "FlowModuleId", "Two"));
  const std::string back =
      FlowResource("Two", "ContactFlowModule",
                   Leads("TransferToFlow", "ContactFlowId", "One"));
  EXPECT_EQ(Ask(around + back, "%transfers").found, "");
  EXPECT_EQ(Ask(around + back, "%calls").found, "");
  // Circles of the first argument, by way of both.
  EXPECT_EQ(Ask(around + back, "%transfers, %calls").found,
            "\"Two, One, Two\"\n");
  EXPECT_EQ(Ask(Calls("One", "One"), "%transfers, %calls").found, "");
}

TEST(FlowReturnsTest, WhatLeadsElsewhereIsNoCircle) {
  EXPECT_EQ(Ask(GoesTo("One", "Four"), "%transfers").status, "PASS");
  EXPECT_EQ(Ask(GoesTo("One", "$.Attributes.next"), "%transfers").status,
            "PASS");
}

TEST(FlowReturnsTest, AStepThatIsNotCertainMakesNoCertainCircle) {
  const std::string perhaps = FlowResource(
      "Two", "ContactFlow",
      Action("a", "Loop", "'{{NEXT}}'", "{LoopCount: '2'}") +
          Action("b", "TransferToFlow", "c", "{ContactFlowId: One}") +
          Action("c", "DisconnectParticipant"));
  const Answer answer = Ask(GoesTo("One", "Two") + perhaps, "%transfers");
  EXPECT_EQ(answer.status, "UNKNOWN");
  EXPECT_THAT(answer.unknown, HasSubstr("One, Two, One"));
}

// What is perhaps not come to, set, or meant.
TEST(FlowReturnsTest, ATargetThatIsNotCertainMakesNoCertainCircle) {
  const std::string one = GoesTo("One", "Two");
  // Behind a hole; one of two settings, which a hole may undo; one of two that
  // are called so.
  const std::string behind = FlowResource(
      "Two", "ContactFlow",
      Action("a", "Compare", "'{{NEXT}}'", "{ComparisonValue: $.Channel}") +
          Action("b", "TransferToFlow", "c", "{ContactFlowId: One}") +
          Action("c", "DisconnectParticipant"));
  const std::string set = FlowResource(
      "Two", "ContactFlow",
      Action("a", "UpdateFlowAttributes", "b",
             "{FlowAttributes: {next: {Value: One}}}",
             "Errors: [{NextAction: x, ErrorType: NoMatchingError}]") +
          Action("x", "UpdateFlowAttributes", "b",
                 "{FlowAttributes: {next: {Value: Three}}}") +
          Action("b", "TransferToFlow", "c",
                 "{ContactFlowId: $.FlowAttributes.next}") +
          Action("c", "InvokeFlowModule", "d", "{FlowModuleId: '{{M}}'}") +
          Action("d", "DisconnectParticipant"));
  for (const std::string& two : {behind, set}) {
    const Answer answer =
        Ask(one + two + GoesTo("Three", "Four"), "%transfers");
    EXPECT_EQ(answer.status, "UNKNOWN") << two;
    EXPECT_THAT(answer.unknown, HasSubstr("One, Two, One")) << two;
  }
  const std::string named =
      "  Other: {Type: AWS::Connect::ContactFlow, Properties: {Name: One, "
      "Content: {Version: '2019-10-30', StartAction: e, Actions: [{Identifier: "
      "e, Type: DisconnectParticipant}]}}}\n";
  EXPECT_EQ(Ask(one + GoesTo("Two", "One") + named, "%transfers").status,
            "UNKNOWN");
}

TEST(FlowReturnsTest, OtherResourcesAreNoSteps) {
  const std::string queue =
      "  Queue: {Type: AWS::Connect::Queue, Properties: {Name: Two}}\n";
  EXPECT_EQ(Ask(GoesTo("One", "Two") + queue, "%transfers").status, "PASS");
}

TEST(FlowReturnsTest, ACertainStepStandsForOneThatIsNot) {
  // The first of two is perhaps not come to.
  const std::string twice = FlowResource(
      "Two", "ContactFlow",
      Action("a", "Compare", "b", "{ComparisonValue: $.Channel}",
             "Conditions: [{NextAction: '{{NEXT}}', Condition: {Operator: "
             "Equals, Operands: ['1']}}]") +
          Action("z", "TransferToFlow", "c", "{ContactFlowId: One}") +
          Action("b", "TransferToFlow", "c", "{ContactFlowId: One}") +
          Action("c", "DisconnectParticipant"));
  EXPECT_EQ(Ask(GoesTo("One", "Two") + twice, "%transfers").found,
            "\"One, Two, One\"\n\"Two, One, Two\"\n");
  // The second one.
  const std::string other = FlowResource(
      "Two", "ContactFlow",
      Action("a", "Compare", "b", "{ComparisonValue: $.Channel}",
             "Conditions: [{NextAction: '{{NEXT}}', Condition: {Operator: "
             "Equals, Operands: ['1']}}]") +
          Action("b", "TransferToFlow", "c", "{ContactFlowId: One}") +
          Action("z", "TransferToFlow", "c", "{ContactFlowId: One}") +
          Action("c", "DisconnectParticipant"));
  EXPECT_EQ(Ask(GoesTo("One", "Two") + other, "%transfers").found,
            "\"One, Two, One\"\n\"Two, One, Two\"\n");
}

TEST(FlowReturnsTest, OfATextThatIsPartlyOpenNothingIsCertain) {
  const std::string joined =
      FlowResource("Two", "ContactFlow",
                   Action("a", "TransferToFlow", "e",
                          "{ContactFlowId: {'Fn::Join': ['', [{Ref: One}, "
                          "{'Fn::ImportValue': x}]]}}") +
                       Action("e", "DisconnectParticipant"));
  EXPECT_EQ(Ask(GoesTo("One", "Two") + joined, "%transfers").status, "UNKNOWN");
}

TEST(FlowReturnsTest, OneFlowIsLedToByActionsOfBothArguments) {
  const std::string both = FlowResource(
      "One", "ContactFlow",
      Action("a", "InvokeFlowModule", "b", "{FlowModuleId: Two}") +
          Action("b", "TransferToFlow", "c", "{ContactFlowId: Two}") +
          Action("c", "DisconnectParticipant"));
  const std::string back = FlowResource(
      "Two", "ContactFlow", Leads("TransferToFlow", "ContactFlowId", "One"));
  EXPECT_EQ(Ask(both + back, "%transfers, %calls").found,
            "\"One, Two, One\"\n\"Two, One, Two\"\n");
}

TEST(FlowReturnsTest, AFlowThatIsNotKnownMayLeadAnywhere) {
  const std::string unknown =
      "  Two: {Type: AWS::Connect::ContactFlow, Properties: "
      "{Content: {'Fn::Unknown': later}}}\n";
  EXPECT_EQ(Ask(GoesTo("One", "Two") + unknown, "%transfers").status,
            "UNKNOWN");
}

}  // namespace
}  // namespace connectguard
