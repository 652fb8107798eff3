// How long a contact flow takes: all analyses and policies alone, and all from
// its bytes to the verdict; one of the largest size that Amazon Connect takes,
// and many of a usual one.
// The sound ones keep most policies, as flows do that are checked daily; of the
// broken ones each part breaks several, so that findings are written
// throughout.
#include <atomic>
#include <string>

#include <benchmark/benchmark.h>

#include "base/clock.h"
#include "base/parallel.h"
#include "bench/large_flow.h"
#include "gate/engine.h"
#include "gate/functions.h"
#include "policy/policy_set.h"

namespace connectguard {
namespace {

const Engine& AllPolicies() {
  static const FunctionTable functions = DefaultFunctions();
  static const PolicySet policies = *PolicySet::Embedded(functions);
  static const SystemClock clock;
  static const Engine engine(&policies, &clock);
  return engine;
}

// The number of findings.
std::size_t CheckFlow(const std::string& json) {
  GateOptions options;
  options.pack = "strict";
  const auto report =
      AllPolicies().Check({.name = "flow.json", .bytes = json}, options);
  return report->findings.size();
}

// `make` answers a flow of so many actions.
template <typename Make>
void JudgeOne(benchmark::State& state, const Make& make) {
  const std::string json = make(250);
  GateOptions options;
  options.pack = "strict";
  std::size_t found = 0;
  for (auto _ : state) {
    state.PauseTiming();
    // Anew each time, since a document keeps what was found out about it.
    auto document = ReadDocument({.name = "flow.json", .bytes = json}, {});
    state.ResumeTiming();
    found = AllPolicies().CheckDocument(**document, options)->findings.size();
    state.PauseTiming();
    document->reset();
    state.ResumeTiming();
  }
  state.counters["findings"] = static_cast<double>(found);
}
BENCHMARK_CAPTURE(JudgeOne, SoundFlowOf250Actions, SoundFlow)
    ->Unit(benchmark::kMicrosecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(JudgeOne, BrokenFlowOf250Actions, LargeFlow)
    ->Unit(benchmark::kMicrosecond)
    ->UseRealTime();

template <typename Make>
void CheckOne(benchmark::State& state, const Make& make) {
  const std::string json = make(250);
  std::size_t found = 0;
  for (auto _ : state) {
    found = CheckFlow(json);
  }
  state.counters["findings"] = static_cast<double>(found);
}
BENCHMARK_CAPTURE(CheckOne, SoundFlowOf250Actions, SoundFlow)
    ->Unit(benchmark::kMicrosecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(CheckOne, BrokenFlowOf250Actions, LargeFlow)
    ->Unit(benchmark::kMicrosecond)
    ->UseRealTime();

// On all cores, as the command checks several inputs.
template <typename Make>
void CheckMany(benchmark::State& state, const Make& make) {
  const std::string json = make(50);
  std::size_t found = 0;
  for (auto _ : state) {
    std::atomic<std::size_t> all = 0;
    ParallelFor(1000, [&](std::size_t) { all += CheckFlow(json); });
    found = all;
  }
  state.counters["findings"] = static_cast<double>(found);
}
BENCHMARK_CAPTURE(CheckMany, 1000SoundFlowsOf50Actions, SoundFlow)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(CheckMany, 1000BrokenFlowsOf50Actions, LargeFlow)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace connectguard
