// How long a contact flow takes to read and to answer every question about: one
// of the largest size that Amazon Connect takes, and many of a usual one.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/large_flow.h"
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
  const ReadFlowText text(LargeFlow(250));
  for (auto _ : state) {
    benchmark::DoNotOptimize(ReadFlow(*text.root));
  }
}
BENCHMARK(BM_ReadFlowOf250Actions)->Unit(benchmark::kMicrosecond);

void BM_AnalyseFlowOf250Actions(benchmark::State& state) {
  const ReadFlowText text(LargeFlow(250));
  std::size_t found = 0;
  for (auto _ : state) {
    found = AnalyseAll(*text.root);
  }
  state.counters["found"] = static_cast<double>(found);
}
BENCHMARK(BM_AnalyseFlowOf250Actions)->Unit(benchmark::kMicrosecond);

void BM_Analyse1000FlowsOf50Actions(benchmark::State& state) {
  const std::string json = LargeFlow(50);
  for (auto _ : state) {
    for (int i = 0; i < 1000; ++i) {
      const ReadFlowText text(json);
      benchmark::DoNotOptimize(AnalyseAll(*text.root));
    }
  }
}
BENCHMARK(BM_Analyse1000FlowsOf50Actions)->Unit(benchmark::kMillisecond);

void BM_ReviewFlowOf250Actions(benchmark::State& state) {
  const ReadFlowText text(LargeFlow(250));
  std::size_t found = 0;
  for (auto _ : state) {
    const Flow flow = ReadFlow(*text.root);
    found = ReviewFlow(FlowGraph(flow), "CONTACT_FLOW").size();
  }
  state.counters["found"] = static_cast<double>(found);
}
BENCHMARK(BM_ReviewFlowOf250Actions)->Unit(benchmark::kMicrosecond);

void BM_DrawFlowOf250Actions(benchmark::State& state) {
  const ReadFlowText text(LargeFlow(250));
  const Flow flow = ReadFlow(*text.root);
  const FlowGraph graph(flow);
  for (auto _ : state) {
    benchmark::DoNotOptimize(DotText(graph, {}));
  }
}
BENCHMARK(BM_DrawFlowOf250Actions)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace connectguard
