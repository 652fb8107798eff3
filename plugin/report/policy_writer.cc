#include "report/policy_writer.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include <fmt/format.h>

#include "base/text.h"
#include "report/text_layout.h"

namespace connectguard {
namespace {

constexpr std::size_t kLabelColumns = 12;

void WriteTextList(std::span<const Policy* const> policies, std::ostream& out) {
  std::size_t id_columns = 2;
  for (const Policy* policy : policies) {
    id_columns = std::max(id_columns, policy->metadata.id.size());
  }
  for (const Policy* policy : policies) {
    const PolicyMetadata& metadata = policy->metadata;
    out << fmt::format("{:<{}}  {:<8}  {}\n", metadata.id, id_columns,
                       SeverityName(metadata.severity),
                       Printable(metadata.title));
  }
}

void WriteField(std::string_view label, std::string_view text,
                std::ostream& out) {
  if (text.empty()) {
    return;
  }
  std::string prefix = fmt::format("{:<{}}", label, kLabelColumns);
  for (const std::string& line :
       Wrap(Printable(text), kReportColumns - kLabelColumns)) {
    out << prefix << line << '\n';
    prefix.assign(kLabelColumns, ' ');
  }
}

// Its paragraphs are kept apart, its lines are wrapped anew.
void WriteRationale(std::string_view rationale, std::ostream& out) {
  std::string paragraph;
  const auto flush = [&] {
    if (paragraph.empty()) {
      return;
    }
    out << '\n';
    for (const std::string& line : Wrap(paragraph, kReportColumns)) {
      out << line << '\n';
    }
    paragraph.clear();
  };
  for (const std::string_view line : Split(rationale, '\n')) {
    if (Trim(line).empty()) {
      flush();
      continue;
    }
    paragraph += paragraph.empty() ? "" : " ";
    paragraph += Printable(Trim(line));
  }
  flush();
}

// Without the block of comments at the top, which the metadata above repeats.
std::string_view RulesOf(std::string_view text) {
  const auto drop_lines = [&text](std::string_view starting_with) {
    while (!text.empty() && starting_with.find(text[0]) != text.npos) {
      const std::size_t end = text.find('\n');
      text.remove_prefix(end == text.npos ? text.size() : end + 1);
    }
  };
  drop_lines("\r\n");
  drop_lines("#");
  drop_lines("\r\n");
  return text;
}

}  // namespace

Status WritePolicyList(std::span<const Policy* const> policies,
                       std::string_view revision, ReportFormat format,
                       std::ostream& out) {
  switch (format) {
    case ReportFormat::kText:
      WriteTextList(policies, out);
      break;
    case ReportFormat::kJson:
      WriteJsonPolicyList(policies, revision, out);
      break;
    case ReportFormat::kLambdaHook:  // Of a check alone.
      break;
  }
  return FinishWriting(out);
}

Status WritePolicy(const Policy& policy, std::ostream& out) {
  const PolicyMetadata& metadata = policy.metadata;
  out << fmt::format("{}  {}\n\n", metadata.id, Printable(metadata.title));
  WriteField("severity", SeverityName(metadata.severity), out);
  if (!metadata.warning.empty()) {
    WriteField("warning",
               fmt::format("what rule {} finds is of severity {}",
                           metadata.warning, SeverityName(Severity::kLow)),
               out);
  }
  WriteField("resources", Join(metadata.resources, ", "), out);
  WriteField("statements", Join(metadata.statements, ", "), out);
  WriteField("fix", metadata.fix, out);
  WriteField("source", metadata.source, out);
  for (const Parameter& parameter : policy.parameters) {
    WriteField("parameter",
               fmt::format("{} ({}): {}; default `{}`", parameter.name,
                           ParameterTypeName(parameter.type), parameter.help,
                           ParameterText(*parameter.fallback)),
               out);
  }
  if (!metadata.waivable) {
    WriteField("waivable", "no", out);
  }
  WriteField("file", policy.path, out);
  WriteRationale(metadata.rationale, out);
  out << '\n' << RulesOf(policy.text);
  return FinishWriting(out);
}

}  // namespace connectguard
