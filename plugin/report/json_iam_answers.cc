#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "iam/statement_words.h"
#include "report/json_iam.h"
#include "report/json_iam_values.h"

namespace connectguard {
namespace {

std::string_view ActionOf(const IamAnswer& answer) {
  return answer.witness ? std::string_view(answer.witness->action)
                        : std::string_view();
}

Json AnswerJson(const IamAnswer& answer, const PolicySources& sources) {
  Json statements = Json::array();
  for (const IamStatement* statement : answer.evidence) {
    statements.push_back(StatementJson(
        *statement, EntryOf(*statement, ActionOf(answer)), sources));
  }
  Json holes = Json::array();
  for (const IamHole* hole : answer.holes) {
    holes.push_back(
        {{"reason", hole->reason},
         {"place", hole->value == nullptr
                       ? Json(nullptr)
                       : PlaceJson(sources.PlaceOf(*hole->value))}});
  }
  return {{"answer", VerdictWord(answer.verdict)},
          {"reason", answer.reason},
          {"witness",
           answer.witness ? RequestJson(*answer.witness) : Json(nullptr)},
          {"statements", std::move(statements)},
          {"holes", std::move(holes)}};
}

std::string_view NameOf(NearMiss::Part part) {
  switch (part) {
    case NearMiss::Part::kResource:
      return "resource";
    case NearMiss::Part::kPrincipal:
      return "principal";
    case NearMiss::Part::kCondition:
      break;
  }
  return "condition";
}

const Value& ValueOf(const NearMiss& miss) {
  switch (miss.part) {
    case NearMiss::Part::kResource:
      return *miss.statement->resource.value;
    case NearMiss::Part::kPrincipal:
      return *miss.statement->principal_value;
    case NearMiss::Part::kCondition:
      break;
  }
  return miss.clause != nullptr ? *miss.clause->values : *miss.statement->node;
}

Json RefusalJson(const IamRefusal& refusal, const PolicySources& sources) {
  Json silent = Json::array();
  for (const SilentLayer& layer : refusal.silent) {
    Json near = Json::array();
    for (const NearMiss& miss : layer.near) {
      Json json = StatementJson(*miss.statement, ValueOf(miss), sources);
      json["differs"] = NameOf(miss.part);
      json["condition"] =
          miss.clause != nullptr ? ConditionWords(*miss.clause) : "";
      near.push_back(std::move(json));
    }
    silent.push_back({{"layer", LayerName(layer.kind)},
                      {"level", layer.level},
                      {"allows_anything", layer.has_allow},
                      {"near", std::move(near)}});
  }
  return {{"all_denied", refusal.all_denied}, {"silent", std::move(silent)}};
}

Json GainsJson(const IamGains& gains, const PolicySources& sources) {
  Json requests = Json::array();
  for (const IamGain& gain : gains.gains) {
    Json json = {{"certain", gain.certain},
                 {"request", RequestJson(gain.witness)}};
    Json actions = Json::array();
    for (const KnownAction* action : gain.actions) {
      actions.push_back(action->name);
    }
    json["actions"] = std::move(actions);
    json["statement"] = StatementJson(*gain.statement, *gain.action, sources);
    requests.push_back(std::move(json));
  }
  // "Allows nothing more" is what was asked; readers ask for "any".
  Json json = AnswerJson(gains.at_most, sources);
  const IamVerdict verdict = gains.at_most.verdict;
  json["answer"] = VerdictWord(verdict == IamVerdict::kYes  ? IamVerdict::kNo
                               : verdict == IamVerdict::kNo ? IamVerdict::kYes
                                                            : verdict);
  json["complete"] = gains.complete;
  json["requests"] = std::move(requests);
  return json;
}

}  // namespace

void WriteJsonIamCan(const IamCanReport& report, const PolicySources& sources,
                     std::ostream& out) {
  Json json = {{"schema_version", kReportSchemaVersion},
               {"question", report.question}};
  json.update(AnswerJson(report.answer, sources));
  json["always"] =
      report.always ? AnswerJson(*report.always, sources) : Json(nullptr);
  json["refusal"] =
      report.refusal ? RefusalJson(*report.refusal, sources) : Json(nullptr);
  json["hint"] = report.hint;
  WriteJson(json, out);
}

void WriteJsonIamAtMost(const IamAtMostReport& report,
                        const PolicySources& sources, std::ostream& out) {
  Json json = {{"schema_version", kReportSchemaVersion},
               {"candidate", report.candidate},
               {"reference", report.reference}};
  json.update(AnswerJson(report.answer, sources));
  WriteJson(json, out);
}

void WriteJsonIamDiff(const IamDiffReport& report, const PolicySources& sources,
                      std::ostream& out) {
  WriteJson({{"schema_version", kReportSchemaVersion},
             {"before", report.before},
             {"after", report.after},
             {"newly_allowed", GainsJson(report.gained, sources)},
             {"no_longer_allowed", GainsJson(report.lost, sources)}},
            out);
}

}  // namespace connectguard
