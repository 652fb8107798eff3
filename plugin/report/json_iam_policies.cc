#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "iam/statement_words.h"
#include "report/json_iam.h"
#include "report/json_iam_values.h"

namespace connectguard {
namespace {

Json FindingJson(const IamFinding& finding, const PolicySources& sources) {
  return {{"check", finding.check},
          {"severity",
           finding.severity == IamSeverity::kError ? "error" : "warning"},
          {"message", finding.message},
          {"hint", finding.hint},
          {"place", PlaceJson(sources.PlaceOf(*finding.value))}};
}

Json ElementJson(const StatementElement& element) {
  if (element.value == nullptr) {
    return nullptr;
  }
  return {{"all_but", element.negated}, {"entries", ListWords(*element.value)}};
}

Json CountsJson(const ActionCounts& counts) {
  Json levels = Json::object();
  for (std::size_t i = 0; i < kAccessLevels; ++i) {
    levels[std::string(AccessLevelName(static_cast<AccessLevel>(i)))] =
        counts.by_level[i];
  }
  return {{"total", counts.total},
          {"services", counts.services},
          {"by_access_level", std::move(levels)},
          {"table_date", ActionTableDate()}};
}

Json DescriptionJson(const IamStatement& statement,
                     const PolicySources& sources) {
  Json json = StatementJson(statement, *statement.node, sources);
  json["unreadable"] =
      statement.hole != nullptr ? Json(statement.hole->reason) : Json(nullptr);
  if (statement.hole != nullptr) {
    return json;
  }
  Json conditions = Json::array();
  for (const ConditionClause& clause : statement.condition.clauses) {
    conditions.push_back({{"operator", clause.operator_text},
                          {"key", clause.key},
                          {"values", ListWords(*clause.values)},
                          {"text", ConditionWords(clause)}});
  }
  json["principals"] = statement.principal_value == nullptr
                           ? Json(nullptr)
                           : Json{{"all_but", statement.not_principal},
                                  {"entries", PrincipalWords(statement)}};
  json["actions"] = ElementJson(statement.action);
  json["action_counts"] = CountsJson(CountActions(statement));
  json["resources"] = ElementJson(statement.resource);
  json["conditions"] = std::move(conditions);
  return json;
}

Json WayJson(const EscalationPath& way, const PolicySources& sources) {
  Json steps = Json::array();
  for (const EscalationPath::Step& step : way.steps) {
    Json statements = Json::array();
    for (const IamStatement* statement : step.answer.evidence) {
      statements.push_back(
          StatementJson(*statement, EntryOf(*statement, step.action), sources));
    }
    steps.push_back({{"action", step.action},
                     {"answer", VerdictWord(step.answer.verdict)},
                     {"statements", std::move(statements)}});
  }
  return {{"id", way.id},
          {"title", way.title},
          {"answer", VerdictWord(way.verdict)},
          {"steps", std::move(steps)}};
}

Json PublicJson(const IamAnswer& answer) {
  return {{"answer", VerdictWord(answer.verdict)},
          {"reason", answer.reason},
          {"witness",
           answer.witness ? RequestJson(*answer.witness) : Json(nullptr)}};
}

}  // namespace

void WriteJsonIamLint(std::span<const IamLintedFile> files,
                      const PolicySources& sources, std::ostream& out) {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  Json list = Json::array();
  for (const IamLintedFile& file : files) {
    Json findings = Json::array();
    for (const IamFinding& finding : file.findings) {
      ++(finding.severity == IamSeverity::kError ? errors : warnings);
      findings.push_back(FindingJson(finding, sources));
    }
    list.push_back({{"file", file.name},
                    {"kind", PolicyKindName(file.policy->kind())},
                    {"statements", file.policy->statements().size()},
                    {"findings", std::move(findings)}});
  }
  WriteJson({{"schema_version", kReportSchemaVersion},
             {"counts", {{"error", errors}, {"warning", warnings}}},
             {"policies", std::move(list)}},
            out);
}

void WriteJsonIamExplanation(const IamExplanation& explanation,
                             const PolicySources& sources, std::ostream& out) {
  Json statements = Json::array();
  for (const IamStatement& statement : explanation.policy->statements()) {
    statements.push_back(DescriptionJson(statement, sources));
  }
  const IamHole* hole = explanation.policy->hole();
  Json escalation = nullptr;
  if (explanation.escalation) {
    escalation = Json::array();
    for (const EscalationPath& way : *explanation.escalation) {
      escalation.push_back(WayJson(way, sources));
    }
  }
  WriteJson(
      {{"schema_version", kReportSchemaVersion},
       {"file", explanation.name},
       {"kind", PolicyKindName(explanation.policy->kind())},
       {"unreadable", hole != nullptr ? Json(hole->reason) : Json(nullptr)},
       {"statements", std::move(statements)},
       {"escalation", std::move(escalation)},
       {"public_access", explanation.public_access
                             ? PublicJson(*explanation.public_access)
                             : Json(nullptr)},
       {"lint",
        {{"error", explanation.errors}, {"warning", explanation.warnings}}}},
      out);
}

}  // namespace connectguard
