// Questions about IAM policies as rules ask them.
#include "builtins/iam_functions.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "builtins/rule_answer.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;

// The statements of a policy that allow what is asked.
Answer GrantsIn(std::string_view policy,
                std::string_view question =
                    "{ Action: 'connect:DeleteInstance', Resource: '*' }") {
  Document document;
  const std::uint16_t file =
      document.AddFile("t.yaml", "Policy: " + std::string(policy) + "\n");
  const auto root = ReadYaml(&document, file, YamlDialect::kCloudFormation);
  if (!root) {
    return {.status = Render(root.error().diagnostic)};
  }
  document.SetRoot(*root);
  return AnswerOf(document, "let question = " + std::string(question) +
                                "\nlet answer = iam_allows(Policy, %question)");
}

TEST(IamAllowsTest, GivesTheStatementsThatAllow) {
  const Answer answer = GrantsIn(
      "{Version: '2012-10-17', Statement: ["
      "{Sid: read, Effect: Allow, Action: 's3:Get*', Resource: '*'}, "
      "{Sid: all, Effect: Allow, Action: 'connect:*', Resource: '*'}]}");
  EXPECT_EQ(answer.status, "FAIL");
  EXPECT_THAT(answer.found, HasSubstr("\"all\""));
  EXPECT_THAT(answer.found, ::testing::Not(HasSubstr("\"read\"")));
}

TEST(IamAllowsTest, GivesNothingWhereNothingAllows) {
  for (const char* policy :
       {"{Statement: {Effect: Allow, Action: 's3:*', Resource: '*'}}",
        "{Statement: [{Effect: Allow, Action: '*', Resource: '*'}, {Effect: "
        "Deny, Action: 'connect:Delete*', Resource: '*'}]}",
        "{Statement: {Effect: Allow, NotAction: 'connect:*', Resource: '*'}}",
        "{Statement: []}"}) {
    EXPECT_EQ(GrantsIn(policy).status, "PASS") << policy;
  }
}

// A Deny that spares someone does not end the matter.
TEST(IamAllowsTest, SeesThroughADenyWithConditions) {
  EXPECT_EQ(GrantsIn("{Statement: [{Effect: Allow, Action: '*', Resource: "
                     "'*'}, {Effect: Deny, Action: 'connect:*', Resource: '*', "
                     "Condition: {Bool: {aws:MultiFactorAuthPresent: "
                     "'false'}}}]}")
                .status,
            "FAIL");
}

TEST(IamAllowsTest, ReadsDocumentsThatAreText) {
  EXPECT_EQ(GrantsIn("'{\"Statement\": {\"Effect\": \"Allow\", \"Action\": "
                     "\"connect:*\", \"Resource\": \"*\"}}'")
                .status,
            "FAIL");
  const Answer no_document = GrantsIn("'{\"Statement\": ['");
  EXPECT_EQ(no_document.status, "UNKNOWN");
  EXPECT_THAT(no_document.unknown, HasSubstr("no policy document"));
}

TEST(IamAllowsTest, WhatCannotBeReadIsUnknown) {
  const Answer answer = GrantsIn(
      "{Statement: {Effect: Allow, Action: 'connect:*', Resource: "
      "'*', Condition: {NoSuchOperator: {a: b}}}}");
  EXPECT_EQ(answer.status, "UNKNOWN");
  EXPECT_NE(answer.unknown, "");
  EXPECT_EQ(GrantsIn("5").status, "UNKNOWN");
}

TEST(IamAllowsTest, AQuestionHasToBeClear) {
  constexpr char kPolicy[] =
      "{Statement: {Effect: Allow, Action: '*', Resource: '*'}}";
  for (const char* question :
       {"'connect:DeleteInstance'", "{ Actions: 'connect:DeleteInstance' }",
        "{ Effect: 'Allow', Action: '*', Resource: '*' }", "5"}) {
    EXPECT_THAT(GrantsIn(kPolicy, question).status, HasSubstr("t.guard:2:"))
        << question;
  }
}

TEST(IamAllowsTest, AsksForOneResource) {
  constexpr char kQuestion[] =
      "{ Action: 'connect:DeleteInstance', Resource: "
      "'arn:aws:connect:eu-west-1:111122223333:instance/i' }";
  const auto of = [&](std::string_view instance) {
    return GrantsIn(
               "{Statement: {Effect: Allow, Action: 'connect:*', "
               "Resource: 'arn:aws:connect:eu-west-1:111122223333:" +
                   std::string(instance) + "'}}",
               kQuestion)
        .status;
  };
  EXPECT_EQ(of("instance/i"), "FAIL");
  EXPECT_EQ(of("instance/*"), "FAIL");
  EXPECT_EQ(of("instance/other"), "PASS");
}

// ----- Of whole templates ----------------------------------------------------

// Resources are called by their names, as readers have them.
void NameResources(const Value& root, Document* document) {
  const Value* resources = Find(root, "Resources");
  if (resources == nullptr || !resources->Is(Kind::kMap)) {
    return;
  }
  for (const Member& resource : resources->AsMap()) {
    for (const std::string_view key :
         {"RoleName", "UserName", "GroupName", "ManagedPolicyName"}) {
      const Value* name = FindPath(resource.value, {"Properties", key});
      if (name != nullptr && name->Is(Kind::kString)) {
        const std::vector<Identifier> names = {
            {.attribute = "name", .text = name->AsString()}};
        document->SetNaming(resource.key->text,
                            {.native_type = {},
                             .identifiers = document->arena().CopyArray(
                                 std::span<const Identifier>(names))});
      }
    }
  }
}

// What a call answers about a template.
Answer Found(std::string_view resources, std::string_view call,
             std::string_view lets = "", std::string_view previous = "") {
  Document document;
  const std::uint16_t file = document.AddFile(
      "t.yaml", "Resources:\n" + std::string(resources) +
                    (previous.empty() ? std::string()
                                      : "Previous:\n" + std::string(previous)));
  const auto root = ReadYaml(&document, file, YamlDialect::kCloudFormation);
  if (!root) {
    return {.status = Render(root.error().diagnostic)};
  }
  NameResources(**root, &document);
  document.SetRoot(*root);
  return AnswerOf(document,
                  std::string(lets) + "\nlet answer = " + std::string(call));
}

constexpr char kRole[] =
    "  Desk: {Type: AWS::IAM::Role, Properties: {RoleName: desk, "
    "ManagedPolicyArns: [MANAGED], PermissionsBoundary: BOUNDARY}}\n";

std::string Role(std::string_view managed, std::string_view boundary = "null") {
  std::string text = kRole;
  text.replace(text.find("MANAGED"), 7, managed);
  text.replace(text.find("BOUNDARY"), 8, boundary);
  return text;
}

std::string Policy(std::string_view id, std::string_view statement,
                   std::string_view more = "") {
  return "  " + std::string(id) +
         ": {Type: AWS::IAM::ManagedPolicy, Properties: {ManagedPolicyName: " +
         std::string(id) + std::string(more) +
         ", PolicyDocument: {Version: '2012-10-17', Statement: [" +
         std::string(statement) + "]}}}\n";
}

constexpr char kAll[] = "{Effect: Allow, Action: 'connect:*', Resource: '*'}";
constexpr char kDenyDeletion[] =
    "{Effect: Deny, Action: 'connect:Delete*', Resource: '*'}";
constexpr char kDeletion[] =
    "let q = { Action: 'connect:DeleteInstance', Resource: '*' }\n"
    "let holders = Resources.*[ Type == /IAM/ ]";
constexpr char kCan[] = "iam_can(%holders, %q)";

TEST(IamCanTest, ShowsARequestOfTheHolder) {
  const Answer answer = Found(Role("P") + Policy("P", kAll), kCan, kDeletion);
  EXPECT_EQ(answer.status, "FAIL");
  EXPECT_THAT(answer.remark, HasSubstr("connect:DeleteInstance on arn:aws:"));
  EXPECT_THAT(answer.remark, HasSubstr("role/desk"));
}

// A Deny in another policy of the role counts, and so does its boundary.
TEST(IamCanTest, PutsThePoliciesOfAHolderTogether) {
  EXPECT_EQ(Found(Role("P, Q") + Policy("P", kAll) + Policy("Q", kDenyDeletion),
                  kCan, kDeletion)
                .status,
            "PASS");
  const std::string boundary =
      Policy("B", "{Effect: Allow, Action: 's3:*', Resource: '*'}");
  EXPECT_EQ(
      Found(Role("P", "B") + Policy("P", kAll) + boundary, kCan, kDeletion)
          .status,
      "PASS");
}

TEST(IamCanTest, AsksAPolicyThatNobodyHasByItself) {
  EXPECT_EQ(Found(Policy("P", kAll), kCan, kDeletion).status, "FAIL");
  // One that somebody has is left to whoever that is.
  EXPECT_EQ(Found(Role("P, Q") + Policy("P", kAll) + Policy("Q", kDenyDeletion),
                  "iam_can(%policies, %q)",
                  std::string(kDeletion) +
                      "\nlet policies = Resources.*[ Type == /Policy/ ]")
                .status,
            "PASS");
}

// What is attached but not part of the input matters only where it may decide.
TEST(IamCanTest, SaysWhatIsNotPartOfTheInput) {
  const Answer open = Found(
      Role("'arn:aws:iam::111122223333:policy/Elsewhere'"), kCan, kDeletion);
  EXPECT_EQ(open.status, "UNKNOWN");
  EXPECT_THAT(open.unknown, HasSubstr("policy/Elsewhere"));
  EXPECT_EQ(Found(Role("P, 'arn:aws:iam::111122223333:policy/Elsewhere'") +
                      Policy("P", kDenyDeletion),
                  kCan, kDeletion)
                .status,
            "PASS");
}

TEST(IamCanTest, KnowsSomePoliciesOfAws) {
  const Answer admin = Found(
      Role("'arn:aws:iam::aws:policy/AdministratorAccess'"), kCan, kDeletion);
  EXPECT_EQ(admin.status, "FAIL");
  EXPECT_THAT(admin.found, HasSubstr("AdministratorAccess"));
  EXPECT_EQ(Found(Role("'arn:aws:iam::aws:policy/AmazonConnectReadOnlyAccess'"),
                  kCan, kDeletion)
                .status,
            "PASS");
}

TEST(IamCanTest, AUserHasThePoliciesOfItsGroups) {
  EXPECT_EQ(Found("  U: {Type: AWS::IAM::User, Properties: {UserName: u}}\n"
                  "  G: {Type: AWS::IAM::Group, Properties: {GroupName: g}}\n"
                  "  In: {Type: AWS::IAM::UserToGroupAddition, Properties: "
                  "{GroupName: g, Users: [u]}}\n"
                  "  P: {Type: AWS::IAM::GroupPolicy, Properties: {GroupName: "
                  "g, PolicyDocument: {Statement: [" +
                      std::string(kAll) + "]}}}\n",
                  "iam_can(%users, %q)",
                  std::string(kDeletion) +
                      "\nlet users = Resources.*[ Type == /User$/ ]")
                .status,
            "FAIL");
}

// To which accounts a service control policy applies is not in a plan.
TEST(IamCanTest, AnScpOfThePlanMakesAYesUnknown) {
  const Answer answer = Found(
      Role("P") + Policy("P", kAll) +
          "  Scp: {Type: AWS::Organizations::Policy, Properties: {Type: "
          "SERVICE_CONTROL_POLICY, TargetIds: [r-1], Content: {Statement: [" +
          kDenyDeletion + "]}}}\n",
      kCan, kDeletion);
  EXPECT_EQ(answer.status, "UNKNOWN");
  EXPECT_THAT(answer.unknown, HasSubstr("`Scp` denies it"));
}

TEST(IamCanTest, RefusesWhatIsNoHolder) {
  EXPECT_THAT(Found("  B: {Type: AWS::S3::Bucket}\n",
                    "iam_can(Resources.*, %q)", kDeletion)
                  .status,
              HasSubstr("no planned role"));
}

TEST(IamExceedsTest, ComparesWithADocument) {
  constexpr char kMost[] =
      "let most = { Statement: [{ Effect: 'Allow', Action: 'connect:*', "
      "Resource: '*' }] }\nlet holders = Resources.*[ Type == /IAM/ ]";
  constexpr char kExceeds[] = "iam_exceeds(%holders, %most)";
  EXPECT_EQ(Found(Policy("P", kAll), kExceeds, kMost).status, "PASS");
  const Answer more =
      Found(Policy("P",
                   "{Effect: Allow, Action: ['connect:*', 's3:GetObject'], "
                   "Resource: '*'}"),
            kExceeds, kMost);
  EXPECT_EQ(more.status, "FAIL");
  EXPECT_THAT(more.remark, HasSubstr("s3:GetObject"));
  EXPECT_THAT(
      Found(Policy("P", kAll), "iam_exceeds(%holders, 'x')", kMost).status,
      HasSubstr("no policy document"));
}

TEST(IamGainsTest, TellsWhatIsNew) {
  const std::string narrow = Policy(
      "P", "{Effect: Allow, Action: 'connect:Describe*', Resource: '*'}");
  constexpr char kGains[] = "iam_gains(%holders, %q)";
  const Answer gain = Found(Policy("P", kAll), kGains, kDeletion, narrow);
  EXPECT_EQ(gain.status, "FAIL");
  EXPECT_THAT(gain.remark, HasSubstr("connect:DeleteInstance"));
  EXPECT_EQ(Found(narrow, kGains, kDeletion, Policy("P", kAll)).status, "PASS");
  EXPECT_EQ(Found(Policy("P", kAll), kGains, kDeletion).status, "PASS");
  // The role had it by another policy.
  EXPECT_EQ(Found(Role("P") + Policy("P", kAll), kGains, kDeletion,
                  Role("Q") + Policy("Q", kAll))
                .status,
            "PASS");
}

TEST(IamEscalatesTest, NamesTheWay) {
  const Answer answer = Found(
      Policy("P",
             "{Effect: Allow, Action: 'iam:AttachRolePolicy', Resource: '*'}"),
      "iam_escalates(%holders)", "let holders = Resources.*[ Type == /IAM/ ]");
  EXPECT_EQ(answer.status, "FAIL");
  EXPECT_THAT(answer.remark, HasSubstr("attach-role-policy"));
}

// ----- Denies ----------------------------------------------------------------

std::string Scp(std::string_view statements) {
  return "  I: {Type: AWS::Connect::Instance, Properties: {InstanceAlias: a}}\n"
         "  Scp: {Type: AWS::Organizations::Policy, Properties: {Type: "
         "SERVICE_CONTROL_POLICY, TargetIds: [r-1], Content: {Version: "
         "'2012-10-17', Statement: [" +
         std::string(statements) + "]}}}\n";
}

Answer Escapes(std::string_view statements) {
  return Found(
      Scp(statements), "iam_escapes(%content, %q, %instances)",
      "let q = { Action: 'connect:DeleteInstance', Resource: '*', "
      "Condition: { Null: { 'aws:PrincipalTag/*': 'true' } } }\n"
      "let content = some Resources.*[ Type == /Organ/ ].Properties.Content\n"
      "let instances = Resources.*[ Type == /Instance/ ]");
}

TEST(IamEscapesTest, TellsTheExceptions) {
  EXPECT_EQ(Escapes(kDenyDeletion).status, "PASS");
  const Answer exempt = Escapes(
      "{Effect: Deny, Action: '*', Resource: '*', Condition: {ArnNotLike: "
      "{aws:PrincipalArn: 'arn:aws:iam::*:role/BreakGlass'}}}");
  EXPECT_EQ(exempt.status, "FAIL");
  EXPECT_THAT(exempt.found, HasSubstr("role/BreakGlass"));
  EXPECT_THAT(exempt.remark, HasSubstr("role/BreakGlass"));
}

TEST(IamEscapesTest, TakesAwayTagsThatThePoliciesAskFor) {
  EXPECT_EQ(Escapes("{Effect: Deny, Action: '*', Resource: '*', Condition: "
                    "{StringNotEquals: {'aws:PrincipalTag/Team': a}}}")
                .status,
            "PASS");
}

// The instance's ARN is not known: one literal ARN may be it or not.
TEST(IamEscapesTest, ALiteralArnMayBeTheOne) {
  const Answer answer = Escapes(
      "{Effect: Deny, Action: '*', Resource: 'arn:aws:connect:eu-west-2:"
      "111122223333:instance/f1288a1f-6193-445a-b47e-af739b2aaaaa'}");
  EXPECT_EQ(answer.status, "UNKNOWN");
  EXPECT_THAT(answer.unknown, HasSubstr("depends on its ARN"));
}

// ----- Documents of resources ------------------------------------------------

TEST(IamPublicTest, FindsTheWayIn) {
  constexpr char kLets[] =
      "let documents = some Resources.*.Properties.PolicyDocument";
  const auto with = [&](std::string_view principal) {
    return Found(
               "  P: {Type: AWS::S3::BucketPolicy, Properties: "
               "{PolicyDocument: {Statement: [{Effect: Allow, Action: "
               "'s3:GetObject', Resource: '*', Principal: " +
                   std::string(principal) + "}]}}}\n",
               "iam_public(%documents)", kLets)
        .status;
  };
  EXPECT_EQ(with("'*'"), "FAIL");
  EXPECT_EQ(with("{AWS: '111122223333'}"), "PASS");
}

TEST(IamLintTest, GivesThePartsOfNamedChecks) {
  constexpr char kLets[] =
      "let documents = some Resources.*.Properties.PolicyDocument\n"
      "let checks = ['unknown-action']\nlet services = ['s3']";
  const std::string policy = Policy(
      "P", "{Effect: Allow, Action: 'connect:NoSuchThing', Resource: '*'}");
  const Answer found = Found(policy, "iam_lint(%documents, %checks)", kLets);
  EXPECT_EQ(found.status, "FAIL");
  EXPECT_EQ(found.found, "\"connect:NoSuchThing\"\n");
  EXPECT_THAT(found.remark, HasSubstr("there is no action"));
  EXPECT_EQ(
      Found(policy, "iam_lint(%documents, %checks, %services)", kLets).status,
      "PASS");
  EXPECT_THAT(Found(policy, "iam_lint(%documents, 5)", kLets).status,
              HasSubstr("no list of names"));
}

TEST(IamLintTest, RefusesChecksThatThereAreNot) {
  const Answer found = Found(
      Policy("P", "{Effect: Allow, Action: 's3:GetObject', Resource: '*'}"),
      "iam_lint(%documents, %checks)",
      "let documents = some Resources.*.Properties.PolicyDocument\n"
      "let checks = ['unknown-action', 'unknown-acton']");
  EXPECT_THAT(found.status, HasSubstr("no check `unknown-acton`"));
  EXPECT_THAT(found.status, Not(HasSubstr("PASS")));
}

}  // namespace
}  // namespace connectguard
