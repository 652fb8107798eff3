#include "flow/paths.h"

#include <string>

#include <gtest/gtest.h>

#include "flow/dominance.h"
#include "flow/flow_source.h"
#include "flow/loops.h"
#include "flow/states.h"

namespace connectguard::testing {
namespace {

std::string Step(std::string_view identifier, std::string_view type,
                 std::string_view next, std::string_view error = "") {
  std::string transitions =
      R"("Transitions": {"NextAction": ")" + std::string(next) + "\"";
  if (!error.empty()) {
    transitions += R"(, "Errors": [{"ErrorType": "NoMatchingError",
                       "NextAction": ")" +
                   std::string(error) + "\"}]";
  }
  return ActionOf(identifier, type, transitions + "}");
}

const std::string kBye = ActionOf("bye", "DisconnectParticipant");

TEST(PathsTest, ShowsTheShortestWayAround) {
  const FlowSource source = ReadSource(FlowOf(
      "ask", Step("ask", "GetParticipantInput", "call", "log") + "," +
                 Step("call", "InvokeLambdaFunction", "queue", "queue") + "," +
                 Step("log", "UpdateFlowLoggingBehavior", "queue") + "," +
                 Step("queue", "TransferContactToQueue", "bye") + "," + kBye));
  const Flow& flow = source.flow;
  const FlowGraph graph(flow);
  const PathAnswer answer = EveryPathPasses(
      graph, MarkEffect(flow, "transfer_queue"), MarkEffect(flow, "lambda"));
  EXPECT_EQ(answer.answer, FlowAnswer::kNo);
  EXPECT_EQ(PathText(flow, answer.witness),
            "Get customer input `ask`, Set logging behavior `log`, Transfer "
            "to queue `queue`");
}

TEST(PathsTest, AFailedCheckIsNoneWhereItMustSucceed) {
  const FlowSource source = ReadSource(FlowOf(
      "call", Step("call", "InvokeLambdaFunction", "queue", "queue") + "," +
                  Step("queue", "TransferContactToQueue", "bye") + "," + kBye));
  const FlowGraph graph(source.flow);
  const FlowMarks queues = MarkEffect(source.flow, "transfer_queue");
  const FlowMarks lambdas = MarkEffect(source.flow, "lambda");
  EXPECT_EQ(EveryPathPasses(graph, queues, lambdas).answer, FlowAnswer::kYes);
  const PathAnswer succeeds = EveryPathSucceeds(graph, queues, lambdas);
  EXPECT_EQ(succeeds.answer, FlowAnswer::kNo);
  EXPECT_EQ(succeeds.witness, (FlowPath{0, 1}));
}

// Which of the two `b` comes next is for Amazon Connect to say: it refuses.
TEST(PathsTest, ARepeatedNameLeadsToEither) {
  const FlowSource source = ReadSource(
      FlowOf("a", Step("a", "Wait", "b") + "," + Step("b", "Wait", "bye") +
                      "," + Step("b", "Loop", "bye") + "," + kBye));
  const FlowGraph graph(source.flow);
  const FlowMarks reachable = Reachable(graph);
  EXPECT_EQ(reachable[0], FlowAnswer::kYes);
  EXPECT_EQ(reachable[1], FlowAnswer::kUnknown);
  EXPECT_EQ(reachable[2], FlowAnswer::kUnknown);
  EXPECT_EQ(reachable[3], FlowAnswer::kUnknown);
  EXPECT_EQ(MustReach(graph, 0, MarkOnly(source.flow, 1)).answer,
            FlowAnswer::kUnknown);
}

TEST(PathsTest, ADanglingBranchMayLeadToWhatHasNoName) {
  const FlowSource source =
      ReadSource(FlowOf("a", Step("a", "Wait", "gone") + ", \"?\"," + kBye));
  const FlowGraph graph(source.flow);
  EXPECT_EQ(Reachable(graph), (FlowMarks{FlowAnswer::kYes, FlowAnswer::kUnknown,
                                         FlowAnswer::kUnknown}));
  EXPECT_EQ(SomePathOut(graph, 0, NoMarks(source.flow)).answer,
            FlowAnswer::kUnknown);
}

TEST(PathsTest, WithoutAStartNobodyComes) {
  const FlowSource source = ReadSource(FlowOf("gone", kBye));
  const FlowGraph graph(source.flow);
  EXPECT_EQ(Reachable(graph), FlowMarks{FlowAnswer::kNo});
  EXPECT_EQ(
      EveryPathPasses(graph, MarkOnly(source.flow, 0), NoMarks(source.flow))
          .answer,
      FlowAnswer::kYes);
  EXPECT_EQ(FlowDominance(graph).Dominates(0, 0), FlowAnswer::kYes);
}

TEST(PathsTest, AnUnknownStartMayBeAnyAction) {
  const FlowSource source =
      ReadSource(FlowOf("?", Step("a", "Wait", "bye") + "," + kBye));
  const FlowGraph graph(source.flow);
  EXPECT_EQ(Reachable(graph),
            (FlowMarks{FlowAnswer::kUnknown, FlowAnswer::kUnknown}));
  EXPECT_EQ(FlowDominance(graph).Dominates(0, 1), FlowAnswer::kUnknown);
  EXPECT_EQ(FlowDominance(graph).PostDominates(1, 0), FlowAnswer::kYes);
}

TEST(PathsTest, WhatEndsTheFlowLeadsNowhereForSure) {
  const FlowSource source =
      ReadSource(FlowOf("a", Step("a", "DisconnectParticipant", "b") + "," +
                                 ActionOf("b", "DisconnectParticipant")));
  EXPECT_EQ(Reachable(FlowGraph(source.flow))[1], FlowAnswer::kUnknown);
}

// A module may have set anything before it fails.
TEST(PathsTest, AModuleMaySetAndFail) {
  const FlowSource source = ReadSource(
      FlowOf("a", Step("a", "InvokeFlowModule", "bye", "sorry") + "," +
                      Step("sorry", "MessageParticipant", "bye") + "," + kBye));
  const FlowGraph graph(source.flow);
  const FlowStates states(graph, FlowTopic::kLogging);
  EXPECT_EQ(states.Always(1, FlowState::kInherited), FlowAnswer::kUnknown);
  EXPECT_EQ(states.Sometimes(1, FlowState::kOff), FlowAnswer::kUnknown);
}

TEST(PathsTest, ATrapMayHaveAnExitThatIsNotKnown) {
  const FlowSource source =
      ReadSource(FlowOf("a", Step("a", "MessageParticipant", "b") + "," +
                                 Step("b", "Compare", "a", "?") + "," + kBye));
  const FlowGraph graph(source.flow);
  const auto loops = FindLoops(graph, FlowWorld::kCertain);
  ASSERT_EQ(loops.size(), 1u);
  EXPECT_EQ(IsTrap(loops[0]), FlowAnswer::kUnknown);
  EXPECT_EQ(CircleAvoiding(graph, MarkEffect(source.flow, "wait")).answer,
            FlowAnswer::kYes);
}

}  // namespace
}  // namespace connectguard::testing
