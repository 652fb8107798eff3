// One rules file judged on one data file: the statuses of the rules and what
// failed.
//
// Thread rule: JudgeAll uses all cores; what it answers does not depend on how
// many there are.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "cfn_guard/evaluation_trace.h"
#include "cfn_guard/failures.h"
#include "cfn_guard/validate_input.h"
#include "guard/evaluator.h"

namespace connectguard {

struct JudgedRules {
  const GuardData* data = nullptr;
  const GuardRules* rules = nullptr;
  RuleStatus status = RuleStatus::kSkip;
  std::int64_t milliseconds = 0;
  Failures failures;
  std::unique_ptr<EvaluationTrace> trace;  // When it was asked for.
  Evaluation evaluation;  // Owns values that failures speak of.
  // Of the first rule that could not be evaluated.
  std::optional<Error> error;
};

// As for the rules of a file: FAIL before PASS before SKIP.
RuleStatus Worse(RuleStatus a, RuleStatus b);

// Each of the rules files that have rules on each of the data files, in the
// order data file by data file.
std::vector<JudgedRules> JudgeAll(const GuardInput& input, GuardVersion version,
                                  const Clock& clock, bool trace);

}  // namespace connectguard
