// Counts how deep a recursion is, and says when it is too deep.
//
// For recursion over a template: a level is one of the input, or a step to
// another resource's name or another condition, which may wait for a next one.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/limits.h"

namespace connectguard {

class DepthStep {
 public:
  explicit DepthStep(int* depth) : depth_(depth) { ++*depth_; }
  ~DepthStep() { --*depth_; }
  DepthStep(const DepthStep&) = delete;
  DepthStep& operator=(const DepthStep&) = delete;

  bool allowed() const {
    return *depth_ <= limits::kMaxDepth + limits::kMaxEvaluationDepth;
  }

 private:
  int* depth_;
};

}  // namespace connectguard
