#include "policy/test_discovery.h"

#include <map>
#include <string>
#include <vector>

#include "policy/sample.h"

namespace connectguard {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Files = std::map<std::string, std::string, std::less<>>;

constexpr char kPlain[] = "rule r { A == 1 }\n";

Result<ThingsToTest> Find(Files files, std::string_view path = "p") {
  return FindThingsToTest(MemoryFileReader(std::move(files)), path);
}

// "rules <- tests, tests", one for each rules file.
std::vector<std::string> Pairs(const ThingsToTest& things) {
  std::vector<std::string> lines;
  for (const RulesToTest& rules : things.rules) {
    lines.push_back(
        fmt::format("{} <- {}", rules.path, fmt::join(rules.tests, ", ")));
  }
  return lines;
}

// "file: message (hint)".
std::vector<std::string> Problems(const ThingsToTest& things) {
  std::vector<std::string> lines;
  for (const Diagnostic& problem : things.problems) {
    lines.push_back(fmt::format("{}: {} ({})", problem.file, problem.message,
                                problem.hint));
  }
  return lines;
}

TEST(TestDiscoveryTest, PairsByTheWholeName) {
  const auto things = Find({{"p/a.guard", kPlain},
                            {"p/ab.guard", kPlain},
                            {"p/sub/c.ruleset", kPlain},
                            {"p/tests/a_tests.yml", ""},
                            {"p/tests/a_test_more.json", ""},
                            {"p/tests/ab-tests.yaml", ""},
                            {"p/sub/tests/c.yml", ""}});
  ASSERT_TRUE(things);
  EXPECT_THAT(
      Pairs(*things),
      ElementsAre("p/a.guard <- p/tests/a_test_more.json, p/tests/a_tests.yml",
                  "p/ab.guard <- p/tests/ab-tests.yaml",
                  "p/sub/c.ruleset <- p/sub/tests/c.yml"));
  EXPECT_THAT(Problems(*things), IsEmpty());
}

TEST(TestDiscoveryTest, ReportsTestsWithoutRules) {
  const auto things = Find({{"p/buckets.guard", kPlain},
                            {"p/tests/bucket_tests.yml", ""},
                            {"p/tests/queues_tests.yml", ""},
                            {"p/tests/readme.md", ""},
                            {"p/tests/data/buckets_tests.yml", ""},
                            {"p/other/tests/queues_tests.yml", ""}});
  ASSERT_TRUE(things);
  EXPECT_THAT(
      Problems(*things),
      ElementsAre("p/tests/bucket_tests.yml: these tests belong to no rules "
                  "file (tests of buckets.guard are `buckets_tests.yml`)",
                  "p/tests/queues_tests.yml: these tests belong to no rules "
                  "file (there is no queues.guard beside the folder)"));
}

TEST(TestDiscoveryTest, TestsBelongToOneFile) {
  const auto things = Find({{"p/a.guard", kPlain},
                            {"p/a.ruleset", kPlain},
                            {"p/tests/a_tests.yml", ""}});
  ASSERT_TRUE(things);
  EXPECT_THAT(Pairs(*things), ElementsAre("p/a.guard <- ", "p/a.ruleset <- "));
  EXPECT_THAT(Problems(*things),
              ElementsAre("p/tests/a_tests.yml: these tests belong to "
                          "p/a.guard and to p/a.ruleset (name them after one "
                          "of them, as in `<name>_tests.yml`)"));
}

TEST(TestDiscoveryTest, TellsPoliciesFromPlainRules) {
  const auto things = Find({{"p/a.guard", SamplePolicy("LOG-1", "a")},
                            {"p/b.guard", kPlain},
                            {"p/tests/a_tests.yml", ""},
                            {"p/tests/b_tests.yml", ""},
                            {"p/tests/a_tests_2.yml", ""}});
  ASSERT_TRUE(things);
  ASSERT_EQ(things->rules.size(), 2u);
  EXPECT_TRUE(things->rules[0].is_policy);
  EXPECT_FALSE(things->rules[1].is_policy);
  EXPECT_THAT(Pairs(*things),
              ElementsAre("p/a.guard <- ", "p/b.guard <- p/tests/b_tests.yml"));
  EXPECT_THAT(Problems(*things),
              ElementsAre("p/tests/a_tests_2.yml: this is not named as tests "
                          "are (tests of `<rule>.guard` are "
                          "`tests/<rule>_tests.yml`)"));
}

TEST(TestDiscoveryTest, FindsTheTestsOfOneFile) {
  const Files files = {
      {"p/a.guard", kPlain},          {"p/ab.guard", kPlain},
      {"p/rules.txt", kPlain},        {"p/tests/a_tests.yml", ""},
      {"p/tests/ab_tests.yml", ""},   {"p/tests/rules_tests.yml", ""},
      {"p/tests/sub/a_tests.yml", ""}};
  EXPECT_THAT(Pairs(*Find(files, "p/a.guard")),
              ElementsAre("p/a.guard <- p/tests/a_tests.yml"));
  EXPECT_THAT(Pairs(*Find(files, "p/rules.txt")),
              ElementsAre("p/rules.txt <- p/tests/rules_tests.yml"));
}

TEST(TestDiscoveryTest, AFileOfTestsIsNoRulesFile) {
  const auto things =
      Find({{"p/tests/a_tests.yml", ""}}, "p/tests/a_tests.yml");
  ASSERT_FALSE(things);
  EXPECT_EQ(things.error().diagnostic.message, "this is no rules file");
  EXPECT_EQ(things.error().code, ErrorCode::kBadInput);
}

TEST(TestDiscoveryTest, RulesBelowTestsAreFixtures) {
  EXPECT_THAT(
      Pairs(*Find({{"p/a.guard", kPlain}, {"p/tests/b.guard", kPlain}})),
      ElementsAre("p/a.guard <- "));
}

}  // namespace
}  // namespace connectguard
