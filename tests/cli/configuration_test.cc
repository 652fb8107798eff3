#include "cli/configuration.h"

#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file_reader.h"
#include "base/sha256.h"
#include "cli/fake_environment.h"

namespace connectguard {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string Fixture(const std::string& name) {
  auto text = DiskFileReader().Read(std::string(CONNECTGUARD_SOURCE_DIR) +
                                    "/tests/corpus/plans/" + name);
  EXPECT_TRUE(text);
  return text ? *std::move(text) : std::string();
}

std::map<std::string, std::string, std::less<>> World() {
  const std::string json = Fixture("02-flat-insecure.json");
  const std::string binary = Fixture("02-flat-insecure.tfplan");
  const auto sources = ReadBinaryPlan("tfplan", binary);
  EXPECT_TRUE(sources);
  return {{"plan.json", json},
          {"tfplan", binary},
          {"broken", "PK\x03\x04 and so on"},
          {"secret.json", Fixture("06-sensitive.json")},
          {"secret", Fixture("06-sensitive.tfplan")},
          {"live/main.tf", sources->files.at(0).text}};
}

class ConfigurationTest : public testing::Test {
 protected:
  FakeEnvironment fake_{World()};
};

TEST_F(ConfigurationTest, FindingsPointAtTheConfiguration) {
  fake_.Run({"check", "plan.json", "--plan-file", "tfplan"});
  EXPECT_THAT(fake_.out.str(), HasSubstr("main.tf:20:3 (force_destroy)\n"));
  EXPECT_THAT(fake_.out.str(), HasSubstr("20 |   force_destroy = true\n"));
  EXPECT_THAT(fake_.out.str(), Not(HasSubstr("where     plan.json")));
}

TEST_F(ConfigurationTest, FolderTellsTheSame) {
  fake_.Run({"check", "plan.json", "--plan-file", "tfplan"});
  std::string with_plan_file = fake_.out.str();
  fake_.out.str("");
  fake_.Run({"check", "plan.json", "--source", "live"});
  std::string with_folder = fake_.out.str();
  for (std::size_t at = with_folder.find("live/"); at != std::string::npos;
       at = with_folder.find("live/")) {
    with_folder.erase(at, 5);
  }
  EXPECT_EQ(with_plan_file, with_folder);
}

TEST_F(ConfigurationTest, VerdictNamesThePlanFile) {
  fake_.Run(
      {"check", "plan.json", "--plan-file", "tfplan", "--format", "json"});
  EXPECT_THAT(fake_.out.str(),
              HasSubstr(Sha256Hex(Fixture("02-flat-insecure.tfplan"))));
  fake_.out.str("");
  fake_.Run({"check", "plan.json", "--format", "json"});
  EXPECT_THAT(fake_.out.str(), HasSubstr("\"plan_file\": null"));
}

TEST_F(ConfigurationTest, ExplainPointsThereToo) {
  EXPECT_EQ(fake_.Run({"explain", "CONNECT-DELETE-7", "plan.json",
                       "--plan-file", "tfplan"}),
            0);
  EXPECT_THAT(fake_.out.str(), HasSubstr("main.tf:"));
}

TEST_F(ConfigurationTest, SecretsStaySecret) {
  for (const std::string format : {"text", "json"}) {
    fake_.Run({"check", "secret.json", "--plan-file", "secret", "--format",
               format, "--on-unknown", "deny"});
  }
  for (const std::string secret :
       {"Correct-Horse-1", "s3cr3t", "hidden", "33333333"}) {
    EXPECT_THAT(fake_.out.str(), Not(HasSubstr(secret)));
    EXPECT_THAT(fake_.err.str(), Not(HasSubstr(secret)));
  }
}

TEST_F(ConfigurationTest, PlanFileAndFolderTogether) {
  fake_.Run({"check", "plan.json", "--plan-file", "tfplan", "--source",
             "somewhere", "--format", "json"});
  EXPECT_THAT(fake_.out.str(),
              HasSubstr(Sha256Hex(Fixture("02-flat-insecure.tfplan"))));
  EXPECT_THAT(fake_.out.str(), HasSubstr("\"main.tf\""));
}

TEST_F(ConfigurationTest, WrongUseIsSaid) {
  EXPECT_EQ(fake_.Run({"check", "tfplan", "--plan-file", "tfplan"}), 64);
  EXPECT_THAT(fake_.err.str(), HasSubstr("leave --plan-file out"));
  EXPECT_EQ(fake_.Run({"check", "plan.json", "--plan-file", "broken"}), 65);
  EXPECT_THAT(fake_.err.str(), HasSubstr("the archive is broken"));
  EXPECT_EQ(fake_.Run({"check", "plan.json", "--plan-file", "plan.json"}), 65);
  EXPECT_EQ(fake_.Run({"check", "plan.json", "--plan-file", "gone"}), 66);
  EXPECT_EQ(fake_.Run({"check", "plan.json", "--source", "nowhere"}), 66);
  EXPECT_EQ(fake_.Run({"check", "plan.json", "plan.json", "--source", "live"}),
            64);
}

}  // namespace
}  // namespace connectguard
