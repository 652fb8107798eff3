// How long a check takes and what memory it needs: a large plan in the engine,
// a small template as a whole process. Times depend on the machine: compare
// ratios within one run.
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "base/clock.h"
#include "bench/large_plan.h"
#include "bench/measured_process.h"
#include "gate/engine.h"
#include "gate/functions.h"
#include "policy/policy_set.h"
#include "readers/input.h"

namespace connectguard {
namespace {

constexpr std::size_t kResources = 10'000;
constexpr std::size_t kBytes = std::size_t{20} << 20;

const std::string& TwentyMegabytePlan() {
  static const std::string plan = LargePlan(kResources, kBytes);
  return plan;
}

const Engine& AllPolicies() {
  static const FunctionTable functions = DefaultFunctions();
  static const PolicySet policies = *PolicySet::Embedded(functions);
  static const SystemClock clock;
  static const Engine engine(&policies, &clock);
  return engine;
}

void SetBytes(benchmark::State& state, const std::string& text) {
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) *
                          state.iterations());
}

void BM_LoadEmbeddedPolicies(benchmark::State& state) {
  const FunctionTable functions = DefaultFunctions();
  for (auto _ : state) {
    benchmark::DoNotOptimize(PolicySet::Embedded(functions));
  }
}
BENCHMARK(BM_LoadEmbeddedPolicies)->Unit(benchmark::kMillisecond);

void BM_ReadPlanOf10000Resources(benchmark::State& state) {
  const std::string& plan = TwentyMegabytePlan();
  for (auto _ : state) {
    const auto document = ReadDocument({.name = "plan.json", .bytes = plan});
    state.counters["resources"] =
        static_cast<double>((*document)->resources().size());
    state.counters["arena/input"] =
        static_cast<double>((*document)->bytes_reserved()) /
        static_cast<double>(plan.size());
  }
  SetBytes(state, plan);
}
BENCHMARK(BM_ReadPlanOf10000Resources)->Unit(benchmark::kMillisecond);

void BM_CheckPlanOf10000Resources(benchmark::State& state) {
  const std::string& plan = TwentyMegabytePlan();
  const Engine& engine = AllPolicies();
  GateOptions options;
  options.pack = "strict";
  for (auto _ : state) {
    const auto report =
        engine.Check({.name = "plan.json", .bytes = plan}, options);
    state.counters["findings"] = static_cast<double>(report->findings.size());
  }
  SetBytes(state, plan);
}
BENCHMARK(BM_CheckPlanOf10000Resources)->Unit(benchmark::kMillisecond);

// Of a check, whatever it found.
double PeakBytesOf(const std::vector<std::string>& arguments) {
  const MeasuredRun run = Measure(arguments);
  if (run.exit_code > 2) {
    std::abort();
  }
  return run.peak_bytes;
}

void BM_ProcessOnSmallTemplate(benchmark::State& state) {
  const std::string path = std::string(CONNECTGUARD_SOURCE_DIR) +
                           "/examples/cloudformation/insecure.yaml";
  for (auto _ : state) {
    PeakBytesOf({CONNECTGUARD_PROGRAM, "check", path});
  }
}
BENCHMARK(BM_ProcessOnSmallTemplate)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void BM_ProcessOnPlanOf10000Resources(benchmark::State& state) {
  char path[] = "/tmp/connectguard-bench-XXXXXX";
  const int descriptor = mkstemp(path);
  const std::string& plan = TwentyMegabytePlan();
  if (descriptor < 0 || close(descriptor) != 0) {
    state.SkipWithError("no temporary file");
    return;
  }
  std::ofstream(path) << plan;
  for (auto _ : state) {
    state.counters["peak/input"] =
        PeakBytesOf({CONNECTGUARD_PROGRAM, "check", "--pack", "strict", path}) /
        static_cast<double>(plan.size());
  }
  SetBytes(state, plan);
  unlink(path);
}
BENCHMARK(BM_ProcessOnPlanOf10000Resources)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace connectguard
