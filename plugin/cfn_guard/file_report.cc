#include "cfn_guard/file_report.h"

#include <set>

#include "cfn_guard/failure_report.h"

namespace connectguard {
namespace {

void WriteNames(std::string_view key, RuleStatus status,
                std::span<const JudgedRules> judged, ReportSink* sink) {
  std::set<std::string_view> names;
  for (const JudgedRules& each : judged) {
    for (const RuleRecord& record : each.evaluation.rules) {
      if (record.status() == status) {
        names.insert(record.rule->name);
      }
    }
  }
  sink->Key(key);
  sink->StartList();
  for (const std::string_view name : names) {
    sink->Text(name);
  }
  sink->EndList();
}

}  // namespace

void WriteFileReport(std::string_view name, std::span<const JudgedRules> judged,
                     ReportSink* sink) {
  RuleStatus status = RuleStatus::kSkip;
  for (const JudgedRules& each : judged) {
    status = Worse(status, each.status);
  }
  sink->StartMap();
  sink->Member("name", name);
  sink->Key("metadata");
  sink->StartMap();
  sink->EndMap();
  sink->Member("status", StatusName(status));
  sink->Key("not_compliant");
  sink->StartList();
  for (const JudgedRules& each : judged) {
    FailureText text(*each.rules->rules, each.rules->name, *each.data->places,
                     each.failures);
    FailureReport report(&text, sink);
    for (const FailedRule& rule : each.failures.rules) {
      report.Write(rule);
    }
  }
  sink->EndList();
  WriteNames("not_applicable", RuleStatus::kSkip, judged, sink);
  WriteNames("compliant", RuleStatus::kPass, judged, sink);
  sink->EndMap();
}

}  // namespace connectguard
