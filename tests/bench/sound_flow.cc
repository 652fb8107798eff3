#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

#include "bench/large_flow.h"

namespace connectguard {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kInstance =
    "arn:aws:connect:eu-west-2:111122223333:instance/"
    "11111111-2222-3333-4444-555555555555";

std::string NameOf(int action) { return fmt::format("action-{}", action); }

// What one action does, and how it can go on but for the next action.
struct Station {
  const char* type;
  Json parameters;
  std::vector<const char*> errors;
  std::vector<const char*> conditions = {};  // Operands, of Equals.
};

// In turn, behind the beginning.
const std::vector<Station>& Stations() {
  static const std::vector<Station> stations = {
      {.type = "MessageParticipant",
       .parameters = {{"Text", "Thank you for calling."}},
       .errors = {"NoMatchingError"}},
      {.type = "GetParticipantInput",
       .parameters = {{"Text", "For cards press 1, for loans press 2."},
                      {"StoreInput", "False"},
                      {"InputTimeLimitSeconds", "5"}},
       .errors = {"NoMatchingCondition", "InputTimeLimitExceeded",
                  "NoMatchingError"},
       .conditions = {"1", "2"}},
      {.type = "InvokeLambdaFunction",
       .parameters = {{"LambdaFunctionARN",
                       "arn:aws:lambda:eu-west-2:111122223333:function:"
                       "customer-lookup"},
                      {"InvocationTimeLimitSeconds", "4"},
                      {"ResponseValidation", {{"ResponseType", "STRING_MAP"}}}},
       .errors = {"NoMatchingError"}},
      {.type = "Compare",
       .parameters = {{"ComparisonValue", "$.External.kind"}},
       .errors = {"NoMatchingCondition"},
       .conditions = {"gold", "blue"}},
      {.type = "UpdateContactAttributes",
       .parameters = {{"Attributes", {{"topic", "cards"}}},
                      {"TargetContact", "Current"}},
       .errors = {"NoMatchingError"}},
      {.type = "CheckHoursOfOperation",
       .parameters = {{"HoursOfOperationId",
                       fmt::format("{}/operating-hours/main", kInstance)}},
       .errors = {"NoMatchingError"},
       .conditions = {"True", "False"}},
      {.type = "UpdateContactTargetQueue",
       .parameters = {{"QueueId", fmt::format("{}/queue/cards", kInstance)}},
       .errors = {"NoMatchingError"}},
  };
  return stations;
}

// Errors lead to `sorry`, conditions to the actions behind the next one.
Json ActionOf(const Station& station, int number, int next, int sorry) {
  Json transitions = {{"NextAction", NameOf(next)}};
  for (const char* error : station.errors) {
    transitions["Errors"].push_back(
        {{"NextAction", NameOf(sorry)}, {"ErrorType", error}});
  }
  for (const char* operand : station.conditions) {
    transitions["Conditions"].push_back(
        {{"NextAction", NameOf(std::min(next + 1, sorry))},
         {"Condition", {{"Operator", "Equals"}, {"Operands", {operand}}}}});
  }
  return {{"Identifier", NameOf(number)},
          {"Type", station.type},
          {"Parameters", station.parameters},
          {"Transitions", transitions}};
}

}  // namespace

std::string SoundFlow(int count) {
  const int sorry = count - 2;
  const int end = count - 1;
  Json actions = Json::array();
  const auto add = [&](const Station& station, int next) {
    const auto number = static_cast<int>(actions.size());
    actions.push_back(ActionOf(station, number, next, sorry));
  };
  add({.type = "UpdateFlowLoggingBehavior",
       .parameters = {{"FlowLoggingBehavior", "Enabled"}},
       .errors = {}},
      1);
  add({.type = "InvokeLambdaFunction",
       .parameters = {{"LambdaFunctionARN",
                       "arn:aws:lambda:eu-west-2:111122223333:function:"
                       "deny-list"},
                      {"InvocationTimeLimitSeconds", "4"},
                      {"ResponseValidation", {{"ResponseType", "STRING_MAP"}}}},
       .errors = {"NoMatchingError"}},
      2);
  add({.type = "Compare",
       .parameters = {{"ComparisonValue", "$.External.denied"}},
       .errors = {"NoMatchingCondition"},
       .conditions = {"no"}},
      2);
  actions[2]["Transitions"]["NextAction"] = NameOf(end);
  while (static_cast<int>(actions.size()) < sorry - 1) {
    const auto number = static_cast<int>(actions.size());
    add(Stations()[static_cast<std::size_t>(number) % Stations().size()],
        number + 1);
  }
  add({.type = "TransferContactToQueue",
       .parameters = Json::object(),
       .errors = {"QueueAtCapacity", "NoMatchingError"}},
      end);
  add({.type = "MessageParticipant",
       .parameters = {{"Text", "Please call again later."}},
       .errors = {"NoMatchingError"}},
      end);
  actions[static_cast<std::size_t>(sorry)]["Transitions"]["Errors"][0]
         ["NextAction"] = NameOf(end);
  actions.push_back({{"Identifier", NameOf(end)},
                     {"Type", "DisconnectParticipant"},
                     {"Parameters", Json::object()},
                     {"Transitions", Json::object()}});
  return Json{{"Version", "2019-10-30"},
              {"StartAction", NameOf(0)},
              {"Actions", actions}}
      .dump(1);
}

}  // namespace connectguard
