#include <nlohmann/json.hpp>

#include "report/json_report.h"
#include "report/policy_writer.h"

namespace connectguard {
namespace {

using Json = nlohmann::ordered_json;

Json ParametersJson(const Policy& policy) {
  Json list = Json::array();
  for (const Parameter& parameter : policy.parameters) {
    list.push_back({{"name", parameter.name},
                    {"type", ParameterTypeName(parameter.type)},
                    {"default", ParameterText(*parameter.fallback)},
                    {"help", parameter.help}});
  }
  return list;
}

Json PolicyJson(const Policy& policy) {
  const PolicyMetadata& metadata = policy.metadata;
  return {
      {"id", metadata.id},
      {"title", metadata.title},
      {"severity", SeverityName(metadata.severity)},
      {"resources", metadata.resources},
      {"statements", metadata.statements},
      {"source", metadata.source},
      {"fix", metadata.fix},
      {"waivable", metadata.waivable},
      {"warning", metadata.warning.empty() ? Json() : Json(metadata.warning)},
      {"parameters", ParametersJson(policy)},
      {"rationale", metadata.rationale},
      {"file", policy.path}};
}

}  // namespace

void WriteJsonPolicyList(std::span<const Policy* const> policies,
                         std::string_view revision, std::ostream& out) {
  Json list = Json::array();
  for (const Policy* policy : policies) {
    list.push_back(PolicyJson(*policy));
  }
  const Json document = {{"schema_version", kReportSchemaVersion},
                         {"policy_revision", revision},
                         {"policies", std::move(list)}};
  out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace connectguard
