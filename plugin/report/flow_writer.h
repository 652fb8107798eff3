// What there is to say of contact flows, as text or data, and flows and the map
// of them as pictures.
//
// Nothing sensitive is written.
// Thread rule: pure functions of their arguments; the stream is the caller's.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "flow/flow_map.h"
#include "gate/engine.h"
#include "gate/flow_review.h"
#include "report/inspection_writer.h"
#include "report/writer.h"

namespace connectguard {

// One input of a run.
struct FlowInput {
  std::string input;  // Its name.
  // Set: it could not be read, and there is nothing else.
  const Error* error = nullptr;
  std::string kind = {};  // "terraform plan", "contact flow".
  std::string sha256 = {};
  std::vector<std::string> notes = {};
  const FlowReview* review = nullptr;
  GateCounts counts = {};  // Of the policies that were asked.
  Verdict verdict = Verdict::kAllow;
};

// The worst verdict of the inputs that could be read.
Verdict WorstVerdict(std::span<const FlowInput> inputs);

// kInternal when the stream does not take it all.
Status WriteFlowReport(std::span<const FlowInput> inputs,
                       const ReportOptions& options, std::ostream& out);
Status WriteFlowMap(const FlowMap& map, const ReportOptions& options,
                    std::ostream& out);

// The flow with what was found in it, and the way that shows the worst of that.
std::string FlowPicture(const ReviewedFlow& flow, GraphFormat format);
std::string MapPicture(const FlowMap& map, GraphFormat format);

// The forms of both; README.md describes the JSON.
void WriteTextFlowReport(std::span<const FlowInput> inputs, bool colour,
                         std::ostream& out);
void WriteJsonFlowReport(std::span<const FlowInput> inputs, std::ostream& out);
void WriteTextFlowMap(const FlowMap& map, bool colour, std::ostream& out);
void WriteJsonFlowMap(const FlowMap& map, std::ostream& out);

}  // namespace connectguard
