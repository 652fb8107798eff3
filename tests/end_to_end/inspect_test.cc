// `connectguard inspect` as a user meets it.
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

const std::string kPlans = SourcePath("tests/corpus/plans/");

ProcessResult Inspect(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {CONNECTGUARD_PROGRAM, "inspect"});
  ProcessResult result = RunProcess(arguments, {});
  EXPECT_FALSE(result.timed_out);
  EXPECT_GE(result.exit_code, 0) << "ended by a signal";
  return result;
}

TEST(InspectTest, SaysWhyAPolicySaidUnknown) {
  const ProcessResult result =
      Inspect({kPlans + "03-modules.json", "--plan-file",
               kPlans + "03-modules.tfplan"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, IsEmpty());
  EXPECT_THAT(result.out, AllOf(HasSubstr("plan file  "), HasSubstr(".tf:"),
                                HasSubstr("? `"),
                                HasSubstr("is known only after apply  -> "),
                                HasSubstr("\nIn all:\n")));
}

TEST(InspectTest, ReadsEveryPlanInEveryForm) {
  for (const char* name : {"01-flat-secure", "04-count-foreach", "06-sensitive",
                           "08-dynamic", "10-replace", "16-unknown-keys",
                           "17-refresh-only", "18-destroy", "21-errored"}) {
    const std::string plan = kPlans + name + ".json";
    for (const std::vector<std::string>& form :
         std::vector<std::vector<std::string>>{{"--format", "text"},
                                               {"--format", "json"},
                                               {"--graph", "dot"},
                                               {"--graph", "mermaid"}}) {
      std::vector<std::string> arguments = form;
      arguments.push_back(plan);
      const ProcessResult result = Inspect(arguments);
      EXPECT_EQ(result.exit_code, 0) << name << result.err;
      EXPECT_THAT(result.out, Not(IsEmpty())) << name;
      for (const char* secret : {"Correct-Horse-1", "s3cr3t"}) {
        EXPECT_THAT(result.out, Not(HasSubstr(secret))) << name;
      }
    }
  }
}

// What depends on a condition that is not decided is shown as open in every
// form; with the parameter it is decided.
TEST(InspectTest, ShowsOpenConditionsAsOpen) {
  const std::string open =
      SourcePath("tests/corpus/cloudformation/open_conditions.yaml");
  EXPECT_THAT(
      Inspect({open}).out,
      AllOf(HasSubstr("Recordings  AWS::S3::Bucket, create, only if `IsProd`"),
            HasSubstr("depends on the condition `IsProd`"),
            HasSubstr("      when `IsProd` is true: \"acme-live\"\n"),
            HasSubstr("      when `IsProd` is false: \"acme-test\"\n"),
            HasSubstr("when `IsProd` is false: nothing\n")));
  EXPECT_THAT(Inspect({open, "--format", "json"}).out,
              AllOf(HasSubstr("\"only_if\": \"`IsProd`\""),
                    HasSubstr("\"when\": \"`IsProd` is false\""),
                    HasSubstr("\"value\": \"acme-test\"")));
  EXPECT_THAT(Inspect({open, "--graph", "dot"}).out,
              HasSubstr("AWS::S3::Bucket\\nonly if `IsProd`\", style=dotted]"));
  EXPECT_THAT(
      Inspect({open, "--graph", "mermaid"}).out,
      AllOf(HasSubstr("AWS::S3::Bucket<br/>only if #96;IsProd#96;\"]:::open"),
            HasSubstr("classDef open ")));
  const std::string decided = Inspect({open, "--parameter", "Env=prod"}).out;
  EXPECT_THAT(decided,
              AllOf(HasSubstr("\"acme-live\""), HasSubstr("Recordings"),
                    Not(HasSubstr("only if")), Not(HasSubstr("acme-test"))));
}

TEST(InspectTest, AnswersTheExitCodesOfCheck) {
  EXPECT_EQ(Inspect({}).exit_code, 64);
  EXPECT_EQ(Inspect({"no-such-plan.json"}).exit_code, 66);
  EXPECT_EQ(Inspect({kPlans + "01-flat-secure.tfplan"}).exit_code, 0);
  const ProcessResult unknown = Inspect(
      {kPlans + "01-flat-secure.json", "--resource", "aws_s3_bucket.none"});
  EXPECT_EQ(unknown.exit_code, 64);
  EXPECT_THAT(unknown.err, StartsWith("error: no input has a resource"));
}

}  // namespace
}  // namespace connectguard
