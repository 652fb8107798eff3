#include <nlohmann/json.hpp>

#include "gate/version.h"
#include "report/json_report.h"
#include "report/test_writer.h"

namespace connectguard {
namespace {

using Json = nlohmann::ordered_json;

Json LineOrNull(std::uint32_t line) {
  return line == 0 ? Json(nullptr) : Json(line);
}

Json DiagnosticJson(const Diagnostic& diagnostic) {
  Json json = {{"message", diagnostic.message},
               {"hint", diagnostic.hint},
               {"file", diagnostic.file},
               {"line", nullptr},
               {"column", nullptr}};
  if (diagnostic.has_place) {
    json["line"] = diagnostic.place.line;
    json["column"] = diagnostic.place.column;
  }
  return json;
}

Json DiagnosticsJson(const std::vector<Diagnostic>& diagnostics) {
  Json list = Json::array();
  for (const Diagnostic& diagnostic : diagnostics) {
    list.push_back(DiagnosticJson(diagnostic));
  }
  return list;
}

Json ClauseJson(const DecidingClause& clause) {
  return {{"status", StatusName(clause.status)},
          {"clause", clause.clause},
          {"line", clause.line},
          {"path", clause.path},
          {"input_file", clause.input_file},
          {"input_line", LineOrNull(clause.input_line)},
          {"missing", clause.missing},
          {"found", clause.found},
          {"unknown", clause.unknown}};
}

Json CaseJson(const CaseResult& result) {
  Json evaluated = Json::array();
  for (const RuleStatus status : result.evaluated) {
    evaluated.push_back(StatusName(status));
  }
  Json clauses = Json::array();
  for (const DecidingClause& clause : result.clauses) {
    clauses.push_back(ClauseJson(clause));
  }
  return {{"name", result.name},
          {"rule", result.rule},
          {"file", result.test_file},
          {"line", result.line},
          {"on_plan", result.on_plan},
          {"passed", result.passed},
          {"expected", StatusName(result.expected)},
          {"evaluated", std::move(evaluated)},
          {"error", result.error ? DiagnosticJson(*result.error) : nullptr},
          {"clauses", std::move(clauses)}};
}

Json CoverageCountsJson(const CoverageCounts& counts) {
  return {{"percent", static_cast<double>(counts.Permille()) / 10},
          {"outcomes", counts.outcomes},
          {"outcomes_seen", counts.seen},
          {"clauses", counts.clauses},
          {"clauses_decided", counts.decided}};
}

Json RuleCoverageJson(const RuleCoverage& rule) {
  Json gaps = Json::array();
  for (const ClauseGap& gap : rule.gaps) {
    gaps.push_back({{"gap", CoverageGapName(gap.gap)},
                    {"clause", gap.clause},
                    {"line", gap.line},
                    {"condition", gap.condition},
                    {"clauses_inside", gap.inside}});
  }
  Json json = {{"rule", rule.rule}, {"line", rule.line}};
  json.update(CoverageCountsJson(rule.counts));
  json["gaps"] = std::move(gaps);
  return json;
}

Json FileJson(const FileResult& file, bool with_coverage) {
  Json cases = Json::array();
  for (const CaseResult& result : file.cases) {
    cases.push_back(CaseJson(result));
  }
  Json json = {{"file", file.path},
               {"kind", file.is_policy ? "policy" : "rules"},
               {"policy", file.policy_id},
               {"tests", file.test_files},
               {"cases", std::move(cases)},
               {"problems", DiagnosticsJson(file.problems)},
               {"warnings", DiagnosticsJson(file.warnings)}};
  if (with_coverage) {
    Json rules = Json::array();
    for (const RuleCoverage& rule : file.coverage) {
      rules.push_back(RuleCoverageJson(rule));
    }
    json["coverage"] = std::move(rules);
  }
  return json;
}

}  // namespace

void WriteJsonTestReport(const TestReport& report, std::ostream& out) {
  Json files = Json::array();
  for (const FileResult& file : report.files) {
    files.push_back(FileJson(file, report.with_coverage));
  }
  Json run = {{"schema_version", kReportSchemaVersion},
              {"tool", {{"name", "connectguard"}, {"version", Version()}}},
              {"passed", report.passed()},
              {"counts",
               {{"policies", report.policies()},
                {"rules_files", report.files.size() - report.policies()},
                {"cases", report.cases()},
                {"expectations", report.expectations()},
                {"failed", report.failures()},
                {"problems", report.problem_count()},
                {"warnings", report.warning_count()}}},
              {"files", std::move(files)},
              {"problems", DiagnosticsJson(report.problems)}};
  if (report.with_coverage) {
    run["coverage"] = CoverageCountsJson(report.coverage());
  }
  out << run.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace connectguard
