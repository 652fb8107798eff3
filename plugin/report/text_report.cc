#include "report/text_report.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "gate/exit_code.h"
#include "report/text_layout.h"

namespace connectguard {
namespace {

// The labels of a finding's lines stand in a column of their own.
constexpr std::size_t kLabelColumns = 12;

std::string Upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return upper;
}

std::string Counted(std::size_t count, std::string_view one,
                    std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string Counted(int count, std::string_view one, std::string_view many) {
  return Counted(static_cast<std::size_t>(count), one, many);
}

Ink InkOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAllow:
      return Ink::kGreen;
    case Verdict::kDeny:
      return Ink::kRed;
    case Verdict::kUndecided:
      return Ink::kYellow;
  }
  return Ink::kPlain;
}

// The report on one input.
class TextReport {
 public:
  TextReport(const GateReport& report, const Painter& painter,
             std::ostream& out)
      : report_(report), painter_(painter), out_(out) {}

  void Write() {
    WriteHead();
    WriteFindings();
    WriteUnknowns();
    WriteSummary();
  }

 private:
  void WriteHead() {
    out_ << fmt::format(
        "{}  {}  ({}, {}, {})\n",
        painter_.Paint(InkOf(report_.verdict),
                       Upper(VerdictName(report_.verdict))),
        painter_.Paint(Ink::kBold, Printable(report_.input)),
        Printable(report_.input_kind),
        Counted(report_.counts.resources, "resource", "resources"),
        Counted(report_.counts.policies, "policy", "policies"));
    if (report_.nothing_matched) {
      out_ << painter_.Paint(Ink::kYellow,
                             "NOTHING WAS CHECKED: no policy speaks of "
                             "anything in this input\n");
    }
    for (const std::string& note : report_.notes) {
      WriteWrapped("note: ", note, Ink::kYellow);
    }
  }

  void WriteWrapped(std::string_view label, std::string_view text, Ink ink) {
    std::string_view prefix = label;
    const std::string indent(label.size(), ' ');
    for (const std::string& line :
         Wrap(Printable(text), kReportColumns - label.size())) {
      out_ << painter_.Paint(ink, fmt::format("{}{}", prefix, line)) << '\n';
      prefix = indent;
    }
  }

  void WriteFindings() {
    for (const Finding& finding : report_.findings) {
      if (finding.status != FindingStatus::kUnknown) {
        WriteFinding(finding);
      }
    }
  }

  std::size_t CountOf(FindingStatus status, bool blocking_only) const {
    return static_cast<std::size_t>(
        std::count_if(report_.findings.begin(), report_.findings.end(),
                      [&](const Finding& finding) {
                        return finding.status == status &&
                               (finding.blocking || !blocking_only);
                      }));
  }

  void WriteUnknowns() {
    const std::size_t count = CountOf(FindingStatus::kUnknown, false);
    if (count == 0) {
      return;
    }
    out_ << '\n'
         << painter_.Paint(Ink::kBold, "UNKNOWN")
         << fmt::format("  {} cannot be decided before apply{}\n",
                        Counted(count, "check", "checks"),
                        CountOf(FindingStatus::kUnknown, true) > 0
                            ? ""
                            : " (reported only)");
    for (const Finding& finding : report_.findings) {
      if (finding.status == FindingStatus::kUnknown) {
        WriteFinding(finding);
      }
    }
  }

  Ink InkOfSeverity(const Finding& finding) const {
    return finding.blocking && finding.status != FindingStatus::kUnknown
               ? Ink::kRed
               : Ink::kYellow;
  }

  void WriteFinding(const Finding& finding) {
    const std::string severity = Upper(SeverityName(finding.severity));
    const std::string head =
        fmt::format("{}  {}", severity, Printable(finding.policy_id));
    const std::vector<std::string> title =
        Wrap(Printable(finding.title), kReportColumns - Columns(head) - 2);
    out_ << fmt::format(
        "\n{}  {}  {}\n", painter_.Paint(InkOfSeverity(finding), severity),
        painter_.Paint(Ink::kBold, Printable(finding.policy_id)),
        title.front());
    for (std::size_t i = 1; i < title.size(); ++i) {
      out_ << std::string(Columns(head) + 2, ' ') << title[i] << '\n';
    }
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
    WriteField("fix", finding.fix);
    WriteField("source", finding.source);
    if (!finding.blocking && finding.status == FindingStatus::kViolation) {
      WriteField("note", "below the threshold: reported only");
    }
  }

  // Empty when the title has said it already.
  static std::string_view MessageOf(const Finding& finding) {
    return finding.message == finding.title ? std::string_view()
                                            : finding.message;
  }

  void WriteField(std::string_view label, std::string_view text) {
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

  void WriteResource(const Finding& finding) {
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

  // The value's name in the words of the input's author.
  static std::string NameOf(const Finding& finding) {
    if (finding.set_in.empty()) {
      return finding.attribute.empty() ? finding.path : finding.attribute;
    }
    return finding.attribute.empty()
               ? fmt::format("set in {}", finding.set_in)
               : fmt::format("set in {}: {}", finding.set_in,
                             finding.attribute);
  }

  void WriteWhere(const Finding& finding) {
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

  void WriteSummary() {
    const GateCounts& counts = report_.counts;
    std::string line = fmt::format(
        "\n{}: {} satisfied", Counted(counts.policies, "policy", "policies"),
        counts.passed);
    const auto add = [&line](int count, std::string_view what) {
      if (count > 0) {
        line += fmt::format(", {} {}", count, what);
      }
    };
    add(counts.failed, "violated");
    add(counts.unknown, "unknown until apply");
    add(counts.errors, "not evaluated");
    add(counts.skipped, "not applicable");
    out_ << line << '\n'
         << painter_.Paint(InkOf(report_.verdict),
                           Upper(VerdictName(report_.verdict)))
         << fmt::format("  {}{}\n", Printable(report_.input), Because());
  }

  // ": 3 violations", the reasons for a verdict that stops the plan.
  std::string Because() const {
    std::string because;
    const auto add = [&because](std::size_t count, std::string_view one,
                                std::string_view many) {
      if (count > 0) {
        because += because.empty() ? ": " : ", ";
        because += Counted(count, one, many);
      }
    };
    add(CountOf(FindingStatus::kViolation, true), "violation", "violations");
    add(CountOf(FindingStatus::kError, true),
        "policy that could not be evaluated",
        "policies that could not be evaluated");
    add(CountOf(FindingStatus::kUnknown, true), "check unknown until apply",
        "checks unknown until apply");
    return because;
  }

  const GateReport& report_;
  const Painter& painter_;
  std::ostream& out_;
};

void WriteOverall(std::span<const CheckedInput> inputs, const Painter& painter,
                  std::ostream& out) {
  const auto unread = static_cast<std::size_t>(
      std::count_if(inputs.begin(), inputs.end(),
                    [](const CheckedInput& input) { return !input.report; }));
  const Verdict worst = WorstVerdict(inputs);
  std::string_view name = VerdictName(worst);
  Ink ink = InkOf(worst);
  if (unread > 0 && worst == Verdict::kAllow) {
    name = "not checked";
    ink = Ink::kRed;
  }
  out << fmt::format("\n{}  {}", painter.Paint(ink, Upper(name)),
                     Counted(inputs.size(), "input", "inputs"));
  if (unread > 0) {
    out << fmt::format(", of which {} could not be checked", unread);
  }
  out << '\n';
}

}  // namespace

void WriteTextReport(std::span<const CheckedInput> inputs, bool colour,
                     std::ostream& out) {
  // The error alone says it all when there is no report beside it.
  if (std::none_of(inputs.begin(), inputs.end(), [](const CheckedInput& input) {
        return input.report.has_value();
      })) {
    return;
  }
  const Painter painter(colour);
  std::string_view separator;
  for (const CheckedInput& input : inputs) {
    out << separator;
    separator = "\n";
    if (input.report) {
      TextReport(*input.report, painter, out).Write();
    } else {
      out << fmt::format("{}  {}  ({})\n",
                         painter.Paint(Ink::kRed, "NOT CHECKED"),
                         painter.Paint(Ink::kBold, Printable(input.input)),
                         Printable(input.report.error().diagnostic.message));
    }
  }
  if (inputs.size() > 1) {
    WriteOverall(inputs, painter, out);
  }
}

}  // namespace connectguard
