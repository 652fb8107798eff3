#include "support/planned_request.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace connectguard {
namespace {

using Json = nlohmann::json;

void ToStruct(const Json& value, google::protobuf::Struct* out) {
  ASSERT_TRUE(
      google::protobuf::util::JsonStringToMessage(value.dump(), out).ok());
}

// The paths of all `true` leaves.
template <typename Add>
void AddMarks(const Json& marks, const std::string& path, const Add& add) {
  if (marks.is_boolean() && marks.get<bool>()) {
    add(path);
  } else if (marks.is_object()) {
    for (const auto& [key, inner] : marks.items()) {
      AddMarks(inner, path.empty() ? key : path + "." + key, add);
    }
  } else if (marks.is_array()) {
    for (std::size_t i = 0; i < marks.size(); ++i) {
      AddMarks(marks[i], fmt::format("{}[{}]", path, i), add);
    }
  }
}

v1::ChangeAction ActionOf(const std::vector<std::string>& actions) {
  static const std::map<std::string, v1::ChangeAction> kActions = {
      {"no-op", v1::CHANGE_ACTION_NO_OP},
      {"create", v1::CHANGE_ACTION_CREATE},
      {"read", v1::CHANGE_ACTION_READ},
      {"update", v1::CHANGE_ACTION_UPDATE},
      {"delete", v1::CHANGE_ACTION_DELETE},
      {"forget", v1::CHANGE_ACTION_FORGET}};
  return actions.size() > 1 ? v1::CHANGE_ACTION_REPLACE
                            : kActions.at(actions.at(0));
}

// `aws_s3_bucket.b["k"].id` in two: the resource, and the attribute of it.
struct Traversal {
  std::string target;
  std::string attribute;
};
Traversal SplitReference(const std::string& text) {
  const std::size_t type_end = text.find('.');
  const std::size_t name_end = text.find('.', type_end + 1);
  return name_end == std::string::npos
             ? Traversal{.target = text, .attribute = ""}
             : Traversal{.target = text.substr(0, name_end),
                         .attribute = text.substr(name_end + 1)};
}

class Converter {
 public:
  explicit Converter(std::string_view text) : plan_(Json::parse(text)) {}

  v1::PlannedResources Convert() {
    for (const Json& change : plan_["resource_changes"]) {
      addresses_.insert(change["address"].get<std::string>());
    }
    for (const Json& resource :
         plan_["configuration"]["root_module"]["resources"]) {
      expressions_[resource["address"]] = resource.value("expressions", Json());
    }
    v1::PlannedResources planned;
    planned.set_complete(plan_.value("complete", true));
    for (const Json& change : plan_["resource_changes"]) {
      AddResource(change, planned.add_resources());
    }
    return planned;
  }

 private:
  void AddResource(const Json& resource, v1::PlannedResource* out) const {
    const Json& change = resource["change"];
    out->set_address(resource["address"]);
    out->set_type(resource["type"]);
    out->set_change(ActionOf(change["actions"]));
    if (!change["before"].is_null()) {
      ToStruct(change["before"], out->mutable_before());
    }
    if (!change["after"].is_null()) {
      ToStruct(change["after"], out->mutable_after());
    }
    AddMarks(change["after_unknown"], "",
             [&](const std::string& path) { out->add_unknown_paths(path); });
    AddMarks(change["after_sensitive"], "",
             [&](const std::string& path) { out->add_sensitive_paths(path); });
    std::string configured = out->address();
    configured.resize(std::min(configured.find('['), configured.size()));
    const auto found = expressions_.find(configured);
    if (found != expressions_.end() && found->second.is_object()) {
      for (const auto& [key, expression] : found->second.items()) {
        AddExpression(expression, key, out);
      }
    }
  }

  void AddExpression(const Json& expression, const std::string& path,
                     v1::PlannedResource* out) const {
    if (expression.is_array()) {
      for (std::size_t i = 0; i < expression.size(); ++i) {
        AddExpression(expression[i], fmt::format("{}[{}]", path, i), out);
      }
      return;
    }
    const bool is_value = expression.empty() ||
                          expression.contains("constant_value") ||
                          expression.contains("references");
    if (!is_value) {
      for (const auto& [key, inner] : expression.items()) {
        AddExpression(inner, path + "." + key, out);
      }
      return;
    }
    out->add_configured_paths(path);
    if (expression.contains("references")) {
      AddReferences(expression["references"], path, out);
    }
  }

  // A plan lists each traversal with its prefixes behind it.
  void AddReferences(const Json& references, const std::string& path,
                     v1::PlannedResource* out) const {
    std::string last;
    for (const std::string text : references) {
      if (last.starts_with(text)) {
        continue;
      }
      last = text;
      v1::ResourceReference* reference = out->add_references();
      reference->set_path(path);
      reference->set_text(text);
      const Traversal traversal = SplitReference(text);
      if (addresses_.contains(traversal.target)) {
        reference->set_target(traversal.target);
        reference->set_attribute(traversal.attribute);
      }
    }
  }

  Json plan_;
  std::set<std::string> addresses_;
  std::map<std::string, Json> expressions_;
};

}  // namespace

v1::PlannedResources PlannedFromPlan(std::string_view plan_json) {
  return Converter(plan_json).Convert();
}

}  // namespace connectguard
