#include "policy/test_runner.h"

#include <map>
#include <string>

#include "policy/sample.h"
#include "policy/test_text.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Files = std::map<std::string, std::string, std::less<>>;

constexpr char kCases[] = R"(
- name: logs are on
  input: {Resources: {A: {Type: AWS::Connect::Instance, Properties: {Attributes: {ContactflowLogs: true}}}}}
  expectations: {rules: {flow_logs: PASS}}
- name: logs are off
  input: {Resources: {A: {Type: AWS::Connect::Instance, Properties: {Attributes: {ContactflowLogs: false}}}}}
  expectations: {rules: {flow_logs: FAIL}}
- name: no instance
  input: {}
  expectations: {rules: {flow_logs: SKIP}}
  terraform_plan: plans/empty.json
- name: not known
  input: {Resources: {A: {Type: AWS::Connect::Instance, Properties: {Attributes: {ContactflowLogs: {"Fn::Unknown": "set later"}}}}}}
  expectations: {rules: {}}
  connectguard: {rules: {flow_logs: UNKNOWN}}
)";

constexpr char kEmptyPlan[] =
    R"({"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{}},"configuration":{"root_module":{}},"complete":true,"errored":false})";

Files GoodPolicy() {
  return {{"p/log/flow_logs.guard", SamplePolicy("LOG-1", "flow_logs")},
          {"p/log/tests/flow_logs_tests.yml", kCases},
          {"p/log/tests/plans/empty.json", kEmptyPlan}};
}

// With one text in the tests replaced.
Files Changed(std::string_view from, std::string_view to) {
  Files files = GoodPolicy();
  std::string& text = files["p/log/tests/flow_logs_tests.yml"];
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos);
  text.replace(at, from.size(), to);
  return files;
}

TestReport RunAll(Files files, std::string_view path = "p") {
  auto report = RunTests(MemoryFileReader(std::move(files)), path,
                         TestFunctions(), SystemClock());
  EXPECT_TRUE(report);
  return *std::move(report);
}

std::string Text(Files files) {
  return FormatTestReport(RunAll(std::move(files)), /*verbose=*/false);
}

TEST(TestRunnerTest, RunsEachCaseAndItsPlan) {
  const TestReport report = RunAll(GoodPolicy());
  EXPECT_EQ(FormatTestReport(report, false), "1 policy, 5 cases: all passed\n");
  EXPECT_TRUE(report.passed());
  const std::string verbose = FormatTestReport(report, true);
  EXPECT_THAT(verbose, HasSubstr("ok LOG-1: logs are on: PASS\n"));
  EXPECT_THAT(verbose, HasSubstr("ok LOG-1: no instance on the plan: SKIP\n"));
  EXPECT_THAT(verbose, HasSubstr("ok LOG-1: not known: UNKNOWN\n"));
}

TEST(TestRunnerTest, RunsOnePolicyFile) {
  Files files = GoodPolicy();
  files["p/log/other.guard"] = "broken";
  const TestReport report = RunAll(std::move(files), "p/log/flow_logs.guard");
  EXPECT_EQ(FormatTestReport(report, false), "1 policy, 5 cases: all passed\n");
}

TEST(TestRunnerTest, SaysWhatDecidedAFailedCase) {
  const std::string text =
      Text(Changed("ContactflowLogs: true", "ContactflowLogs: false"));
  EXPECT_THAT(text,
              HasSubstr("p/log/tests/flow_logs_tests.yml:2: case `logs are "
                        "on`: expected PASS, got FAIL\n"));
  EXPECT_THAT(text, HasSubstr("ContactflowLogs == true"));
  EXPECT_THAT(text, HasSubstr("at /Resources/A/Properties/Attributes/"
                              "ContactflowLogs: found false"));
  EXPECT_THAT(text, HasSubstr("1 policy, 5 cases: 1 failed, 0 problems\n"));
}

TEST(TestRunnerTest, EveryPolicyHasTests) {
  Files files = GoodPolicy();
  files["p/log/more.guard"] = SamplePolicy("LOG-2", "more");
  const std::string text = Text(std::move(files));
  EXPECT_THAT(text, HasSubstr("p/log/more.guard: the policy has no tests"));
  EXPECT_THAT(text, HasSubstr("write them in p/log/tests/more_tests.yml"));
}

TEST(TestRunnerTest, EveryTestHasAPolicy) {
  Files files = GoodPolicy();
  files["p/log/tests/flow_log_tests.yml"] = kCases;
  files["p/log/tests/flow_logs.yml"] = kCases;
  const std::string text = Text(std::move(files));
  EXPECT_THAT(text, HasSubstr("p/log/tests/flow_log_tests.yml: these tests "
                              "belong to no policy"));
  EXPECT_THAT(text, HasSubstr("there is no p/log/flow_log.guard"));
  EXPECT_THAT(text, HasSubstr("p/log/tests/flow_logs.yml: this is not named as "
                              "tests are"));
}

TEST(TestRunnerTest, EveryKindOfCaseIsThere) {
  EXPECT_THAT(Text(Changed("flow_logs: PASS", "flow_logs: FAIL")),
              HasSubstr("no case expects PASS"));
  EXPECT_THAT(Text(Changed("flow_logs: FAIL", "flow_logs: PASS")),
              HasSubstr("no case expects FAIL"));
  EXPECT_THAT(Text(Changed("flow_logs: SKIP", "flow_logs: PASS")),
              HasSubstr("no case expects SKIP"));
  EXPECT_THAT(Text(Changed("  terraform_plan: plans/empty.json\n", "")),
              HasSubstr("no case has a Terraform plan"));
}

// The policy, with a second rule that asks for an alias and only warns.
Files WarningPolicy(std::string_view cases_of_warning) {
  Files files = GoodPolicy();
  std::string& policy = files["p/log/flow_logs.guard"];
  policy.insert(policy.find("# fix"), "# warning: logs_have_a_name\n");
  policy +=
      "rule logs_have_a_name when Resources.A exists {\n"
      "  Resources.A.Properties.InstanceAlias exists\n}\n";
  files["p/log/tests/flow_logs_tests.yml"] += cases_of_warning;
  return files;
}

TEST(TestRunnerTest, BothRulesOfAPolicyAreTested) {
  const TestReport none = RunAll(WarningPolicy(""));
  const std::string missing = FormatTestReport(none, false);
  EXPECT_THAT(missing, HasSubstr("no case expects PASS of `logs_have_a_name`"));
  EXPECT_THAT(missing, HasSubstr("no case expects SKIP of `logs_have_a_name`"));

  const TestReport report = RunAll(WarningPolicy(R"(
- name: an alias
  input: {Resources: {A: {Type: B, Properties: {InstanceAlias: a}}}}
  expectations: {rules: {logs_have_a_name: PASS}}
- name: no alias
  input: {Resources: {A: {Type: B, Properties: {}}}}
  expectations: {rules: {flow_logs: SKIP, logs_have_a_name: FAIL}}
- name: nothing
  input: {Resources: {}}
  expectations: {rules: {flow_logs: SKIP, logs_have_a_name: FAIL}}
- name: nothing at all
  input: {Resources: {}}
  expectations: {rules: {logs_have_a_name: SKIP}}
)"));
  const std::string text = FormatTestReport(report, true);
  EXPECT_THAT(text, HasSubstr("ok LOG-1: no alias: SKIP\n"));
  EXPECT_THAT(text, HasSubstr("ok logs_have_a_name: no alias: FAIL\n"));
  EXPECT_THAT(text, HasSubstr("case `nothing`: rule `logs_have_a_name`: "
                              "expected FAIL, got SKIP\n"));
  EXPECT_THAT(text, HasSubstr("1 policy, 9 cases, 11 expectations: 1 failed, "
                              "0 problems\n"));
}

TEST(TestRunnerTest, AMissingPlanFailsTheCase) {
  const std::string text = Text(Changed("plans/empty", "plans/other"));
  EXPECT_THAT(text, HasSubstr("case `no instance` on the plan: expected SKIP, "
                              "got an error"));
  EXPECT_THAT(text, HasSubstr("p/log/tests/plans/other.json: cannot be "
                              "opened"));
}

TEST(TestRunnerTest, AnEvaluationErrorIsNoFail) {
  Files files = GoodPolicy();
  files["p/log/flow_logs.guard"] = SampleHeader("LOG-1") +
                                   "let number = parse_int(Resources.A.Type)\n"
                                   "rule flow_logs { %number == 5 }\n";
  EXPECT_THAT(Text(std::move(files)),
              HasSubstr("case `logs are off`: expected FAIL, got an error"));
}

TEST(TestRunnerTest, GoesOnAfterABrokenPolicy) {
  Files files = GoodPolicy();
  files["p/log/broken.guard"] = SampleHeader("LOG-2") + "rule broken {";
  const std::string text = Text(std::move(files));
  EXPECT_THAT(text, HasSubstr("p/log/broken.guard:8:"));
  EXPECT_THAT(text, HasSubstr("2 policies, 5 cases: 0 failed, 1 problem\n"));
}

TEST(TestRunnerTest, ChecksTheSetAsAWhole) {
  Files files = GoodPolicy();
  files["p/packs/strict.yml"] = "title: A\npolicies: [LOG-7]\n";
  EXPECT_THAT(Text(std::move(files)), HasSubstr("there is no policy `LOG-7`"));
}

TEST(TestRunnerTest, AFileWithoutAHeaderAmongPoliciesIsAProblem) {
  // A gate refuses the folder.
  Files files = GoodPolicy();
  files["p/log/plain.guard"] = "rule plain { A == 1 }\n";
  files["p/log/tests/plain_tests.yml"] =
      "- input: {A: 1}\n  expectations: {rules: {plain: PASS}}\n";
  const std::string text = Text(std::move(files));
  EXPECT_THAT(text, HasSubstr("p/log/plain.guard:1:1: the policy has no "
                              "metadata header"));
  EXPECT_THAT(text, HasSubstr("1 policy, 1 rules file, 6 cases: 0 failed, 1 "
                              "problem\n"));
}

TEST(TestRunnerTest, CoversPoliciesByTheirCasesAndPlans) {
  const FixedClock clock({});
  auto report = RunTests(MemoryFileReader(GoodPolicy()), "p", TestFunctions(),
                         clock, {.coverage = true});
  ASSERT_TRUE(report);
  EXPECT_EQ(FormatTestReport(*report, false),
            "coverage: 100.0% (4 of 4 outcomes); 2 of 2 clauses decided a "
            "verdict\n"
            "1 policy, 5 cases: all passed\n");
  Files files = GoodPolicy();
  files.erase("p/log/tests/flow_logs_tests.yml");
  report = RunTests(MemoryFileReader(std::move(files)), "p", TestFunctions(),
                    clock, {.coverage = true});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->coverage().seen, 0u);
  EXPECT_EQ(report->coverage().outcomes, 4u);
}

TEST(TestRunnerTest, AFolderWithoutPoliciesIsAnError) {
  const auto report = RunTests(MemoryFileReader(Files{{"p/a.txt", ""}}), "p",
                               TestFunctions(), SystemClock());
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().diagnostic.message,
            "there is no policy and no rules file here");
}

}  // namespace
}  // namespace connectguard
