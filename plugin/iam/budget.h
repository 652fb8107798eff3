// How much work one question may cost, counted in steps and never in time, so
// that the same question has the same answer on every machine.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/cancelled.h"
#include "base/limits.h"

namespace connectguard {

class SearchBudget {
 public:
  // Once `cancelled` says so all is spent: whoever asked must not take what
  // comes out then for an answer. May be null, and must outlive the budget.
  explicit SearchBudget(std::uint64_t steps = limits::kMaxIamSteps,
                        const Cancelled* cancelled = nullptr)
      : left_(steps), cancelled_(cancelled) {
    SetPause();
  }

  // False once all is spent, from then on always.
  bool Spend(std::uint64_t steps) {
    if (left_ < pause_ + steps) {
      return SpendWithPause(steps);
    }
    left_ -= steps;
    return !spent_;
  }
  bool spent() const { return spent_; }
  std::uint64_t left() const { return left_; }

 private:
  // Steps between two questions to `cancelled_`: about a millisecond.
  static constexpr std::uint64_t kPauseSteps = 100'000;

  bool SpendWithPause(std::uint64_t steps) {
    const bool ends = left_ < steps || (pause_ > 0 && (*cancelled_)());
    spent_ = spent_ || ends;
    left_ = spent_ ? 0 : left_ - steps;
    SetPause();
    return !spent_;
  }
  void SetPause() {
    const bool asks = cancelled_ != nullptr && *cancelled_;
    pause_ = asks && left_ > kPauseSteps ? left_ - kPauseSteps : 0;
  }

  std::uint64_t left_;
  const Cancelled* cancelled_;
  std::uint64_t pause_ = 0;  // Ask when no more than this is left.
  bool spent_ = false;
};

}  // namespace connectguard
