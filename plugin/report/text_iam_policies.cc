#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/diagnostic.h"
#include "base/text.h"
#include "iam/statement_words.h"
#include "report/iam_lines.h"
#include "report/text_iam.h"

namespace connectguard {
namespace {

constexpr std::size_t kMaxEntries = 12;

std::string_view SeverityWord(IamSeverity severity) {
  return severity == IamSeverity::kError ? "error" : "warning";
}

Diagnostic DiagnosticOf(const IamFinding& finding,
                        const PolicySources& sources) {
  const FindingPlace place = sources.PlaceOf(*finding.value);
  return {.message = fmt::format("{}: {} [{}]", SeverityWord(finding.severity),
                                 Printable(finding.message), finding.check),
          .hint = finding.hint,
          .file = place.file,
          .place = place.place,
          .has_place = !place.file.empty(),
          .source_line = Printable(place.source_line),
          .caret = place.caret};
}

class ExplanationText {
 public:
  explicit ExplanationText(IamLines* lines) : lines_(*lines) {}

  void WriteStatement(const IamStatement& statement) {
    lines_.Blank();
    const bool certain = statement.may_allow != statement.may_deny;
    const bool allow = statement.may_allow;
    const std::string_view word = !certain ? "?" : allow ? "ALLOW" : "DENY";
    const Ink ink = !certain ? Ink::kYellow : allow ? Ink::kGreen : Ink::kRed;
    const FindingPlace place = lines_.sources().PlaceOf(*statement.node);
    lines_.WriteHead(
        ink, word,
        fmt::format(
            "statement {}{}  (line {})", statement.number,
            statement.sid.empty() ? "" : fmt::format(" `{}`", statement.sid),
            place.place.line));
    if (statement.hole != nullptr) {
      lines_.Write("unreadable", statement.hole->reason);
      return;
    }
    WriteList("who", PrincipalWords(statement),
              statement.not_principal ? "everybody but" : "");
    WriteActions(statement);
    WriteResources(statement);
    WriteConditions(statement);
  }

  void WriteEscalation(const std::vector<EscalationPath>& ways) {
    lines_.Blank();
    const auto certain = static_cast<std::size_t>(
        std::count_if(ways.begin(), ways.end(), [](const EscalationPath& way) {
          return way.verdict == IamVerdict::kYes;
        }));
    if (ways.empty()) {
      lines_.WriteHead(Ink::kGreen, "ESCALATION",
                       "no known way leads from here to more privileges");
    } else if (certain == 0) {
      lines_.WriteHead(
          Ink::kYellow, "ESCALATION",
          "whether a way leads from here to more privileges is not known");
    } else {
      lines_.WriteHead(
          Ink::kRed, "ESCALATION",
          fmt::format("{} from here to more privileges",
                      certain == 1
                          ? "a known way leads"
                          : fmt::format("{} known ways lead", certain)));
    }
    for (const EscalationPath& way : ways) {
      if (way.verdict == IamVerdict::kYes) {
        WriteWay(way);
      }
    }
    if (ways.size() > certain) {
      WriteDoubtful(ways, ways.size() - certain);
    }
  }

  void WritePublic(const IamAnswer& answer) {
    lines_.Blank();
    switch (answer.verdict) {
      case IamVerdict::kYes:
        lines_.WriteHead(Ink::kRed, "PUBLIC", "strangers have access");
        if (answer.witness) {
          lines_.WriteRequest("for example", *answer.witness);
        }
        for (const IamStatement* statement : answer.evidence) {
          lines_.WriteStatement(
              "allowed by", *statement,
              answer.witness ? answer.witness->action : std::string());
        }
        break;
      case IamVerdict::kNo:
        lines_.WriteHead(Ink::kGreen, "PUBLIC",
                         "no: nothing here is allowed to strangers");
        break;
      case IamVerdict::kUnknown:
        lines_.WriteHead(Ink::kYellow, "PUBLIC",
                         "whether strangers have access is not known");
        lines_.WriteUnknown(answer);
        break;
    }
  }

 private:
  // Entries, a line each; the first behind `prefix`.
  void WriteList(std::string_view label, const std::vector<std::string>& words,
                 std::string_view prefix) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < words.size() && i < kMaxEntries; ++i) {
      texts.push_back(Printable(words[i]));
    }
    if (words.size() > kMaxEntries) {
      texts.push_back(fmt::format("and {} more", words.size() - kMaxEntries));
    }
    if (!prefix.empty() && !texts.empty()) {
      texts.insert(texts.begin(), std::string(prefix));
      for (std::size_t i = 1; i < texts.size(); ++i) {
        texts[i] = "  " + texts[i];
      }
    }
    lines_.WriteEach(label, texts);
  }

  void WriteActions(const IamStatement& statement) {
    const StatementElement& action = statement.action;
    if (action.value == nullptr) {
      return;
    }
    const std::vector<std::string> words = ListWords(*action.value);
    if (words == std::vector<std::string>{"*"} && !action.negated) {
      lines_.Write("actions", "every action");
    } else {
      WriteList("actions", words, action.negated ? "every action but" : "");
    }
    lines_.Write("", fmt::format("({})", CountWords(CountActions(statement))));
  }

  void WriteResources(const IamStatement& statement) {
    const StatementElement& resource = statement.resource;
    if (resource.value == nullptr) {
      return;
    }
    const std::vector<std::string> words = ListWords(*resource.value);
    if (words == std::vector<std::string>{"*"} && !resource.negated) {
      lines_.Write("resources", "every resource");
    } else {
      WriteList("resources", words,
                resource.negated ? "every resource but" : "");
    }
  }

  void WriteConditions(const IamStatement& statement) {
    std::string_view label = "only when";
    for (const ConditionClause& clause : statement.condition.clauses) {
      lines_.Write(label, ConditionWords(clause));
      label = "and";
    }
  }

  // What is not known often keeps all ways open: one line for them.
  void WriteDoubtful(const std::vector<EscalationPath>& ways,
                     std::size_t count) {
    lines_.Write("perhaps", fmt::format("{} of which it is not known",
                                        Counted(count, "way", "ways")));
    for (const EscalationPath& way : ways) {
      for (const EscalationPath::Step& step : way.steps) {
        if (step.answer.verdict == IamVerdict::kUnknown) {
          lines_.WriteUnknown(step.answer);
          return;
        }
      }
    }
  }

  void WriteWay(const EscalationPath& way) {
    std::vector<std::string> actions;
    for (const EscalationPath::Step& step : way.steps) {
      actions.emplace_back(step.action);
    }
    lines_.Write("way", fmt::format("{}: {} [{}]", way.title,
                                    Join(actions, ", "), way.id));
    std::vector<const IamStatement*> seen;
    for (const EscalationPath::Step& step : way.steps) {
      for (const IamStatement* statement : step.answer.evidence) {
        if (std::find(seen.begin(), seen.end(), statement) == seen.end()) {
          seen.push_back(statement);
          const FindingPlace place =
              lines_.sources().PlaceOf(EntryOf(*statement, step.action));
          lines_.Write("", fmt::format("by {} (line {})", NameOf(*statement),
                                       place.place.line));
        }
      }
    }
  }

  IamLines& lines_;
};

}  // namespace

void WriteTextIamLint(std::span<const IamLintedFile> files,
                      const PolicySources& sources, bool /*colour*/,
                      std::ostream& out) {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  for (const IamLintedFile& file : files) {
    for (const IamFinding& finding : file.findings) {
      ++(finding.severity == IamSeverity::kError ? errors : warnings);
      out << Render(DiagnosticOf(finding, sources)) << '\n';
    }
  }
  for (const IamLintedFile& file : files) {
    out << fmt::format(
        "{}: {}, {}\n", Printable(file.name),
        PolicyKindName(file.policy->kind()),
        Counted(file.policy->statements().size(), "statement", "statements"));
  }
  out << fmt::format("{}: {}, {}\n",
                     Counted(files.size(), "policy", "policies"),
                     Counted(errors, "error", "errors"),
                     Counted(warnings, "warning", "warnings"));
}

void WriteTextIamExplanation(const IamExplanation& explanation,
                             const PolicySources& sources, bool colour,
                             std::ostream& out) {
  IamLines lines(colour, sources, out);
  ExplanationText text(&lines);
  const IamPolicy& policy = *explanation.policy;
  lines.WriteHead(Ink::kBold, explanation.name,
                  fmt::format("({}, {})", PolicyKindName(policy.kind()),
                              Counted(policy.statements().size(), "statement",
                                      "statements")));
  if (policy.hole() != nullptr) {
    lines.WriteHead(Ink::kRed, "UNREADABLE", policy.hole()->reason);
  }
  for (const IamStatement& statement : policy.statements()) {
    text.WriteStatement(statement);
  }
  if (explanation.escalation) {
    text.WriteEscalation(*explanation.escalation);
  }
  if (explanation.public_access) {
    text.WritePublic(*explanation.public_access);
  }
  if (explanation.errors + explanation.warnings > 0) {
    lines.Blank();
    lines.WriteHead(
        explanation.errors > 0 ? Ink::kRed : Ink::kYellow, "LINT",
        fmt::format("{}, {}: see `connectguard iam lint {}`",
                    Counted(explanation.errors, "error", "errors"),
                    Counted(explanation.warnings, "warning", "warnings"),
                    explanation.name));
  }
}

}  // namespace connectguard
