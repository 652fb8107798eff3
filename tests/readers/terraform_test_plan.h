// Plans for tests: the fixtures of corpus/plans, and small ones written in the
// test.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "base/file_reader.h"
#include "base/text.h"
#include "document/document.h"
#include "document/dump.h"
#include "readers/terraform_plan.h"

namespace connectguard {

inline std::string PlanFolder() {
  return std::string(CONNECTGUARD_SOURCE_DIR) + "/tests/corpus/plans";
}

// Text inside a JSON string.
inline std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    escaped += c == '"' ? "\\\"" : std::string(1, c);
  }
  return escaped;
}

inline std::unique_ptr<const Document> ReadPlanText(std::string json) {
  auto document =
      ReadTerraformPlan({.name = "plan.json", .bytes = std::move(json)}, {});
  if (!document) {
    ADD_FAILURE() << Render(document.error().diagnostic);
    return nullptr;
  }
  return *std::move(document);
}

inline std::unique_ptr<const Document> ReadPlanFixture(std::string_view name) {
  auto text =
      DiskFileReader().Read(PlanFolder() + "/" + std::string(name) + ".json");
  if (!text) {
    ADD_FAILURE() << Render(text.error().diagnostic);
    return nullptr;
  }
  return ReadPlanText(*std::move(text));
}

// A plan with these changes and resources of the configuration, each a list of
// JSON objects without its brackets.
inline std::string PlanOf(std::string_view changes,
                          std::string_view configuration = "") {
  std::string json = R"({"format_version": "1.2", "resource_changes": [)";
  json += changes;
  json += R"(], "configuration": {"root_module": {"resources": [)";
  json += configuration;
  json += "]}}}";
  return json;
}

inline std::unique_ptr<const Document> ReadChanges(
    std::string_view changes, std::string_view configuration = "") {
  return ReadPlanText(PlanOf(changes, configuration));
}

// A resource change; `after` and `unknown` are JSON objects.
inline std::string Change(std::string_view address, std::string_view after,
                          std::string_view unknown = "{}",
                          std::string_view actions = R"("create")",
                          std::string_view before = "null") {
  const std::size_t dot = address.rfind('.');
  const std::size_t start = address.rfind('.', dot - 1);
  const std::string_view type =
      start == std::string_view::npos
          ? address.substr(0, dot)
          : address.substr(start + 1, dot - start - 1);
  return R"({"address": ")" + Escaped(address) + R"(", "mode": "managed",
    "type": ")" +
         std::string(type) + R"(", "change": {"actions": [)" +
         std::string(actions) + R"(], "before": )" + std::string(before) +
         R"(, "after": )" + std::string(after) + R"(, "after_unknown": )" +
         std::string(unknown) + "}}";
}

// A resource of the configuration; `expressions` is a JSON object.
inline std::string Configured(std::string_view address,
                              std::string_view expressions) {
  return R"({"address": ")" + std::string(address) + R"(", "expressions": )" +
         std::string(expressions) + "}";
}

// The node of a planned resource; a failure and null when there is none.
inline const Value& ResourceAt(const Document& document,
                               std::string_view address) {
  static const Value kNothing;
  const Resource* resource = document.FindResource(address);
  if (resource == nullptr) {
    ADD_FAILURE() << "no resource " << address;
    return kNothing;
  }
  return *resource->node;
}

// A property by keys and list numbers, `Rules.0.Status`; null without it.
inline const Value* FindProperty(const Document& document,
                                 std::string_view address,
                                 std::string_view path) {
  const Value* at = Find(ResourceAt(document, address), "Properties");
  for (const std::string_view step : Split(path, '.')) {
    if (at != nullptr && at->Is(Kind::kList)) {
      const std::size_t index = std::stoul(std::string(step));
      at = index < at->size ? &at->AsList()[index] : nullptr;
    } else if (at != nullptr) {
      at = Find(*at, step);
    }
  }
  return at;
}

// Its value on one line; "(none)" without it.
inline std::string PropertyOf(const Document& document,
                              std::string_view address, std::string_view path) {
  const Value* value = FindProperty(document, address, path);
  return value == nullptr ? "(none)" : Summarize(*value, 400);
}

// "target attribute" of its only reference, with `=` in front when it is
// exact; its text in brackets when there is no target.
inline std::string ReferenceOf(const Document& document,
                               std::string_view address,
                               std::string_view path) {
  const Value* value = FindProperty(document, address, path);
  if (value == nullptr || value->References().size() != 1) {
    return "(none or several)";
  }
  const Reference& reference = value->References()[0];
  if (reference.target.empty()) {
    return "[" + std::string(reference.text) + "]";
  }
  return (reference.exact ? "=" : "") + std::string(reference.target) + " " +
         std::string(reference.attribute);
}

// Compares with a file; CONNECTGUARD_UPDATE_GOLDENS=1 rewrites it instead.
inline void CompareWithGolden(const std::string& path,
                              const std::string& text) {
  const char* update = std::getenv("CONNECTGUARD_UPDATE_GOLDENS");
  if (update != nullptr && std::string_view(update) == "1") {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  const auto golden = DiskFileReader().Read(path);
  ASSERT_TRUE(golden) << Render(golden.error().diagnostic);
  EXPECT_EQ(text, *golden) << "if this is meant, rewrite " << path
                           << " with CONNECTGUARD_UPDATE_GOLDENS=1";
}

}  // namespace connectguard
