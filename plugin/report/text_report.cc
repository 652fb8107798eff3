#include "report/text_report.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "gate/exit_code.h"
#include "report/finding_text.h"
#include "report/text_layout.h"

namespace connectguard {
namespace {

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
      : report_(report), painter_(painter), text_(painter, out), out_(out) {}

  void Write() {
    WriteHead();
    WriteFindings();
    WriteUnknowns();
    WriteWaived();
    WriteSummary();
  }

 private:
  void WriteHead() {
    out_ << fmt::format(
        "{}  {}  ({}, {}, {})\n",
        painter_.Paint(InkOf(report_.verdict),
                       UpperCase(VerdictName(report_.verdict))),
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
      if (finding.status != FindingStatus::kUnknown && !finding.waiver) {
        text_.Write(finding);
      }
    }
  }

  std::size_t CountOf(FindingStatus status, bool blocking_only) const {
    return static_cast<std::size_t>(
        std::count_if(report_.findings.begin(), report_.findings.end(),
                      [&](const Finding& finding) {
                        return finding.status == status && !finding.waiver &&
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
      if (finding.status == FindingStatus::kUnknown && !finding.waiver) {
        text_.Write(finding);
      }
    }
  }

  std::size_t CountWaived() const {
    return static_cast<std::size_t>(std::count_if(
        report_.findings.begin(), report_.findings.end(),
        [](const Finding& finding) { return finding.waiver.has_value(); }));
  }

  void WriteWaived() {
    const std::size_t count = CountWaived();
    if (count == 0) {
      return;
    }
    out_ << '\n'
         << painter_.Paint(Ink::kBold, "WAIVED")
         << fmt::format("  the author of the input lets {} pass\n",
                        Counted(count, "finding", "findings"));
    for (const Finding& finding : report_.findings) {
      if (finding.waiver) {
        text_.Write(finding);
      }
    }
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
    add(counts.waived, "waived");
    add(counts.unknown, "unknown until apply");
    add(counts.errors, "not evaluated");
    add(counts.skipped, "not applicable");
    out_ << line << '\n'
         << painter_.Paint(InkOf(report_.verdict),
                           UpperCase(VerdictName(report_.verdict)))
         << fmt::format("  {}{}\n", Printable(report_.input), Because());
  }

  // ": 3 violations", the reasons for a verdict that stops the plan, and what
  // would be such reasons if it were not waived.
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
    add(CountWaived(), "finding waived", "findings waived");
    return because;
  }

  const GateReport& report_;
  const Painter& painter_;
  FindingText text_;
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
  out << fmt::format("\n{}  {}", painter.Paint(ink, UpperCase(name)),
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
