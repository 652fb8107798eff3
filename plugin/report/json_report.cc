#include "report/json_report.h"

#include <string>

#include <nlohmann/json.hpp>

#include "gate/exit_code.h"
#include "gate/version.h"
#include "report/json_finding.h"

namespace connectguard {
namespace {

using Json = nlohmann::ordered_json;

Json CountsJson(const GateCounts& counts) {
  return {{"policies", counts.policies}, {"passed", counts.passed},
          {"violated", counts.failed},   {"unknown", counts.unknown},
          {"waived", counts.waived},     {"not_applicable", counts.skipped},
          {"errors", counts.errors},     {"resources", counts.resources}};
}

Json ReportJson(const GateReport& report) {
  Json findings = Json::array();
  for (const Finding& finding : report.findings) {
    findings.push_back(FindingJson(finding));
  }
  Json plan_file = nullptr;
  if (!report.plan_file_sha256.empty()) {
    plan_file = {{"name", report.plan_file},
                 {"sha256", report.plan_file_sha256}};
  }
  return {{"input", report.input},
          {"kind", report.input_kind},
          {"sha256", report.input_sha256},
          {"plan_file", std::move(plan_file)},
          {"verdict", VerdictName(report.verdict)},
          {"counts", CountsJson(report.counts)},
          {"nothing_matched", report.nothing_matched},
          {"notes", report.notes},
          {"findings", std::move(findings)}};
}

}  // namespace

void WriteJsonReport(std::span<const CheckedInput> inputs, std::ostream& out) {
  Json reports = Json::array();
  std::string revision;
  bool all_checked = true;
  for (const CheckedInput& input : inputs) {
    if (input.report) {
      revision = input.report->policy_revision;
      reports.push_back(ReportJson(*input.report));
    } else {
      all_checked = false;
      reports.push_back(Json{{"input", input.input},
                             {"error", ErrorJson(input.report.error())}});
    }
  }
  const Json run = {
      {"schema_version", kReportSchemaVersion},
      {"tool", {{"name", "connectguard"}, {"version", Version()}}},
      {"verdict", all_checked ? VerdictName(WorstVerdict(inputs)) : "error"},
      {"policy_revision", revision},
      {"inputs", std::move(reports)}};
  // A name that is not UTF-8 is shown with replacement characters.
  out << run.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace connectguard
