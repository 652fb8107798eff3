#include "report/flow_writer.h"

#include <algorithm>

#include <fmt/format.h>

#include "flow/drawing.h"
#include "flow/map_drawing.h"

namespace connectguard {

Verdict WorstVerdict(std::span<const FlowInput> inputs) {
  Verdict worst = Verdict::kAllow;
  for (const FlowInput& input : inputs) {
    const bool better =
        input.verdict == Verdict::kAllow || worst == Verdict::kDeny;
    if (input.error == nullptr && !better) {
      worst = input.verdict;
    }
  }
  return worst;
}

Status WriteFlowReport(std::span<const FlowInput> inputs,
                       const ReportOptions& options, std::ostream& out) {
  switch (options.format) {
    case ReportFormat::kText:
      WriteTextFlowReport(inputs, options.colour, out);
      break;
    case ReportFormat::kJson:
      WriteJsonFlowReport(inputs, out);
      break;
    case ReportFormat::kLambdaHook:  // Of a check alone.
      break;
  }
  return FinishWriting(out);
}

Status WriteFlowMap(const FlowMap& map, const ReportOptions& options,
                    std::ostream& out) {
  switch (options.format) {
    case ReportFormat::kText:
      WriteTextFlowMap(map, options.colour, out);
      break;
    case ReportFormat::kJson:
      WriteJsonFlowMap(map, out);
      break;
    case ReportFormat::kLambdaHook:  // Of a check alone.
      break;
  }
  return FinishWriting(out);
}

std::string FlowPicture(const ReviewedFlow& flow, GraphFormat format) {
  FlowDrawing drawing{.title = std::string(flow.resource->address)};
  for (const FlowIssue& issue : flow.issues) {
    const Finding& finding = issue.finding;
    if (issue.action < 0) {
      continue;
    }
    const bool unknown = finding.status == FindingStatus::kUnknown;
    drawing.notes.push_back({.action = static_cast<std::uint32_t>(issue.action),
                             .severity = finding.blocking && !unknown
                                             ? FlowSeverity::kError
                                             : FlowSeverity::kWarning,
                             .text = fmt::format("{}{}: {}", finding.policy_id,
                                                 finding.waiver ? " (waived)"
                                                 : unknown      ? " (unknown)"
                                                                : "",
                                                 finding.message)});
    if (drawing.path.empty() && !finding.waiver) {
      drawing.path = issue.path;
    }
  }
  return format == GraphFormat::kDot
             ? DotText(flow.planned->graph(), drawing)
             : MermaidText(flow.planned->graph(), drawing);
}

std::string MapPicture(const FlowMap& map, GraphFormat format) {
  return format == GraphFormat::kDot ? DotText(map) : MermaidText(map);
}

}  // namespace connectguard
