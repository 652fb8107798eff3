#include "flow/states.h"

#include <string>

#include <gtest/gtest.h>

#include "flow/flow_source.h"

namespace connectguard::testing {
namespace {

std::string SetBy(std::string_view type, const std::string& parameters,
                  FlowTopic topic) {
  const FlowSource source = ReadSource(
      FlowOf("a", ActionOf("a", type, "\"Parameters\": " + parameters)));
  return StateSetText(StateSetBy(source.flow.actions[0], topic));
}

TEST(StatesTest, ReadsWords) {
  const auto logging = [](const std::string& value) {
    return SetBy("UpdateFlowLoggingBehavior",
                 R"({"FlowLoggingBehavior": )" + value + "}",
                 FlowTopic::kLogging);
  };
  EXPECT_EQ(logging("\"Enabled\""), "on");
  EXPECT_EQ(logging("\"disabled\""), "off");
  EXPECT_EQ(logging("\"Maybe\""), "unknown");
  EXPECT_EQ(logging("\"$.Attributes.logging\""), "unknown");
  EXPECT_EQ(logging("\"${logging}\""), "unknown");
  EXPECT_EQ(logging("\"?\""), "unknown");
  EXPECT_EQ(SetBy("UpdateFlowLoggingBehavior", "{}", FlowTopic::kLogging),
            "never");
  EXPECT_EQ(SetBy("UpdateFlowLoggingBehavior", "\"?\"", FlowTopic::kLogging),
            "unknown");
}

TEST(StatesTest, ReadsWhoIsRecorded) {
  const auto recording = [](const std::string& participants) {
    return SetBy("UpdateContactRecordingBehavior",
                 R"({"RecordingBehavior": {"RecordedParticipants": )" +
                     participants + "}}",
                 FlowTopic::kRecording);
  };
  EXPECT_EQ(recording("[\"Agent\"]"), "on");
  EXPECT_EQ(recording("[\"Agent\", \"?\"]"), "on");
  EXPECT_EQ(recording("[]"), "off");
  EXPECT_EQ(recording("\"?\""), "unknown");
  EXPECT_EQ(
      SetBy("UpdateContactRecordingBehavior",
            R"({"RecordingBehavior": {"IVRRecordingBehavior": "Enabled"}})",
            FlowTopic::kIvrRecording),
      "on");
  EXPECT_EQ(
      SetBy("UpdateContactRecordingBehavior",
            R"({"RecordingBehavior": {"IVRRecordingBehavior": "Enabled"}})",
            FlowTopic::kRecording),
      "never");
}

TEST(StatesTest, AQueueIsSetByEitherParameter) {
  EXPECT_EQ(SetBy("UpdateContactTargetQueue", R"({"QueueId": "$.External.q"})",
                  FlowTopic::kQueue),
            "on");
  EXPECT_EQ(SetBy("UpdateContactTargetQueue", R"({"AgentId": "?"})",
                  FlowTopic::kQueue),
            "on");
  EXPECT_EQ(SetBy("UpdateContactTargetQueue", "{}", FlowTopic::kQueue),
            "never");
}

TEST(StatesTest, WhatIsNotKnownSetsAnything) {
  for (const char* type : {"InvokeFlowModule", "SomethingNew", "?"}) {
    EXPECT_EQ(SetBy(type, "{}", FlowTopic::kMediaStreaming), "unknown") << type;
  }
}

// log (on), then ask, whose error leads to off and back to ask.
TEST(StatesTest, AFailureSetsNothing) {
  const FlowSource source = ReadSource(
      FlowOf("a", ActionOf("a", "UpdateContactMediaStreamingBehavior",
                           R"("Parameters": {"MediaStreamingState": "Enabled"},
                       "Transitions": {"NextAction": "b", "Errors":
                         [{"NextAction": "c", "ErrorType": "NoMatchingError"}]})") +
                      "," + ActionOf("b", "DisconnectParticipant") + "," +
                      ActionOf("c", "DisconnectParticipant")));
  const FlowGraph graph(source.flow);
  const FlowStates states(graph, FlowTopic::kMediaStreaming);
  EXPECT_EQ(states.Always(1, FlowState::kOn), FlowAnswer::kYes);
  EXPECT_EQ(states.Always(2, FlowState::kInherited), FlowAnswer::kYes);
  EXPECT_EQ(states.After(0, FlowWorld::kCertain),
            static_cast<FlowStateSet>(FlowState::kOn));
  EXPECT_EQ(states.Witness(1, FlowState::kOn).witness, (FlowPath{0, 1}));
  EXPECT_EQ(states.Witness(1, FlowState::kOff).answer, FlowAnswer::kNo);
}

}  // namespace
}  // namespace connectguard::testing
