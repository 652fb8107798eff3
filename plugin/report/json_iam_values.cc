#include "report/json_iam_values.h"

#include <string>

#include "iam/action_table.h"
#include "iam/glob.h"

namespace connectguard {

Json RequestJson(const IamRequest& request) {
  Json keys = Json::object();
  Json absent = Json::array();
  for (const auto& [key, entry] : request.keys) {
    if (entry.values.empty()) {
      absent.push_back(ToUtf8(entry.name));
      continue;
    }
    Json values = Json::array();
    for (const std::string& value : entry.values) {
      values.push_back(ToUtf8(value));
    }
    keys[ToUtf8(entry.name)] = std::move(values);
  }
  return {{"action", ToUtf8(ActionName(request.action))},
          {"resource", ToUtf8(request.resource)},
          {"principal", request.principal.empty()
                            ? Json(nullptr)
                            : Json(ToUtf8(PrincipalText(request.principal)))},
          {"keys", std::move(keys)},
          {"absent_keys", std::move(absent)},
          {"text", ToString(request)}};
}

std::string_view EffectWord(const IamStatement& statement) {
  if (statement.may_allow == statement.may_deny) {
    return "unknown";
  }
  return statement.may_allow ? "allow" : "deny";
}

Json StatementJson(const IamStatement& statement, const Value& at,
                   const PolicySources& sources) {
  return {{"kind", PolicyKindName(statement.policy->kind())},
          {"number", statement.number},
          {"sid", statement.sid},
          {"effect", EffectWord(statement)},
          {"place", PlaceJson(sources.PlaceOf(at))}};
}

void WriteJson(const Json& json, std::ostream& out) {
  out << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace connectguard
