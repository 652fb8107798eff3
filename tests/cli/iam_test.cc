#include "cli/iam.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "cli/fake_environment.h"
#include "gate/exit_code.h"
#include "report/golden.h"

namespace connectguard {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using Json = nlohmann::json;

std::string Example(const std::string& name) {
  std::ifstream in(std::string(CONNECTGUARD_SOURCE_DIR) + "/examples/iam/" +
                   name);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

constexpr const char* kTrust = R"({
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
    "Action": "sts:AssumeRole"
  }
})";

constexpr const char* kBucket = R"({
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Principal": {"AWS": "111122223333"},
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::recordings/*"
  }]
})";

std::map<std::string, std::string, std::less<>> Files() {
  return {
      {"role.json", Example("role.json")},
      {"new.json", Example("role-new.json")},
      {"scp.yaml", Example("no-delete.yaml")},
      {"trust.json", kTrust},
      {"bucket.json", kBucket},
      {"admin.json",
       R"({"Version": "2012-10-17",
           "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})"},
      {"reads.json",
       R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
           "Action": "s3:GetObject", "Resource": "*"}]})"},
      {"effect.json",
       R"({"Version": "2012-10-17", "Statement": [{"Effect": "allow",
           "Action": "s3:GetObject", "Resource": "*"}]})"},
      {"version.json",
       R"({"Version": "2012-10-18", "Statement": [{"Effect": "Allow",
           "Action": "s3:GetObject", "Resource": "*"}]})"},
      {"typo.json",
       R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
           "Action": "s3:GetObjct", "Resource": "*"}]})"},
      {"output.json",
       R"({"Policy": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::b/*\"}]}"})"},
      {"get-role-policy.json",
       R"({"RoleName": "r", "PolicyName": "p", "PolicyDocument":
           {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
            "Action": "s3:GetObject", "Resource": "*"}]}})"},
      {"plan.json", R"({"format_version": "1.2", "resource_changes": []})"},
      {"template.yaml", "Resources:\n  A:\n    Type: AWS::S3::Bucket\n"},
      {"main.tf", "resource \"aws_iam_role\" \"r\" {\n}\n"},
      {"empty.json", " \n"},
      {"broken.json", "{\n  \"Version\": \"2012-10-17\"\n  \"x\": 1\n}\n"},
      {"list.json", "[1]"},
      {"other.json", "{\"foo\": 1}"},
      {"folder/a.json", kTrust},
      {"folder/notes.txt", "no policy"},
      {"none/notes.txt", "no policy"},
  };
}

class IamCommandTest : public ::testing::Test {
 protected:
  int Run(std::vector<std::string> arguments) {
    environment_.out.str("");
    environment_.err.str("");
    arguments.insert(arguments.begin(), "iam");
    return environment_.Run(arguments);
  }
  std::string out() const { return environment_.out.str(); }
  std::string err() const { return environment_.err.str(); }
  Json json() const { return Json::parse(out()); }

  FakeEnvironment environment_{Files()};
};

// ------------------------------------------------------------------- can --

TEST_F(IamCommandTest, CanGoldenYes) {
  EXPECT_EQ(Run({"can", "role.json", "--action", "connect:DeleteInstance"}),
            kExitAllowed);
  ExpectGolden("iam_can_yes.txt", out());
  EXPECT_EQ(Run({"can", "role.json", "--action", "connect:DeleteInstance",
                 "--format", "json"}),
            kExitAllowed);
  ExpectGolden("iam_can_yes.json", out());
  EXPECT_EQ(err(), "");
}

TEST_F(IamCommandTest, CanGoldenNo) {
  EXPECT_EQ(
      Run({"can", "role.json", "--action", "connect:DeleteInstance",
           "--resource", "arn:aws:connect:us-east-1:111122223333:instance/1"}),
      kExitDenied);
  ExpectGolden("iam_can_no.txt", out());
}

TEST_F(IamCommandTest, CanSaysWhenAllOfItIsAllowed) {
  EXPECT_EQ(Run({"can", "role.json", "--action", "connect:DescribeInstance"}),
            kExitAllowed);
  EXPECT_THAT(out(), HasSubstr("always       every request"));
}

TEST_F(IamCommandTest, CanTakesConditionsAndTheirAbsence) {
  const std::vector<std::string> question = {"can", "role.json", "--action",
                                             "connect:DeleteQueue"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), question.begin(), question.end());
    return Run(more);
  };
  EXPECT_EQ(with({"--condition", "aws:MultiFactorAuthPresent=true"}),
            kExitAllowed);
  EXPECT_EQ(with({"--condition", "aws:MultiFactorAuthPresent=false"}),
            kExitDenied);
  EXPECT_THAT(out(), HasSubstr("holds only when aws:MultiFactorAuthPresent is "
                               "true"));
  EXPECT_EQ(with({"--without", "aws:multifactorauthpresent"}), kExitDenied);
  EXPECT_EQ(with({"--condition", "aws:MultiFactorAuthPresent=true",
                  "--condition", "aws:multifactorauthpresent=false"}),
            kExitAllowed);
  EXPECT_EQ(with({"--condition", "aws:MultiFactorAuthPresent"}), kExitUsage);
  EXPECT_EQ(with({"--condition", "a=b", "--without", "A"}), kExitUsage);
  EXPECT_EQ(with({"--condition", "aws:MultiFactorAuthPresent=maybe"}),
            kExitUsage);
}

TEST_F(IamCommandTest, CanHoldsEachLayerAgainstTheOthers) {
  EXPECT_EQ(Run({"can", "admin.json", "--action", "s3:GetObject"}),
            kExitAllowed);
  EXPECT_EQ(Run({"can", "admin.json", "--boundary", "reads.json", "--action",
                 "s3:GetObject"}),
            kExitAllowed);
  EXPECT_EQ(Run({"can", "admin.json", "--boundary", "reads.json", "--action",
                 "s3:PutObject"}),
            kExitDenied);
  EXPECT_THAT(out(), HasSubstr("nothing in the permissions boundary allows"));
  EXPECT_EQ(Run({"can", "admin.json", "--session", "reads.json", "--action",
                 "s3:PutObject"}),
            kExitDenied);
  EXPECT_EQ(Run({"can", "admin.json", "--scp", "FullAWSAccess,scp.yaml",
                 "--action", "connect:DeleteQueue"}),
            kExitDenied);
  EXPECT_THAT(out(), HasSubstr("scp.yaml:6:7"));
  EXPECT_EQ(Run({"can", "admin.json", "--scp", "FullAWSAccess", "--scp",
                 "FullAWSAccess,scp.yaml", "--action", "s3:GetObject"}),
            kExitAllowed);
}

TEST_F(IamCommandTest, CanTellsWhatIsMissingBesideDenyingControlPolicies) {
  EXPECT_EQ(Run({"can", "admin.json", "--scp", "scp.yaml", "--action",
                 "s3:GetObject"}),
            kExitDenied);
  EXPECT_THAT(out(), HasSubstr("--scp FullAWSAccess,FILE"));
}

TEST_F(IamCommandTest, CanAsksResourcesAndRoles) {
  EXPECT_EQ(Run({"can", "--resource-policy", "bucket.json", "--action",
                 "s3:GetObject", "--principal", "999988887777"}),
            kExitDenied);
  EXPECT_THAT(out(), HasSubstr("is about other principals"));
  EXPECT_EQ(Run({"can", "--trust", "trust.json", "--action", "sts:AssumeRole",
                 "--principal", "arn:aws:iam::111122223333:user/alice"}),
            kExitAllowed);
  EXPECT_THAT(out(), HasSubstr("policies of the principal were not given"));
  EXPECT_EQ(Run({"can", "--trust", "trust.json", "--action", "sts:AssumeRole",
                 "--principal", "connect.amazonaws.com"}),
            kExitDenied);
}

// In one account the policy of either suffices; across accounts it takes both.
TEST_F(IamCommandTest, CanAsksForTheAccountsWhereTheyMatter) {
  const std::vector<std::string> question = {
      "can",         "role.json", "--resource-policy",
      "bucket.json", "--action",  "s3:GetObject"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), question.begin(), question.end());
    return Run(more);
  };
  EXPECT_EQ(with({"--accounts", "other"}), kExitDenied);
  EXPECT_EQ(
      Run({"can", "reads.json", "--resource-policy", "bucket.json", "--action",
           "s3:GetObject", "--resource", "arn:aws:s3:::other/x", "--principal",
           "arn:aws:iam::111122223333:role/r"}),
      kExitUndecided);
  EXPECT_THAT(out(), AllOf(HasSubstr("`--accounts same` (yes)"),
                           HasSubstr("`--accounts other` (no)")));
}

TEST_F(IamCommandTest, CanIsUnknownBehindAMistakeAndSaysWhere) {
  EXPECT_EQ(Run({"can", "effect.json", "--action", "s3:GetObject"}),
            kExitUndecided);
  EXPECT_THAT(out(), AllOf(StartsWith("UNKNOWN  s3:GetObject"),
                           HasSubstr("effect.json:1:")));
  EXPECT_THAT(err(), HasSubstr("warning: Effect is `Allow` or `Deny`"));
}

TEST_F(IamCommandTest, CanWarnsOfActionsThatAwsDoesNotHave) {
  EXPECT_EQ(Run({"can", "admin.json", "--action", "s3:GetObjct"}),
            kExitAllowed);
  EXPECT_THAT(err(), HasSubstr("did you mean `s3:GetObject`?"));
  EXPECT_EQ(Run({"can", "admin.json", "--action", "s4:GetObject"}),
            kExitAllowed);
  EXPECT_THAT(err(), HasSubstr("AWS has no service `s4`"));
}

TEST_F(IamCommandTest, CanReadsWhatTheAwsCommandLinePrints) {
  EXPECT_EQ(Run({"can", "get-role-policy.json", "--action", "s3:GetObject"}),
            kExitAllowed);
  EXPECT_EQ(Run({"can", "--resource-policy", "output.json", "--action",
                 "s3:GetObject", "--format", "json"}),
            kExitAllowed);
  EXPECT_EQ(json()["statements"][0]["place"]["file"], "output.json");
}

TEST_F(IamCommandTest, TakesPoliciesOfAwsByNameAndArn) {
  const auto can = [this](const std::string& policy) {
    return Run({"can", policy, "--action", "connect:DeleteInstance"});
  };
  EXPECT_EQ(can("AmazonConnectReadOnlyAccess"), kExitDenied);
  EXPECT_EQ(can("AmazonConnect_FullAccess"), kExitAllowed);
  EXPECT_THAT(out(), HasSubstr("AmazonConnect_FullAccess:"));
  EXPECT_EQ(can("arn:aws-cn:iam::aws:policy/AdministratorAccess"),
            kExitAllowed);
  EXPECT_EQ(can("AWSLambdaBasicExecutionRole"), kExitDenied);
  EXPECT_EQ(can("service-role/AWSLambdaBasicExecutionRole"), kExitDenied);
  EXPECT_EQ(Run({"at-most", "AmazonConnectReadOnlyAccess",
                 "AmazonConnect_FullAccess"}),
            kExitAllowed);
  EXPECT_EQ(Run({"explain", "PowerUserAccess"}), kExitAllowed);
  EXPECT_EQ(Run({"lint", "AWSXRayDaemonWriteAccess"}), kExitAllowed) << out();
}

TEST_F(IamCommandTest, KnowsOnlySomePoliciesOfAws) {
  EXPECT_EQ(Run({"explain", "arn:aws:iam::aws:policy/SecurityAudit"}),
            kExitMissing);
  EXPECT_THAT(err(), AllOf(HasSubstr("`arn:aws:iam::aws:policy/SecurityAudit`"),
                           HasSubstr("AmazonConnectReadOnlyAccess, "),
                           HasSubstr("get-policy-version")));
  EXPECT_EQ(Run({"explain", "AdministratorAcces"}), kExitMissing);
  EXPECT_THAT(err(), HasSubstr("did you mean `AdministratorAccess`"));
  EXPECT_EQ(Run({"explain", "arn:aws:iam::111122223333:policy/Own"}),
            kExitMissing);
}

TEST_F(IamCommandTest, DoesNotChooseBetweenAFileAndAPolicyOfAws) {
  EXPECT_EQ(Run({"explain", "PowerUserAccess"}), kExitAllowed);
  auto files = Files();
  files["PowerUserAccess"] = files["reads.json"];
  files["./PowerUserAccess"] = files["reads.json"];
  FakeEnvironment environment(files);
  EXPECT_EQ(environment.Run({"iam", "explain", "PowerUserAccess"}), kExitUsage);
  EXPECT_THAT(environment.err.str(),
              AllOf(HasSubstr("`./PowerUserAccess`"),
                    HasSubstr("arn:aws:iam::aws:policy/PowerUserAccess")));
  EXPECT_EQ(environment.Run({"iam", "explain", "./PowerUserAccess"}),
            kExitAllowed);
}

TEST_F(IamCommandTest, CanRefusesAWrongCommandLine) {
  EXPECT_EQ(Run({"can"}), kExitUsage);
  EXPECT_EQ(Run({"can", "role.json"}), kExitUsage);
  EXPECT_EQ(Run({"can", "--action", "s3:GetObject"}), kExitUsage);
  EXPECT_THAT(err(), HasSubstr("name a policy that could allow it"));
  EXPECT_EQ(Run({"can", "--trust", "trust.json", "--resource-policy",
                 "bucket.json", "--action", "s3:GetObject"}),
            kExitUsage);
  EXPECT_EQ(Run({"can", "role.json", "--action", "GetObject"}), kExitUsage);
  EXPECT_EQ(Run({"can", "role.json", "--action", "s3:GetObject", "--principal",
                 "bob"}),
            kExitUsage);
  EXPECT_EQ(Run({"can", "-", "-", "--action", "s3:GetObject"}), kExitUsage);
  EXPECT_EQ(
      Run({"can", "-", "--scp", "FullAWSAccess,-", "--action", "s3:GetObject"}),
      kExitUsage);
}

// ------------------------------------------------------------- other inputs --

TEST_F(IamCommandTest, RefusesWhatIsNoPolicyDocument) {
  const std::map<std::string, std::string> expected = {
      {"plan.json", "this is a Terraform plan, not a policy document"},
      {"template.yaml", "this is a CloudFormation template, not a policy"},
      {"main.tf", "this is Terraform's text, not a policy document"},
      {"empty.json", "the file is empty"},
      {"broken.json", "broken.json:3:3: "},
      {"list.json", "list.json:1:1: a policy document is a map, not a list"},
      {"other.json", "other.json:1:1: the policy has no Statement"}};
  for (const auto& [file, message] : expected) {
    EXPECT_EQ(Run({"explain", file}), kExitBadInput) << file;
    EXPECT_THAT(err(), AllOf(HasSubstr(message), HasSubstr("hint: "))) << file;
    EXPECT_EQ(out(), "") << file;
  }
  EXPECT_EQ(Run({"explain", "nowhere.json"}), kExitMissing);
}

TEST_F(IamCommandTest, RefusesAPolicyInTheWrongPlace) {
  EXPECT_EQ(Run({"can", "trust.json", "--action", "sts:AssumeRole"}),
            kExitBadInput);
  EXPECT_THAT(err(), HasSubstr("trust.json:5:18: a policy with principals"));
  EXPECT_EQ(Run({"can", "--resource-policy", "role.json", "--action",
                 "s3:GetObject"}),
            kExitBadInput);
  EXPECT_EQ(Run({"lint", "--kind", "scp", "trust.json"}), kExitBadInput);
  EXPECT_EQ(Run({"diff", "role.json", "trust.json"}), kExitBadInput);
}

// -------------------------------------------------------------------- diff --

TEST_F(IamCommandTest, DiffGolden) {
  EXPECT_EQ(Run({"diff", "role.json", "new.json"}), kExitDenied);
  ExpectGolden("iam_diff.txt", out());
}

TEST_F(IamCommandTest, DiffTellsNarrowerAndSame) {
  EXPECT_EQ(Run({"diff", "new.json", "role.json"}), kExitAllowed);
  EXPECT_THAT(out(), AllOf(StartsWith("NARROWER  "),
                           HasSubstr("newly allowed  nothing"),
                           HasSubstr("role/Operator")));
  EXPECT_EQ(Run({"diff", "role.json", "role.json"}), kExitAllowed);
  EXPECT_THAT(out(), StartsWith("SAME  "));
  EXPECT_EQ(Run({"diff", "reads.json", "effect.json"}), kExitUndecided);
  EXPECT_THAT(out(), StartsWith("UNKNOWN  "));
}

TEST_F(IamCommandTest, DiffListsTheActionsInJson) {
  EXPECT_EQ(Run({"diff", "role.json", "new.json", "--format", "json"}),
            kExitDenied);
  const Json gained = json()["newly_allowed"];
  EXPECT_EQ(gained["answer"], "yes");
  EXPECT_EQ(gained["complete"], true);
  ASSERT_EQ(gained["requests"].size(), 2u);
  const Json& actions = gained["requests"][0]["actions"];
  EXPECT_NE(
      std::find(actions.begin(), actions.end(), "connect:UpdateQueueName"),
      actions.end());
  EXPECT_EQ(std::find(actions.begin(), actions.end(),
                      "connect:UpdateContactFlowName"),
            actions.end());
  EXPECT_EQ(gained["requests"][1]["request"]["action"],
            "connect:DeleteInstance");
  EXPECT_EQ(json()["no_longer_allowed"]["answer"], "no");
}

// ----------------------------------------------------------------- at-most --

TEST_F(IamCommandTest, AtMostAnswersWithAWitness) {
  EXPECT_EQ(Run({"at-most", "role.json", "new.json"}), kExitAllowed);
  EXPECT_THAT(out(), StartsWith("YES  "));
  EXPECT_EQ(Run({"at-most", "new.json", "role.json"}), kExitDenied);
  EXPECT_THAT(out(), AllOf(StartsWith("NO  "), HasSubstr("for example  "),
                           HasSubstr("allowed by   new.json:10:9")));
  EXPECT_EQ(Run({"at-most", "effect.json", "role.json"}), kExitUndecided);
  EXPECT_EQ(Run({"at-most", "trust.json", "admin.json"}), kExitAllowed);
  EXPECT_EQ(Run({"at-most", "role.json"}), kExitUsage);
}

TEST_F(IamCommandTest, AtMostWritesJson) {
  EXPECT_EQ(Run({"at-most", "new.json", "role.json", "--format", "json"}),
            kExitDenied);
  EXPECT_EQ(json()["answer"], "no");
  EXPECT_EQ(json()["statements"][0]["place"]["line"], 10);
}

// -------------------------------------------------------------------- lint --

TEST_F(IamCommandTest, LintFindsMistakes) {
  EXPECT_EQ(Run({"lint", "role.json"}), kExitAllowed);
  EXPECT_EQ(Run({"lint", "typo.json", "role.json"}), kExitDenied);
  EXPECT_THAT(out(), AllOf(HasSubstr("[unknown-action]"),
                           HasSubstr("did you mean `s3:GetObject`?"),
                           HasSubstr("2 policies: 1 error, 0 warnings")));
  EXPECT_EQ(Run({"lint", "typo.json", "--format", "json"}), kExitDenied);
  EXPECT_EQ(json()["policies"][0]["findings"][0]["check"], "unknown-action");
  EXPECT_EQ(json()["counts"]["error"], 1);
}

TEST_F(IamCommandTest, LintGoesIntoFolders) {
  EXPECT_EQ(Run({"lint", "folder"}), kExitAllowed);
  EXPECT_THAT(out(), HasSubstr("folder/a.json: trust policy, 1 statement"));
  EXPECT_THAT(out(), Not(HasSubstr("notes.txt")));
  EXPECT_EQ(Run({"lint", "none"}), kExitMissing);
  EXPECT_EQ(Run({"lint"}), kExitUsage);
  EXPECT_EQ(Run({"lint", "--kind", "cat", "role.json"}), kExitUsage);
}

// ----------------------------------------------------------------- explain --

TEST_F(IamCommandTest, ExplainGolden) {
  EXPECT_EQ(Run({"explain", "new.json"}), kExitAllowed);
  ExpectGolden("iam_explain.txt", out());
  EXPECT_EQ(Run({"explain", "new.json", "--format", "json"}), kExitAllowed);
  ExpectGolden("iam_explain.json", out());
}

TEST_F(IamCommandTest, ExplainFindsWaysToMorePrivileges) {
  EXPECT_EQ(Run({"explain", "admin.json"}), kExitAllowed);
  EXPECT_THAT(out(), AllOf(HasSubstr("every action"),
                           HasSubstr("known ways lead from here"),
                           HasSubstr("[create-policy-version]")));
  EXPECT_EQ(Run({"explain", "admin.json", "--kind", "scp"}), kExitAllowed);
  EXPECT_THAT(out(), Not(HasSubstr("ESCALATION")));
}

// Not sixty ways that may all be open.
TEST_F(IamCommandTest, ExplainSaysOnceWhatKeepsWaysOpen) {
  EXPECT_EQ(Run({"explain", "effect.json"}), kExitAllowed);
  EXPECT_THAT(out(), AllOf(HasSubstr("?  statement 1 (line 1)"),
                           HasSubstr("unreadable   Effect is"),
                           HasSubstr("more privileges is not known"),
                           HasSubstr("LINT  1 error")));
  EXPECT_THAT(out(), Not(HasSubstr("way  ")));
  EXPECT_EQ(Run({"explain", "version.json"}), kExitAllowed);
  EXPECT_THAT(out(), HasSubstr("UNREADABLE  AWS knows the versions"));
  EXPECT_EQ(Run({"can", "version.json", "--action", "s3:GetObject"}),
            kExitUndecided);
  EXPECT_EQ(Run({"lint", "version.json"}), kExitDenied);
  EXPECT_THAT(out(), HasSubstr("version.json:1:13: error: "));
}

TEST_F(IamCommandTest, ExplainSaysWhetherStrangersHaveAccess) {
  EXPECT_EQ(Run({"explain", "output.json"}), kExitAllowed);
  EXPECT_THAT(out(), AllOf(HasSubstr("who          everybody"),
                           HasSubstr("PUBLIC  strangers have access")));
  EXPECT_EQ(Run({"explain", "bucket.json"}), kExitAllowed);
  EXPECT_THAT(out(), HasSubstr("PUBLIC  no"));
  EXPECT_EQ(Run({"explain"}), kExitUsage);
}

// ----------------------------------------------------------------- command --

TEST_F(IamCommandTest, HelpsAndRefusesUnknownCommands) {
  EXPECT_EQ(Run({}), kExitUsage);
  EXPECT_EQ(Run({"cna"}), kExitUsage);
  EXPECT_THAT(err(), HasSubstr("did you mean `can`?"));
  for (const char* command : {"can", "diff", "at-most", "lint", "explain"}) {
    EXPECT_EQ(Run({command, "--help"}), kExitAllowed);
    EXPECT_THAT(out(), AllOf(HasSubstr("Examples:"), HasSubstr("Exit codes:")))
        << command;
  }
}

}  // namespace
}  // namespace connectguard
