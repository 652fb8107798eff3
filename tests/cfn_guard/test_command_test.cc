#include "cfn_guard/test_command.h"

#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cfn_guard/recorded.h"

namespace connectguard {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct TestOutcome {
  int exit_code = 0;
  std::string out;
  std::string err;
};

// An exit code of -1 stands for an error, whose message is `err`.
TestOutcome RunTests(const TextFiles& files, const GuardTestOptions& options) {
  FakeWorld world(files);
  const Result<int> exit_code = RunGuardTest(options, world.environment);
  return {.exit_code = exit_code.value_or(-1),
          .out = world.out.str(),
          .err = exit_code ? world.err.str()
                           : exit_code.error().diagnostic.message};
}

GuardTestOptions Folder(std::string folder,
                        TestFormat format = TestFormat::kSummary) {
  GuardTestOptions options;
  options.folder = std::move(folder);
  options.format = format;
  return options;
}

GuardTestOptions File(std::string rules, std::string tests,
                      TestFormat format = TestFormat::kSummary) {
  GuardTestOptions options;
  options.rules_file = std::move(rules);
  options.tests = std::move(tests);
  options.format = format;
  return options;
}

constexpr std::pair<TestFormat, const char*> kFormats[] = {
    {TestFormat::kSummary, "single-line-summary"},
    {TestFormat::kJson, "json"},
    {TestFormat::kYaml, "yaml"},
    {TestFormat::kJunit, "junit"},
};

TEST(GuardTestTest, PrintsWhatTheReferencePrintsOfAFolder) {
  const TextFiles files = RecordedFiles("test");
  for (const auto& [format, name] : kFormats) {
    const TestOutcome result = RunTests(files, Folder("rules", format));
    EXPECT_EQ(result.out, files.at(std::string("test_folder.") + name));
    EXPECT_EQ(result.exit_code, kTestsFailed);
  }
}

TEST(GuardTestTest, PrintsWhatTheReferencePrintsOfAFile) {
  const TextFiles files = RecordedFiles("test");
  for (const auto& [format, name] : kFormats) {
    const TestOutcome result =
        RunTests(files, File("rules/a.guard", "more", format));
    EXPECT_EQ(result.out, files.at(std::string("test_file.") + name));
    EXPECT_EQ(result.exit_code, kTestsFailed);
  }
}

TEST(GuardTestTest, WarnsOfWhatIsEasilyOverlooked) {
  const TextFiles files = RecordedFiles("test");
  EXPECT_EQ(
      RunTests(files, Folder("rules")).err,
      "warning: rules/tests/ab_tests.yaml is run on rules/a.guard, the first "
      "rules file with whose name its own begins, not on rules/ab.guard\n"
      "warning: rules/tests/a_tests.yaml expects something of rule "
      "of_another_file, which rules/a.guard has not\n");
  EXPECT_EQ(RunTests(files, File("rules/a.guard", "more/c.txt")).err,
            "warning: more/c.txt is not run: files of tests end in .yaml, "
            ".yml, .json or .jsn\n");
  EXPECT_EQ(
      RunTests({{"d/a.guard", "A exists"}, {"d/tests/b.yaml", ""}}, Folder("d"))
          .err,
      "warning: d/tests/b.yaml is not run: no rules file beside its "
      "folder has a name with which its own begins\n");
  EXPECT_EQ(RunTests({{"a.guard", "A exists"}, {"t/b.yaml", "# none\n"}},
                     File("a.guard", "t"))
                .err,
            "warning: t/b.yaml has no cases\n");
}

constexpr const char* kRules = "rule a { A exists }\n";

std::string Case(const std::string& name, const std::string& expected) {
  return "- name: " + name +
         "\n  input: {A: 1}\n  expectations: {rules: {a: " + expected + "}}\n";
}

TEST(GuardTestTest, SucceedsWhenAllIsMet) {
  const TextFiles files = {{"a.guard", kRules},
                           {"t.yaml", Case("x", "PASS")},
                           {"d/a.guard", kRules},
                           {"d/tests/a.yaml", Case("x", "PASS")}};
  for (const auto& [format, name] : kFormats) {
    EXPECT_EQ(RunTests(files, File("a.guard", "t.yaml", format)).exit_code, 0);
    EXPECT_EQ(RunTests(files, Folder("d", format)).exit_code, 0);
  }
}

// The number of cases goes on behind a file that cannot be read.
TEST(GuardTestTest, GoesOnBehindAFileOfTestsThatCannotBeRead) {
  const TestOutcome result =
      RunTests({{"a.guard", kRules},
                {"t/1.yaml", Case("one", "PASS")},
                {"t/2.yaml", "- name: x\n  input: {A: 1\n"},
                {"t/3.yaml", Case("three", "PASS")}},
               File("a.guard", "t"));
  EXPECT_EQ(result.exit_code, kTestsError);
  EXPECT_THAT(
      result.out,
      AllOf(HasSubstr("Test Case #1\nName: one\n"),
            HasSubstr("Error processing Parser Error when parsing "
                      "`Unable to process data in file t/2.yaml, Error"),
            HasSubstr("Test Case #2\nName: three\n")));
}

TEST(GuardTestTest, AnErrorTakesThePlaceOfAllCasesForAProgram) {
  const TestOutcome result = RunTests({{"a.guard", kRules},
                                       {"t/1.yaml", Case("one", "PASS")},
                                       {"t/2.yaml", "- 5\n"}},
                                      File("a.guard", "t", TestFormat::kJson));
  EXPECT_EQ(result.exit_code, kTestsError);
  EXPECT_THAT(result.out, AllOf(HasSubstr("\"error\": \"Parser Error"),
                                HasSubstr("a case is not a map at line 1"),
                                Not(HasSubstr("test_cases"))));
}

// The reference would answer 0 to a program here.
TEST(GuardTestTest, NeverSucceedsWithRulesThatDoNotParse) {
  const TextFiles files = {{"a.guard", "rule a {\n  A ==\n}\n"},
                           {"t.yaml", Case("x", "PASS")},
                           {"d/a.guard", "rule a {\n  A ==\n}\n"},
                           {"d/tests/a.yaml", Case("x", "PASS")}};
  for (const auto& [format, name] : kFormats) {
    const TestOutcome file = RunTests(files, File("a.guard", "t.yaml", format));
    EXPECT_EQ(file.exit_code, kTestsError) << name;
    EXPECT_THAT(file.out, HasSubstr("Error parsing file a.guard at line 3"));
    const TestOutcome folder = RunTests(files, Folder("d", format));
    EXPECT_EQ(folder.exit_code,
              format == TestFormat::kSummary ? kTestsFailed : kTestsError);
    EXPECT_THAT(folder.out, HasSubstr("Error parsing file a at line 3"));
  }
}

TEST(GuardTestTest, SaysThatRulesAreNotUtf8) {
  const TextFiles files = {{"a.guard", "A == '\xff'"},
                           {"t.yaml", Case("x", "PASS")}};
  for (const auto& [format, name] : kFormats) {
    const TestOutcome result =
        RunTests(files, File("a.guard", "t.yaml", format));
    EXPECT_EQ(result.exit_code, kTestsError) << name;
    EXPECT_THAT(result.out, HasSubstr("did not contain valid UTF-8"));
  }
}

TEST(GuardTestTest, GivesUpWhenARuleCannotBeEvaluated) {
  const TextFiles files = {{"a.guard", "rule a { %x == 1 }"},
                           {"recursive.guard", "rule a { a\n}"},
                           {"t.yaml", Case("x", "PASS")}};
  for (const auto& [format, name] : kFormats) {
    EXPECT_EQ(RunTests(files, File("a.guard", "t.yaml", format)).exit_code, -1);
    EXPECT_EQ(RunTests(files, File("recursive.guard", "t.yaml", format)).err,
              "rule `a` refers to itself");
  }
}

TEST(GuardTestTest, RefusesExpectationsThatAreNoStatus) {
  const TextFiles files = {{"a.guard", kRules}, {"t.yaml", Case("x", "pass")}};
  const TestOutcome summary = RunTests(files, File("a.guard", "t.yaml"));
  EXPECT_EQ(summary.exit_code, -1);
  EXPECT_THAT(summary.err, HasSubstr("Status code is incorrect pass"));
  const TestOutcome json =
      RunTests(files, File("a.guard", "t.yaml", TestFormat::kJson));
  EXPECT_EQ(json.exit_code, kTestsError);
  EXPECT_THAT(json.out, HasSubstr("Status code is incorrect pass"));
}

TEST(GuardTestTest, SaysWhatIsNotThere) {
  const TextFiles files = {{"a.guard", kRules}, {"t.yaml", Case("x", "PASS")}};
  for (const auto& [format, name] : kFormats) {
    EXPECT_EQ(RunTests(files, File("b.guard", "t.yaml", format)).exit_code, -1);
    EXPECT_EQ(RunTests(files, File("a.guard", "u.yaml", format)).exit_code, -1);
    EXPECT_EQ(RunTests(files, Folder("d", format)).exit_code, -1);
  }
}

TEST(GuardTestTest, PrintsTheChecksThatDidNotPassWhenVerbose) {
  GuardTestOptions options = File("a.guard", "t.yaml");
  options.verbose = true;
  const TestOutcome result =
      RunTests({{"a.guard", "rule a { A == 2 }\nrule b { A exists }\n"},
                {"t.yaml", Case("x", "FAIL")}},
               options);
  EXPECT_EQ(result.exit_code, kTestsPassed);
  EXPECT_EQ(result.out,
            "Test Case #1\n"
            "Name: x\n"
            "  No Test expectation was set for Rule b\n"
            "`- File(, Status=FAIL)[Context=File(rules=2)]\n"
            "   |- Rule(a, Status=FAIL)[Context=a]\n"
            "   |  `- GuardClauseBinaryCheck(Status=FAIL, from=(resolved, "
            "Path=/A Value=1), to=(resolved, Path= Value=2))[Context=A == 2]\n"
            "   `- Rule(b, Status=PASS)[Context=b]\n"
            "  PASS Rules:\n"
            "    a: Expected = FAIL\n"
            "\n");
}

// cfn-guard 3.1 knew fewer functions.
TEST(GuardTestTest, JudgesAsTheVersionThatIsAskedFor) {
  const TextFiles files = {{"a.guard", "rule a { A > now() }"},
                           {"t.yaml", Case("x", "PASS")}};
  GuardTestOptions options = File("a.guard", "t.yaml");
  EXPECT_EQ(RunTests(files, options).exit_code, kTestsPassed);
  options.version = GuardVersion::k31;
  EXPECT_EQ(RunTests(files, options).exit_code, kTestsError);
}

}  // namespace
}  // namespace connectguard
