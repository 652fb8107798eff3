// `connectguard iam`: exact questions about IAM policy documents, offline.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "analysis/question.h"
#include "cli/colour.h"
#include "cli/environment.h"
#include "iam/finding.h"
#include "iam/layers.h"
#include "iam/policy.h"
#include "report/writer.h"

namespace connectguard {

struct IamOutput {
  ReportFormat format = ReportFormat::kText;
  ColourChoice colour = ColourChoice::kAuto;
};

// `iam can`: may a request be made? Paths of files; `-` is standard input.
struct IamCanCommand {
  std::vector<std::string> identity;
  std::string boundary;
  std::string session;
  std::vector<std::string> resource;
  std::string trust;
  // From the root to the account; those of one level are joined by commas.
  std::vector<std::string> scp;
  // Unset: as the question says, unknown where it does not.
  std::optional<AccountRelation> accounts;
  IamQuestion question;
  IamOutput output;
};

// `iam diff`: what does one policy allow that another does not?
struct IamDiffCommand {
  std::string before;
  std::string after;
  std::optional<IamPolicyKind> kind;  // Unset: by content.
  IamOutput output;
};

// `iam at-most`: does a policy stay within another?
struct IamAtMostCommand {
  std::string candidate;
  std::string reference;
  std::optional<IamPolicyKind> kind;
  IamOutput output;
};

// `iam lint`: what is wrong with documents by themselves?
struct IamLintCommand {
  std::vector<std::string> files;
  std::optional<IamPolicyKind> kind;
  IamSeverity fail_on = IamSeverity::kWarning;
  IamOutput output;
};

// `iam explain`: what does a document say?
struct IamExplainCommand {
  std::string file;
  std::optional<IamPolicyKind> kind;
  IamOutput output;
};

using IamCommand = std::variant<IamCanCommand, IamDiffCommand, IamAtMostCommand,
                                IamLintCommand, IamExplainCommand>;

// Each answers the exit code: 0 yes, or nothing found; 1 no, or something
// found; 2 when the answer is not known. Explain: 0.
int RunIamCan(const IamCanCommand& command, const Environment& environment);
int RunIamDiff(const IamDiffCommand& command, const Environment& environment);
int RunIamAtMost(const IamAtMostCommand& command,
                 const Environment& environment);
int RunIamLint(const IamLintCommand& command, const Environment& environment);
int RunIamExplain(const IamExplainCommand& command,
                  const Environment& environment);

}  // namespace connectguard
