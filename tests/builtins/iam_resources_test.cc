// What policies call planned resources.
#include "builtins/iam_resources.h"

#include <string>
#include <string_view>
#include <vector>

#include "builtins/rule_answer.h"
#include "builtins/sample_document.h"

namespace connectguard {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ArnPatterns PatternsOf(const std::string& resource) {
  const SampleDocument sample("{\"r\": " + resource + "}");
  return ArnPatternsOf(sample.At("r"));
}

TEST(ArnPatternsTest, HaveAWildcardForWhatIsNotKnown) {
  struct Case {
    const char* resource;
    const char* pattern;
  };
  const std::vector<Case> cases = {
      {R"({"Type": "AWS::IAM::Role", "Properties": {"RoleName": "r"}})",
       "arn:*:iam::*:role/r"},
      {R"({"Type": "AWS::IAM::Role", "Properties": {"RoleName": "r", "Path": "/t/"}})",
       "arn:*:iam::*:role/t/r"},
      {R"({"Type": "AWS::IAM::Role", "Properties": {"RoleName": "r", "Path": null}})",
       "arn:*:iam::*:role/r"},
      {R"({"Type": "AWS::IAM::Role", "Properties": {"RoleName": "r",
           "Path": {"$unset": "no value"}}})",
       "arn:*:iam::*:role/r"},
      {R"({"Type": "AWS::IAM::Role", "Properties": {"RoleName": "r",
           "Path": {"$unknown": []}}})",
       "arn:*:iam::*:role/*r"},
      {R"({"Type": "AWS::IAM::Role", "Properties": {"RoleName": "r", "Path": 5}})",
       "arn:*:iam::*:role/*r"},
      {R"({"Type": "AWS::IAM::User", "Properties": {"UserName": {"$unknown": []}}})",
       "arn:*:iam::*:user/*"},
      {R"({"Type": "AWS::IAM::User"})", "arn:*:iam::*:user/*"},
      {R"({"Type": "AWS::Connect::Instance", "Ids": ["f1288a1f"]})",
       "arn:*:connect:*:*:instance/f1288a1f"},
      {R"({"Type": "AWS::Connect::Instance"})",
       "arn:*:connect:*:*:instance/????????"
       "-????"
       "-????"
       "-????"
       "-????????????"},
      {R"({"Type": "AWS::KMS::Key", "Ids": ["k"]})", "arn:*:kms:*:*:key/*"},
      {R"({"Type": "AWS::SNS::Topic", "Ids": ["arn:aws:sns:eu-west-1:1:t"]})",
       "arn:aws:sns:eu-west-1:1:t"}};
  for (const Case& each : cases) {
    EXPECT_THAT(PatternsOf(each.resource).patterns, ElementsAre(each.pattern))
        << each.resource;
  }
}

TEST(ArnPatternsTest, OfABucketAreItAndItsObjects) {
  const ArnPatterns named = PatternsOf(
      R"({"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "rec"}})");
  EXPECT_THAT(named.patterns,
              ElementsAre("arn:*:s3:::rec", "arn:*:s3:::rec/*"));
  EXPECT_TRUE(named.certain);
  const ArnPatterns nameless = PatternsOf(R"({"Type": "AWS::S3::Bucket"})");
  EXPECT_THAT(nameless.patterns, ElementsAre("arn:*:s3:::*", "arn:*:s3:::*/*"));
  EXPECT_FALSE(nameless.certain);
}

TEST(ArnPatternsTest, AreNoneForOtherTypes) {
  EXPECT_THAT(PatternsOf(R"({"Type": "AWS::SNS::Topic"})").patterns, IsEmpty());
}

TEST(StandInArnTest, IsForPrincipalsWithAName) {
  const SampleDocument sample(
      R"({"named": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "r"}},
          "nameless": {"Type": "AWS::IAM::Role"},
          "key": {"Type": "AWS::KMS::Key"}})");
  EXPECT_EQ(StandInArnOf(sample.At("named")),
            "arn:aws:iam::000000000000:role/r");
  EXPECT_EQ(StandInArnOf(sample.At("nameless")), "");
  EXPECT_EQ(StandInArnOf(sample.At("key")), "");
}

// ----- The third argument ----------------------------------------------------

constexpr std::string_view kResources =
    "  Who: {Type: AWS::IAM::Role, Properties: {RoleName: r, Policies: "
    "[{PolicyName: i, PolicyDocument: {Statement: {Effect: Allow, Action: "
    "'s3:*', Resource: 'arn:aws:s3:::rec'}}}]}}\n"
    "  Rec: {Type: AWS::S3::Bucket, Properties: {BucketName: rec}}\n"
    "  Other: {Type: AWS::S3::Bucket, Properties: {BucketName: other, Tags: "
    "{'Fn::Unknown': tags}}}\n"
    "  Topic: {Type: AWS::SNS::Topic}\n";

Answer CanDelete(std::string_view of, std::string_view what = "DeleteBucket") {
  return AnswerOf(*Template(kResources),
                  "let q = { Action: 's3:" + std::string(what) +
                      "', Resource: '*' }\nlet who = Resources.Who\nlet of = " +
                      std::string(of) +
                      "\nlet answer = iam_can(%who, %q, %of)");
}

TEST(AskedResourcesTest, StandForTheQuestionsResource) {
  EXPECT_EQ(CanDelete("Resources.Rec").status, "FAIL");
  EXPECT_EQ(CanDelete("Resources.Other").status, "PASS");
  EXPECT_EQ(CanDelete("Resources.*.Missing").status, "PASS");
  // By one that is perhaps selected, nothing is certain.
  EXPECT_EQ(CanDelete("Resources.*[ Properties.Tags == 'x' ]").status,
            "UNKNOWN");
}

TEST(AskedResourcesTest, AreThoseOfWhichTheArnIsKnown) {
  for (const char* of : {"Resources.Topic", "Plan", "'text'"}) {
    EXPECT_THAT(CanDelete(of).status,
                HasSubstr("no resource of which it is known"))
        << of;
  }
}

// ----- References in policies ------------------------------------------------

// What gets past an SCP that denies all on what `Resource` is.
Answer Escapes(std::string_view resource) {
  return AnswerOf(
      *Template("  I: {Type: AWS::Connect::Instance, Properties: "
                "{InstanceAlias: a}}\n"
                "  J: {Type: AWS::Connect::Instance, Properties: "
                "{InstanceAlias: b}}\n"
                "  T: {Type: AWS::SNS::Topic}\n"
                "  Scp: {Type: AWS::Organizations::Policy, Properties: {Type: "
                "SERVICE_CONTROL_POLICY, Content: {Version: '2012-10-17', "
                "Statement: [{Effect: Deny, Resource: " +
                std::string(resource) + ", Action: ['*']}]}}}\n"),
      "let q = { Action: 'connect:DeleteInstance', Resource: '*' }\n"
      "let content = Resources.Scp.Properties.Content\n"
      "let of = Resources.I\nlet answer = iam_escapes(%content, %q, %of)");
}

TEST(WithArnOfTest, AReferenceToItsArnNamesTheResource) {
  EXPECT_EQ(Escapes("!GetAtt I.Arn").status, "PASS");
  EXPECT_EQ(Escapes("!Ref I").status, "PASS");
  EXPECT_EQ(Escapes("[!GetAtt I.Arn, !GetAtt J.Arn]").status, "PASS");
  EXPECT_EQ(Escapes("[!GetAtt J.Arn, 'arn:aws:s3:::x']").status, "UNKNOWN");
  for (const char* other :
       {"!GetAtt J.Arn", "!GetAtt I.Id", "!Ref T", "!Sub '${I.Arn}/queue/x'"}) {
    EXPECT_NE(Escapes(other).status, "PASS") << other;
  }
}

// In a plan of Terraform the attribute is called `arn`.
TEST(WithArnOfTest, KnowsTheNamesOfBothTools) {
  const auto escapes = [](const std::string& resource) {
    const SampleDocument sample(
        R"({"i": {"Type": "AWS::Connect::Instance"},
            "s": {"Type": "AWS::Organizations::Policy", "Properties": {
              "Type": "SERVICE_CONTROL_POLICY", "Content": {"Statement": [
                {"Effect": "Deny", "Action": "*", "Resource": )" +
        resource + "}]}}}}");
    return AnswerOf(sample.document(),
                    "let q = { Action: 'connect:DeleteInstance', Resource: '*' "
                    "}\nlet content = Resources.s.Properties.Content\nlet of = "
                    "Resources.i\n"
                    "let answer = iam_escapes(%content, %q, %of)")
        .status;
  };
  EXPECT_EQ(escapes(R"({"$exactly": "i", "attribute": "arn"})"), "PASS");
  EXPECT_EQ(escapes(R"({"$exactly": "i", "attribute": "id"})"), "UNKNOWN");
  EXPECT_EQ(escapes(R"({"$unknown": ["i.arn -> i"]})"), "UNKNOWN");
  // A copy would forget what is not to be printed: it stays as it is.
  EXPECT_EQ(escapes(R"([{"$exactly": "i", "attribute": "arn"},
                        {"$sensitive": "arn:aws:connect:::instance/x"}])"),
            "UNKNOWN");
}

TEST(WithPrincipalsTest, PlannedPrincipalsAreNoStrangers) {
  const auto is_public = [](std::string_view principal) {
    return AnswerOf(
               *Template("  Named: {Type: AWS::IAM::Role, Properties: "
                         "{RoleName: r}}\n"
                         "  Nameless: {Type: AWS::IAM::Role}\n"
                         "  Bucket: {Type: AWS::S3::Bucket}\n"
                         "  Topic: {Type: AWS::SNS::Topic}\n"
                         "  Who: {Type: AWS::IAM::Role, Properties: "
                         "{AssumeRolePolicyDocument: {Statement: [{Effect: "
                         "Allow, Action: 'sts:AssumeRole', Principal: {AWS: " +
                         std::string(principal) + "}}]}}}\n"),
               "let trust = Resources.Who.Properties.AssumeRolePolicyDocument\n"
               "let answer = iam_public(%trust)")
        .status;
  };
  EXPECT_EQ(is_public("!GetAtt Named.Arn"), "PASS");
  EXPECT_EQ(is_public("[!GetAtt Named.Arn, '*']"), "FAIL");
  for (const char* open :
       {"!GetAtt Nameless.Arn", "!Ref Nameless", "!GetAtt Bucket.Arn",
        "!Ref Topic", "{'Fn::Unknown': who}", "{Ref: Parameter}"}) {
    EXPECT_NE(is_public(open), "FAIL") << open;
  }
  EXPECT_EQ(is_public("{'Fn::Unknown': who}"), "UNKNOWN");
  EXPECT_EQ(AnswerOf(*Template("  Who: {Type: AWS::IAM::Role, Properties: "
                               "{AssumeRolePolicyDocument: {'Fn::Unknown': "
                               "who}}}\n"),
                     "let trust = "
                     "Resources.Who.Properties.AssumeRolePolicyDocument\n"
                     "let answer = iam_public(%trust)")
                .status,
            "UNKNOWN");
}

}  // namespace
}  // namespace connectguard
