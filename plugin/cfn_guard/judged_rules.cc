#include "cfn_guard/judged_rules.h"

#include <chrono>

#include "base/parallel.h"

namespace connectguard {
namespace {

// Starting a thread costs more than judging less than this: bytes of data times
// rules files.
constexpr std::size_t kWorkWorthThreads = std::size_t{1} << 16;

void Judge(GuardVersion version, const Clock& clock, bool trace,
           JudgedRules* judged) {
  const auto start = clock.Now();
  if (trace) {
    judged->trace = std::make_unique<EvaluationTrace>();
  }
  FailureCollector collector(version, judged->trace.get());
  judged->evaluation = Evaluate(*judged->rules->rules, *judged->data->document,
                                {.version = version,
                                 .semantics = Semantics::Compat(),
                                 .clock = &clock,
                                 .observer = &collector,
                                 .records = false});
  for (const RuleRecord& record : judged->evaluation.rules) {
    if (record.error) {
      judged->error = record.error;
      return;
    }
    judged->status = Worse(judged->status, record.status());
  }
  if (trace) {
    judged->trace->root().status = judged->status;
  }
  judged->failures = collector.Take();
  judged->milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(clock.Now() - start)
          .count();
}

}  // namespace

RuleStatus Worse(RuleStatus a, RuleStatus b) {
  if (a == RuleStatus::kFail || b == RuleStatus::kFail) {
    return RuleStatus::kFail;
  }
  return a == RuleStatus::kSkip ? b : a;
}

std::vector<JudgedRules> JudgeAll(const GuardInput& input, GuardVersion version,
                                  const Clock& clock, bool trace) {
  std::vector<JudgedRules> all;
  std::size_t work = 0;
  for (const GuardData& data : input.data) {
    for (const GuardRules& rules : input.rules) {
      if (rules.rules != nullptr) {
        JudgedRules& judged = all.emplace_back();
        judged.data = &data;
        judged.rules = &rules;
        work += data.document->file(0).text().size();
      }
    }
  }
  const auto judge = [&](std::size_t i) {
    Judge(version, clock, trace, &all[i]);
  };
  if (work < kWorkWorthThreads) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      judge(i);
    }
  } else {
    ParallelFor(all.size(), judge);
  }
  return all;
}

}  // namespace connectguard
