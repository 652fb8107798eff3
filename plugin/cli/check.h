// `connectguard check`: judges inputs and reports.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/colour.h"
#include "cli/environment.h"
#include "gate/engine.h"
#include "report/writer.h"

namespace connectguard {

struct CheckCommand {
  std::vector<std::string> inputs;  // Paths; `-` is standard input.
  GateOptions gate;
  std::string policies_directory;  // Empty: the built-in policies.
  ReportFormat format = ReportFormat::kText;
  std::string output;  // A file instead of `out`; empty: none.
  ColourChoice colour = ColourChoice::kAuto;
  bool quiet = false;  // Nothing but errors.
};

// Answers the exit code.
int RunCheck(const CheckCommand& command, const Environment& environment);

}  // namespace connectguard
