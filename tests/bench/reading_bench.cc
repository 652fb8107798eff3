// How fast plans of 22 to 200 MB become documents, beside a bare pass of the
// JSON library over the same bytes, which keeps nothing: `of_sax` should be 0.5
// or more, `arena/input` 5 or less, and both the same at every size. Both are
// measured in time of the processor, which other programs do not lengthen much.
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <map>
#include <string>
#include <utility>

#include <benchmark/benchmark.h>
#include <nlohmann/json.hpp>

#include "bench/large_plan.h"
#include "readers/input.h"

namespace connectguard {
namespace {

double Seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

const std::string& PlanOfMegabytes(std::size_t megabytes) {
  static std::map<std::size_t, std::string> plans;
  std::string& plan = plans[megabytes];
  if (plan.empty()) {
    plan = LargePlan(0, megabytes << 20);
  }
  return plan;
}

// Takes every event and keeps nothing.
struct NoHandler : nlohmann::json_sax<nlohmann::json> {
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t, const std::string&,
                   const nlohmann::detail::exception&) override {
    return false;
  }
};

double SecondsOfSax(const std::string& plan) {
  NoHandler handler;
  const double start = Seconds();
  benchmark::DoNotOptimize(nlohmann::json::sax_parse(plan, &handler));
  return Seconds() - start;
}

void BM_ReadPlanOfMegabytes(benchmark::State& state) {
  const std::string& plan =
      PlanOfMegabytes(static_cast<std::size_t>(state.range(0)));
  double sax = 0;
  double ours = 0;
  for (auto _ : state) {
    state.PauseTiming();
    sax += SecondsOfSax(plan);
    std::string bytes = plan;
    state.ResumeTiming();
    const double start = Seconds();
    const auto document =
        ReadDocument({.name = "plan.json", .bytes = std::move(bytes)});
    ours += Seconds() - start;
    state.PauseTiming();
    state.counters["resources"] =
        static_cast<double>((*document)->resources().size());
    state.counters["arena/input"] =
        static_cast<double>((*document)->bytes_reserved()) /
        static_cast<double>(plan.size());
    state.ResumeTiming();
  }
  state.counters["of_sax"] = sax / ours;
  state.SetBytesProcessed(static_cast<std::int64_t>(plan.size()) *
                          state.iterations());
}
BENCHMARK(BM_ReadPlanOfMegabytes)
    ->Arg(22)
    ->Arg(50)
    ->Arg(100)
    ->Arg(200)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace connectguard
