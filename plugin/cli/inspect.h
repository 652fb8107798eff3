// `connectguard inspect`: what an input was read as, and where each value of it
// comes from.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/colour.h"
#include "cli/configuration.h"
#include "cli/environment.h"
#include "cli/stack_options.h"
#include "report/inspection_writer.h"
#include "report/writer.h"

namespace connectguard {

struct InspectCommand {
  std::vector<std::string> inputs;  // Paths; `-` is standard input.
  ConfigurationPlace configuration;
  StackPlace stack;
  std::string resource;  // An address; empty: all resources.
  ReportFormat format = ReportFormat::kText;
  std::optional<GraphFormat> graph;  // Instead of a report.
  ColourChoice colour = ColourChoice::kAuto;
  bool closed_world = false;
};

// Answers the exit code: 0 when all inputs could be read. An error of one does
// not keep the others from being shown.
int RunInspect(const InspectCommand& command, const Environment& environment);

}  // namespace connectguard
