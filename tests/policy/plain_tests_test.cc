#include <map>
#include <string>

#include "policy/sample.h"
#include "policy/test_runner.h"
#include "policy/test_text.h"

namespace connectguard {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Files = std::map<std::string, std::string, std::less<>>;

constexpr char kRules[] =
    "rule on { On == true }\n"
    "rule named when On exists { Name == /^a/ }\n";
constexpr char kCases[] =
    "- name: good\n"
    "  input: {On: true, Name: ab}\n"
    "  expectations: {rules: {on: PASS, named: PASS}}\n"
    "- name: bad\n"
    "  input: {On: false, Name: bb}\n"
    "  expectations: {rules: {on: FAIL, named: FAIL}}\n";

TestReport RunAll(Files files, std::string_view path = "p",
                  const TestOptions& options = {}) {
  auto report = RunTests(MemoryFileReader(std::move(files)), path,
                         TestFunctions(), SystemClock(), options);
  EXPECT_TRUE(report) << Render(report.error().diagnostic);
  return *std::move(report);
}

std::string Text(Files files, std::string_view path = "p",
                 const TestOptions& options = {}) {
  return FormatTestReport(RunAll(std::move(files), path, options), false);
}

TEST(PlainTestsTest, RunsEveryRuleOfAFile) {
  const Files files = {{"p/a.guard", kRules}, {"p/tests/a_tests.yml", kCases}};
  const TestReport report = RunAll(files);
  EXPECT_EQ(FormatTestReport(report, false),
            "1 rules file, 2 cases, 4 expectations: all passed\n");
  EXPECT_THAT(FormatTestReport(report, true),
              HasSubstr("ok named: bad: FAIL\n"));
  EXPECT_EQ(Text(files, "p/a.guard"),
            "1 rules file, 2 cases, 4 expectations: all passed\n");
}

TEST(PlainTestsTest, SaysWhatDecidedAndWhere) {
  const std::string text =
      Text({{"p/a.guard", kRules},
            {"p/tests/a_tests.yml",
             "- name: bad\n"
             "  input:\n"
             "    On: true\n"
             "    Name: bb\n"
             "  expectations: {rules: {on: PASS, named: PASS}}\n"}});
  EXPECT_EQ(text,
            "p/tests/a_tests.yml:1: case `bad`: rule `named`: expected PASS, "
            "got FAIL\n"
            "    FAIL `Name == /^a/` at /Name: found \"bb\" (rule: line 2, "
            "input: p/tests/a_tests.yml:4)\n"
            "1 rules file, 1 case, 2 expectations: 1 failed, 0 problems\n");
}

TEST(PlainTestsTest, JudgesTheInputAsItWasWritten) {
  // A policy would see the bucket's name in place of the reference.
  const Files files = {
      {"p/a.guard", "rule raw { Resources.A.Properties.Name.Ref == 'B' }\n"},
      {"p/tests/a_tests.yml",
       "- input: {Parameters: {B: {Type: String, Default: x}}, Resources: {A: "
       "{Type: T, Properties: {Name: !Ref B}}}}\n"
       "  expectations: {rules: {raw: PASS}}\n"}};
  EXPECT_EQ(Text(files), "1 rules file, 1 case: all passed\n");
}

TEST(PlainTestsTest, JudgesStrictlyUnlessAskedOtherwise) {
  const Files files = {{"p/a.guard", "rule r { not A == 1 }\n"},
                       {"p/tests/a_tests.yml",
                        "- input: {A: 1}\n"
                        "  expectations: {rules: {r: FAIL}}\n"}};
  EXPECT_THAT(Text(files), HasSubstr("all passed"));
  EXPECT_THAT(Text(files, "p", {.semantics = Semantics::Compat()}),
              HasSubstr("expected FAIL, got PASS"));
}

TEST(PlainTestsTest, RulesOfOneNameCountAsOne) {
  const std::string rules =
      "rule r when A == 1 { B == 1 }\nrule r when A == 2 { B == 2 }\n";
  EXPECT_THAT(Text({{"p/a.guard", rules},
                    {"p/tests/a_tests.yml",
                     "- input: {A: 1, B: 1}\n"
                     "  expectations: {rules: {r: PASS}}\n"
                     "- input: {A: 3, B: 1}\n"
                     "  expectations: {rules: {r: SKIP}}\n"}}),
              HasSubstr("all passed"));
  EXPECT_THAT(Text({{"p/a.guard", rules},
                    {"p/tests/a_tests.yml",
                     "- input: {A: 1, B: 1}\n"
                     "  expectations: {rules: {r: SKIP}}\n"}}),
              HasSubstr("a_tests.yml:1: case `#1`: rule `r`: expected SKIP, "
                        "got PASS, SKIP\n"));
}

TEST(PlainTestsTest, ReportsWhatHasNoTests) {
  const std::string text =
      Text({{"p/a.guard", kRules},
            {"p/tests/a_tests.yml",
             "- input: {On: true}\n  expectations: {rules: {on: PASS}}\n"},
            {"p/b.guard", kRules},
            {"p/empty.guard", "# nothing yet\n"}});
  EXPECT_THAT(text, HasSubstr("p/b.guard: the rules file has no tests\n"
                              "  hint: write them in p/tests/b_tests.yml\n"));
  EXPECT_THAT(text, HasSubstr("warning: p/a.guard:2:6: no case expects "
                              "anything of rule `named`"));
  EXPECT_THAT(text, Not(HasSubstr("empty.guard")));
  EXPECT_THAT(text, HasSubstr("3 rules files, 1 case: 0 failed, 1 problem, 1 "
                              "warning\n"));
}

TEST(PlainTestsTest, AWarningDoesNotFail) {
  const TestReport report =
      RunAll({{"p/a.guard", kRules},
              {"p/tests/a_tests.yml",
               "- input: {On: true}\n  expectations: {rules: {on: PASS}}\n"}});
  EXPECT_TRUE(report.passed());
  EXPECT_THAT(FormatTestReport(report, false),
              HasSubstr("all passed, 1 warning\n"));
}

TEST(PlainTestsTest, ExpectationsNameRulesAndStatuses) {
  const std::string text =
      Text({{"p/a.guard", kRules},
            {"p/tests/a_tests.yml",
             "- input: {On: true}\n"
             "  expectations: {rules: {onn: PASS, on: PASS}}\n"
             "- input: {On: true}\n"
             "  expectations: {rules: {on: pass}}\n"}});
  EXPECT_THAT(text, HasSubstr("p/tests/a_tests.yml:2:31: p/a.guard has no rule "
                              "`onn`"));
  EXPECT_THAT(text, HasSubstr("hint: did you mean `on`?"));
  EXPECT_THAT(text, HasSubstr("p/tests/a_tests.yml:4:30: `pass` is no status"));
  EXPECT_THAT(text, HasSubstr("hint: use PASS, FAIL or SKIP"));
}

TEST(PlainTestsTest, OneRuleThatCannotBeEvaluatedLeavesTheOthers) {
  const std::string text =
      Text({{"p/a.guard",
             "let number = parse_int(Name)\n"
             "rule broken { %number == 5 }\n"
             "rule whole { Name == 'x' }\n"},
            {"p/tests/a_tests.yml",
             "- input: {Name: x}\n"
             "  expectations: {rules: {broken: FAIL, whole: PASS}}\n"}});
  EXPECT_THAT(text, HasSubstr("rule `broken`: expected FAIL, got an error\n"));
  EXPECT_THAT(text, HasSubstr("1 rules file, 1 case, 2 expectations: 1 failed, "
                              "0 problems\n"));
}

TEST(PlainTestsTest, WhatCannotBeReadIsAProblem) {
  const std::string text = Text({{"p/a.guard", kRules},
                                 {"p/tests/a_tests.yml", "- input: {"},
                                 {"p/b.guard", "rule b {"},
                                 {"p/tests/b_tests.yml", kCases},
                                 {"p/c.guard", kRules},
                                 {"p/tests/c_tests.yml", "# later\n"}});
  EXPECT_THAT(text, HasSubstr("p/tests/a_tests.yml:1:"));
  EXPECT_THAT(text, Not(HasSubstr("p/a.guard: no case")));
  EXPECT_THAT(text, Not(HasSubstr("p/a.guard:1")));
  EXPECT_THAT(text, HasSubstr("p/b.guard:1:"));
  EXPECT_THAT(text,
              HasSubstr("p/tests/c_tests.yml: there is no case in this file"));
}

TEST(PlainTestsTest, CoverageCountsWhatTestsAskFor) {
  Files files = {{"p/a.guard", kRules}, {"p/tests/a_tests.yml", kCases}};
  EXPECT_EQ(Text(files, "p", {.coverage = true}),
            "p/a.guard:2: rule `named`: 75.0% covered\n"
            "    p/a.guard:2: `On exists` always held\n"
            "coverage: 83.3% (5 of 6 outcomes); 3 of 3 clauses decided a "
            "verdict\n"
            "1 rules file, 2 cases, 4 expectations: all passed\n");
  files["p/tests/a_tests.yml"] =
      "- input: {On: true}\n  expectations: {rules: {on: PASS}}\n";
  EXPECT_THAT(Text(files, "p", {.coverage = true}),
              HasSubstr("coverage: 16.6% (1 of 6 outcomes); 1 of 3 clauses "
                        "decided a verdict\n"));
}

TEST(PlainTestsTest, AFileWithoutTestsIsNotCovered) {
  EXPECT_THAT(Text({{"p/a.guard", kRules}}, "p", {.coverage = true}),
              HasSubstr("coverage: 0.0% (0 of 6 outcomes)"));
}

TEST(PlainTestsTest, RunsAFolderAsATeamHasIt) {
  const auto report = RunTests(
      DiskFileReader(), CONNECTGUARD_SOURCE_DIR "/tests/policy/plain_rules",
      TestFunctions(), SystemClock(), {.coverage = true});
  ASSERT_TRUE(report) << Render(report.error().diagnostic);
  const std::string text = FormatTestReport(*report, false);
  EXPECT_TRUE(report->passed()) << text;
  EXPECT_THAT(text, HasSubstr("2 rules files, 5 cases, 10 expectations: all "
                              "passed\n"));
  EXPECT_THAT(text,
              HasSubstr("buckets.guard:15: `%buckets.Metadata.Versions == "
                        "'not needed'` never passed\n"));
  const FileResult& bucket = report->files.front();
  EXPECT_THAT(bucket.path, HasSubstr("bucket.ruleset"));
  EXPECT_THAT(bucket.test_files, ElementsAre(HasSubstr("bucket.test.yaml")));
  EXPECT_THAT(bucket.problems, IsEmpty());
}

// The order of what is reported does not depend on which thread was first.
TEST(PlainTestsTest, ManyFilesAreReportedInTheirOrder) {
  Files files;
  for (int i = 0; i < 60; ++i) {
    const std::string name = fmt::format("r{:02}", i);
    files["p/" + name + ".guard"] = kRules;
    files["p/tests/" + name + "_tests.yml"] =
        i % 3 == 0 ? "- input: {On: false, Name: a}\n"
                     "  expectations: {rules: {on: PASS, named: PASS}}\n"
                   : kCases;
  }
  const std::string first = Text(files);
  EXPECT_THAT(first, HasSubstr("60 rules files, 100 cases, 200 expectations: "
                               "20 failed"));
  EXPECT_LT(first.find("r03_tests"), first.find("r06_tests"));
  for (int run = 0; run < 5; ++run) {
    EXPECT_EQ(Text(files), first);
  }
}

}  // namespace
}  // namespace connectguard
