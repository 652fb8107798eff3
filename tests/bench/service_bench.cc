// What a caller waits for a verdict over a Unix socket.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <spdlog/spdlog.h>

#include "base/clock.h"
#include "bench/large_plan.h"
#include "gate/engine.h"
#include "gate/functions.h"
#include "policy/policy_set.h"
#include "service/client.h"
#include "service/server.h"

namespace connectguard {
namespace {

void BM_UnaryValidateOf50Resources(benchmark::State& state) {
  spdlog::set_level(spdlog::level::off);
  const FunctionTable functions = DefaultFunctions();
  const PolicySet policies = *PolicySet::Embedded(functions);
  const SystemClock clock;
  const Engine engine(&policies, &clock);
  std::string folder = "/tmp/connectguard-bench-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) {
    state.SkipWithError("no temporary folder");
    return;
  }
  const std::string address = "unix:" + folder + "/s";
  ServerOptions server_options;
  server_options.address = address;
  const auto server = Server::Start(&engine, server_options);
  ValidationClient client(address, std::chrono::seconds(30));
  const Input input{.name = "plan.json", .bytes = LargePlan(50, 0)};
  GateOptions options;
  options.pack = "strict";
  std::vector<double> milliseconds;
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    if (!client.Check(input, options)) {
      state.SkipWithError("no verdict");
      break;
    }
    const std::chrono::duration<double, std::milli> took =
        std::chrono::steady_clock::now() - start;
    milliseconds.push_back(took.count());
  }
  (*server)->Drain(std::chrono::seconds(1));
  (*server)->Wait();
  std::filesystem::remove_all(folder);
  if (!milliseconds.empty()) {
    std::sort(milliseconds.begin(), milliseconds.end());
    state.counters["median_ms"] = milliseconds[milliseconds.size() / 2];
    state.counters["p99_ms"] = milliseconds[milliseconds.size() * 99 / 100];
  }
}
BENCHMARK(BM_UnaryValidateOf50Resources)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace connectguard

BENCHMARK_MAIN();
