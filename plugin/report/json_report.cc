#include "report/json_report.h"

#include <string>

#include <nlohmann/json.hpp>

#include "gate/exit_code.h"
#include "gate/version.h"
#include "report/json_places.h"

namespace connectguard {
namespace {

using Json = nlohmann::ordered_json;

std::string_view CodeName(ErrorCode code) {
  switch (code) {
    case ErrorCode::kUsage:
      return "usage";
    case ErrorCode::kBadInput:
      return "bad_input";
    case ErrorCode::kMissing:
      return "missing";
    case ErrorCode::kLimit:
      return "limit";
    case ErrorCode::kCancelled:
      return "cancelled";
    case ErrorCode::kUnavailable:
      return "unavailable";
    case ErrorCode::kInternal:
      return "internal";
  }
  return "internal";
}

Json FindingJson(const Finding& finding) {
  return {{"policy", finding.policy_id},
          {"title", finding.title},
          {"severity", SeverityName(finding.severity)},
          {"status", FindingStatusName(finding.status)},
          {"blocking", finding.blocking},
          {"resource", finding.resource},
          {"resource_type", finding.resource_type},
          {"construct", finding.construct},
          {"path", finding.path},
          {"attribute", finding.attribute},
          {"set_in", finding.set_in},
          {"message", finding.message},
          {"found", finding.found},
          {"expected", finding.expected},
          {"reason", finding.reason},
          {"fix", finding.fix},
          {"source", finding.source},
          {"place", PlaceJson(finding.place)},
          {"policy_place", PlaceJson(finding.policy_place)}};
}

Json CountsJson(const GateCounts& counts) {
  return {{"policies", counts.policies},      {"passed", counts.passed},
          {"violated", counts.failed},        {"unknown", counts.unknown},
          {"not_applicable", counts.skipped}, {"errors", counts.errors},
          {"resources", counts.resources}};
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

Json ErrorJson(const CheckedInput& input) {
  const Diagnostic& diagnostic = input.report.error().diagnostic;
  Json error = {{"code", CodeName(input.report.error().code)},
                {"message", diagnostic.message},
                {"hint", diagnostic.hint},
                {"file", diagnostic.file},
                {"line", nullptr},
                {"column", nullptr}};
  if (diagnostic.has_place) {
    error["line"] = diagnostic.place.line;
    error["column"] = diagnostic.place.column;
  }
  return {{"input", input.input}, {"error", std::move(error)}};
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
      reports.push_back(ErrorJson(input));
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
