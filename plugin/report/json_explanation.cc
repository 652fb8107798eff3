#include <optional>

#include <nlohmann/json.hpp>

#include "report/explanation_writer.h"
#include "report/json_finding.h"
#include "report/json_places.h"
#include "report/json_report.h"

namespace connectguard {
namespace {

using Json = nlohmann::ordered_json;

Json StatusJson(std::optional<RuleStatus> status) {
  return status ? StatusName(*status) : "ERROR";
}

std::string_view NameOf(StepKind kind) {
  switch (kind) {
    case StepKind::kRule:
      return "rule";
    case StepKind::kConditions:
      return "when";
    case StepKind::kAlternatives:
      return "alternatives";
    case StepKind::kClause:
      return "clause";
    case StepKind::kElement:
      return "value";
  }
  return "";
}

Json ValueJson(const ExplainedValue& value) {
  return {{"name", value.name},
          {"attribute", value.attribute},
          {"text", value.text},
          {"place", PlaceJson(value.place)}};
}

Json SelectionJson(const ExplainedSelection& selection) {
  Json values = Json::array();
  for (const ExplainedValue& value : selection.values) {
    values.push_back(ValueJson(value));
  }
  return {{"count", selection.count}, {"values", std::move(values)}};
}

Json CheckJson(const ExplainedCheck& check) {
  return {{"status", StatusName(check.status)},
          {"value", ValueJson(check.value)},
          {"missing", check.missing},
          {"compared_with", check.compared_with},
          {"reason", check.reason}};
}

Json MoreJson(const MoreOfStatus& more) {
  Json counts = Json::object();
  for (std::size_t i = 0; i < more.size(); ++i) {
    if (more[i] > 0) {
      counts[std::string(StatusName(static_cast<RuleStatus>(i)))] = more[i];
    }
  }
  return counts;
}

Json StepJson(const ExplainedStep& step) {
  Json variables = Json::array();
  for (const ExplainedVariable& variable : step.variables) {
    variables.push_back({{"text", variable.text},
                         {"policy_place", PlaceJson(variable.place)},
                         {"selected", SelectionJson(variable.selected)}});
  }
  Json checks = Json::array();
  for (const ExplainedCheck& check : step.checks) {
    checks.push_back(CheckJson(check));
  }
  Json steps = Json::array();
  for (const ExplainedStep& inner : step.steps) {
    steps.push_back(StepJson(inner));
  }
  Json json = {{"step", NameOf(step.kind)},
               {"status", StatusJson(step.status)},
               {"text", step.text},
               {"why", step.why},
               {"message", step.message},
               {"policy_place", PlaceJson(step.rule_place)}};
  if (step.kind == StepKind::kElement) {
    json["value"] = ValueJson(step.element);
  }
  json["variables"] = std::move(variables);
  json["checks"] = std::move(checks);
  json["more_checks"] = MoreJson(step.more_checks);
  json["steps"] = std::move(steps);
  json["more_values"] = MoreJson(step.more_elements);
  return json;
}

Json JoinedJson(const std::optional<JoinedStatus>& joined) {
  if (!joined) {
    return nullptr;
  }
  return {{"status", StepNameOf(joined->status)},
          {"ways", joined->ways},
          {"shown_when", joined->when},
          {"reason", joined->reason}};
}

}  // namespace

void WriteJsonExplanation(const ExplanationSubject& subject,
                          const Explanation& explanation, std::ostream& out) {
  Json rules = Json::array();
  for (const ExplainedStep& rule : explanation.rules) {
    rules.push_back(StepJson(rule));
  }
  Json waived = Json::array();
  for (const WaivedResource& each : explanation.waived) {
    waived.push_back(
        {{"resource", each.address}, {"waiver", WaiverJson(each.waiver)}});
  }
  const Json document = {{"schema_version", kReportSchemaVersion},
                         {"policy", subject.policy},
                         {"title", subject.title},
                         {"rules_file", subject.rules},
                         {"input", subject.input},
                         {"kind", subject.input_kind},
                         {"all_ways", JoinedJson(explanation.joined)},
                         {"waived", std::move(waived)},
                         {"more_waived", explanation.more_waived},
                         {"not_waived", explanation.not_waived},
                         {"rules", std::move(rules)}};
  out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace connectguard
