// How long a contact flow takes to read and to answer every question about: one
// of the largest size that Amazon Connect takes, and many of a usual one.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "document/document.h"
#include "flow/conformance.h"
#include "flow/dominance.h"
#include "flow/drawing.h"
#include "flow/flow.h"
#include "flow/flow_graph.h"
#include "flow/loops.h"
#include "flow/origins.h"
#include "flow/paths.h"
#include "flow/review.h"
#include "flow/settings.h"
#include "flow/states.h"
#include "readers/json_reader.h"

namespace connectguard {
namespace {

// Of ten actions each: ask, store, keep, call, compare, say, log, dial, queue
// and transfer; errors lead to the end or back to the question, conditions to
// later parts.
constexpr int kPart = 10;

std::string ActionText(int number, int count) {
  const int part = number / kPart * kPart;
  const auto name = [count](int action) {
    return fmt::format("action-{}", action < count ? action : count - 1);
  };
  const std::string errors = fmt::format(
      R"("Errors": [{{"NextAction": "{}", "ErrorType": "NoMatchingError"}}])",
      name(number % 3 == 0 ? part : count - 1));
  const std::string conditions = fmt::format(
      R"("Conditions": [{{"NextAction": "{}", "Condition":
         {{"Operator": "Equals", "Operands": ["1"]}}}}, {{"NextAction": "{}",
         "Condition": {{"Operator": "Equals", "Operands": ["2"]}}}}])",
      name(part + kPart), name(part + 3 * kPart));
  const char* const kKinds[kPart] = {
      R"("GetParticipantInput", "Parameters": {"Text": "Press 1 or 2, $.Attributes.name"})",
      R"("GetParticipantInput", "Parameters": {"StoreInput": "True", "InputValidation": {"CustomValidation": {"MaximumLength": "16"}}})",
      R"("UpdateContactAttributes", "Parameters": {"Attributes": {"number": "$.StoredCustomerInput", "name": "$.External.name", "part": "$.Attributes.number"}})",
      R"("InvokeLambdaFunction", "Parameters": {"LambdaFunctionARN": "$.FlowAttributes.lookup", "LambdaInvocationAttributes": {"number": "$.Attributes.number"}})",
      R"("Compare", "Parameters": {"ComparisonValue": "$.External.name"})",
      R"("MessageParticipant", "Parameters": {"Text": "Thank you $.Attributes.name"})",
      R"("UpdateFlowLoggingBehavior", "Parameters": {"FlowLoggingBehavior": "Disabled"})",
      R"("TransferParticipantToThirdParty", "Parameters": {"ThirdPartyPhoneNumber": "$.Attributes.part", "ContinueFlowExecution": "True"})",
      R"("UpdateFlowAttributes", "Parameters": {"FlowAttributes": {"lookup": {"Value": "arn:aws:lambda:eu-west-2:111122223333:function:lookup"}}})",
      R"("TransferContactToQueue", "Parameters": {"QueueId": "$.Attributes.queue"})"};
  if (number == count - 1) {
    return fmt::format(
        R"({{"Identifier": "{}", "Type": "DisconnectParticipant"}})",
        name(number));
  }
  return fmt::format(
      R"({{"Identifier": "{}", "Type": {}, "Transitions": {{"NextAction": "{}", {}{}}}}})",
      name(number), kKinds[number % kPart], name(number + 1), errors,
      number % kPart == 0 || number % kPart == 4 ? ", " + conditions : "");
}

std::string FlowText(int count) {
  std::string actions;
  for (int i = 0; i < count; ++i) {
    actions += (i == 0 ? "" : ",") + ActionText(i, count);
  }
  return fmt::format(
      R"({{"Version": "2019-10-30", "StartAction": "action-0", "Actions": [{}]}})",
      actions);
}

struct ReadFlowText {
  explicit ReadFlowText(const std::string& text) {
    const auto file = document.AddFile("flow.json", text);
    root = *ReadJson(&document, file);
  }
  Document document;
  const Value* root = nullptr;
};

// Every analysis once, for what a policy would ask.
std::size_t AnalyseAll(const Value& root) {
  const Flow flow = ReadFlow(root);
  const FlowGraph graph(flow);
  const FlowDominance dominance(graph);
  const FlowSettings settings(graph);
  std::size_t found = FindSinks(settings).size();
  found += FindGaps(flow, "CONTACT_FLOW").size();
  for (const FlowWorld world : {FlowWorld::kCertain, FlowWorld::kPossible}) {
    found += FindLoops(graph, world).size();
  }
  for (std::size_t topic = 0; topic < kFlowTopics; ++topic) {
    const FlowStates states(graph, static_cast<FlowTopic>(topic));
    found += states.Witness(graph.action_count() / 2, FlowState::kOff)
                 .witness.size();
  }
  const FlowMarks queues = MarkEffect(flow, "transfer_queue");
  const FlowMarks lambdas = MarkEffect(flow, "lambda");
  found += EveryPathPasses(graph, queues, lambdas).witness.size();
  found += MustReach(graph, graph.Entry(), queues).witness.size();
  found +=
      CircleAvoiding(graph, MarkEffect(flow, "collect_input")).witness.size();
  for (std::uint32_t i = 0; i < graph.action_count(); ++i) {
    found += dominance.Dominates(0, i) == FlowAnswer::kYes ? 1 : 0;
  }
  return found;
}

void BM_ReadFlowOf250Actions(benchmark::State& state) {
  const ReadFlowText text(FlowText(250));
  for (auto _ : state) {
    benchmark::DoNotOptimize(ReadFlow(*text.root));
  }
}
BENCHMARK(BM_ReadFlowOf250Actions)->Unit(benchmark::kMicrosecond);

void BM_AnalyseFlowOf250Actions(benchmark::State& state) {
  const ReadFlowText text(FlowText(250));
  std::size_t found = 0;
  for (auto _ : state) {
    found = AnalyseAll(*text.root);
  }
  state.counters["found"] = static_cast<double>(found);
}
BENCHMARK(BM_AnalyseFlowOf250Actions)->Unit(benchmark::kMicrosecond);

void BM_Analyse1000FlowsOf50Actions(benchmark::State& state) {
  const std::string json = FlowText(50);
  for (auto _ : state) {
    for (int i = 0; i < 1000; ++i) {
      const ReadFlowText text(json);
      benchmark::DoNotOptimize(AnalyseAll(*text.root));
    }
  }
}
BENCHMARK(BM_Analyse1000FlowsOf50Actions)->Unit(benchmark::kMillisecond);

void BM_ReviewFlowOf250Actions(benchmark::State& state) {
  const ReadFlowText text(FlowText(250));
  std::size_t found = 0;
  for (auto _ : state) {
    const Flow flow = ReadFlow(*text.root);
    found = ReviewFlow(FlowGraph(flow), "CONTACT_FLOW").size();
  }
  state.counters["found"] = static_cast<double>(found);
}
BENCHMARK(BM_ReviewFlowOf250Actions)->Unit(benchmark::kMicrosecond);

void BM_DrawFlowOf250Actions(benchmark::State& state) {
  const ReadFlowText text(FlowText(250));
  const Flow flow = ReadFlow(*text.root);
  const FlowGraph graph(flow);
  for (auto _ : state) {
    benchmark::DoNotOptimize(DotText(graph, {}));
  }
}
BENCHMARK(BM_DrawFlowOf250Actions)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace connectguard
