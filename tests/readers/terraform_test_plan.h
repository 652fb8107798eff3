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
#include "document/document.h"
#include "document/dump.h"
#include "readers/terraform_plan.h"

namespace connectguard {

inline std::string PlanFolder() {
  return std::string(CONNECTGUARD_SOURCE_DIR) + "/tests/corpus/plans";
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
