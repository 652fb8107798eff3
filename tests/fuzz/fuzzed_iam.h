// What the fuzz targets about IAM share: short budgets, and what holds of every
// answer.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/asker.h"
#include "fuzz/fuzzed.h"
#include "iam/questions.h"

namespace connectguard::testing {

inline constexpr AskerWords kNoWords{};
inline constexpr QuestionOptions kQuickly{.steps = 5'000};

inline void CheckAnswer(const IamAnswer& answer) {
  Require(answer.verdict != IamVerdict::kUnknown || !answer.reason.empty(),
          "unknown says why");
  for (const IamHole* hole : answer.holes) {
    Require(!hole->reason.empty(), "a hole says why");
  }
}

}  // namespace connectguard::testing
