#include "lint/report.h"

#include <string_view>

#include <fmt/format.h>

#include "base/diagnostic.h"
#include "document/json_text.h"
#include "lint/checks.h"

namespace connectguard {
namespace {

std::string TextOf(const LintedFile& file, const LintFinding& finding) {
  return Render(
             DiagnosticAt(*file.rules->source, finding.span.begin,
                          fmt::format("{}: {} [{}]",
                                      LintSeverityName(finding.check->severity),
                                      finding.message, finding.check->id),
                          finding.hint)) +
         (finding.disagreement
              ? ""
              : fmt::format("  why:  {}\n", finding.check->why));
}

std::string TextOf(const Error& error) {
  Diagnostic diagnostic = error.diagnostic;
  diagnostic.message = fmt::format("error: {} [syntax]", diagnostic.message);
  return Render(diagnostic);
}

std::string Plural(std::size_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

// --------------------------------------------------------------------- JSON --

std::string JsonMember(std::string_view name, const std::string& value) {
  return fmt::format("{}:{}", JsonString(name), value);
}

std::string JsonOf(const ModeDisagreement& disagreement) {
  std::string causes;
  for (const Departure departure : disagreement.causes) {
    causes += fmt::format("{}{}", causes.empty() ? "" : ",",
                          JsonString(DepartureName(departure)));
  }
  return fmt::format("{},{},{},{},{}",
                     JsonMember("input", JsonString(disagreement.input)),
                     JsonMember("rule", JsonString(disagreement.rule)),
                     JsonMember("strict", JsonString(disagreement.strict)),
                     JsonMember("compat", JsonString(disagreement.compat)),
                     JsonMember("causes", "[" + causes + "]"));
}

std::string JsonOf(const LintedFile& file, const LintFinding& finding) {
  const LineColumn from = file.rules->source->At(finding.span.begin);
  const LineColumn to = file.rules->source->At(finding.span.end);
  const LintCheck& check = *finding.check;
  std::string out = fmt::format(
      "{},{},{},{},{},{},{},{},{}", JsonMember("id", JsonString(check.id)),
      JsonMember("severity", JsonString(LintSeverityName(check.severity))),
      JsonMember("line", std::to_string(from.line)),
      JsonMember("column", std::to_string(from.column)),
      JsonMember("end_line", std::to_string(to.line)),
      JsonMember("end_column", std::to_string(to.column)),
      JsonMember("message", JsonString(finding.message)),
      JsonMember("why", JsonString(check.why)),
      JsonMember("hint", JsonString(finding.hint)));
  if (check.departure) {
    out += "," +
           JsonMember("departure", JsonString(DepartureName(*check.departure)));
  }
  if (finding.disagreement) {
    out += "," + JsonMember("disagreement",
                            "{" + JsonOf(*finding.disagreement) + "}");
  }
  return "{" + out + "}";
}

std::string JsonOf(const Error& error) {
  const Diagnostic& diagnostic = error.diagnostic;
  const LintCheck& check = *FindLintCheck("syntax");
  const std::string line = std::to_string(diagnostic.place.line);
  const std::string column = std::to_string(diagnostic.place.column);
  return fmt::format(
      "{{{},{},{},{},{},{},{},{},{}}}", JsonMember("id", JsonString(check.id)),
      JsonMember("severity", JsonString(LintSeverityName(check.severity))),
      JsonMember("line", line), JsonMember("column", column),
      JsonMember("end_line", line), JsonMember("end_column", column),
      JsonMember("message", JsonString(diagnostic.message)),
      JsonMember("why", JsonString(check.why)),
      JsonMember("hint", JsonString(diagnostic.hint)));
}

std::string JsonOf(const LintedFile& file, LintSeverity lowest) {
  std::string findings;
  if (file.error) {
    findings = "\n      " + JsonOf(*file.error);
  }
  for (const LintFinding& finding : file.findings) {
    if (finding.check->severity >= lowest) {
      findings += fmt::format("{}\n      {}", findings.empty() ? "" : ",",
                              JsonOf(file, finding));
    }
  }
  return fmt::format("\n    {{{},{},{}}}",
                     JsonMember("file", JsonString(file.name)),
                     JsonMember("allowed", std::to_string(file.allowed)),
                     JsonMember("findings", "[" + findings + "]"));
}

}  // namespace

LintCounts CountFindings(std::span<const LintedFile> files) {
  LintCounts counts;
  for (const LintedFile& file : files) {
    counts.errors += file.error ? 1 : 0;
    counts.allowed += file.allowed;
    for (const LintFinding& finding : file.findings) {
      switch (finding.check->severity) {
        case LintSeverity::kError:
          ++counts.errors;
          break;
        case LintSeverity::kWarning:
          ++counts.warnings;
          break;
        case LintSeverity::kInfo:
          ++counts.infos;
          break;
      }
    }
  }
  return counts;
}

std::size_t CountFrom(const LintCounts& counts, LintSeverity lowest) {
  return counts.errors +
         (lowest <= LintSeverity::kWarning ? counts.warnings : 0) +
         (lowest <= LintSeverity::kInfo ? counts.infos : 0);
}

std::string LintTextReport(std::span<const LintedFile> files,
                           LintSeverity lowest) {
  std::string out;
  for (const LintedFile& file : files) {
    if (file.error) {
      out += TextOf(*file.error) + "\n";
    }
    for (const LintFinding& finding : file.findings) {
      if (finding.check->severity >= lowest) {
        out += TextOf(file, finding) + "\n";
      }
    }
  }
  const LintCounts counts = CountFindings(files);
  out += fmt::format("{}: {}, {}", Plural(files.size(), "rules file"),
                     Plural(counts.errors, "error"),
                     Plural(counts.warnings, "warning"));
  if (lowest == LintSeverity::kInfo) {
    out += fmt::format(", {}", Plural(counts.infos, "note"));
  } else if (counts.infos > 0) {
    out += fmt::format(" ({} with --all)", Plural(counts.infos, "note"));
  }
  if (counts.allowed > 0) {
    out += fmt::format("; {} allowed by comments", counts.allowed);
  }
  return out + "\n";
}

std::string LintJsonReport(std::span<const LintedFile> files,
                           LintSeverity lowest) {
  std::string list;
  for (const LintedFile& file : files) {
    list += (list.empty() ? "" : ",") + JsonOf(file, lowest);
  }
  const LintCounts counts = CountFindings(files);
  return fmt::format(
      "{{\n  {},\n  {},\n  {}\n}}\n",
      JsonMember("format", "\"connectguard-lint/1\""),
      JsonMember(
          "counts",
          fmt::format("{{{},{},{},{}}}",
                      JsonMember("error", std::to_string(counts.errors)),
                      JsonMember("warning", std::to_string(counts.warnings)),
                      JsonMember("info", std::to_string(counts.infos)),
                      JsonMember("allowed", std::to_string(counts.allowed)))),
      JsonMember("files", "[" + list + "]"));
}

std::string LintCheckList() {
  std::string out;
  for (const LintCheck& check : LintChecks()) {
    out += fmt::format("{:<22} {:<8} {}\n{:31} {}\n", check.id,
                       LintSeverityName(check.severity), check.title, "",
                       check.why);
  }
  return out;
}

}  // namespace connectguard
