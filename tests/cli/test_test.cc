#include "cli/test.h"

#include <map>
#include <string>

#include "cli/fake_environment.h"
#include "gate/sample_policies.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// Plain rules with a test that passes and covers half of it.
FakeEnvironment SampleRules() {
  return FakeEnvironment(
      {{"rules/a.guard", "rule a { A == 1 }\n"},
       {"rules/tests/a_tests.yml",
        "- input: {A: 1}\n  expectations: {rules: {a: PASS}}\n"}});
}

TEST(TestCommandTest, PolicyWithoutTestsDoesNotHold) {
  FakeEnvironment fake(SamplePolicies());
  EXPECT_EQ(fake.Run({"test", "mine"}), 1);
  EXPECT_THAT(fake.out.str(), HasSubstr("flow_logs"));
}

TEST(TestCommandTest, MissingFolderIsMissing) {
  FakeEnvironment fake;
  EXPECT_EQ(fake.Run({"test", "gone"}), 66);
  EXPECT_THAT(fake.err.str(), HasSubstr("gone"));
}

TEST(TestCommandTest, RunsPlainRules) {
  FakeEnvironment fake = SampleRules();
  EXPECT_EQ(fake.Run({"test", "rules"}), 0);
  EXPECT_EQ(fake.out.str(), "1 rules file, 1 case: all passed\n");
  EXPECT_THAT(fake.err.str(), IsEmpty());
}

TEST(TestCommandTest, JudgesAsCfnGuardWhenAsked) {
  FakeEnvironment fake({{"rules/a.guard", "rule a { not A == 1 }\n"},
                        {"rules/tests/a_tests.yml",
                         "- input: {A: 1}\n"
                         "  expectations: {rules: {a: PASS}}\n"}});
  EXPECT_EQ(fake.Run({"test", "rules"}), 1);
  EXPECT_EQ(fake.Run({"test", "rules", "--guard-compat"}), 0);
}

TEST(TestCommandTest, HasThreeFormats) {
  FakeEnvironment json = SampleRules();
  EXPECT_EQ(json.Run({"test", "rules", "--format", "json"}), 0);
  EXPECT_THAT(json.out.str(), HasSubstr("\"passed\": true"));
  FakeEnvironment junit = SampleRules();
  EXPECT_EQ(junit.Run({"test", "rules", "--format", "junit"}), 0);
  EXPECT_THAT(junit.out.str(), StartsWith("<?xml"));
  FakeEnvironment wrong = SampleRules();
  EXPECT_EQ(wrong.Run({"test", "rules", "--format", "junt"}), 64);
  EXPECT_THAT(wrong.err.str(), HasSubstr("did you mean `junit`?"));
}

TEST(TestCommandTest, CoverageCanBeAskedFor) {
  FakeEnvironment fake = SampleRules();
  EXPECT_EQ(fake.Run({"test", "rules", "--coverage"}), 0);
  EXPECT_THAT(fake.out.str(), HasSubstr("rules/a.guard:1: `A == 1` never "
                                        "failed\n"));
  EXPECT_THAT(fake.out.str(), HasSubstr("coverage: 50.0%"));
}

TEST(TestCommandTest, TooLittleCoverageDoesNotHold) {
  FakeEnvironment enough = SampleRules();
  EXPECT_EQ(enough.Run({"test", "rules", "--min-coverage", "50"}), 0);
  FakeEnvironment little = SampleRules();
  EXPECT_EQ(little.Run({"test", "rules", "--min-coverage", "51"}), 1);
  EXPECT_EQ(little.err.str(),
            "error: the tests cover 50.0%, and --min-coverage asks for 51%\n");
  FakeEnvironment wrong = SampleRules();
  EXPECT_EQ(wrong.Run({"test", "rules", "--min-coverage", "101"}), 64);
  EXPECT_THAT(wrong.err.str(), HasSubstr("--min-coverage"));
}

}  // namespace
}  // namespace connectguard
