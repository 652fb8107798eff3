// What is asked of roles, users and groups: who may be asked, what changes, and
// where a doubt leaves no answer.
#include "builtins/iam_functions.h"

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

Answer Ask(std::string_view resources, std::string_view lets) {
  return AnswerOf(*Template(resources),
                  std::string(kQuestion) + std::string(lets));
}

// A role with inline policies of these statements, and more properties.
std::string Role(std::string_view id, std::string_view statements,
                 std::string_view more = "RoleName: desk") {
  return "  " + std::string(id) + ": {Type: AWS::IAM::Role, Properties: {" +
         std::string(more) +
         ", Policies: [{PolicyName: i, PolicyDocument: {Version: "
         "'2012-10-17', Statement: [" +
         std::string(statements) + "]}}]}}\n";
}

constexpr std::string_view kGrant =
    "{Sid: grant, Effect: Allow, Action: 'connect:*', Resource: '*'}";
constexpr std::string_view kDenial =
    "{Sid: deny, Effect: Deny, Action: 'connect:*', Resource: '*'}";

std::string Managed(std::string_view id, std::string_view statements) {
  return "  " + std::string(id) +
         ": {Type: AWS::IAM::ManagedPolicy, Properties: {ManagedPolicyName: " +
         std::string(id) + ", PolicyDocument: {Statement: [" +
         std::string(statements) + "]}}}\n";
}

std::string OrganizationPolicy(std::string_view type,
                               std::string_view statements,
                               std::string_view targets = "[r-1]") {
  return "  Scp: {Type: AWS::Organizations::Policy, Properties: {Name: s, "
         "Type: " +
         std::string(type) + ", TargetIds: " + std::string(targets) +
         ", Content: {Version: '2012-10-17', Statement: [" +
         std::string(statements) + "]}}}\n";
}

// ----- Whom one can ask ------------------------------------------------------

TEST(IamSubjectsTest, AreWhatIsPlanned) {
  const std::string resources =
      Role("Who", kGrant) + "Previous:\n" + Role("Who", kGrant);
  for (const char* who :
       {"Previous.Who", "Plan", "'text'", "Resources.Who.Type.*"}) {
    const Answer answer =
        Ask(resources, "let who = " + std::string(who) +
                           "\nlet answer = iam_can(%who, %q)");
    EXPECT_THAT(answer.status, Not(HasSubstr("PASS"))) << who;
  }
  EXPECT_THAT(
      Ask(resources, "let who = Previous.Who\nlet answer = iam_can(%who, %q)")
          .status,
      HasSubstr("no planned role"));
  EXPECT_THAT(
      Ask(resources, "let who = Plan\nlet answer = iam_can(%who, %q)").status,
      HasSubstr("no planned role"));
}

TEST(IamSubjectsTest, NobodyMayDoNothing) {
  EXPECT_EQ(Ask(Role("Who", kGrant),
                "let who = Resources.*.Properties.Missing\n"
                "let answer = iam_can(%who, %q)")
                .status,
            "PASS");
  EXPECT_EQ(Ask("  P: {Type: AWS::IAM::Policy}\n",
                "let who = Resources.P\nlet answer = iam_can(%who, %q)")
                .status,
            "PASS");
}

TEST(IamSubjectsTest, OneThatIsNotKnownMayBeAnybody) {
  const std::string resources =
      Role("Who", "", "RoleName: {'Fn::Unknown': which role}");
  for (const char* call :
       {"iam_can(%who, %q)", "iam_gains(%who, %q)", "iam_escalates(%who)"}) {
    const Answer answer =
        Ask(resources,
            "let who = Resources.Who.Properties.RoleName\nlet answer = " +
                std::string(call));
    EXPECT_EQ(answer.status, "UNKNOWN") << call;
    EXPECT_THAT(answer.unknown, HasSubstr("which role")) << call;
  }
}

TEST(IamSubjectsTest, OnlyIamGainsAsksServiceControlPolicies) {
  const std::string resources =
      OrganizationPolicy("SERVICE_CONTROL_POLICY", kDenial);
  constexpr std::string_view kWho = "let who = Resources.*\nlet answer = ";
  EXPECT_EQ(Ask(resources, std::string(kWho) + "iam_gains(%who, %q)").status,
            "PASS");
  EXPECT_THAT(Ask(resources, std::string(kWho) + "iam_can(%who, %q)").status,
              HasSubstr("no planned role"));
  EXPECT_THAT(Ask("  B: {Type: AWS::S3::Bucket}\n",
                  std::string(kWho) + "iam_gains(%who, %q)")
                  .status,
              HasSubstr("no planned role"));
}

// ----- iam_can ---------------------------------------------------------------

// A boundary allows nothing by itself, so it is no evidence.
TEST(IamCanTest, NamesTheStatementsThatGrant) {
  const Answer answer = Ask(
      Role("Who", kGrant, "RoleName: desk, PermissionsBoundary: !Ref B") +
          Managed("B",
                  "{Sid: bound, Effect: Allow, Action: '*', Resource: '*'}"),
      "let who = Resources.Who\nlet answer = iam_can(%who, %q)");
  EXPECT_EQ(answer.status, "FAIL");
  EXPECT_THAT(answer.found, AllOf(HasSubstr("grant"), Not(HasSubstr("bound"))));
}

TEST(IamCanTest, OnlyAttachedServiceControlPoliciesMayDeny) {
  const auto with = [](std::string_view scp) {
    return Ask(Role("Who", kGrant) + std::string(scp),
               "let who = Resources.Who\nlet answer = iam_can(%who, %q)")
        .status;
  };
  constexpr std::string_view kScp = "SERVICE_CONTROL_POLICY";
  EXPECT_EQ(with(OrganizationPolicy(kScp, kDenial)), "UNKNOWN");
  EXPECT_EQ(with(OrganizationPolicy(kScp, kDenial,
                                    "{'Fn::Unknown': which accounts}")),
            "UNKNOWN");
  EXPECT_EQ(with(OrganizationPolicy(kScp, kDenial, "[]")), "FAIL");
  EXPECT_EQ(with(OrganizationPolicy("TAG_POLICY", kDenial)), "FAIL");
  EXPECT_EQ(with("  Scp: {Type: AWS::Organizations::Policy}\n"), "FAIL");
}

// The request that would prove it could tell what is sensitive.
TEST(IamCanTest, OfSensitivePoliciesNoRequestIsShown) {
  const auto ask = [](std::string_view name, std::string_view resource) {
    const SampleDocument sample(
        R"({"Who": {"Type": "AWS::IAM::Role", "Properties": {)" +
        std::string(name) +
        R"("Policies": [{"PolicyDocument": {"Statement": [{"Effect": "Allow",
            "Action": "connect:*", "Resource": )" +
        std::string(resource) + "}]}}]}}}");
    return AnswerOf(sample.document(), std::string(kQuestion) +
                                           "let who = Resources.Who\n"
                                           "let answer = iam_can(%who, %q)");
  };
  constexpr std::string_view kSecret =
      R"({"$sensitive": "arn:aws:connect:eu-west-1:111122223333:instance/hush"})";
  const Answer named = ask(R"("RoleName": "desk", )", kSecret);
  EXPECT_EQ(named.status, "FAIL");
  EXPECT_EQ(named.remark, "\n");
  EXPECT_THAT(named.found, Not(HasSubstr("hush")));
  // Without it, nobody knows whether the answer depends on the name.
  const Answer nameless = ask("", kSecret);
  EXPECT_EQ(nameless.status, "UNKNOWN");
  EXPECT_THAT(nameless.unknown,
              AllOf(HasSubstr("depend on the name"), Not(HasSubstr("hush"))));
}

// ----- iam_exceeds -----------------------------------------------------------

TEST(IamExceedsTest, RefusesWhatIsNoPolicyDocument) {
  const std::string resources = Role("Who", kGrant);
  const auto with = [&](std::string_view most) {
    return Ask(resources,
               "let who = Resources.Who\nlet most = " + std::string(most) +
                   "\nlet answer = iam_exceeds(%who, %most)")
        .status;
  };
  EXPECT_THAT(with("Resources.*.Properties.Missing"),
              HasSubstr("is no policy document"));
  EXPECT_THAT(with("Resources.Who.Properties.Policies[*].*"),
              HasSubstr("is no policy document"));
  EXPECT_THAT(with("{ Statement: [{ Effect: 'Perhaps', Action: '*', Resource: "
                   "'*' }] }"),
              HasSubstr("compares with is wrong"));
}

// ----- iam_gains -------------------------------------------------------------

Answer Gains(std::string_view now, std::string_view before) {
  return Ask(std::string(now) + "Previous:\n" + std::string(before),
             "let who = Resources.Who\nlet answer = iam_gains(%who, %q)");
}

TEST(IamGainsTest, FollowsWhatWasMoved) {
  const std::string was = Role("Old", kGrant);
  const auto moved = [&](std::string_view from) {
    std::string role = Role("Who", kGrant);
    role.insert(role.find("Properties"),
                "Change: {Action: update, Was: " + std::string(from) + "}, ");
    return Gains(role, was).status;
  };
  EXPECT_EQ(moved("Old"), "PASS");
  // Without a known predecessor it is new, and gains nothing.
  EXPECT_EQ(moved("Gone"), "PASS");
  EXPECT_EQ(moved("5"), "PASS");
  std::string role = Role("Who", kGrant);
  role.insert(role.find("Properties"), "Change: {Action: update, Was: Old}, ");
  EXPECT_EQ(Gains(role, Role("Old", "")).status, "FAIL");
}

TEST(IamGainsTest, WhereThereWasNoPolicyAllIsNew) {
  const std::string policy = Managed("Who", kGrant);
  EXPECT_EQ(Gains(policy, policy).status, "PASS");
  EXPECT_EQ(Gains(policy, "  Who: {Type: AWS::IAM::ManagedPolicy}\n").status,
            "FAIL");
  EXPECT_EQ(Gains(policy,
                  "  Who: {Type: AWS::IAM::ManagedPolicy, Properties: "
                  "{ManagedPolicyName: Who}}\n")
                .status,
            "FAIL");
}

TEST(IamGainsTest, OfServiceControlPoliciesWhatTheyDenyNoMore) {
  const auto scp = [](std::string_view statements) {
    std::string text = OrganizationPolicy("SERVICE_CONTROL_POLICY", statements);
    text.replace(text.find("Scp"), 3, "Who");
    return text;
  };
  EXPECT_EQ(Gains(scp(kDenial), scp(kDenial)).status, "PASS");
  EXPECT_EQ(Gains(scp(""), scp(kDenial)).status, "FAIL");
  EXPECT_EQ(Gains(scp(kDenial), scp("")).status, "PASS");
  // Nobody knows what one without content is to say.
  EXPECT_EQ(Gains("  Who: {Type: AWS::Organizations::Policy, Properties: "
                  "{Type: SERVICE_CONTROL_POLICY}}\n",
                  scp(kDenial))
                .status,
            "PASS");
}

// What is attached before and after is the same whatever it says, but it
// matters for what stands beside it.
TEST(IamGainsTest, WhatStaysAttachedCountsOnBothSides) {
  const auto with = [](std::string_view arn, std::string_view statements) {
    return Role("Who", statements,
                "RoleName: desk, ManagedPolicyArns: ['arn:aws:iam::" +
                    std::string(arn) + "']");
  };
  constexpr std::string_view kAdmin = "aws:policy/AdministratorAccess";
  constexpr std::string_view kOther = "111122223333:policy/Elsewhere";
  EXPECT_EQ(Gains(with(kOther, ""), with(kOther, "")).status, "PASS");
  EXPECT_EQ(Gains(with(kOther, ""), Role("Who", "")).status, "UNKNOWN");
  EXPECT_EQ(Gains(with(kOther, kGrant), with(kOther, kGrant)).status, "PASS");
  // The administrator had it before, unless it was denied.
  EXPECT_EQ(Gains(with(kAdmin, kGrant), with(kAdmin, "")).status, "PASS");
  EXPECT_EQ(Gains(with(kAdmin, ""), with(kAdmin, kDenial)).status, "FAIL");
  EXPECT_EQ(Gains(with(kAdmin, kDenial), with(kAdmin, "")).status, "PASS");
  // The other policy may have granted it, may deny it, may grant it now.
  const Answer more = Gains(with(kOther, kGrant), with(kOther, ""));
  EXPECT_EQ(more.status, "UNKNOWN");
  EXPECT_THAT(more.unknown, HasSubstr("policy/Elsewhere"));
  EXPECT_EQ(Gains(with(kOther, ""), with(kOther, kDenial)).status, "UNKNOWN");
  EXPECT_EQ(Gains(with(kOther, kDenial), with(kOther, "")).status, "PASS");
}

// ----- iam_escalates ---------------------------------------------------------

constexpr std::string_view kAttach =
    "{Effect: Allow, Action: ['iam:AttachRolePolicy', 'iam:PutRolePolicy'], "
    "Resource: '*'}";

Answer Escalates(std::string_view resources) {
  return Ask(resources,
             "let who = Resources.Who\nlet answer = iam_escalates(%who)");
}

TEST(IamEscalatesTest, AServiceControlPolicyMayCloseAWay) {
  const auto with = [](std::string_view denied) {
    return Escalates(Role("Who", kAttach) +
                     OrganizationPolicy("SERVICE_CONTROL_POLICY",
                                        "{Effect: Deny, Action: '" +
                                            std::string(denied) +
                                            "', Resource: '*'}"));
  };
  const Answer other = with("s3:*");
  EXPECT_EQ(other.status, "FAIL");
  EXPECT_EQ(other.unknown, "");
  const Answer all = with("iam:*");
  EXPECT_EQ(all.status, "UNKNOWN");
  EXPECT_THAT(all.unknown, HasSubstr("`Scp` denies it"));
  // One of the two ways stays open for certain.
  const Answer one = with("iam:AttachRolePolicy");
  EXPECT_EQ(one.status, "FAIL");
  EXPECT_THAT(one.remark, AllOf(HasSubstr("put-role-policy"),
                                Not(HasSubstr("attach-role-policy"))));
}

TEST(IamEscalatesTest, APolicyThatIsPerhapsAttachedMayCloseAWay) {
  const auto with = [](std::string_view statement) {
    return Escalates(
        Role("Who", kAttach) +
        "  P: {Type: AWS::IAM::RolePolicy, Properties: {RoleName: "
        "{'Fn::Unknown': which role}, PolicyDocument: {Statement: [" +
        std::string(statement) + "]}}}\n");
  };
  EXPECT_EQ(with(kGrant).status, "FAIL");
  const Answer denied = with("{Effect: Deny, Action: 'iam:*', Resource: '*'}");
  EXPECT_EQ(denied.status, "UNKNOWN");
  EXPECT_THAT(denied.unknown, HasSubstr("attached to `Who` is not known"));
  EXPECT_EQ(with("{Effect: Deny, Action: {'Fn::Unknown': actions}, Resource: "
                 "'*'}")
                .status,
            "UNKNOWN");
}

TEST(IamEscalatesTest, APolicyThatIsPerhapsAttachedMayOpenAWay) {
  const auto with = [](std::string_view statement) {
    return Escalates(
        Role("Who", kGrant) +
        "  P: {Type: AWS::IAM::RolePolicy, Properties: {RoleName: "
        "{'Fn::Unknown': which role}, PolicyDocument: {Statement: [" +
        std::string(statement) + "]}}}\n");
  };
  const Answer opened = with(kAttach);
  EXPECT_EQ(opened.status, "UNKNOWN");
  EXPECT_THAT(opened.unknown, HasSubstr("attached to `Who` is not known"));
  EXPECT_EQ(with(kGrant).status, "PASS");
}

// A way of two steps of which one is not certain, and one within a boundary.
TEST(IamEscalatesTest, TellsOnlyWhatIsCertainAndOfThePrincipal) {
  const Answer half = Escalates(
      Role("Who",
           "{Effect: Allow, Action: 'iam:UpdateAssumeRolePolicy', Resource: "
           "'*'}, {Effect: Allow, Action: 'sts:AssumeRole', Resource: "
           "{'Fn::Unknown': which role}}"));
  EXPECT_EQ(half.status, "UNKNOWN");
  EXPECT_THAT(half.unknown, HasSubstr("which role"));
  EXPECT_EQ(half.found, "");
  const Answer bound = Escalates(
      Role("Who", kAttach, "RoleName: desk, PermissionsBoundary: !Ref B") +
      Managed("B", "{Sid: bound, Effect: Allow, Action: '*', Resource: '*'}"));
  EXPECT_EQ(bound.status, "FAIL");
  EXPECT_THAT(bound.found, Not(HasSubstr("bound")));
}

}  // namespace
}  // namespace connectguard
