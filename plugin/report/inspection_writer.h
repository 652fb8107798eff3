// What inputs hold, as text or data, and their resources as a graph, for those
// who ask why a policy said what it said.
//
// Nothing sensitive is written, nor any line of an input.
// Thread rule: pure functions of their arguments; the stream is the caller's.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "gate/inspection.h"
#include "report/writer.h"

namespace connectguard {

struct InspectedInput {
  std::string input;   // Its name.
  std::string kind;    // "terraform plan", "cloudformation template".
  std::string sha256;  // Of its bytes, in hex.
  // The binary plan that was given with it; both empty without one.
  std::string plan_file = {};
  std::string plan_file_sha256 = {};
  std::vector<std::string> notes = {};
  const Inspector* inspector = nullptr;
  std::vector<ResourceInSection> chosen = {};
  bool is_part = false;  // Only some resources were asked for.
};

// kInternal when the stream does not take it all.
Status WriteInspection(std::span<const InspectedInput> inputs,
                       const ReportOptions& options, std::ostream& out);

enum class GraphFormat : std::uint8_t { kDot, kMermaid };

// Resources and links between them, one graph for all inputs; of a part, what
// was chosen and its neighbours.
Status WriteGraph(std::span<const InspectedInput> inputs, GraphFormat format,
                  std::ostream& out);

// The two forms of an inspection; README.md describes the JSON.
void WriteTextInspection(std::span<const InspectedInput> inputs, bool colour,
                         std::ostream& out);
void WriteJsonInspection(std::span<const InspectedInput> inputs,
                         std::ostream& out);

}  // namespace connectguard
