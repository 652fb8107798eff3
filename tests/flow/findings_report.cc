#include "flow/findings_report.h"

#include <memory>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "document/path.h"
#include "flow/flow_graph.h"
#include "flow/flow_source.h"
#include "flow/paths.h"
#include "flow/review.h"
#include "readers/input.h"

namespace connectguard::testing {
namespace {

std::string_view LevelOf(const FlowRemark& remark) {
  return remark.severity == FlowSeverity::kError ? "error" : "warning";
}

std::string RemarksOf(const Flow& flow, std::string_view type,
                      const Document& document) {
  const FlowGraph graph(flow);
  std::string text;
  for (const FlowRemark& remark : ReviewFlow(graph, type)) {
    const SourceFile& file = document.file(remark.value->file);
    const std::string path = PathBelow(*remark.value, *flow.node);
    text += fmt::format(
        "{}{} {}\n  at {}{}\n  {}{}\n",
        remark.answer == FlowAnswer::kUnknown ? "perhaps " : "",
        LevelOf(remark), remark.check, path.empty() ? "the flow" : path,
        file.HasLines()
            ? fmt::format(", line {}", file.At(remark.value->begin).line)
            : "",
        remark.message, remark.hint.empty() ? "" : "; " + remark.hint);
    if (!remark.path.empty()) {
      text += fmt::format("  way: Start, {}\n", PathText(flow, remark.path));
    }
  }
  return text.empty() ? "nothing\n" : text;
}

std::string ReportOn(const Document& document, const Resource& resource) {
  const Value* content = resource.properties == nullptr
                             ? nullptr
                             : Find(*resource.properties, "Content");
  if (content == nullptr) {
    return "";
  }
  const Flow flow = ReadFlow(*content);
  const bool module = resource.type.ends_with("Module");
  const std::string_view type =
      module ? "MODULE" : StringAt(*resource.properties, "Type");
  return fmt::format("{} ({}, {} actions)\n{}", resource.address,
                     type.empty() ? "unknown type" : type, flow.actions.size(),
                     RemarksOf(flow, type, document));
}

}  // namespace

std::string FindingsReport(const std::string& name, const std::string& text) {
  if (text.find("\"?\"") != std::string::npos) {
    const FlowSource source = ReadSource(text);
    return RemarksOf(source.flow, "CONTACT_FLOW", *source.document);
  }
  const auto document = ReadDocument({.name = name, .bytes = text});
  if (!document) {
    ADD_FAILURE() << name << ": " << document.error().diagnostic.message;
    return "";
  }
  std::string report;
  for (const Resource& resource : (*document)->resources()) {
    report += ReportOn(**document, resource);
  }
  return report;
}

}  // namespace connectguard::testing
