// Which policies a role, user or group has: where they are attached, by what,
// and where that is not known.
#include "builtins/iam_holders.h"

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

// Whether the resource `Who` may delete instances.
Answer Can(const Document& document, std::string_view who = "Who") {
  return AnswerOf(document, std::string(kQuestion) + "let who = Resources." +
                                std::string(who) +
                                "\nlet answer = iam_can(%who, %q)");
}
Answer Can(std::string_view resources, std::string_view who = "Who") {
  return Can(*Template(resources), who);
}

// What `Who` gains, given both states.
Answer Gains(std::string_view resources, std::string_view previous) {
  return AnswerOf(
      *Template(std::string(resources) + "Previous:\n" + std::string(previous)),
      std::string(kQuestion) +
          "let who = Resources.Who\nlet answer = iam_gains(%who, %q)");
}

constexpr std::string_view kGrant =
    "{Statement: {Effect: Allow, Action: 'connect:*', Resource: '*'}}";
constexpr std::string_view kDenial =
    "{Statement: {Effect: Deny, Action: 'connect:*', Resource: '*'}}";

std::string Policy(std::string_view id, std::string_view type,
                   std::string_view names, std::string_view document = kGrant) {
  return "  " + std::string(id) + ": {Type: AWS::IAM::" + std::string(type) +
         ", Properties: {" + std::string(names) +
         ", PolicyDocument: " + std::string(document) + "}}\n";
}

// ----- Attached --------------------------------------------------------------

// A group or user needs no property in a template, and has policies all the
// same.
TEST(IamHoldersTest, AHolderWithoutPropertiesHasWhatIsAttachedToIt) {
  EXPECT_EQ(Can("  Who: {Type: AWS::IAM::User}\n").status, "PASS");
  EXPECT_EQ(Can("  Who: {Type: AWS::IAM::User}\n" +
                Policy("P", "UserPolicy", "UserName: !Ref Who"))
                .status,
            "FAIL");
  EXPECT_EQ(Can("  Who: {Type: AWS::IAM::User, Properties: {UserName: u}}\n"
                "  Team: {Type: AWS::IAM::Group}\n"
                "  In: {Type: AWS::IAM::UserToGroupAddition, Properties: "
                "{GroupName: !Ref Team, Users: [!Ref Who]}}\n" +
                Policy("P", "GroupPolicy", "GroupName: !Ref Team"))
                .status,
            "FAIL");
}

// Previous states, and inputs of other programs, may have nothing at all.
TEST(IamHoldersTest, WithoutPropertiesNothingIsSaid) {
  const SampleDocument sample(
      R"({"Who": {"Type": "AWS::IAM::User"}, "P": {"Type": "AWS::IAM::Policy"},
          "S": {"Type": "AWS::Organizations::Policy"}})");
  EXPECT_EQ(Can(sample.document()).status, "PASS");
  EXPECT_EQ(Can(sample.document(), "P").status, "PASS");
}

TEST(IamHoldersTest, WhatIsNotThereIsNoPolicy) {
  for (const char* rest :
       {R"("Policies": null)", R"("Policies": {"$unset": "no value"})",
        R"("Policies": [{"PolicyName": "p", "PolicyDocument": null}])",
        R"("Policies": [{"PolicyName": "p"}])", R"("ManagedPolicyArns": null)",
        R"("PermissionsBoundary": {"$unset": "no value"})"}) {
    const SampleDocument sample(
        R"({"Who": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "r", )" +
        std::string(rest) + "}}}");
    EXPECT_EQ(Can(sample.document()).status, "PASS") << rest;
  }
}

TEST(IamHoldersTest, APolicyThatIsNotKnownMaySayAnything) {
  const Answer answer =
      Can("  Who: {Type: AWS::IAM::Role, Properties: {RoleName: r, Policies: "
          "[{'Fn::Unknown': an inline policy is open}]}}\n");
  EXPECT_EQ(answer.status, "UNKNOWN");
  EXPECT_THAT(answer.unknown, HasSubstr("an inline policy is open"));
}

// AWS refuses such policies: they grant nothing, and limit nothing.
TEST(IamHoldersTest, APolicyOfThePlanWithoutADocumentSaysNothing) {
  constexpr std::string_view kEmpty =
      "  P: {Type: AWS::IAM::ManagedPolicy, Properties: {ManagedPolicyName: "
      "p}}\n  L: {Type: AWS::IAM::RolePolicy, Properties: {RoleName: !Ref "
      "Who}}\n  M: {Type: AWS::IAM::RolePolicy}\n";
  EXPECT_EQ(Can("  Who: {Type: AWS::IAM::Role, Properties: {RoleName: r, "
                "ManagedPolicyArns: [!Ref P]}}\n" +
                std::string(kEmpty))
                .status,
            "PASS");
  EXPECT_EQ(Can("  Who: {Type: AWS::IAM::Role, Properties: {RoleName: r, "
                "PermissionsBoundary: !Ref P, Policies: [{PolicyName: i, "
                "PolicyDocument: " +
                std::string(kGrant) + "}]}}\n" + std::string(kEmpty))
                .status,
            "FAIL");
}

TEST(IamHoldersTest, TheNameOfASensitivePolicyIsNotTold) {
  const SampleDocument sample(
      R"({"Who": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "r",
          "ManagedPolicyArns": [
            {"$sensitive": "arn:aws:iam::111122223333:policy/Hush"}]}}})");
  const Answer answer = Can(sample.document());
  EXPECT_EQ(answer.status, "UNKNOWN");
  EXPECT_THAT(answer.unknown, AllOf(HasSubstr("not part of the input"),
                                    Not(HasSubstr("Hush"))));
}

// ----- Perhaps attached ------------------------------------------------------

constexpr std::string_view kRoleAndUser =
    "  Who: {Type: AWS::IAM::Role, Properties: {RoleName: r}}\n"
    "  Other: {Type: AWS::IAM::User, Properties: {UserName: u}}\n";

TEST(IamHoldersTest, APolicyOfARoleThatIsNotKnownMayBeOfEachRole) {
  const std::string resources =
      std::string(kRoleAndUser) +
      Policy("P", "RolePolicy", "RoleName: {'Fn::Unknown': which role}");
  const Answer role = Can(resources);
  EXPECT_EQ(role.status, "UNKNOWN");
  EXPECT_THAT(
      role.unknown,
      HasSubstr("whether this policy is attached to `Who` is not known"));
  EXPECT_EQ(Can(resources, "Other").status, "PASS");
}

TEST(IamHoldersTest, APolicyOfSomethingElseIsOfNoRole) {
  EXPECT_EQ(Can(std::string(kRoleAndUser) +
                Policy("P", "RolePolicy", "RoleName: !Ref Other"))
                .status,
            "PASS");
}

// What may be attached changes nothing where the answer is the same with it.
TEST(IamHoldersTest, ADoubtCountsOnlyWhereItMatters) {
  constexpr std::string_view kUnknownRole = "Roles: [{'Fn::Unknown': which}]";
  const std::string granted =
      std::string(kRoleAndUser) + Policy("P", "RolePolicy", "RoleName: r");
  EXPECT_EQ(Can(granted + Policy("Q", "Policy", kUnknownRole)).status, "FAIL");
  EXPECT_EQ(Can(granted + Policy("Q", "Policy", kUnknownRole, kDenial)).status,
            "UNKNOWN");
}

// ----- Before ----------------------------------------------------------------

// What existed names others by literals: name, ARN, or the ARN's last part.
TEST(IamHoldersTest, OfWhatExistedLiteralsSayWhoHasAPolicy) {
  const std::string now =
      "  Who: {Type: AWS::IAM::Role, Properties: {RoleName: r, Policies: "
      "[{PolicyName: i, PolicyDocument: " +
      std::string(kGrant) + "}]}}\n";
  const auto gains = [&](std::string_view arns) {
    return Gains(now,
                 "  Who: {Type: AWS::IAM::Role, Properties: {RoleName: r, "
                 "ManagedPolicyArns: " +
                     std::string(arns) + "}}\n" +
                     "  Same: {Type: AWS::IAM::Group, Properties: {GroupName: "
                     "Old}}\n"
                     "  Odd: {Type: AWS::IAM::User, Properties: {UserName: "
                     "5}}\n" +
                     Policy("Old", "ManagedPolicy", "ManagedPolicyName: Old"))
        .status;
  };
  EXPECT_EQ(gains("['arn:aws:iam::111122223333:policy/team/Old']"), "PASS");
  EXPECT_EQ(gains("[]"), "FAIL");
  EXPECT_EQ(gains("[{'Fn::Unknown': which}]"), "UNKNOWN");
  EXPECT_EQ(gains("['arn:aws:iam::aws:policy/AmazonConnectReadOnlyAccess']"),
            "FAIL");
}

TEST(IamHoldersTest, AnotherOfTheSameNameIsNotMeant) {
  // A user of the role's name had the policy, not the role.
  EXPECT_EQ(Gains("  Who: {Type: AWS::IAM::Role, Properties: {RoleName: same, "
                  "Policies: [{PolicyName: i, PolicyDocument: " +
                      std::string(kGrant) + "}]}}\n",
                  "  Who: {Type: AWS::IAM::Role, Properties: {RoleName: "
                  "same}}\n  U: {Type: AWS::IAM::User, Properties: {UserName: "
                  "same}}\n" +
                      Policy("P", "UserPolicy", "UserName: same"))
                .status,
            "FAIL");
}

// ----- Groups ----------------------------------------------------------------

TEST(IamHoldersTest, AGroupHasItsPoliciesAndItsUsersHaveThem) {
  const auto document = Template(
      "  Who: {Type: AWS::IAM::User, Properties: {UserName: u, Groups: [g]}}\n"
      "  Alone: {Type: AWS::IAM::User, Properties: {UserName: v}}\n"
      "  Team: {Type: AWS::IAM::Group, Properties: {GroupName: g}}\n" +
      Policy("P", "GroupPolicy", "GroupName: g"));
  EXPECT_EQ(Can(*document, "Team").status, "FAIL");
  EXPECT_EQ(Can(*document, "Who").status, "FAIL");
  EXPECT_EQ(Can(*document, "Alone").status, "PASS");
}

TEST(IamHoldersTest, OfGroupsOnlyWhatThePlanSaysIsInherited) {
  constexpr std::string_view kUser =
      "  Who: {Type: AWS::IAM::User, Properties: {UserName: u}}\n"
      "  Team: {Type: AWS::IAM::Group, Properties: {GroupName: g}}\n";
  const std::string policy = Policy("P", "GroupPolicy", "GroupName: g");
  for (const char* addition :
       {"{GroupName: g}", "{Users: [u]}", "{GroupName: g, Users: [other]}",
        "{GroupName: elsewhere, Users: [other]}"}) {
    EXPECT_EQ(Can(std::string(kUser) + policy +
                  "  In: {Type: AWS::IAM::UserToGroupAddition, Properties: " +
                  addition + "}\n")
                  .status,
              "PASS")
        << addition;
  }
}

// Nobody knows what a group has that is not in the plan, or who is in one.
TEST(IamHoldersTest, AGroupThatIsNotInThePlanMaySayAnything) {
  const std::string policy = Policy("P", "GroupPolicy", "GroupName: g");
  const auto user = [&](std::string_view groups, std::string_view addition) {
    return Can(
        "  Who: {Type: AWS::IAM::User, Properties: {UserName: u, "
        "Groups: " +
        std::string(groups) +
        "}}\n  Team: {Type: AWS::IAM::Group, Properties: {GroupName: "
        "g}}\n  In: {Type: AWS::IAM::UserToGroupAddition, Properties: " +
        std::string(addition) + "}\n" + policy);
  };
  EXPECT_EQ(user("[]", "{GroupName: none}").status, "PASS");
  const Answer outside = user("[admins]", "{GroupName: none}");
  EXPECT_EQ(outside.status, "UNKNOWN");
  EXPECT_THAT(
      outside.unknown,
      HasSubstr("what the group `admins` says is not part of the input"));
  EXPECT_EQ(user("[{'Fn::Unknown': which}]", "{GroupName: none}").status,
            "UNKNOWN");
  EXPECT_EQ(user("[]", "{GroupName: admins, Users: [u]}").status, "UNKNOWN");
  EXPECT_EQ(user("[]", "{GroupName: g, Users: [{'Fn::Unknown': who}]}").status,
            "UNKNOWN");
  EXPECT_EQ(user("[]",
                 "{GroupName: {'Fn::Unknown': a}, Users: {'Fn::Unknown': "
                 "who}}")
                .status,
            "UNKNOWN");
}

TEST(IamHoldersTest, WhatAGroupPerhapsHasItsUsersPerhapsHave) {
  EXPECT_EQ(Can("  Who: {Type: AWS::IAM::User, Properties: {UserName: u, "
                "Groups: [g]}}\n  Team: {Type: AWS::IAM::Group, Properties: "
                "{GroupName: g}}\n" +
                Policy("P", "GroupPolicy", "GroupName: {'Fn::Unknown': which}"))
                .status,
            "UNKNOWN");
}

// ----- Who asks --------------------------------------------------------------

// With a name or path that is not known, nobody knows whether a condition on
// the principal holds.
TEST(IamHoldersTest, WithoutANameAnswersDependOnIt) {
  const auto role = [](std::string_view naming, std::string_view condition) {
    return Can("  Who: {Type: AWS::IAM::Role, Properties: {" +
               std::string(naming) +
               "Policies: [{PolicyName: i, PolicyDocument: {Statement: "
               "{Effect: Allow, Action: 'connect:*', Resource: '*'" +
               std::string(condition) + "}}}]}}\n");
  };
  constexpr std::string_view kOnlyDesk =
      ", Condition: {ArnLike: {aws:PrincipalArn: "
      "'arn:aws:iam::*:role/team/desk'}}";
  EXPECT_EQ(role("RoleName: desk, Path: /team/, ", kOnlyDesk).status, "FAIL");
  EXPECT_EQ(role("RoleName: desk, Path: /other/, ", kOnlyDesk).status, "PASS");
  for (const char* naming : {"", "RoleName: {'Fn::Unknown': name}, ",
                             "RoleName: desk, Path: {'Fn::Unknown': path}, ",
                             "RoleName: desk, Path: /team, "}) {
    const Answer answer = role(naming, kOnlyDesk);
    EXPECT_EQ(answer.status, "UNKNOWN") << naming;
    EXPECT_THAT(answer.unknown, HasSubstr("depend on the name")) << naming;
    EXPECT_EQ(role(naming, "").status, "FAIL") << naming;
  }
}

}  // namespace
}  // namespace connectguard
