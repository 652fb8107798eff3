// `rulegen`: rules made from a template.
//
// It differs on purpose in that templates with short tags (`!Ref`) are read,
// and in that rules are never left out with exit code 0.
//
// Thread rule: one thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "cfn_guard/environment.h"

namespace connectguard {

struct RulegenOptions {
  std::string template_file;
  std::string output_file;  // Empty: standard output.
};

// Of a template that cannot be made into rules.
inline constexpr int kRulegenBadTemplate = 1;

// The exit code; an error when the template cannot be opened.
Result<int> RunRulegen(const RulegenOptions& options,
                       const CfnGuardEnvironment& environment);

}  // namespace connectguard
