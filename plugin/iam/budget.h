// How much work one question may cost, counted in steps and never in time, so
// that the same question has the same answer on every machine.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/limits.h"

namespace connectguard {

class SearchBudget {
 public:
  explicit SearchBudget(std::uint64_t steps = limits::kMaxIamSteps)
      : left_(steps) {}

  // False once all is spent, from then on always.
  bool Spend(std::uint64_t steps) {
    if (left_ < steps) {
      left_ = 0;
      spent_ = true;
    } else {
      left_ -= steps;
    }
    return !spent_;
  }
  bool spent() const { return spent_; }
  std::uint64_t left() const { return left_; }

 private:
  std::uint64_t left_;
  bool spent_ = false;
};

}  // namespace connectguard
