// Three answers to a question about a flow that may have holes in it.
//
// Yes and no hold whatever fills the holes; unknown says that it depends.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace connectguard {

enum class FlowAnswer : std::uint8_t { kNo, kYes, kUnknown };

constexpr FlowAnswer Not(FlowAnswer answer) {
  return answer == FlowAnswer::kUnknown ? answer
         : answer == FlowAnswer::kYes   ? FlowAnswer::kNo
                                        : FlowAnswer::kYes;
}

constexpr FlowAnswer And(FlowAnswer a, FlowAnswer b) {
  if (a == FlowAnswer::kNo || b == FlowAnswer::kNo) {
    return FlowAnswer::kNo;
  }
  return a == FlowAnswer::kYes ? b : a;
}

constexpr FlowAnswer Or(FlowAnswer a, FlowAnswer b) {
  return Not(And(Not(a), Not(b)));
}

// An answer for each action of a flow: "is it a transfer?".
using FlowMarks = std::vector<FlowAnswer>;

}  // namespace connectguard
