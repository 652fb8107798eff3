#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "report/explanation_writer.h"
#include "report/text_layout.h"

namespace connectguard {
namespace {

constexpr std::size_t kStep = 2;    // Columns that each step goes in.
constexpr std::size_t kStatus = 9;  // Columns of the longest status, and two.

std::string_view NameOf(std::optional<RuleStatus> status) {
  return status ? StatusName(*status) : "ERROR";
}

Ink InkOf(std::optional<RuleStatus> status) {
  if (!status) {
    return Ink::kRed;
  }
  switch (*status) {
    case RuleStatus::kPass:
      return Ink::kGreen;
    case RuleStatus::kFail:
      return Ink::kRed;
    case RuleStatus::kSkip:
      return Ink::kDim;
    case RuleStatus::kUnknown:
      return Ink::kYellow;
  }
  return Ink::kPlain;
}

std::string NameOf(const ExplainedValue& value) {
  return value.attribute.empty()
             ? value.name
             : fmt::format("{} ({})", value.name, value.attribute);
}

class TextExplanation {
 public:
  TextExplanation(const Painter& painter, std::ostream& out)
      : painter_(painter), out_(out) {}

  void WriteHead(const ExplanationSubject& subject) {
    if (!subject.policy.empty()) {
      out_ << fmt::format("{}  {}\n",
                          painter_.Paint(Ink::kBold, subject.policy),
                          Printable(subject.title));
    }
    out_ << fmt::format("rules  {}\ninput  {}  ({})\n",
                        Printable(subject.rules), Printable(subject.input),
                        subject.input_kind);
  }

  void WriteJoined(const JoinedStatus& joined) {
    out_ << "check  " << StepNameOf(joined.status);
    if (joined.ways == 0) {
      out_ << ": " << Printable(joined.reason) << '\n';
      return;
    }
    out_ << fmt::format(
        ", of all {} ways in which the open conditions can turn out\n"
        "shown  what is so when {}\n",
        joined.ways, Printable(joined.when));
  }

  void WriteWaived(const Explanation& explanation) {
    for (const WaivedResource& each : explanation.waived) {
      const FindingPlace& place = each.waiver.place;
      out_ << fmt::format("waived {}, by {}:{}:{}: {}\n",
                          Printable(each.address), Printable(place.file),
                          place.place.line, place.place.column,
                          Printable(each.waiver.reason));
    }
    if (explanation.more_waived > 0) {
      out_ << fmt::format("waived {} more\n", explanation.more_waived);
    }
    if (!explanation.waived.empty() && explanation.not_waived > 0) {
      out_ << fmt::format("counts {} that {} not waived\n",
                          explanation.not_waived,
                          explanation.not_waived == 1 ? "is" : "are");
    }
  }

  void WriteStep(const ExplainedStep& step, std::size_t indent) {
    WriteStatus(step.status, indent, HeadingOf(step) + WhyOf(step));
    const std::size_t inside = indent + kStep;
    if (!step.status && step.kind == StepKind::kRule) {
      WriteLines(inside, step.why);
    }
    if (!step.message.empty() && step.status != RuleStatus::kPass &&
        step.status != RuleStatus::kSkip) {
      WriteLine(inside + kStatus,
                fmt::format("says: {}", Printable(step.message)));
    }
    for (const ExplainedVariable& variable : step.variables) {
      WriteVariable(variable, inside + kStatus);
    }
    for (const ExplainedCheck& check : step.checks) {
      WriteCheck(check, inside);
    }
    WriteMore(step.more_checks, "checked value", inside);
    for (const ExplainedStep& inner : step.steps) {
      WriteStep(inner, inside);
    }
    WriteMore(step.more_elements, "value", inside);
  }

 private:
  std::string HeadingOf(const ExplainedStep& step) const {
    switch (step.kind) {
      case StepKind::kRule:
        return fmt::format("rule {}{}", painter_.Paint(Ink::kBold, step.text),
                           LineOf(step.rule_place));
      case StepKind::kConditions:
        return "when";
      case StepKind::kAlternatives:
        return "one of";
      case StepKind::kClause:
        return Printable(step.text) + LineOf(step.rule_place);
      case StepKind::kElement:
        return fmt::format("for {}", ValueLine(step.element));
    }
    return "";
  }

  static std::string WhyOf(const ExplainedStep& step) {
    return !step.status || step.why.empty()
               ? std::string()
               : fmt::format(": {}", Printable(step.why));
  }

  // "  (line 12)", of the rules.
  std::string LineOf(const FindingPlace& place) const {
    return painter_.Paint(Ink::kDim,
                          fmt::format("  (line {})", place.place.line));
  }

  std::string PlaceText(const FindingPlace& place) const {
    return place.file.empty() || !place.has_lines
               ? std::string()
               : painter_.Paint(
                     Ink::kDim,
                     fmt::format("  {}:{}:{}", Printable(place.file),
                                 place.place.line, place.place.column));
  }

  std::string ValueLine(const ExplainedValue& value) const {
    const std::string name = NameOf(value);
    return fmt::format("{}{}{}", Printable(name),
                       value.text.empty() ? ""
                       : name.empty()
                           ? Printable(value.text)
                           : fmt::format(": {}", Printable(value.text)),
                       PlaceText(value.place));
  }

  void WriteLine(std::size_t indent, std::string_view text) {
    out_ << std::string(indent, ' ') << text << '\n';
  }

  // A text of several lines.
  void WriteLines(std::size_t indent, std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      WriteLine(indent, Printable(text.substr(0, end)));
      text = end == std::string_view::npos ? "" : text.substr(end + 1);
    }
  }

  void WriteStatus(std::optional<RuleStatus> status, std::size_t indent,
                   std::string_view text) {
    const std::string_view name = NameOf(status);
    WriteLine(indent,
              fmt::format("{}{}{}", painter_.Paint(InkOf(status), name),
                          std::string(kStatus - name.size(), ' '), text));
  }

  void WriteVariable(const ExplainedVariable& variable, std::size_t indent) {
    const ExplainedSelection& selected = variable.selected;
    WriteLine(indent, fmt::format("{}{}: {} value{}", Printable(variable.text),
                                  LineOf(variable.place), selected.count,
                                  selected.count == 1 ? "" : "s"));
    for (const ExplainedValue& value : selected.values) {
      WriteLine(indent + kStep, ValueLine(value));
    }
    if (selected.count > selected.values.size()) {
      WriteLine(
          indent + kStep,
          fmt::format("and {} more", selected.count - selected.values.size()));
    }
  }

  void WriteCheck(const ExplainedCheck& check, std::size_t indent) {
    std::string line = ValueLine(check.value);
    if (!check.missing.empty()) {
      line =
          fmt::format("{} has no {}{}", Printable(NameOf(check.value)),
                      Printable(check.missing), PlaceText(check.value.place));
    }
    WriteStatus(check.status, indent, line);
    if (check.status == RuleStatus::kPass ||
        check.status == RuleStatus::kSkip) {
      return;
    }
    const std::size_t inside = indent + kStatus;
    if (check.missing.empty()) {
      WriteSourceLine(check.value.place, inside);
    }
    if (!check.compared_with.empty()) {
      WriteLine(inside, fmt::format("compared with {}",
                                    Printable(check.compared_with)));
    }
    if (!check.reason.empty()) {
      WriteLine(inside, Printable(check.reason));
    }
  }

  void WriteSourceLine(const FindingPlace& place, std::size_t indent) {
    if (place.source_line.empty()) {
      return;
    }
    const std::string number = std::to_string(place.place.line);
    WriteLine(indent, painter_.Paint(Ink::kDim, number + " | ") +
                          Printable(place.source_line));
    WriteLine(
        indent,
        painter_.Paint(Ink::kDim, std::string(number.size(), ' ') + " | ") +
            std::string(
                Columns(
                    std::string_view(place.source_line).substr(0, place.caret)),
                ' ') +
            painter_.Paint(Ink::kRed, "^"));
  }

  void WriteMore(const MoreOfStatus& more, std::string_view what,
                 std::size_t indent) {
    for (std::size_t i = 0; i < more.size(); ++i) {
      if (more[i] > 0) {
        WriteStatus(static_cast<RuleStatus>(i), indent,
                    fmt::format("{} more {}{}", more[i], what,
                                more[i] == 1 ? "" : "s"));
      }
    }
  }

  const Painter& painter_;
  std::ostream& out_;
};

}  // namespace

void WriteTextExplanation(const ExplanationSubject& subject,
                          const Explanation& explanation, bool colour,
                          std::ostream& out) {
  const Painter painter(colour);
  TextExplanation text(painter, out);
  text.WriteHead(subject);
  if (explanation.joined) {
    text.WriteJoined(*explanation.joined);
  }
  text.WriteWaived(explanation);
  for (const ExplainedStep& rule : explanation.rules) {
    out << '\n';
    text.WriteStep(rule, 0);
  }
}

}  // namespace connectguard
