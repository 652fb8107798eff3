// `connectguard flow`: what there is to say of contact flows, as a report or as
// pictures, and how they lead to each other.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/colour.h"
#include "cli/configuration.h"
#include "cli/environment.h"
#include "gate/engine.h"
#include "readers/input.h"
#include "report/writer.h"

namespace connectguard {

enum class FlowPictureFormat : std::uint8_t { kDot, kMermaid, kSvg };

struct FlowCommand {
  // Paths of files and folders; `-` is standard input.
  std::vector<std::string> inputs;
  ConfigurationPlace configuration;
  FlowHome home;     // Of files of flows alone.
  std::string flow;  // Only the flow of this name; empty: all.
  // `only` empty: all policies of the pack that speak of flows; `pack` empty:
  // `strict`, or the default one where there is no such pack.
  GateOptions gate;
  std::string policies_directory;  // Empty: the built-in policies.
  ReportFormat format = ReportFormat::kText;
  std::optional<FlowPictureFormat> graph;  // Instead of a report.
  bool links = false;  // The map of the flows instead of what is in them.
  std::string output;  // A file instead of `out`; empty: none.
  std::string out_directory;  // Pictures, a file each; empty: none.
  ColourChoice colour = ColourChoice::kAuto;
};

// Answers the exit code: of a report that of the verdict; of pictures and links
// 0. An error of one input does not keep the others from being shown.
int RunFlow(const FlowCommand& command, const Environment& environment);

}  // namespace connectguard
