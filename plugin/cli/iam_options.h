// The options of `connectguard iam` and its subcommands. Private to cli/.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/arguments.h"
#include "cli/iam.h"

namespace connectguard {

class IamOptions {
 public:
  // Adds the subcommands to `root`; this object must outlive the parsing.
  void AddTo(CLI::App* root);
  bool parsed() const { return iam_->parsed(); }
  // What was given; kUsage when it makes no sense.
  Result<IamCommand> Finish();

 private:
  void AddCan();
  void AddDiff();
  void AddAtMost();
  void AddLint();
  void AddExplain();
  void AddOutput(CLI::App* app);
  void AddKind(CLI::App* app);
  Result<IamCommand> FinishCan();
  Status FinishConditions();
  Status FinishOutput(IamOutput* output) const;
  Status FinishKind(std::optional<IamPolicyKind>* kind) const;

  CLI::App* iam_ = nullptr;
  CLI::App* can_ = nullptr;
  CLI::App* diff_ = nullptr;
  CLI::App* at_most_ = nullptr;
  CLI::App* lint_ = nullptr;
  CLI::App* explain_ = nullptr;

  IamCanCommand can_command_;
  IamDiffCommand diff_command_;
  IamAtMostCommand at_most_command_;
  IamLintCommand lint_command_;
  IamExplainCommand explain_command_;

  std::vector<std::string> conditions_;  // `KEY=VALUE`, until Finish.

  // Names of choices, until Finish looks them up.
  std::string format_;
  std::string colour_;
  std::string kind_;
  std::string accounts_;
  std::string fail_on_;
};

}  // namespace connectguard
