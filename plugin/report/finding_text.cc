#include "report/finding_text.h"

#include <cctype>
#include <cstddef>
#include <vector>

#include <fmt/format.h>

namespace connectguard {
namespace {

// The labels of a finding's lines stand in a column of their own.
constexpr std::size_t kLabelColumns = 12;

// Empty when the title has said it already.
std::string_view MessageOf(const Finding& finding) {
  return finding.message == finding.title ? std::string_view()
                                          : finding.message;
}

// The value's name in the words of the input's author.
std::string NameOf(const Finding& finding) {
  if (finding.set_in.empty()) {
    return finding.attribute.empty() ? finding.path : finding.attribute;
  }
  return finding.attribute.empty()
             ? fmt::format("set in {}", finding.set_in)
             : fmt::format("set in {}: {}", finding.set_in, finding.attribute);
}

}  // namespace

std::string UpperCase(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return upper;
}

Ink FindingText::InkOfSeverity(const Finding& finding) const {
  return finding.blocking && finding.status != FindingStatus::kUnknown
             ? Ink::kRed
             : Ink::kYellow;
}

void FindingText::WriteHead(const Finding& finding,
                            std::string_view level) const {
  const std::string severity =
      UpperCase(level.empty() ? SeverityName(finding.severity) : level);
  const std::string head =
      fmt::format("{}  {}", severity, Printable(finding.policy_id));
  const std::vector<std::string> title =
      Wrap(Printable(finding.title), kReportColumns - Columns(head) - 2);
  out_ << fmt::format(
      "\n{}  {}  {}\n", painter_.Paint(InkOfSeverity(finding), severity),
      painter_.Paint(Ink::kBold, Printable(finding.policy_id)), title.front());
  for (std::size_t i = 1; i < title.size(); ++i) {
    out_ << std::string(Columns(head) + 2, ' ') << title[i] << '\n';
  }
}

void FindingText::Write(const Finding& finding,
                        const FindingExtras& extras) const {
  WriteHead(finding, extras.level);
  WriteResource(finding);
  WriteWhere(finding);
  if (finding.status == FindingStatus::kUnknown) {
    // The policy's message speaks of a violation, which this is not yet.
    WriteField("unknown", finding.reason);
    WriteField("at stake", MessageOf(finding));
  } else {
    WriteField("found", finding.found);
    WriteField("why", MessageOf(finding));
    WriteField("error", finding.reason);
  }
  WriteField("way", extras.way);
  if (finding.waiver) {
    WriteWaiver(*finding.waiver);
    return;
  }
  WriteField("fix", finding.fix);
  WriteField("source", finding.source);
  if (extras.level.empty() && !finding.blocking &&
      finding.status == FindingStatus::kViolation) {
    WriteField("note", "below the threshold: reported only");
  }
}

void FindingText::WriteWaiver(const FindingWaiver& waiver) const {
  std::string waived =
      fmt::format("{}:{}:{}", waiver.place.file, waiver.place.place.line,
                  waiver.place.place.column);
  const auto add = [&waived](std::string_view label, std::string_view text) {
    if (!text.empty()) {
      waived += fmt::format(", {} {}", label, text);
    }
  };
  add("until", waiver.until);
  add("owner", waiver.owner);
  add("ticket", waiver.ticket);
  WriteField("waived", waived);
  WriteField("because", waiver.reason);
}

void FindingText::WriteField(std::string_view label,
                             std::string_view text) const {
  if (text.empty()) {
    return;
  }
  std::string prefix = fmt::format("  {:<{}}", label, kLabelColumns - 2);
  for (const std::string& line :
       Wrap(Printable(text), kReportColumns - kLabelColumns)) {
    out_ << painter_.Paint(Ink::kDim, prefix) << line << '\n';
    prefix.assign(kLabelColumns, ' ');
  }
}

void FindingText::WriteResource(const Finding& finding) const {
  if (finding.resource.empty()) {
    return;
  }
  WriteField("resource", finding.resource_type.empty()
                             ? finding.resource
                             : fmt::format("{} ({})", finding.resource,
                                           finding.resource_type));
  if (!finding.construct.empty()) {
    WriteField("construct", finding.construct);
  }
}

void FindingText::WriteWhere(const Finding& finding) const {
  // What could not be evaluated has no place but in the policy.
  const FindingPlace& place = finding.status == FindingStatus::kError
                                  ? finding.policy_place
                                  : finding.place;
  std::string where;
  if (!place.file.empty() && place.has_lines) {
    where = fmt::format("{}:{}:{}", place.file, place.place.line,
                        place.place.column);
  }
  const std::string name = NameOf(finding);
  if (!name.empty()) {
    where += where.empty() ? name : fmt::format(" ({})", name);
  }
  WriteField("where", where);
  if (place.source_line.empty()) {
    return;
  }
  const std::string number = std::to_string(place.place.line);
  const std::string indent(kLabelColumns, ' ');
  const std::size_t caret =
      Columns(std::string_view(place.source_line).substr(0, place.caret));
  out_ << indent << painter_.Paint(Ink::kDim, number + " | ")
       << Printable(place.source_line) << '\n'
       << indent
       << painter_.Paint(Ink::kDim, std::string(number.size(), ' ') + " | ")
       << std::string(caret, ' ') << painter_.Paint(Ink::kRed, "^") << '\n';
}

}  // namespace connectguard
