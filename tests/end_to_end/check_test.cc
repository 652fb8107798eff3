// `connectguard` as a user meets it: real files in, report and exit code out.
#include <algorithm>
#include <regex>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/process.h"

namespace connectguard {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

const std::string kInsecurePlan =
    SourcePath("examples/terraform/insecure/plan.json");
const std::string kSecurePlan =
    SourcePath("examples/terraform/secure/plan.json");
const std::string kInsecureTemplate =
    SourcePath("examples/cloudformation/insecure.yaml");

ProcessResult Connectguard(std::vector<std::string> arguments,
                           const ProcessOptions& options = {}) {
  arguments.insert(arguments.begin(), CONNECTGUARD_PROGRAM);
  ProcessResult result = RunProcess(arguments, options);
  EXPECT_FALSE(result.timed_out);
  EXPECT_GE(result.exit_code, 0) << "ended by a signal";
  return result;
}

// The ids of policies that a report names.
std::vector<std::string> PoliciesIn(const std::string& report) {
  static const std::regex id("CONNECT-[A-Z0-9]+-[0-9]+");
  std::vector<std::string> ids(
      std::sregex_token_iterator(report.begin(), report.end(), id), {});
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

TEST(CheckTest, DeniesAnInsecurePlan) {
  const ProcessResult result = Connectguard({"check", kInsecurePlan});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, IsEmpty());
  EXPECT_THAT(result.out, AllOf(HasSubstr("CONNECT-LOG-1"),
                                HasSubstr("aws_connect_instance.main"),
                                HasSubstr("contact_flow_logs_enabled")));
}

// The sources that a plan carries have waivers: of two instances, of a module,
// expired ones and slips.
TEST(CheckTest, HearsTheWaiversInAPlan) {
  const std::string plan = SourcePath("tests/corpus/plans/30-waivers.tfplan");
  const ProcessResult result = Connectguard(
      {"check", plan, "--only", "CONNECT-LOG-1,CONNECT-STORAGE-1"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(
      result.out,
      AllOf(HasSubstr("waived    main.tf:12:3, until 2099-12-31, owner "
                      "training, ticket CARE-7"),
            HasSubstr("it has expired, being good until\n      2020-01-31"),
            HasSubstr("did you mean\n      `CONNECT-LOG-1`?"),
            HasSubstr("2 policies: 0 satisfied, 1 violated, 1 waived"),
            HasSubstr("1 violation, 4 findings waived")));
  const ProcessResult accepted =
      Connectguard({"check", plan, "--only", "CONNECT-STORAGE-1"});
  EXPECT_EQ(accepted.exit_code, 0);
  const ProcessResult strict = Connectguard(
      {"check", plan, "--only", "CONNECT-STORAGE-1", "--no-waivers"});
  EXPECT_EQ(strict.exit_code, 1);
}

// One finding at least for each thing that the stack does wrong.
TEST(CheckTest, FindsWhatTheInsecurePlanDoesWrong) {
  const ProcessResult result =
      Connectguard({"check", "--pack", "strict", kInsecurePlan});
  for (const char* id : {"CONNECT-IDENTITY-1", "CONNECT-LOG-1", "CONNECT-LOG-2",
                         "CONNECT-PROFILE-2", "CONNECT-STORAGE-1",
                         "CONNECT-S3-1", "CONNECT-S3-4", "CONNECT-S3-6",
                         "CONNECT-DELETE-7", "CONNECT-EMERGENCY-1"}) {
    EXPECT_THAT(result.out, HasSubstr(id));
  }
}

TEST(CheckTest, ShowsTheWayAroundTheDenyListAndTakesParameters) {
  const std::string plan =
      SourcePath("policies/fraud/tests/plans/never_asks.json");
  const std::vector<std::string> check = {
      "check", "--pack", "strict", "--color", "never", plan, "--only"};
  auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), check.begin(), check.end());
    return Connectguard(std::move(more));
  };
  const ProcessResult around = with({"CONNECT-FRAUD-2"});
  EXPECT_EQ(around.exit_code, 1);
  EXPECT_THAT(around.out, AllOf(HasSubstr("\"start, "),
                                HasSubstr("where     content.Actions[")));
  EXPECT_EQ(with({"CONNECT-FLOW-38"}).exit_code, 0);
  const ProcessResult bounded =
      with({"CONNECT-FLOW-38", "--param", "CONNECT-FLOW-38.max_actions=1"});
  EXPECT_EQ(bounded.exit_code, 1);
  EXPECT_THAT(bounded.out, HasSubstr("max_actions is `1`, not `0`"));
  const ProcessResult wrong =
      with({"CONNECT-FLOW-38", "--param", "CONNECT-FLOW-38.actions=1"});
  EXPECT_EQ(wrong.exit_code, 64);
  EXPECT_THAT(wrong.err, HasSubstr("has no parameter `actions`"));
}

TEST(CheckTest, AllowsASecurePlanAndNamesWhatOnlyApplyCanTell) {
  const ProcessResult result =
      Connectguard({"check", "--on-unknown", "warn", kSecurePlan});
  EXPECT_EQ(result.exit_code, 0) << result.out;
  EXPECT_THAT(result.out, HasSubstr("UNKNOWN"));
  // Atlantis takes any form of the word for a denial.
  std::string lower = result.out;
  for (char& c : lower) {
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  EXPECT_THAT(lower, Not(HasSubstr("fail")));
}

TEST(CheckTest, IsUndecidedWhenUnknownsMayNotPass) {
  const ProcessResult result =
      Connectguard({"check", "--on-unknown", "deny", kSecurePlan});
  EXPECT_EQ(result.exit_code, 2);
}

TEST(CheckTest, JudgesATemplateAsItJudgesThePlanOfTheSameStack) {
  const ProcessResult plan = Connectguard({"check", kInsecurePlan});
  const ProcessResult on_template = Connectguard({"check", kInsecureTemplate});
  EXPECT_EQ(on_template.exit_code, 1);
  std::vector<std::string> expected = PoliciesIn(plan.out);
  // CloudFormation has no force_destroy.
  std::erase(expected, "CONNECT-DELETE-7");
  EXPECT_EQ(PoliciesIn(on_template.out), expected);
  // A template has lines to point at.
  EXPECT_THAT(on_template.out, HasSubstr("insecure.yaml:15"));
  EXPECT_THAT(on_template.out, HasSubstr("ContactflowLogs: false"));
}

TEST(CheckTest, ReadsStandardInput) {
  ProcessOptions options;
  options.input = ReadSourceFile("examples/terraform/insecure/plan.json");
  const ProcessResult result = Connectguard({"check", "-"}, options);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("<stdin>"));
}

TEST(CheckTest, JudgesSeveralInputsAndAnswersTheWorst) {
  const ProcessResult result =
      Connectguard({"check", kSecurePlan, kInsecurePlan, kInsecureTemplate});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("secure/plan.json"), HasSubstr("insecure.yaml")));
}

TEST(CheckTest, OneUnreadableInputHidesNoOther) {
  const ProcessResult result =
      Connectguard({"check", "/nonexistent/plan.json", kInsecurePlan});
  EXPECT_EQ(result.exit_code, 66);
  EXPECT_THAT(result.out, HasSubstr("CONNECT-LOG-1"));
  EXPECT_THAT(result.err, HasSubstr("/nonexistent/plan.json"));
}

TEST(CheckTest, DeniesAPlanThatTerraformCouldNotFinish) {
  const ProcessResult result =
      Connectguard({"check", SourcePath("tests/corpus/plans/21-errored.json")});
  EXPECT_EQ(result.exit_code, 1);
}

TEST(CheckTest, SaysLoudlyWhenNothingWasMatched) {
  const TemporaryFolder folder;
  const std::string path =
      folder.Write("t.yaml", "Resources:\n  T:\n    Type: AWS::SNS::Topic\n");
  const ProcessResult result = Connectguard({"check", path});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("o policy"));
}

TEST(CheckTest, WritesJsonWithASchemaVersion) {
  const ProcessResult result =
      Connectguard({"check", "--format", "json", kInsecurePlan});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out,
              AllOf(StartsWith("{"), HasSubstr("\"schema_version\": \"1\"")));
}

TEST(CheckTest, NeverPrintsASensitiveValue) {
  const ProcessResult result =
      Connectguard({"check", "--pack", "strict",
                    SourcePath("tests/corpus/plans/06-sensitive.json")});
  EXPECT_THAT(result.out, HasSubstr("CONNECT-"));
  for (const char* secret : {"Correct-Horse-1", "s3cr3t"}) {
    EXPECT_THAT(result.out, Not(HasSubstr(secret)));
  }
}

TEST(CheckTest, NeverPrintsAPasswordOfATemplate) {
  const TemporaryFolder folder;
  for (const char* text :
       {"Resources:\n  U:\n    Type: AWS::Connect::User\n    Properties:\n"
        "      Password: Correct-Horse-1\n",
        "Resources: {U: {Type: AWS::Connect::User, Properties: {Password: "
        "Correct-Horse-1}}}\n# a second line\n"}) {
    const std::string path = folder.Write("t.yaml", text);
    for (const char* format : {"text", "json"}) {
      const ProcessResult result =
          Connectguard({"check", "--format", format, path});
      EXPECT_EQ(result.exit_code, 1) << result.err;
      EXPECT_THAT(result.out, HasSubstr("CONNECT-USER-3"));
      EXPECT_THAT(result.out, Not(HasSubstr("Correct-Horse")));
    }
  }
}

// --------------------------------------------------------------- bad input --

struct BadInput {
  const char* name;
  std::string text;
  int exit_code;
  const char* message;
};

class BadInputTest : public testing::TestWithParam<BadInput> {};

TEST_P(BadInputTest, GetsOneClearErrorAndItsExitCode) {
  const TemporaryFolder folder;
  const std::string path = folder.Write("input.json", GetParam().text);
  const ProcessResult result = Connectguard({"check", path});
  EXPECT_EQ(result.exit_code, GetParam().exit_code);
  EXPECT_THAT(result.err, AllOf(StartsWith("error: "), HasSubstr("input.json"),
                                HasSubstr(GetParam().message)));
  EXPECT_EQ(result.err.find("error: ", 1), std::string::npos) << result.err;
}

INSTANTIATE_TEST_SUITE_P(
    Inputs, BadInputTest,
    testing::Values(
        BadInput{"EmptyFile", "", 65, "empty"},
        BadInput{"TruncatedJson",
                 "{\"format_version\": \"1.2\", \"resource_changes\": [", 65,
                 "hint: "},
        BadInput{"YamlWithTabs",
                 "Resources:\n\tA:\n\t\tType: AWS::SNS::Topic\n", 65, "tab"},
        BadInput{"BinaryFile",
                 std::string("\x7f"
                             "ELF\0\0\0\1",
                             8),
                 65, ""},
        BadInput{"DeepBrackets", std::string(100'000, '['), 65, ""},
        BadInput{"NoTemplate", "[1, 2]", 65, ""}),
    [](const auto& test) { return test.param.name; });

TEST(BadInputTest, ADirectoryIsNoInput) {
  const TemporaryFolder folder;
  const ProcessResult result = Connectguard({"check", folder.path()});
  EXPECT_EQ(result.exit_code, 65);
  EXPECT_THAT(result.err, HasSubstr("directory"));
}

TEST(BadInputTest, AnUnknownPolicyIdHasAHint) {
  const ProcessResult result =
      Connectguard({"check", "--only", "CONNECT-LOGG-1", kInsecurePlan});
  EXPECT_EQ(result.exit_code, 64);
  EXPECT_THAT(result.err, HasSubstr("did you mean `CONNECT-LOG-1`?"));
}

TEST(BadInputTest, APolicyWithASyntaxErrorShowsLineCaretAndHint) {
  const TemporaryFolder folder;
  folder.Write("logging/broken.guard",
               "# METADATA\n# id: X-1\n# title: t\n# severity: low\n"
               "# resources: [AWS::S3::Bucket]\n# source: https://example.com\n"
               "# fix: f\n\nrule broken { Resources Exists }\n");
  const ProcessResult result =
      Connectguard({"check", "--policies", folder.path(), kInsecurePlan});
  EXPECT_EQ(result.exit_code, 65);
  EXPECT_THAT(result.err, AllOf(HasSubstr("broken.guard:9:"), HasSubstr("^\n"),
                                HasSubstr("hint: ")));
}

TEST(BadInputTest, UsageErrorsExitWith64) {
  EXPECT_EQ(Connectguard({"check"}).exit_code, 64);
  EXPECT_EQ(Connectguard({"chekc"}).exit_code, 64);
  EXPECT_EQ(Connectguard({"check", "--fail-on", "huge", "x"}).exit_code, 64);
}

// -------------------------------------------------------------------- help --

TEST(HelpTest, EveryCommandExplainsItselfWithAnExample) {
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{},
                                             {"check"},
                                             {"test"},
                                             {"policies"},
                                             {"policies", "list"},
                                             {"policies", "show"}}) {
    std::vector<std::string> arguments = command;
    arguments.push_back("--help");
    const ProcessResult result = Connectguard(arguments);
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_THAT(result.out, HasSubstr("xample"));
  }
}

TEST(PoliciesTest, ListsAndShowsThem) {
  const ProcessResult list = Connectguard({"policies", "list"});
  EXPECT_EQ(list.exit_code, 0);
  EXPECT_GE(PoliciesIn(list.out).size(), 30u);
  const ProcessResult show =
      Connectguard({"policies", "show", "CONNECT-LOG-1"});
  EXPECT_EQ(show.exit_code, 0);
  EXPECT_THAT(show.out, HasSubstr("ContactflowLogs"));
}

TEST(PolicyTestsTest, AllHold) {
  const ProcessResult result = Connectguard({"test", SourcePath("policies")});
  EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
}

}  // namespace
}  // namespace connectguard
