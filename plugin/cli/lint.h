// `connectguard lint`: what is wrong with rules files before they judge
// anything.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/environment.h"
#include "lint/finding.h"
#include "report/writer.h"

namespace connectguard {

struct LintCommand {
  std::vector<std::string> rules;   // Files, or folders of them.
  std::vector<std::string> inputs;  // To judge in both modes; `-` is stdin.
  ReportFormat format = ReportFormat::kText;
  LintSeverity fail_on = LintSeverity::kWarning;
  bool all = false;   // Shows what is only information.
  bool list = false;  // Only prints the checks.
};

// Answers the exit code: 0 when nothing is found from `fail_on` on, else 1.
int RunLint(const LintCommand& command, const Environment& environment);

}  // namespace connectguard
