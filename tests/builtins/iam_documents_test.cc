// Policy documents as rules ask about them: of which kind they are, what gets
// past them, and what is wrong with them.
#include "builtins/iam_documents.h"

#include <string>
#include <string_view>

#include "builtins/rule_answer.h"
#include "builtins/sample_document.h"

namespace connectguard {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kQuestion =
    "let q = { Action: 'connect:DeleteInstance', Resource: '*' }\n";

// ----- Which kind ------------------------------------------------------------

// `{document}` in no resource.
Answer Allows(std::string_view document) {
  return AnswerOf(
      *Template("  I: {Type: AWS::Connect::Instance}\nPlan: {Given: " +
                std::string(document) + "}\n"),
      std::string(kQuestion) + "let answer = iam_allows(Plan.Given, %q)");
}

// As one of a principal it could not name principals, and would be unknown.
TEST(PolicyKindTest, OutsideOfResourcesADocumentIsWhatItNames) {
  constexpr std::string_view kWhat = "Action: 'connect:*', Resource: '*'";
  const auto with = [&](std::string_view rest) {
    return Allows("{Statement: [{Effect: Allow, " + std::string(rest) +
                  std::string(kWhat) + "}]}")
        .status;
  };
  EXPECT_EQ(with(""), "FAIL");
  EXPECT_EQ(with("Principal: '*', "), "FAIL");
  EXPECT_EQ(Allows("{Statement: {Effect: Allow, Principal: '*', " +
                   std::string(kWhat) + "}}")
                .status,
            "FAIL");
  EXPECT_THAT(Allows("{Statement: [{Effect: Allow, NotPrincipal: {AWS: "
                     "'111122223333'}, " +
                     std::string(kWhat) + "}]}")
                  .unknown,
              HasSubstr("does not support NotPrincipal with Allow"));
}

TEST(PolicyKindTest, AStatementByItselfIsADocumentOfIt) {
  EXPECT_EQ(
      Allows("{Effect: Allow, Action: 'connect:*', Resource: '*'}").status,
      "FAIL");
  // This is a document with an element that there is not.
  const Answer both = Allows(
      "{Effect: Allow, Statement: {Effect: Allow, Action: 's3:*', Resource: "
      "'*'}}");
  EXPECT_EQ(both.status, "UNKNOWN");
  EXPECT_THAT(both.unknown, HasSubstr("`Effect` is no element of a policy"));
}

TEST(PolicyKindTest, ATextThatSaysNothingIsNoDocument) {
  for (const char* text : {"''", "'# nothing'", "'[]'", "'5'"}) {
    const Answer answer = Allows(text);
    EXPECT_EQ(answer.status, "UNKNOWN") << text;
    EXPECT_NE(answer.unknown, "") << text;
  }
}

// A resource control policy names principals; one for services does not.
TEST(PolicyKindTest, AnOrganizationHasTwoKinds) {
  const auto escapes = [](std::string_view type, std::string_view principal) {
    return AnswerOf(
               *Template("  P: {Type: AWS::Organizations::Policy, Properties: "
                         "{Type: " +
                         std::string(type) +
                         ", Content: {Version: '2012-10-17', Statement: "
                         "[{Effect: Deny, " +
                         std::string(principal) +
                         "Action: 'connect:*', Resource: '*'}]}}}\n"),
               std::string(kQuestion) +
                   "let content = Resources.P.Properties.Content\n"
                   "let answer = iam_escapes(%content, %q)")
        .status;
  };
  EXPECT_EQ(escapes("RESOURCE_CONTROL_POLICY", "Principal: '*', "), "PASS");
  EXPECT_EQ(escapes("SERVICE_CONTROL_POLICY", ""), "PASS");
  EXPECT_EQ(escapes("SERVICE_CONTROL_POLICY", "Principal: '*', "), "UNKNOWN");
}

// What stands in a resource is what it is there for.
TEST(PolicyKindTest, InResourcesADocumentIsWhatItStandsFor) {
  const auto document = Template(
      "  R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: "
      "{Statement: [{Effect: Allow, Principal: {Service: "
      "connect.amazonaws.com}, Action: 'sts:AssumeRole'}]}, Policies: "
      "[{PolicyName: i, PolicyDocument: {Statement: [{Effect: Allow, Action: "
      "'sts:*', Resource: '*'}]}}]}}\n"
      "  B: {Type: AWS::S3::BucketPolicy, Properties: {PolicyDocument: "
      "{Statement: [{Effect: Allow, Principal: '*', Action: 'sts:AssumeRole', "
      "Resource: '*'}]}}}\n");
  const auto allows = [&](std::string_view which, std::string_view by) {
    return AnswerOf(*document,
                    "let q = { Action: 'sts:AssumeRole', Resource: '*', "
                    "Principal: " +
                        std::string(by) + " }\nlet documents = Resources." +
                        std::string(which) +
                        "\nlet answer = iam_allows(%documents, %q)")
        .status;
  };
  constexpr std::string_view kConnect = "{ Service: 'connect.amazonaws.com' }";
  constexpr std::string_view kLambda = "{ Service: 'lambda.amazonaws.com' }";
  constexpr std::string_view kTrust = "R.Properties.AssumeRolePolicyDocument";
  EXPECT_EQ(allows(kTrust, kConnect), "FAIL");
  EXPECT_EQ(allows(kTrust, kLambda), "PASS");
  EXPECT_EQ(allows("B.Properties.PolicyDocument", kLambda), "FAIL");
  // That of a principal says nothing of who asks.
  EXPECT_EQ(allows("R.Properties.Policies[0].PolicyDocument",
                   "{ AWS: 'arn:aws:iam::111122223333:role/r' }"),
            "FAIL");
}

// ----- Answers ---------------------------------------------------------------

TEST(IamAllowsTest, WithoutSuchARequestThereIsNoAnswer) {
  const Answer answer = AnswerOf(
      *Template("  P: {Type: AWS::IAM::ManagedPolicy, Properties: "
                "{PolicyDocument: {Statement: [{Effect: Allow, Action: '*', "
                "Resource: '*'}]}}}\n"),
      "let q = { Action: 'connect:DeleteInstance', Resource: '*', Condition: { "
      "StringEquals: { 'aws:x': 'a' }, StringNotEquals: { 'aws:x': 'a' } } }\n"
      "let answer = iam_allows(Resources.P.Properties.PolicyDocument, %q)");
  EXPECT_EQ(answer.status, "UNKNOWN");
  EXPECT_THAT(answer.unknown, HasSubstr("no request fits the question"));
}

// What an operator makes of a value of another type is documented nowhere.
TEST(IamAllowsTest, WhatAwsDoesNotSayIsNotKnown) {
  const Answer answer = AnswerOf(
      *Template("  P: {Type: AWS::IAM::ManagedPolicy, Properties: "
                "{PolicyDocument: {Statement: [{Effect: Allow, Action: '*', "
                "Resource: '*', Condition: {NumericNotEquals: {'aws:x': "
                "'5'}}}]}}}\n"),
      "let q = { Action: 'connect:DeleteInstance', Resource: '*', Condition: { "
      "StringEquals: { 'aws:x': 'five' } } }\n"
      "let answer = iam_allows(Resources.P.Properties.PolicyDocument, %q)");
  EXPECT_EQ(answer.status, "UNKNOWN");
  EXPECT_THAT(answer.unknown, HasSubstr("is not documented"));
}

// ----- iam_escapes -----------------------------------------------------------

// Of the policies in `statements` about the planned instance `I`.
Answer Escapes(std::string_view statements, std::string_view of = "Resources.I",
               std::string_view instance = "InstanceAlias: a") {
  return AnswerOf(
      *Template("  I: {Type: AWS::Connect::Instance, Properties: {" +
                std::string(instance) +
                "}}\n"
                "  Scp: {Type: AWS::Organizations::Policy, Properties: {Type: "
                "SERVICE_CONTROL_POLICY, Content: {Version: '2012-10-17', "
                "Statement: [" +
                std::string(statements) + "]}}}\n"),
      std::string(kQuestion) +
          "let content = Resources.Scp.Properties.Content\nlet of = " +
          std::string(of) + "\nlet answer = iam_escapes(%content, %q, %of)");
}

constexpr std::string_view kOneArn =
    "'arn:aws:connect:eu-west-2:111122223333:instance/"
    "f1288a1f-6193-445a-b47e-af739b2aaaaa'";
constexpr std::string_view kOtherArn =
    "'arn:aws:connect:eu-west-2:111122223333:instance/"
    "f1288a1f-6193-445a-b47e-af739b2bbbbb'";

TEST(IamEscapesTest, NamesOnlyWhatDoesNotDependOnTheArn) {
  const std::string by_region =
      "{Effect: Deny, Action: '*', Resource: " + std::string(kOneArn) +
      ", Condition: {StringEquals: {aws:RequestedRegion: eu-west-2}}}, "
      "{Effect: Deny, Action: '*', Resource: " +
      std::string(kOtherArn) +
      ", Condition: {StringEquals: {aws:SourceVpc: vpc-1}}}";
  const Answer some = Escapes(by_region);
  EXPECT_EQ(some.status, "FAIL");
  EXPECT_THAT(some.found,
              AllOf(HasSubstr("aws:RequestedRegion"),
                    HasSubstr("aws:SourceVpc"), Not(HasSubstr("resource "))));
  const Answer none = Escapes(
      "{Effect: Deny, Action: '*', Resource: " + std::string(kOneArn) +
      "}, {Effect: Deny, Action: '*', Resource: " + std::string(kOtherArn) +
      "}");
  EXPECT_EQ(none.status, "UNKNOWN");
  EXPECT_THAT(none.unknown, HasSubstr("depends on its ARN"));
}

TEST(IamEscapesTest, NamesOnlyWhatIsCertain) {
  const Answer answer = Escapes(
      "{Effect: Deny, Action: '*', Resource: '*', Condition: {ArnNotLike: "
      "{aws:PrincipalArn: 'arn:aws:iam::*:role/BreakGlass'}, StringNotEquals: "
      "{aws:SourceVpc: {'Fn::Unknown': which network}}}}");
  EXPECT_EQ(answer.status, "FAIL");
  EXPECT_THAT(answer.found, AllOf(HasSubstr("BreakGlass"),
                                  Not(HasSubstr("aws:SourceVpc in"))));
}

constexpr std::string_view kBreakGlass =
    "{Effect: Deny, Action: '*', Resource: '*', Condition: {ArnNotLike: "
    "{aws:PrincipalArn: 'arn:aws:iam::*:role/BreakGlass'}}}";

// What the content of `Scp`, chosen by `lets`, leaves open.
Answer EscapesOf(std::string_view statements, std::string_view lets) {
  return AnswerOf(
      *Template("  Rec: {Type: AWS::S3::Bucket, Properties: {BucketName: rec}}"
                "\n  Scp: {Type: AWS::Organizations::Policy, Properties: "
                "{Name: {'Fn::Unknown': name}, Type: SERVICE_CONTROL_POLICY, "
                "Content: {Version: '2012-10-17', Statement: [" +
                std::string(statements) + "]}}}\n"),
      "let q = { Action: 's3:*', Resource: 'arn:aws:s3:::rec' }\n" +
          std::string(lets));
}

TEST(IamEscapesTest, WithoutPoliciesNothingIsDenied) {
  EXPECT_EQ(EscapesOf(kBreakGlass,
                      "let none = Resources.*.Properties.Missing\n"
                      "let answer = iam_escapes(%none, %q)")
                .status,
            "FAIL");
}

TEST(IamEscapesTest, OfAnArnThatIsKnownNothingIsOpen) {
  constexpr std::string_view kContent =
      "let content = Resources.Scp.Properties.Content\n";
  const std::string by_question =
      std::string(kContent) + "let answer = iam_escapes(%content, %q)";
  const std::string by_resource =
      std::string(kContent) +
      "let of = Resources.Rec\nlet answer = iam_escapes(%content, %q, %of)";
  for (const std::string& lets : {by_question, by_resource}) {
    EXPECT_EQ(EscapesOf("{Effect: Deny, Action: '*', Resource: "
                        "'arn:aws:s3:::rec*'}",
                        lets)
                  .status,
              "PASS")
        << lets;
    const Answer some = EscapesOf(
        "{Effect: Deny, Action: '*', Resource: 'arn:aws:s3:::other'}", lets);
    EXPECT_EQ(some.status, "FAIL") << lets;
    EXPECT_THAT(EscapesOf(kBreakGlass, lets).found, HasSubstr("BreakGlass"))
        << lets;
  }
}

// A policy that may be another's denies nothing for certain.
TEST(IamEscapesTest, APolicyThatIsPerhapsMeantLeavesItOpen) {
  const Answer answer =
      EscapesOf("{Effect: Deny, Action: '*', Resource: '*'}",
                "let scps = Resources.*[ Properties.Name == 'x' ]\n"
                "let content = some %scps.Properties.Content\n"
                "let answer = iam_escapes(%content, %q)");
  EXPECT_EQ(answer.status, "UNKNOWN");
  EXPECT_THAT(answer.unknown, HasSubstr("whether this policy is one of them"));
}

TEST(IamEscapesTest, AResourceThatIsNotKnownLeavesItOpen) {
  const Answer answer = Escapes("{Effect: Deny, Action: '*', Resource: '*'}",
                                "Resources.I.Properties.InstanceAlias",
                                "InstanceAlias: {'Fn::Unknown': a}");
  EXPECT_EQ(answer.status, "UNKNOWN");
  EXPECT_THAT(answer.unknown, HasSubstr("which resource is asked about"));
}

TEST(IamEscapesTest, OfSensitivePoliciesItSaysThatSomethingGetsThrough) {
  const SampleDocument sample(
      R"({"P": {"Type": "AWS::Organizations::Policy", "Properties": {
          "Type": "SERVICE_CONTROL_POLICY", "Content": {"Statement": [
            {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition":
              {"ArnNotLike": {"aws:PrincipalArn": {"$sensitive":
                "arn:aws:iam::*:role/hush"}}}}]}}}})");
  const Answer answer = AnswerOf(
      sample.document(), std::string(kQuestion) +
                             "let content = Resources.P.Properties.Content\n"
                             "let answer = iam_escapes(%content, %q)");
  EXPECT_EQ(answer.status, "FAIL");
  EXPECT_THAT(answer.found + answer.remark, Not(HasSubstr("hush")));
}

// ----- iam_lint --------------------------------------------------------------

Answer Lint(std::string_view statement, std::string_view checks,
            std::string_view services = "['s3']") {
  return AnswerOf(
      *Template("  P: {Type: AWS::IAM::ManagedPolicy, Properties: "
                "{PolicyDocument: {Statement: [" +
                std::string(statement) +
                "]}}}\nPlan: {Good: [unknown-action, duplicate-sid], Bad: [5, "
                "unknown-action], Late: [[5], [unknown-action]]}\n"),
      "let documents = Resources.P.Properties.PolicyDocument\nlet checks = " +
          std::string(checks) + "\nlet services = " + std::string(services) +
          "\nlet answer = iam_lint(%documents, %checks, %services)");
}

TEST(IamLintTest, TakesNamesAndListsOfNames) {
  constexpr std::string_view kWrong =
      "{Effect: Allow, Action: ['s3:GetObject', 's3:NoSuch'], Resource: '*'}";
  for (const char* good : {"'unknown-action'", "['unknown-action']",
                           "Plan.Good", "Plan.Good[*]"}) {
    EXPECT_EQ(Lint(kWrong, good).status, "FAIL") << good;
  }
  for (const char* bad : {"Plan.Bad", "Plan.Bad[*]", "Plan.Late[*]", "5",
                          "Plan.*.Missing", "['unknown-action', 5]"}) {
    EXPECT_THAT(Lint(kWrong, bad).status, HasSubstr("no list of names")) << bad;
  }
  EXPECT_THAT(Lint(kWrong, "'unknown-action'", "7").status,
              HasSubstr("the third argument"));
}

TEST(IamLintTest, SpeaksOfStatementsAboutTheServices) {
  const auto with = [](std::string_view action, std::string_view check) {
    return Lint("{Effect: Allow, " + std::string(action) +
                    ", Resource: '*', Condition: {StringEquals: "
                    "{'aws:NoSuchKey': a}}}",
                "'" + std::string(check) + "'")
        .status;
  };
  constexpr std::string_view kKey = "unknown-condition-key";
  EXPECT_EQ(with("Action: 's3:GetObject'", kKey), "FAIL");
  EXPECT_EQ(with("NotAction: ['connect:*', 'S3:GetObject']", kKey), "FAIL");
  EXPECT_EQ(with("Action: 'connect:DeleteInstance'", kKey), "PASS");
  EXPECT_EQ(with("Action: 5", kKey), "PASS");
  // What stands outside of statements is about no service.
  EXPECT_EQ(with("Action: 's3:GetObject'", "version"), "PASS");
  EXPECT_EQ(Lint("{Effect: Allow, Action: 's3:GetObject', Resource: '*'}",
                 "'version'", "['s3', 'connect']")
                .status,
            "PASS");
}

TEST(IamLintTest, ADocumentThatIsNotKnownMayBeWrong) {
  const Answer answer = AnswerOf(
      *Template("  P: {Type: AWS::IAM::ManagedPolicy, Properties: "
                "{PolicyDocument: {'Fn::Unknown': which document}}}\n"),
      "let document = Resources.P.Properties.PolicyDocument\n"
      "let answer = iam_lint(%document, 'unknown-action')");
  EXPECT_EQ(answer.status, "UNKNOWN");
  EXPECT_THAT(answer.unknown, HasSubstr("which document"));
}

// An action that is not known may be one of theirs.
TEST(IamLintTest, AnUnknownActionLeavesItOpen) {
  for (const char* action : {"Action: {'Fn::Unknown': which actions}",
                             "Action: ['connect:*', {'Fn::Unknown': which "
                             "actions}]"}) {
    const Answer answer = Lint("{Effect: Allow, " + std::string(action) +
                                   ", Resource: '*', Condition: {StringEquals: "
                                   "{'aws:NoSuchKey': a}}}",
                               "'unknown-condition-key'");
    EXPECT_EQ(answer.status, "UNKNOWN") << action;
    EXPECT_THAT(answer.unknown, HasSubstr("which actions")) << action;
  }
}

}  // namespace
}  // namespace connectguard
