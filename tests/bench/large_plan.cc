#include "bench/large_plan.h"

#include <fstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace connectguard {
namespace {

using Json = nlohmann::ordered_json;

Json ReadPlan(const char* path) {
  std::ifstream in(std::string(CONNECTGUARD_SOURCE_DIR) + "/" + path);
  return Json::parse(in);
}

Json InModule(Json change, int copy) {
  const std::string module = fmt::format("module.centre[{}]", copy);
  change["address"] = module + "." + change["address"].get<std::string>();
  change["module_address"] = module;
  return change;
}

}  // namespace

std::string LargePlan(int resources, std::size_t bytes) {
  const Json real = ReadPlan("examples/terraform/secure/plan.json");
  Json plan = real;
  Json changes = Json::array();
  Json modules = Json::array();
  std::size_t written = 0;
  for (int copy = 0;
       static_cast<int>(changes.size()) < resources || written < bytes;
       ++copy) {
    Json values = Json::array();
    for (const Json& change : real["resource_changes"]) {
      changes.push_back(InModule(change, copy));
    }
    for (const Json& value :
         real["planned_values"]["root_module"]["resources"]) {
      values.push_back(InModule(value, copy));
    }
    written += changes.back().dump().size() * real["resource_changes"].size();
    modules.push_back({{"address", fmt::format("module.centre[{}]", copy)},
                       {"resources", std::move(values)}});
  }
  plan["resource_changes"] = std::move(changes);
  plan["planned_values"] = {
      {"root_module", {{"child_modules", std::move(modules)}}}};
  plan["configuration"]["root_module"] = {
      {"module_calls",
       {{"centre",
         {{"source", "./centre"},
          {"count_expression", {{"constant_value", 300}}},
          {"module", real["configuration"]["root_module"]}}}}}};
  return plan.dump();
}

}  // namespace connectguard
