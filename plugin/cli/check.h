// `connectguard check`: judges inputs and reports.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/colour.h"
#include "cli/configuration.h"
#include "cli/environment.h"
#include "cli/stack_options.h"
#include "gate/engine.h"
#include "readers/input.h"
#include "report/writer.h"

namespace connectguard {

struct CheckCommand {
  std::vector<std::string> inputs;  // Paths; `-` is standard input.
  ConfigurationPlace configuration;
  StackPlace stack;
  GateOptions gate;
  std::string policies_directory;  // Empty: the built-in policies.
  // Files and folders of rules without a header.
  std::vector<std::string> rules;
  Severity rules_severity = Severity::kHigh;
  ReportFormat format = ReportFormat::kText;
  std::string output;  // A file instead of `out`; empty: none.
  ColourChoice colour = ColourChoice::kAuto;
  bool quiet = false;  // Nothing but errors.
};

// Judges one input.
using Checker = std::function<Result<GateReport>(Input)>;

// Reads the inputs, has each judged, and reports. Answers the exit code. For
// programs that judge elsewhere than here.
int RunCheckWith(const Checker& checker, const CheckCommand& command,
                 const Environment& environment);

// Answers the exit code.
int RunCheck(const CheckCommand& command, const Environment& environment);

}  // namespace connectguard
