// Questions of rules: what is clear, and what is filled in.
#include "builtins/iam_question.h"

#include <string>
#include <string_view>

#include "builtins/rule_answer.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kPlan =
    "Plan: {Questions: [{Action: 'connect:*', Resource: '*'}, {Action: 's3:*', "
    "Resource: '*'}], Open: [{Action: 'connect:*', Resource: '*', Name: "
    "{'Fn::Unknown': name}}]}\n";

// Whether the role `desk`, with this statement, may do what is asked.
Answer Can(std::string_view statement, std::string_view question,
           std::string_view of = "") {
  return AnswerOf(
      *Template("  Who: {Type: AWS::IAM::Role, Properties: {RoleName: desk, "
                "Policies: [{PolicyName: i, PolicyDocument: {Version: "
                "'2012-10-17', Statement: [" +
                std::string(statement) +
                "]}}]}}\n"
                "  Rec: {Type: AWS::S3::Bucket, Properties: {BucketName: "
                "rec}}\n" +
                std::string(kPlan)),
      "let q = " + std::string(question) + "\nlet who = Resources.Who\n" +
          (of.empty() ? "let answer = iam_can(%who, %q)"
                      : "let of = " + std::string(of) +
                            "\nlet answer = iam_can(%who, %q, %of)"));
}

constexpr std::string_view kAll = "{Effect: Allow, Action: '*', Resource: '*'}";

TEST(RuleQuestionTest, IsOneStatement) {
  EXPECT_EQ(Can(kAll, "Plan.Questions[0]").status, "FAIL");
  for (const char* question :
       {"Plan.Questions[*]", "Plan.Missing", "'text'",
        "Plan.Open[*][ Name == 'x' ]",
        "{ Action: '*', Resource: '*', Condition: 'x' }",
        "{ Action: '*', Resource: '*', Condition: { Null: true } }"}) {
    EXPECT_THAT(
        Can(kAll, question).status,
        ::testing::AnyOf(HasSubstr("not a statement without Effect"),
                         HasSubstr("cannot be asked"), HasSubstr("not clear")))
        << question;
  }
}

// The holder asks, unless the question says who.
TEST(RuleQuestionTest, MayNameAPrincipal) {
  constexpr std::string_view kOnlyDesk =
      "{Effect: Allow, Action: 'connect:*', Resource: '*', Condition: "
      "{ArnLike: {aws:PrincipalArn: 'arn:aws:iam::*:role/desk'}}}";
  constexpr std::string_view kWhat = "Action: 'connect:*', Resource: '*'";
  const auto with = [&](std::string_view who) {
    return Can(kOnlyDesk, "{ " + std::string(kWhat) + std::string(who) + " }")
        .status;
  };
  EXPECT_EQ(with(""), "FAIL");
  EXPECT_EQ(
      with(", Principal: { AWS: 'arn:aws:iam::111122223333:role/other' }"),
      "PASS");
  EXPECT_EQ(
      with(", NotPrincipal: { AWS: 'arn:aws:iam::111122223333:role/other' }"),
      "FAIL");
  EXPECT_EQ(with(", NotPrincipal: { AWS: 'arn:aws:iam::*:role/desk' }"),
            "PASS");
}

TEST(RuleQuestionTest, ResourcesStandForWhatItNames) {
  constexpr std::string_view kBucket =
      "{Effect: Allow, Action: 's3:*', Resource: 'arn:aws:s3:::rec'}";
  for (const char* named :
       {"Resource: 'arn:aws:s3:::other'", "NotResource: 'arn:aws:s3:::rec'"}) {
    const std::string question =
        "{ Action: 's3:DeleteBucket', " + std::string(named) + " }";
    EXPECT_EQ(Can(kBucket, question).status, "PASS") << named;
    EXPECT_EQ(Can(kBucket, question, "Resources.Rec").status, "FAIL") << named;
  }
}

// `arn:*:` is the partition that the documents name; a text that only begins
// like an ARN names none.
TEST(RuleQuestionTest, AsksInThePartitionOfTheDocuments) {
  const auto with = [](std::string_view resource) {
    return Can("{Effect: Allow, Action: 's3:*', Resource: " +
                   std::string(resource) + "}",
               "{ Action: 's3:DeleteBucket', Resource: 'arn:*:s3:::rec' }")
        .status;
  };
  EXPECT_EQ(with("'arn:aws:s3:::rec'"), "FAIL");
  EXPECT_EQ(with("['arn:aws', 'arn:aws-cn:s3:::rec']"), "FAIL");
  EXPECT_EQ(with("['arn:aws-cn:s3:::other', 'arn:aws:s3:::rec']"), "PASS");
  // Of several policies the first that names one says it.
  EXPECT_EQ(
      AnswerOf(
          *Template("  Who: {Type: AWS::IAM::Role, Properties: {RoleName: r, "
                    "Policies: [{PolicyDocument: {Statement: [{Effect: Allow, "
                    "Action: 's3:*', Resource: 'arn:aws-us-gov:s3:::rec'}]}}, "
                    "{PolicyDocument: {Statement: [{Effect: Deny, Action: "
                    "'s3:*', Resource: 'arn:aws:s3:::rec'}]}}]}}\n"),
          "let q = { Action: 's3:DeleteBucket', Resource: "
          "'arn:*:s3:::rec' }\nlet who = Resources.Who\n"
          "let answer = iam_can(%who, %q)")
          .status,
      "FAIL");
}

// A key of `Null` with `*` stands for the keys of the documents, in whichever
// way they are written.
TEST(RuleQuestionTest, TakesAwayAllTags) {
  constexpr std::string_view kQuestion =
      "{ Action: 'connect:*', Resource: '*', Condition: { Null: { "
      "'aws:PrincipalTag/*': 'true' } } }";
  const auto with = [&](std::string_view condition) {
    return Can("{Effect: Allow, Action: 'connect:*', Resource: '*', "
               "Condition: " +
                   std::string(condition) + "}",
               kQuestion)
        .status;
  };
  EXPECT_EQ(with("{StringEquals: {'aws:PrincipalTag/Team': a}}"), "PASS");
  EXPECT_EQ(with("{StringEquals: {'aws:PrincipalTag/Team': a}, StringLike: "
                 "{'aws:principaltag/team': b}}"),
            "PASS");
  EXPECT_EQ(with("{StringEquals: {'aws:ResourceTag/Team': a}}"), "FAIL");
  // A key without `*` is that key.
  constexpr std::string_view kOne =
      "{ Action: ['connect:*', 's3:*'], Resource: '*', Condition: { Null: { "
      "'aws:PrincipalTag/Team': 'true' } } }";
  constexpr std::string_view kTeam =
      "{Effect: Allow, Action: 'connect:*', Resource: '*', Condition: "
      "{StringEquals: {'aws:PrincipalTag/Team': a}}}";
  constexpr std::string_view kDesk =
      "{Effect: Allow, Action: 'connect:*', Resource: '*', Condition: "
      "{StringEquals: {'aws:PrincipalTag/Desk': a}}}";
  EXPECT_EQ(Can(kTeam, kOne).status, "PASS");
  EXPECT_EQ(Can(kDesk, kOne).status, "FAIL");
  // What cannot be read has no keys.
  EXPECT_EQ(with("5"), "UNKNOWN");
  EXPECT_EQ(with("{StringEquals: 5}"), "UNKNOWN");
}

}  // namespace
}  // namespace connectguard
