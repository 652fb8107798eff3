// Every command says of a binary plan what it says of its JSON together with
// it.
#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/file_reader.h"
#include "cli/fake_environment.h"

namespace connectguard {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

std::string Folder() {
  return std::string(CONNECTGUARD_SOURCE_DIR) + "/tests/corpus/plans/";
}

std::string Fixture(const std::string& name) {
  auto text = DiskFileReader().Read(Folder() + name);
  EXPECT_TRUE(text) << name;
  return text ? *std::move(text) : std::string();
}

// Names of the plans that are there in both forms.
std::vector<std::string> Plans() {
  std::vector<std::string> names;
  const auto files = DiskFileReader().List(Folder());
  EXPECT_TRUE(files);
  for (const std::string& path : *files) {
    const std::string name = path.substr(path.rfind('/') + 1);
    if (name.ends_with(".tfplan")) {
      names.push_back(name.substr(0, name.size() - 7));
    }
  }
  return names;
}

class BinaryPlanTest : public testing::Test {
 protected:
  static Json Printed(FakeEnvironment* fake, std::vector<std::string> words) {
    words.insert(words.end(), {"--format", "json"});
    fake->out.str("");
    fake->Run(words);
    Json printed = Json::parse(fake->out.str());
    Strip(&printed);
    return printed;
  }

 private:
  // Names and digests, which differ, and places inside the JSON.
  static void Strip(Json* at) {
    if (at->is_object()) {
      for (const char* key : {"input", "sha256", "plan_file"}) {
        at->erase(key);
      }
      if (at->contains("place") && (*at)["place"].is_object() &&
          !std::string((*at)["place"]["file"]).ends_with(".tf")) {
        at->erase("place");
      }
    }
    for (Json& inner : *at) {
      if (inner.is_structured()) {
        Strip(&inner);
      }
    }
  }
};

TEST_F(BinaryPlanTest, AllPoliciesSayTheSame) {
  const std::vector<std::string> plans = Plans();
  EXPECT_GE(plans.size(), 27U);
  for (const std::string& name : plans) {
    if (name == "17-refresh-only") {
      continue;  // Its state is read from the JSON only.
    }
    FakeEnvironment fake{{{"plan.json", Fixture(name + ".json")},
                          {"tfplan", Fixture(name + ".tfplan")}}};
    for (const char* pack : {"baseline", "strict"}) {
      EXPECT_EQ(Printed(&fake, {"check", "tfplan", "--pack", pack}),
                Printed(&fake, {"check", "plan.json", "--plan-file", "tfplan",
                                "--pack", pack}))
          << name;
    }
  }
}

TEST_F(BinaryPlanTest, SaysThatTheStateOfARefreshOnlyPlanIsNotLookedAt) {
  FakeEnvironment fake{{{"tfplan", Fixture("17-refresh-only.tfplan")}}};
  EXPECT_EQ(fake.Run({"check", "tfplan", "--on-unknown", "deny"}), 2);
  EXPECT_THAT(fake.out.str(), HasSubstr("PLAN-EMPTY"));
}

TEST_F(BinaryPlanTest, InspectAndExplainSayTheSame) {
  FakeEnvironment fake{{{"plan.json", Fixture("01-flat-secure.json")},
                        {"tfplan", Fixture("01-flat-secure.tfplan")}}};
  EXPECT_EQ(Printed(&fake, {"inspect", "tfplan"}),
            Printed(&fake, {"inspect", "plan.json", "--plan-file", "tfplan"}));
  EXPECT_EQ(Printed(&fake, {"explain", "CONNECT-LOG-1", "tfplan"}),
            Printed(&fake, {"explain", "CONNECT-LOG-1", "plan.json",
                            "--plan-file", "tfplan"}));
}

TEST_F(BinaryPlanTest, FindingsPointAtItsSources) {
  FakeEnvironment fake{{{"tfplan", Fixture("02-flat-insecure.tfplan")}}};
  EXPECT_EQ(fake.Run({"check", "tfplan"}), 1);
  EXPECT_THAT(fake.out.str(), HasSubstr("main.tf:20:3 (force_destroy)\n"));
  EXPECT_THAT(fake.out.str(), HasSubstr("20 |   force_destroy = true\n"));
}

// What is deleted stands in no source, and there are no lines to point at.
TEST_F(BinaryPlanTest, WhatHasNoSourceIsPlacedInThePlanAsAWhole) {
  FakeEnvironment fake{{{"tfplan", Fixture("18-destroy.tfplan")}}};
  EXPECT_EQ(fake.Run({"check", "tfplan", "--only", "CONNECT-DELETE-1",
                      "--format", "json"}),
            1);
  EXPECT_EQ(Json::parse(fake.out.str())["inputs"][0]["findings"][0]["place"],
            Json::parse(R"({"file": "tfplan", "line": 1, "column": 1,
                            "begin": 0, "end": 0})"));
}

}  // namespace
}  // namespace connectguard
