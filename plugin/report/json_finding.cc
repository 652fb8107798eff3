#include "report/json_finding.h"

#include <string_view>

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

}  // namespace

Json WaiverJson(const FindingWaiver& waiver) {
  return {{"reason", waiver.reason},
          {"until", waiver.until},
          {"owner", waiver.owner},
          {"ticket", waiver.ticket},
          {"place", PlaceJson(waiver.place)}};
}

nlohmann::ordered_json FindingJson(const Finding& finding) {
  return {
      {"policy", finding.policy_id},
      {"title", finding.title},
      {"severity", SeverityName(finding.severity)},
      {"status", FindingStatusName(finding.status)},
      {"blocking", finding.blocking},
      {"waiver", finding.waiver ? WaiverJson(*finding.waiver) : Json(nullptr)},
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

nlohmann::ordered_json ErrorJson(const Error& error) {
  const Diagnostic& diagnostic = error.diagnostic;
  Json json = {{"code", CodeName(error.code)},
               {"message", diagnostic.message},
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

}  // namespace connectguard
