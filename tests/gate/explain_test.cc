// Why a rule has its status, as data.
#include "gate/explanation.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gate/functions.h"
#include "guard/parser.h"
#include "readers/input.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kBuckets = R"(
Resources:
  First:
    Type: AWS::S3::Bucket
    Properties: {BucketName: one, Tags: []}
  Second:
    Type: AWS::S3::Bucket
    Properties: {BucketName: two}
)";

class ExplainTest : public ::testing::Test {
 protected:
  // The steps of the rules, in the order of the file.
  const Explanation& Explain(std::string_view rules, std::string_view input) {
    auto parsed = ParseRules("r.guard", std::string(rules), functions_);
    EXPECT_TRUE(parsed) << Render(parsed.error().diagnostic);
    auto document =
        ReadDocument({.name = "t.yaml", .bytes = std::string(input)});
    EXPECT_TRUE(document) << Render(document.error().diagnostic);
    explanation_ = ::connectguard::Explain(**parsed, **document, {});
    return explanation_;
  }
  const ExplainedStep& Only(std::string_view rules, std::string_view input) {
    EXPECT_THAT(Explain(rules, input).rules, SizeIs(1));
    return explanation_.rules.front();
  }

 private:
  FunctionTable functions_ = DefaultFunctions();
  Explanation explanation_;
};

TEST_F(ExplainTest, NamesTheValueThatFails) {
  const ExplainedStep& rule = Only(
      "rule r {\n  Resources.*.Properties.BucketName == 'one'\n"
      "  <<only\n one>>\n}",
      kBuckets);
  EXPECT_EQ(rule.status, RuleStatus::kFail);
  ASSERT_THAT(rule.steps, SizeIs(1));
  const ExplainedStep& clause = rule.steps[0];
  EXPECT_EQ(clause.text, "Resources.*.Properties.BucketName == 'one'");
  EXPECT_EQ(clause.rule_place.place.line, 2u);
  EXPECT_EQ(clause.message, "only one");
  EXPECT_EQ(clause.why, "all of 2 values must pass, and 1 do not");
  ASSERT_THAT(clause.checks, SizeIs(2));
  EXPECT_EQ(clause.checks[0].status, RuleStatus::kPass);
  const ExplainedCheck& failed = clause.checks[1];
  EXPECT_EQ(failed.status, RuleStatus::kFail);
  EXPECT_EQ(failed.value.name, "Second.Properties.BucketName");
  EXPECT_EQ(failed.value.text, "\"two\"");
  EXPECT_EQ(failed.value.place.place.line, 8u);
  EXPECT_EQ(failed.compared_with, "\"one\"");
}

TEST_F(ExplainTest, SaysWhatIsMissing) {
  const ExplainedStep& rule = Only(
      "rule r { Resources.Second.Properties.Tags.Owner exists }", kBuckets);
  ASSERT_THAT(rule.steps, SizeIs(1));
  ASSERT_THAT(rule.steps[0].checks, SizeIs(1));
  EXPECT_EQ(rule.steps[0].checks[0].missing, "Tags.Owner");
  EXPECT_EQ(rule.steps[0].checks[0].value.name, "Second.Properties");
}

TEST_F(ExplainTest, SaysThatConditionsDoNotHold) {
  const ExplainedStep& rule =
      Only("rule r when Resources.Third exists { Resources exists }", kBuckets);
  EXPECT_EQ(rule.status, RuleStatus::kSkip);
  EXPECT_EQ(rule.why, "its conditions do not hold");
  ASSERT_THAT(rule.steps, SizeIs(1));
  EXPECT_EQ(rule.steps[0].kind, StepKind::kConditions);
  EXPECT_EQ(rule.steps[0].status, RuleStatus::kFail);
}

TEST_F(ExplainTest, SaysThatNothingWasSelected) {
  const ExplainedStep& rule =
      Only("rule r { Resources.*[ Type == 'A::B::C' ].Properties.X == 1 }",
           kBuckets);
  EXPECT_EQ(rule.status, RuleStatus::kSkip);
  ASSERT_THAT(rule.steps, SizeIs(1));
  EXPECT_THAT(rule.steps[0].why, HasSubstr("nothing was selected"));
  EXPECT_THAT(rule.steps[0].checks, IsEmpty());
}

TEST_F(ExplainTest, ShowsAVariableWhereItIsFirstAsked) {
  const ExplainedStep& rule = Only(
      "let buckets = Resources.*[\n  Type == 'AWS::S3::Bucket'\n]\n"
      "rule r {\n  %buckets !empty\n  %buckets.Type exists\n}",
      kBuckets);
  ASSERT_THAT(rule.steps, SizeIs(2));
  ASSERT_THAT(rule.steps[0].variables, SizeIs(1));
  EXPECT_THAT(rule.steps[1].variables, IsEmpty());
  const ExplainedVariable& variable = rule.steps[0].variables[0];
  EXPECT_EQ(variable.text,
            "let buckets = Resources.*[ Type == 'AWS::S3::Bucket' ]");
  EXPECT_EQ(variable.selected.count, 2u);
  ASSERT_THAT(variable.selected.values, SizeIs(2));
  EXPECT_EQ(variable.selected.values[0].name, "First");
  EXPECT_EQ(variable.selected.values[0].text, "AWS::S3::Bucket");
}

TEST_F(ExplainTest, CountsWhatFaresAlike) {
  std::string input = "Resources:\n";
  for (int i = 0; i < 100; ++i) {
    input += "  B" + std::to_string(i) +
             ":\n    Type: AWS::S3::Bucket\n"
             "    Properties: {Size: " +
             std::to_string(i) + "}\n";
  }
  const ExplainedStep& rule =
      Only("rule r { Resources.* { Properties.Size < 50 } }", input);
  ASSERT_THAT(rule.steps, SizeIs(1));
  const ExplainedStep& block = rule.steps[0];
  EXPECT_THAT(block.steps, SizeIs(2 * kMaxExplained));
  EXPECT_EQ(block.more_elements[static_cast<int>(RuleStatus::kPass)],
            50 - kMaxExplained);
  EXPECT_EQ(block.more_elements[static_cast<int>(RuleStatus::kFail)],
            50 - kMaxExplained);
  EXPECT_EQ(block.why, "all of 100 values must pass, and 50 do not");
}

TEST_F(ExplainTest, SaysOnWhatAnUnknownDepends) {
  const ExplainedStep& rule =
      Only("rule r { Resources.A.Properties.BucketName == 'x' }",
           "Parameters: {Name: {Type: String}}\n"
           "Resources:\n  A:\n    Type: AWS::S3::Bucket\n"
           "    Properties: {BucketName: !Ref Name}\n");
  EXPECT_EQ(rule.status, RuleStatus::kUnknown);
  ASSERT_THAT(rule.steps, SizeIs(1));
  ASSERT_THAT(rule.steps[0].checks, SizeIs(1));
  EXPECT_EQ(rule.steps[0].checks[0].status, RuleStatus::kUnknown);
  EXPECT_THAT(rule.steps[0].checks[0].reason, HasSubstr("Name"));
  // Said once, where it is.
  EXPECT_EQ(rule.why, "");
}

TEST_F(ExplainTest, SaysThatASkippedRuleDoesNotCountAsPassed) {
  const Explanation& explanation = Explain(
      "rule a when Resources.Third exists { Resources exists }\n"
      "rule b {\n  a\n}\n",
      kBuckets);
  ASSERT_THAT(explanation.rules, SizeIs(2));
  EXPECT_EQ(explanation.rules[1].status, RuleStatus::kFail);
  EXPECT_EQ(explanation.rules[1].steps[0].why,
            "rule a is SKIP, which does not count as passed");
}

// A rule stands where it stands in the file, whoever asked for it first.
TEST_F(ExplainTest, KeepsTheOrderOfTheFile) {
  const Explanation& explanation =
      Explain("rule a {\n  b\n}\nrule b { Resources exists }\n", kBuckets);
  ASSERT_THAT(explanation.rules, SizeIs(2));
  EXPECT_EQ(explanation.rules[0].text, "a");
  EXPECT_EQ(explanation.rules[1].text, "b");
  EXPECT_THAT(explanation.rules[0].steps[0].steps, IsEmpty());
  EXPECT_THAT(explanation.rules[1].steps, SizeIs(1));
}

TEST_F(ExplainTest, ShowsWhatWentWrong) {
  const ExplainedStep& rule =
      Only("rule r { Resources.* { %nowhere exists } }", kBuckets);
  EXPECT_FALSE(rule.status);
  EXPECT_THAT(rule.why, HasSubstr("there is no variable `nowhere`"));
  ASSERT_THAT(rule.steps, SizeIs(1));
  EXPECT_FALSE(rule.steps[0].status);
}

TEST_F(ExplainTest, NeverShowsASecret) {
  const ExplainedStep& rule =
      Only("rule r { Resources.A.Properties.Password == 'no' }",
           "Parameters: {P: {Type: String, NoEcho: true, Default: hunter2}}\n"
           "Resources:\n  A:\n    Type: AWS::Connect::User\n"
           "    Properties: {Password: !Ref P}\n");
  ASSERT_THAT(rule.steps, SizeIs(1));
  ASSERT_THAT(rule.steps[0].checks, SizeIs(1));
  EXPECT_THAT(rule.steps[0].checks[0].value.text,
              ::testing::Not(HasSubstr("hunter2")));
}

}  // namespace
}  // namespace connectguard
