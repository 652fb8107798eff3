#include "bench/large_plan.h"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>

namespace connectguard {
namespace {

using Json = nlohmann::ordered_json;

// How often a centre has what it has many of.
constexpr int kPerCentre = 60;

bool IsMany(const std::string& type) {
  constexpr std::array<std::string_view, 6> kMany = {
      "aws_connect_contact_flow",
      "aws_connect_hours_of_operation",
      "aws_connect_queue",
      "aws_connect_routing_profile",
      "aws_connect_security_profile",
      "aws_connect_user"};
  return std::find(kMany.begin(), kMany.end(), type) != kMany.end();
}

Json ReadPlan(const char* path) {
  std::ifstream in(std::string(CONNECTGUARD_SOURCE_DIR) + "/" + path);
  return Json::parse(in);
}

// The resource as number `number` of a centre.
Json InCentre(Json resource, const std::string& centre, int number) {
  std::string address = centre + "." + resource["address"].get<std::string>();
  if (IsMany(resource["type"])) {
    address += fmt::format("[{}]", number);
    resource["index"] = number;
  }
  resource["address"] = address;
  resource["module_address"] = centre;
  return resource;
}

// What one `count` says of another of the same count.
void IndexByCount(Json* expression) {
  if (expression->is_array()) {
    for (Json& block : *expression) {
      IndexByCount(&block);
    }
  } else if (expression->contains("references")) {
    (*expression)["references"].push_back("count.index");
  } else if (expression->is_object() &&
             !expression->contains("constant_value")) {
    for (auto& [key, inner] : expression->items()) {
      IndexByCount(&inner);
    }
  }
}

Json CentreConfiguration(Json module) {
  for (Json& resource : module["resources"]) {
    if (IsMany(resource["type"])) {
      resource["count_expression"] = {{"constant_value", kPerCentre}};
      IndexByCount(&resource["expressions"]);
    }
  }
  return module;
}

}  // namespace

std::string LargePlan(std::size_t resources, std::size_t bytes) {
  const Json real = ReadPlan("examples/terraform/secure/plan.json");
  const Json& real_values = real["planned_values"]["root_module"]["resources"];
  Json plan = real;
  Json changes = Json::array();
  Json centres = Json::array();
  std::size_t written = 0;
  const auto is_enough = [&] {
    return changes.size() >= resources && written >= bytes;
  };
  for (int copy = 0; !is_enough(); ++copy) {
    const int number = copy % kPerCentre;
    const std::string centre =
        fmt::format("module.centre[{}]", copy / kPerCentre);
    if (number == 0) {
      centres.push_back({{"address", centre}, {"resources", Json::array()}});
    }
    for (const Json& change : real["resource_changes"]) {
      if (!is_enough() && (number == 0 || IsMany(change["type"]))) {
        changes.push_back(InCentre(change, centre, number));
        written += changes.back().dump().size();
      }
    }
    for (const Json& value : real_values) {
      if (number == 0 || IsMany(value["type"])) {
        centres.back()["resources"].push_back(InCentre(value, centre, number));
        written += centres.back()["resources"].back().dump().size();
      }
    }
  }
  plan["resource_changes"] = std::move(changes);
  plan["planned_values"] = {
      {"root_module", {{"child_modules", std::move(centres)}}}};
  plan["configuration"]["root_module"] = {
      {"module_calls",
       {{"centre",
         {{"source", "./centre"},
          {"count_expression", {{"constant_value", 20}}},
          {"module",
           CentreConfiguration(real["configuration"]["root_module"])}}}}}};
  return plan.dump();
}

}  // namespace connectguard
