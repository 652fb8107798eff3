#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "gate/version.h"
#include "report/flow_writer.h"
#include "report/json_finding.h"
#include "report/json_report.h"

namespace connectguard {
namespace {

using Json = nlohmann::ordered_json;

// Its identifier, and its number where it has none to show.
Json ActionJson(const FlowAction& action, std::uint32_t number) {
  const bool named =
      !action.identifier.empty() && !action.identifier_value->sensitive;
  return named ? Json(action.identifier) : Json(number);
}

Json IssueJson(const Flow& flow, const FlowIssue& issue) {
  Json json = FindingJson(issue.finding);
  json["origin"] = issue.of_policy ? "policy" : "flow";
  json["action"] = nullptr;
  if (issue.action >= 0) {
    const auto number = static_cast<std::uint32_t>(issue.action);
    json["action"] = ActionJson(flow.actions[number], number);
  }
  Json way = Json::array();
  for (const std::uint32_t number : issue.path) {
    way.push_back(ActionJson(flow.actions[number], number));
  }
  json["way"] = std::move(way);
  json["way_text"] = issue.way;
  return json;
}

Json FlowJson(const ReviewedFlow& flow) {
  Json findings = Json::array();
  for (const FlowIssue& issue : flow.issues) {
    findings.push_back(IssueJson(flow.planned->flow(), issue));
  }
  return {{"resource", flow.resource->address},
          {"name", flow.name},
          {"type", flow.type},
          {"actions", flow.planned->flow().actions.size()},
          {"findings", std::move(findings)}};
}

Json InputJson(const FlowInput& input) {
  if (input.error != nullptr) {
    return {{"input", input.input}, {"error", ErrorJson(*input.error)}};
  }
  Json flows = Json::array();
  for (const ReviewedFlow& flow : input.review->flows) {
    flows.push_back(FlowJson(flow));
  }
  Json others = Json::array();
  for (const Finding& finding : input.review->others) {
    others.push_back(FindingJson(finding));
  }
  return {{"input", input.input},
          {"kind", input.kind},
          {"sha256", input.sha256},
          {"verdict", VerdictName(input.verdict)},
          {"policies", input.counts.policies},
          {"notes", input.notes},
          {"flows", std::move(flows)},
          {"other_findings", std::move(others)}};
}

std::string_view Word(FlowAnswer answer) {
  return answer == FlowAnswer::kYes  ? "yes"
         : answer == FlowAnswer::kNo ? "no"
                                     : "unknown";
}

// A name that is not UTF-8 is shown with replacement characters.
void Write(const Json& json, std::ostream& out) {
  out << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace

void WriteJsonFlowReport(std::span<const FlowInput> inputs, std::ostream& out) {
  Json list = Json::array();
  bool all_read = true;
  for (const FlowInput& input : inputs) {
    all_read = all_read && input.error == nullptr;
    list.push_back(InputJson(input));
  }
  Write({{"schema_version", kReportSchemaVersion},
         {"tool", {{"name", "connectguard"}, {"version", Version()}}},
         {"verdict", all_read ? VerdictName(WorstVerdict(inputs)) : "error"},
         {"inputs", std::move(list)}},
        out);
}

void WriteJsonFlowMap(const FlowMap& map, std::ostream& out) {
  const std::vector<FlowAnswer> entered = EnteredPlaces(map);
  Json places = Json::array();
  for (std::size_t i = 0; i < map.places().size(); ++i) {
    const FlowPlace& place = map.places()[i];
    places.push_back({{"number", i},
                      {"kind", PlaceKindName(place.kind)},
                      {"state", PlaceStateName(place.state)},
                      {"name", place.name},
                      {"detail", place.detail},
                      {"entered", Word(entered[i])}});
  }
  Json links = Json::array();
  for (const FlowLink& link : map.links()) {
    links.push_back({{"from", link.from},
                     {"to", link.to},
                     {"label", link.label},
                     {"certain", link.answer == FlowAnswer::kYes}});
  }
  Write({{"schema_version", kReportSchemaVersion},
         {"places", std::move(places)},
         {"links", std::move(links)},
         {"circles", FindCircles(map)}},
        out);
}

}  // namespace connectguard
