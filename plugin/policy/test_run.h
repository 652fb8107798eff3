// What every file under test is run with.
//
// Thread rule: the parts may be used by several threads at once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/file_reader.h"
#include "guard/evaluator.h"
#include "guard/functions.h"
#include "guard/semantics.h"
#include "policy/plan_cache.h"
#include "policy/test_report.h"
#include "rule_tests/coverage.h"
#include "rule_tests/coverage_recorder.h"

namespace connectguard {

struct TestRun {
  const FileReader& files;
  const FunctionTable& functions;
  const Clock& clock;
  Semantics semantics;
  bool with_coverage;
  PlanCache& plans;
};

// Takes the time from its making to the question.
class Stopwatch {
 public:
  explicit Stopwatch(const Clock& clock) : clock_(clock), start_(clock.Now()) {}
  std::chrono::microseconds Read() const {
    return std::chrono::duration_cast<std::chrono::microseconds>(clock_.Now() -
                                                                 start_);
  }

 private:
  const Clock& clock_;
  std::chrono::system_clock::time_point start_;
};

// Listens to the evaluations of one file, when coverage was asked for.
class OptionalRecorder {
 public:
  OptionalRecorder(const TestRun& run, const RuleFile& rules) : rules_(rules) {
    if (run.with_coverage) {
      recorder_.emplace(rules);
    }
  }

  EvaluationObserver* observer() { return recorder_ ? &*recorder_ : nullptr; }

  // After each evaluation.
  void Finish(const std::function<bool(std::string_view rule)>& is_asked) {
    if (recorder_) {
      recorder_->Finish(is_asked);
    }
  }

  void WriteTo(FileResult* file) const {
    if (recorder_) {
      file->coverage = CoverageOf(rules_, *recorder_);
    }
  }

 private:
  const RuleFile& rules_;
  std::optional<CoverageRecorder> recorder_;
};

}  // namespace connectguard
