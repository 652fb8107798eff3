#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/fake_environment.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;

// What stands behind `guard` is read as cfn-guard reads it, not as we do.
TEST(GuardCommandTest, HandsOverItsArguments) {
  FakeEnvironment fake(
      {{"a.guard", "rule a { A exists }"},
       {"a.yaml", "- {input: {}, expectations: {rules: {a: PASS}}}"}});
  EXPECT_EQ(fake.Run({"guard", "test", "-ra.guard", "-ta.yaml"}), 7);
  EXPECT_THAT(fake.out.str(),
              HasSubstr("a: Expected = PASS, Evaluated = [FAIL]"));
  EXPECT_EQ(fake.Run({"guard", "parse-tree", "-r", "a.guard", "-o", "x"}), 0);
  EXPECT_THAT(fake.written["x"], HasSubstr("rule_name: a"));
  EXPECT_EQ(fake.Run({"guard", "--bogus"}), 2);
  EXPECT_THAT(fake.err.str(), HasSubstr("Usage: connectguard guard <COMMAND>"));
}

TEST(GuardCommandTest, AnswersToTheNameOfCfnGuard) {
  FakeEnvironment fake(
      {{"a.guard", "rule a { A exists }"}, {"a.json", "{\"B\": 1}"}});
  const std::vector<std::string> arguments = {"validate", "-r", "a.guard", "-d",
                                              "a.json"};
  EXPECT_EQ(RunAs("/usr/bin/cfn-guard", arguments, fake.environment), 19);
  EXPECT_THAT(fake.out.str(), HasSubstr("a.guard/a    FAIL"));
  EXPECT_EQ(RunAs("cfn-guard", {"--bogus"}, fake.environment), 2);
  EXPECT_THAT(fake.err.str(), HasSubstr("Usage: cfn-guard <COMMAND>"));
  EXPECT_EQ(RunAs("bin/connectguard", {"--help"}, fake.environment), 0);
}

TEST(GuardCommandTest, IsNamedInHelp) {
  FakeEnvironment fake;
  EXPECT_EQ(fake.Run({"--help"}), 0);
  EXPECT_THAT(fake.out.str(), HasSubstr("connectguard guard --help"));
}

}  // namespace
}  // namespace connectguard
