// `connectguard explain`: why a policy has the status that it has on an input.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/colour.h"
#include "cli/configuration.h"
#include "cli/environment.h"
#include "cli/stack_options.h"
#include "report/writer.h"

namespace connectguard {

struct ExplainCommand {
  std::string policy;  // An id, or the path of a rules file.
  std::string input;   // A path; `-` is standard input.
  ConfigurationPlace configuration;
  StackPlace stack;
  std::string policies_directory;       // Empty: the built-in policies.
  std::vector<std::string> parameters;  // Of policies: `ID.name=value` each.
  ReportFormat format = ReportFormat::kText;
  ColourChoice colour = ColourChoice::kAuto;
  bool closed_world = false;
  bool guard_compat = false;
};

// Answers the exit code: 0 when it could be explained, whatever the status.
int RunExplain(const ExplainCommand& command, const Environment& environment);

}  // namespace connectguard
