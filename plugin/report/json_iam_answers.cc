#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "iam/statement_words.h"
#include "report/json_iam.h"
#include "report/json_iam_values.h"

namespace connectguard {
namespace {

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

Json RefusalJson(const IamRefusal& refusal, const PolicySources& sources) {
  Json silent = Json::array();
  for (const SilentLayer& layer : refusal.silent) {
    Json near = Json::array();
    for (const NearMiss& miss : layer.near) {
      Json json = StatementJson(*miss.statement, ValueOf(miss), sources);
      json["differs"] = PartName(miss.part);
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
  Json json = AnswerJson(gains.at_most, sources);
  json["answer"] = VerdictWord(AnyGained(gains));
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
