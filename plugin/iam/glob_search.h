// Looks for a text that some patterns take and others do not: a breadth-first
// walk through the product of their automata, so the text found is a shortest
// one. Private to iam/.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "iam/budget.h"
#include "iam/glob.h"

namespace connectguard {

enum class SearchOutcome : std::uint8_t {
  kFound,
  kNone,
  kOpen,   // Cannot be decided; never from a lack of steps.
  kSpent,  // The budget ended.
};

// One of each group must take the text, none of `none_of` may.
// REQUIRES: no variables; the first group is not empty.
struct GlobProblem {
  std::vector<std::vector<const Glob*>> groups;
  std::vector<const Glob*> none_of;
};

SearchOutcome FindText(const GlobProblem& problem, SearchBudget* budget,
                       std::string* found);

}  // namespace connectguard
