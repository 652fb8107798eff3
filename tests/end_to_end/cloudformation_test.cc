// CloudFormation's inputs as a user hands them over.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/process.h"

namespace connectguard {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string Corpus(const std::string& name) {
  return SourcePath("tests/corpus/cloudformation/" + name);
}

ProcessResult Check(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {CONNECTGUARD_PROGRAM, "check"});
  ProcessResult result = RunProcess(arguments, {});
  EXPECT_FALSE(result.timed_out);
  EXPECT_GE(result.exit_code, 0) << "ended by a signal";
  return result;
}

TEST(CloudFormationTest, ParametersDecideAnOpenCondition) {
  const std::string input = Corpus("open_condition.yaml");
  const ProcessResult open = Check({"--only", "CONNECT-LOG-1", input});
  EXPECT_EQ(open.exit_code, 0);
  EXPECT_THAT(open.out, HasSubstr("it is a violation when `IsProd` is false"));
  EXPECT_EQ(Check({"--only", "CONNECT-LOG-1", input, "--on-unknown", "deny"})
                .exit_code,
            2);
  const ProcessResult prod = Check(
      {"--only", "CONNECT-LOG-1", input, "--parameters", Corpus("prod.json")});
  EXPECT_EQ(prod.exit_code, 0);
  EXPECT_THAT(prod.out, HasSubstr("1 satisfied"));
  EXPECT_EQ(Check({"--only", "CONNECT-LOG-1", input, "--parameter", "Env=dev"})
                .exit_code,
            1);
  EXPECT_EQ(Check({"--only", "CONNECT-LOG-1", Corpus("both_branches.yaml"),
                   "--on-unknown", "deny"})
                .exit_code,
            0);
}

TEST(CloudFormationTest, DeletesAndReplacementsAreDenied) {
  const ProcessResult previous =
      Check({"--only", "CONNECT-DELETE-1", Corpus("after.yaml"), "--previous",
             Corpus("before.yaml")});
  EXPECT_EQ(previous.exit_code, 1);
  EXPECT_THAT(previous.out,
              AllOf(HasSubstr("\"replace\""), HasSubstr("\"delete\""),
                    HasSubstr("2 violations"), Not(HasSubstr("Kept"))));
  const ProcessResult change_set =
      Check({"--only", "CONNECT-DELETE-1", Corpus("after.yaml"), "--change-set",
             Corpus("change_set.json")});
  EXPECT_EQ(change_set.exit_code, 1);
  EXPECT_THAT(change_set.out,
              HasSubstr("whether it is replaced is known when the change set"));
  EXPECT_EQ(Check({"--only", "CONNECT-DELETE-1", Corpus("change_set.json")})
                .exit_code,
            1);
  EXPECT_EQ(Check({"--only", "CONNECT-DELETE-1", Corpus("after.yaml"),
                   "--previous", Corpus("after.yaml")})
                .exit_code,
            0);
}

TEST(CloudFormationTest, AnswersALambdaHook) {
  const ProcessResult result =
      Check({"--only", "CONNECT-LOG-1", Corpus("lambda_hook_resource.json"),
             "--format", "lambda-hook"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("\"hookStatus\": \"FAILED\""),
                    HasSubstr("\"errorCode\": \"NonCompliant\""),
                    HasSubstr("\"clientRequestToken\": \"tok-1\"")));
  for (const char* payload :
       {"lambda_hook_stack.json", "guard_hook_resource.yaml",
        "guard_hook_stack.yaml"}) {
    EXPECT_EQ(Check({"--only", "CONNECT-DELETE-1", Corpus(payload)}).exit_code,
              1)
        << payload;
  }
  EXPECT_EQ(Check({"--only", "CONNECT-DELETE-7",
                   Corpus("lambda_hook_change_set_payload.json"),
                   "--on-unknown", "deny"})
                .exit_code,
            2);
}

TEST(CloudFormationTest, FindingsOfCdkNameTheConstruct) {
  const ProcessResult result =
      Check({"--only", "CONNECT-LOG-1", Corpus("cdk.out")});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, AllOf(HasSubstr("App.Instance"),
                                HasSubstr("construct App/Instance"),
                                HasSubstr("App.template.json:3")));
}

TEST(CloudFormationTest, NestedStacksAreJudgedAndCyclesRefused) {
  const ProcessResult nested =
      Check({"--only", "CONNECT-LOG-1", Corpus("nested/root.yaml")});
  EXPECT_EQ(nested.exit_code, 1);
  EXPECT_THAT(nested.out, AllOf(HasSubstr("Contact.Instance"),
                                HasSubstr("nested/child.yaml:7")));
  const ProcessResult cycle = Check({Corpus("nested/cycle.yaml")});
  EXPECT_EQ(cycle.exit_code, 65);
  EXPECT_THAT(cycle.err, HasSubstr("contains itself"));
}

}  // namespace
}  // namespace connectguard
