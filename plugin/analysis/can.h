// May a request be made, by these policies together?
//
// Thread rule: pure functions of their arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "analysis/answers.h"
#include "analysis/policy_files.h"
#include "analysis/question.h"
#include "iam/layers.h"

namespace connectguard {

// What is empty is not asked about.
struct CanQuestion {
  std::vector<PolicyText> identity;
  std::optional<PolicyText> boundary;
  std::optional<PolicyText> session;
  std::vector<PolicyText> resource;
  std::optional<PolicyText> trust;  // Or `resource`.
  // From the root to the account; each level has policies of its own.
  std::vector<std::vector<PolicyText>> scp;
  // Unset: as the request says, unknown where it does not.
  std::optional<AccountRelation> accounts;
  IamQuestion request;
};

struct CanAnswer {
  std::deque<PolicyFile> files;
  // The query stands in it.
  std::unique_ptr<Document> words;
  std::unique_ptr<const IamQuery> query;
  IamCanReport report;
  std::vector<Diagnostic> warnings;
};

// kUsage for a question that is not clear, kBadInput for what is no policy,
// kCancelled.
Result<CanAnswer> AskCan(CanQuestion question, const Asker& asker);

}  // namespace connectguard
