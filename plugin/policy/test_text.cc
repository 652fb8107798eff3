#include "policy/test_text.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "policy/deciding_clause.h"
#include "policy/layout.h"

namespace connectguard {
namespace {

std::string Counted(std::size_t count, std::string_view one,
                    std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string Statuses(const CaseResult& result) {
  std::vector<std::string> words;
  for (const RuleStatus status : result.evaluated) {
    words.emplace_back(StatusName(status));
  }
  return result.error ? "an error" : Join(words, ", ");
}

// The rule that a policy is named after needs no naming.
bool IsNamedAsFile(const FileResult& file, const CaseResult& result) {
  return file.is_policy && result.rule == StemOf(file.path);
}

void AppendCase(const FileResult& file, const CaseResult& result,
                std::string* out) {
  const std::string_view input = result.on_plan ? " on the plan" : "";
  const bool as_file = IsNamedAsFile(file, result);
  if (result.passed) {
    *out +=
        fmt::format("ok {}: {}{}: {}\n", as_file ? file.policy_id : result.rule,
                    result.name, input, StatusName(result.expected));
    return;
  }
  *out += fmt::format("{}:{}: case `{}`{}: {}expected {}, got {}\n",
                      result.test_file, result.line, result.name, input,
                      as_file ? "" : fmt::format("rule `{}`: ", result.rule),
                      StatusName(result.expected), Statuses(result));
  if (result.error) {
    *out += fmt::format("    {}", Render(*result.error));
  }
  for (const DecidingClause& clause : result.clauses) {
    *out += fmt::format("    {}\n", DecidingClauseText(clause));
  }
}

std::string Percent(const CoverageCounts& counts) {
  const std::size_t permille = counts.Permille();
  return fmt::format("{}.{}%", permille / 10, permille % 10);
}

void AppendCoverage(const FileResult& file, const RuleCoverage& rule,
                    bool verbose, std::string* out) {
  if (rule.gaps.empty() && !verbose) {
    return;
  }
  *out += fmt::format("{}:{}: rule `{}`: {} covered\n", file.path, rule.line,
                      rule.rule, Percent(rule.counts));
  for (const ClauseGap& gap : rule.gaps) {
    *out += fmt::format(
        "    {}:{}: `{}` {}{}\n", file.path, gap.line, gap.clause,
        CoverageGapText(gap.gap, gap.condition),
        gap.inside == 0
            ? ""
            : fmt::format(", nor {} inside",
                          Counted(gap.inside, "clause", "clauses")));
  }
}

void AppendCoverage(const TestReport& report, bool verbose, std::string* out) {
  for (const FileResult& file : report.files) {
    for (const RuleCoverage& rule : file.coverage) {
      AppendCoverage(file, rule, verbose, out);
    }
  }
  const CoverageCounts total = report.coverage();
  *out += fmt::format(
      "coverage: {} ({} of {} outcomes); {} of {} clauses decided a verdict\n",
      Percent(total), total.seen, total.outcomes, total.decided, total.clauses);
}

void AppendSummary(const TestReport& report, std::string* out) {
  const std::size_t policies = report.policies();
  const std::size_t plain = report.files.size() - policies;
  const std::size_t cases = report.cases();
  std::vector<std::string> counts;
  if (policies != 0) {
    counts.push_back(Counted(policies, "policy", "policies"));
  }
  if (plain != 0) {
    counts.push_back(Counted(plain, "rules file", "rules files"));
  }
  counts.push_back(Counted(cases, "case", "cases"));
  if (report.expectations() != cases) {
    counts.push_back(
        Counted(report.expectations(), "expectation", "expectations"));
  }
  *out += Join(counts, ", ") + ": ";
  std::vector<std::string> results;
  if (report.passed()) {
    results.emplace_back("all passed");
  } else {
    results.push_back(fmt::format("{} failed", report.failures()));
    results.push_back(Counted(report.problem_count(), "problem", "problems"));
  }
  if (report.warning_count() != 0) {
    results.push_back(Counted(report.warning_count(), "warning", "warnings"));
  }
  *out += Join(results, ", ") + "\n";
}

}  // namespace

std::string FormatTestReport(const TestReport& report, bool verbose) {
  std::string out;
  for (const Diagnostic& problem : report.problems) {
    out += Render(problem);
  }
  for (const FileResult& file : report.files) {
    for (const Diagnostic& problem : file.problems) {
      out += Render(problem);
    }
    for (const Diagnostic& warning : file.warnings) {
      out += "warning: " + Render(warning);
    }
    for (const CaseResult& result : file.cases) {
      if (verbose || !result.passed) {
        AppendCase(file, result, &out);
      }
    }
  }
  if (report.with_coverage) {
    AppendCoverage(report, verbose, &out);
  }
  AppendSummary(report, &out);
  return out;
}

}  // namespace connectguard
