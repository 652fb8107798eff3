// Policy documents from texts that people hand over: JSON or YAML, alone or as
// the AWS command line prints them.
//
// Thread rule: pure functions of their arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/asker.h"
#include "base/result.h"
#include "document/document.h"
#include "iam/policy.h"

namespace connectguard {

struct PolicyText {
  std::string name;  // What answers call it.
  std::string text;
};

struct PolicyFile {
  std::string name;
  std::unique_ptr<Document> document;
  // The policy's own document, inside what the file holds.
  const Value* node = nullptr;
  std::unique_ptr<const IamPolicy> policy;
};

// What a policy is by what it has: principals make it a resource policy, or a
// trust policy when it is about sts alone. Service control policies and
// boundaries look like identity policies.
IamPolicyKind KindByContent(const Value& document);

// True for kinds whose statements have principals.
bool HasPrincipals(IamPolicyKind kind);

// kBadInput, with its line, for what is no policy of this kind. Mistakes in a
// document that has statements are left to the policy's findings.
Result<PolicyFile> ReadPolicy(PolicyText text,
                              std::optional<IamPolicyKind> kind,
                              const Asker& asker);

// An answer about a policy with mistakes is one about what AWS would refuse:
// each of them.
std::vector<Diagnostic> MistakesOf(const PolicyFile& file);

}  // namespace connectguard
