#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/fake_environment.h"
#include "gate/exit_code.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::map<std::string, std::string, std::less<>>& Files() {
  static const std::map<std::string, std::string, std::less<>> files = {
      {"rules/bad.guard", "rule r { not Resources.A.Properties.B == 'x' }"},
      {"rules/broken.guard", "rule {"},
      {"rules/deep/good.ruleset", "rule r { Resources exists }"},
      {"rules/notes.txt", "rule {"},
      {"any.txt", "rule r { %x exists }"},
      {"empty/notes.txt", "nothing"},
      {"template.yaml",
       "Resources: {A: {Type: 'AWS::S3::Bucket', Properties: {B: x}}}"}};
  return files;
}

class LintTest : public ::testing::Test {
 protected:
  int Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "lint");
    return environment_.Run(arguments);
  }
  std::string out() const { return environment_.out.str(); }
  std::string err() const { return environment_.err.str(); }

  FakeEnvironment environment_{Files()};
};

TEST_F(LintTest, SaysNothingOfAGoodFile) {
  EXPECT_EQ(Run({"rules/deep/good.ruleset"}), kExitAllowed);
  EXPECT_TRUE(out().starts_with("1 rules file: 0 errors, 0 warnings")) << out();
}

TEST_F(LintTest, LooksIntoFoldersAndGoesOnBehindWhatDoesNotParse) {
  EXPECT_EQ(Run({"rules"}), kExitDenied);
  EXPECT_THAT(out(), HasSubstr("rules/bad.guard:1:10: warning: "));
  EXPECT_THAT(out(), HasSubstr("rules/broken.guard:1:6: error: "));
  EXPECT_THAT(out(), HasSubstr("3 rules files: 1 error, 1 warning"));
  EXPECT_EQ(err(), "");
}

TEST_F(LintTest, TakesANamedFileOfAnyName) {
  EXPECT_EQ(Run({"any.txt", "any.txt"}), kExitDenied);
  EXPECT_THAT(out(), HasSubstr("1 rules file: 1 error"));
}

TEST_F(LintTest, FailsFromTheGivenSeverityOn) {
  EXPECT_EQ(Run({"rules/bad.guard", "--fail-on", "error"}), kExitAllowed);
  EXPECT_THAT(out(), HasSubstr("[ignored-not]"));
  EXPECT_EQ(Run({"rules/deep", "--fail-on", "info"}), kExitDenied);
  EXPECT_THAT(out(), HasSubstr("[key-spelling]"));
}

TEST_F(LintTest, ShowsAllOnRequest) {
  EXPECT_EQ(Run({"rules/deep", "--all"}), kExitAllowed);
  EXPECT_THAT(out(), HasSubstr("[key-spelling]"));
}

TEST_F(LintTest, WritesJson) {
  EXPECT_EQ(Run({"rules/bad.guard", "--format", "json"}), kExitDenied);
  EXPECT_THAT(out(), HasSubstr("\"id\":\"ignored-not\""));
  EXPECT_THAT(out(), Not(HasSubstr("key-spelling")));
}

TEST_F(LintTest, SaysOnAnInputWhereCfnGuardJudgesOtherwise) {
  EXPECT_EQ(Run({"rules/bad.guard", "--input", "template.yaml"}), kExitDenied);
  EXPECT_THAT(out(), HasSubstr("rule `r` is FAIL strictly and PASS with "
                               "cfn-guard, on `template.yaml`: "));
  EXPECT_THAT(out(), HasSubstr("[modes-disagree]"));
}

TEST_F(LintTest, ListsItsChecks) {
  EXPECT_EQ(Run({"--list"}), kExitAllowed);
  EXPECT_THAT(out(), HasSubstr("ignored-not"));
}

TEST_F(LintTest, RefusesWhatIsNotThere) {
  EXPECT_EQ(Run({"nowhere"}), kExitMissing);
  EXPECT_EQ(Run({"empty"}), kExitMissing);
  EXPECT_THAT(err(), HasSubstr("rules files end in .guard or .ruleset"));
  EXPECT_EQ(Run({"rules/deep", "--input", "nowhere.yaml"}), kExitMissing);
  EXPECT_EQ(Run({"rules/deep", "--input", "rules/broken.guard"}),
            kExitBadInput);
}

TEST_F(LintTest, RefusesAWrongCommandLine) {
  EXPECT_EQ(Run({}), kExitUsage);
  EXPECT_EQ(Run({"rules", "--format", "xml"}), kExitUsage);
  EXPECT_EQ(Run({"rules", "--fail-on", "high"}), kExitUsage);
  EXPECT_EQ(Run({"rules", "--al"}), kExitUsage);
}

}  // namespace
}  // namespace connectguard
