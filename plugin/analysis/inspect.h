// Policies by themselves: what is wrong with them, and what do they say?
//
// Thread rule: pure functions of their arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "analysis/answers.h"
#include "analysis/policy_files.h"

namespace connectguard {

struct LintAnswer {
  std::deque<PolicyFile> files;
  // One for each text; findings in the order in which they stand.
  std::vector<IamLintedFile> linted;
};

// kBadInput for what is no policy, kCancelled.
Result<LintAnswer> AskLint(std::vector<PolicyText> texts,
                           std::optional<IamPolicyKind> kind,
                           const Asker& asker);

struct ExplainAnswer {
  PolicyFile file;
  IamExplanation explanation;
};

Result<ExplainAnswer> AskExplain(PolicyText text,
                                 std::optional<IamPolicyKind> kind,
                                 const Asker& asker);

}  // namespace connectguard
