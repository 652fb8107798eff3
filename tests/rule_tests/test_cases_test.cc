#include "rule_tests/test_cases.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace connectguard {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

GuardTestFile Read(const std::string& text) {
  Result<GuardTestFile> file = ReadGuardTests("t.yaml", text);
  EXPECT_TRUE(file) << (file ? "" : Render(file.error().diagnostic));
  return file ? *std::move(file) : GuardTestFile();
}

std::string ErrorOf(const std::string& text) {
  const Result<GuardTestFile> file = ReadGuardTests("t.yaml", text);
  return file ? "no error" : file.error().diagnostic.message;
}

TEST(GuardTestCasesTest, ReadsACase) {
  const GuardTestFile file = Read(
      "- name: x\n  input: {A: 1}\n  other: 2\n"
      "  expectations: {rules: {a: PASS, b: FAIL}, more: 3}\n");
  ASSERT_EQ(file.cases.size(), 1U);
  EXPECT_EQ(file.cases[0].name, "x");
  EXPECT_EQ(Find(*file.cases[0].input, "A")->integer, 1);
  EXPECT_THAT(file.cases[0].expected,
              ElementsAre(Pair("a", "PASS"), Pair("b", "FAIL")));
}

TEST(GuardTestCasesTest, TakesScalarsForTheTextThatWasWritten) {
  const GuardTestFile file = Read(
      "- {name: 007.50, input: 1, expectations: {rules: {a: ~}}}\n"
      "- {name: true, input: x, expectations: {rules: {a: 1e3}}}\n"
      "- {name: '', input: [], expectations: {rules: }}\n"
      "- {name: , input: , expectations: {rules: {}}}\n");
  ASSERT_EQ(file.cases.size(), 4U);
  EXPECT_EQ(file.cases[0].name, "007.50");
  EXPECT_THAT(file.cases[0].expected, ElementsAre(Pair("a", "~")));
  EXPECT_EQ(file.cases[1].name, "true");
  EXPECT_THAT(file.cases[1].expected, ElementsAre(Pair("a", "1e3")));
  EXPECT_EQ(file.cases[2].name, "");
  EXPECT_EQ(file.cases[3].name, std::nullopt);
}

TEST(GuardTestCasesTest, ReadsJsonThatIsNoYaml) {
  const GuardTestFile file = Read(
      R"([{"name": "\ud83d\ude00", "input": {}, "expectations": {"rules": {}}}])");
  ASSERT_EQ(file.cases.size(), 1U);
  EXPECT_EQ(file.cases[0].name, "\U0001F600");
}

TEST(GuardTestCasesTest, ReadsFilesWithoutCases) {
  EXPECT_TRUE(Read("").cases.empty());
  EXPECT_TRUE(Read("\n  # nothing\r\n").cases.empty());
  EXPECT_TRUE(Read("[]").cases.empty());
  EXPECT_TRUE(Read("---\n").cases.empty());
}

TEST(GuardTestCasesTest, SaysWhatIsWrong) {
  EXPECT_EQ(ErrorOf("{name: x}"), "a test file is a list of cases");
  EXPECT_EQ(ErrorOf("null"), "a test file is a list of cases");
  EXPECT_EQ(ErrorOf("- 5"), "a case is not a map");
  EXPECT_EQ(ErrorOf("- {name: [x], input: 1}"),
            "the name of a case is not a text");
  EXPECT_EQ(ErrorOf("- {name: x}"), "a case has no `input`");
  EXPECT_EQ(ErrorOf("- {input: 1}"), "a case has no `expectations.rules`");
  EXPECT_EQ(ErrorOf("- {input: 1, expectations: }"),
            "a case has no `expectations.rules`");
  EXPECT_EQ(ErrorOf("- {input: 1, expectations: {rules: [a]}}"),
            "`expectations.rules` is not a map");
  EXPECT_EQ(ErrorOf("- {input: 1, expectations: {rules: {a: [PASS]}}}"),
            "what is expected of rule `a` is not a text");
  EXPECT_EQ(ErrorOf("- {input: 1"), "this `{` is not closed");
}

}  // namespace
}  // namespace connectguard
