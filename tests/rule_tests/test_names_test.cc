#include "rule_tests/test_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace connectguard {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(TestNamesTest, KnowsRulesFiles) {
  EXPECT_EQ(StemOfRules("tagging.guard"), "tagging");
  EXPECT_EQ(StemOfRules("tagging.v2.ruleset"), "tagging.v2");
  EXPECT_EQ(StemOfRules("tagging.yml"), "");
  EXPECT_EQ(StemOfRules(".guard"), "");
}

TEST(TestNamesTest, KnowsFilesOfTests) {
  for (const char* name : {"a.yml", "a.yaml", "a.json", "a.jsn"}) {
    EXPECT_TRUE(MayBeTests(name)) << name;
  }
  EXPECT_FALSE(MayBeTests("a.guard"));
  EXPECT_FALSE(MayBeTests("a.md"));
  EXPECT_FALSE(MayBeTests(".yml"));
}

TEST(TestNamesTest, TestsHaveTheNameOfTheirRules) {
  EXPECT_THAT(StemsOfTests("a_tests.yml"), ElementsAre("a_tests", "a"));
  EXPECT_THAT(StemsOfTests("a_test.yaml"), ElementsAre("a_test", "a"));
  EXPECT_THAT(StemsOfTests("a-tests.json"), ElementsAre("a-tests", "a"));
  EXPECT_THAT(StemsOfTests("a.tests.yml"), ElementsAre("a.tests", "a"));
  EXPECT_THAT(StemsOfTests("a.yml"), ElementsAre("a"));
}

TEST(TestNamesTest, MoreMayStandBehind) {
  EXPECT_THAT(StemsOfTests("a_tests_owner.yml"),
              ElementsAre("a_tests_owner", "a"));
  EXPECT_THAT(StemsOfTests("a_tests.2.yml"), ElementsAre("a_tests.2", "a"));
  EXPECT_THAT(StemsOfTests("a_test_tests.yml"),
              ElementsAre("a_test_tests", "a_test", "a"));
}

TEST(TestNamesTest, ABeginningIsNotEnough) {
  EXPECT_THAT(StemsOfTests("ab_tests.yml"), ElementsAre("ab_tests", "ab"));
  EXPECT_THAT(StemsOfTests("a_testing.yml"), ElementsAre("a_testing"));
  EXPECT_THAT(StemsOfTests("a_more.yml"), ElementsAre("a_more"));
  EXPECT_THAT(StemsOfTests("_tests.yml"), ElementsAre("_tests"));
  EXPECT_THAT(StemsOfTests("readme.md"), IsEmpty());
}

}  // namespace
}  // namespace connectguard
