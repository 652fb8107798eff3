// Two policies beside each other: what does one allow that the other does not?
//
// Thread rule: pure functions of their arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "analysis/answers.h"
#include "analysis/policy_files.h"

namespace connectguard {

// `before` and `after`, or `candidate` and `reference`.
struct PairQuestion {
  PolicyText first;
  PolicyText second;
  std::optional<IamPolicyKind> kind;  // Unset: by content.
};

template <typename Report>
struct PairAnswer {
  PolicyFile first;
  PolicyFile second;
  Report report;
  std::vector<Diagnostic> warnings;
};

// What is newly allowed, and what no longer? kBadInput for two policies of
// which only one has principals; kCancelled.
Result<PairAnswer<IamDiffReport>> AskDiff(PairQuestion question,
                                          const Asker& asker);

// Does the first allow nothing that the second does not? The second may be one
// that AWS would not take, such as one with wildcards in its principals.
Result<PairAnswer<IamAtMostReport>> AskAtMost(PairQuestion question,
                                              const Asker& asker);

}  // namespace connectguard
