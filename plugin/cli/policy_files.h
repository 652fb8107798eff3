// Policy documents from files that people name: JSON or YAML, alone or as the
// AWS command line prints them.
//
// Thread rule: pure functions of what comes through the FileReader.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/file_reader.h"
#include "base/result.h"
#include "document/document.h"
#include "iam/policy.h"

namespace connectguard {

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

// `-` is standard input; `FullAWSAccess` the policy of AWS's that allows all.
// kBadInput, with its line, for what is no policy of this kind. Mistakes in a
// document that has statements are left to the policy's findings.
Result<PolicyFile> ReadPolicyFile(std::string_view path,
                                  std::optional<IamPolicyKind> kind,
                                  const FileReader& files);

// kUsage when standard input is named twice.
Status CheckStandardInput(std::span<const std::string> paths);

}  // namespace connectguard
