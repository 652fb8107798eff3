#include "iam/policy_lint.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "iam/lint_checks.h"
#include "iam/policy_text.h"

namespace connectguard::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> ChecksOf(const IamPolicy& policy) {
  std::vector<std::string> checks;
  for (const IamFinding& finding : LintPolicy(policy)) {
    checks.emplace_back(finding.check);
  }
  return checks;
}

std::vector<std::string> Checks(const std::string& statements,
                                IamPolicyKind kind = IamPolicyKind::kIdentity) {
  PolicyTexts texts;
  return ChecksOf(texts.Statements(statements, kind));
}

TEST(PolicyLintTest, HasNothingAgainstAGoodPolicy) {
  EXPECT_THAT(Checks(R"({"Sid": "Read", "Effect": "Allow",
                 "Action": ["connect:DescribeInstance", "connect:List*"],
                 "Resource": "arn:aws:connect:us-east-1:111122223333:instance/*"},
                {"Effect": "Deny", "Action": "connect:DeleteInstance",
                 "Resource": "*", "Condition": {
                   "BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}})"),
              IsEmpty());
}

TEST(PolicyLintTest, FindsActionsThatDoNotExist) {
  PolicyTexts texts;
  const auto findings = LintPolicy(texts.Statements(
      R"({"Effect": "Allow", "Action": ["connect:DeleteInstanse",
          "connect:Zap*", "conect:DeleteInstance"], "Resource": "*"})"));
  ASSERT_EQ(findings.size(), 3u);
  EXPECT_EQ(findings[0].check, "unknown-action");
  EXPECT_THAT(findings[0].hint, HasSubstr("connect:DeleteInstance"));
  EXPECT_EQ(findings[1].check, "unknown-action");
  EXPECT_EQ(findings[2].check, "unknown-service");
}

struct LintCase {
  const char* check;
  const char* statements;
  IamPolicyKind kind = IamPolicyKind::kIdentity;
};

TEST(PolicyLintTest, FindsEachKind) {
  const std::vector<LintCase> cases = {
      {"action-name",
       R"({"Effect": "Deny", "Action": "s3:GetObject,PutObject",
           "Resource": "*"})"},
      {"action-service",
       R"({"Effect": "Deny", "Action": "*:GetObject", "Resource": "*"})"},
      {"empty-list", R"({"Effect": "Deny", "Action": [], "Resource": "*"})"},
      {"short-arn",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3"})"},
      {"resource-arn",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "bucket"})"},
      {"resource-type",
       R"({"Effect": "Allow", "Action": "connect:DeleteInstance",
           "Resource": "arn:aws:s3:::bucket"})"},
      {"allow-not-action",
       R"({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})"},
      {"allow-not-resource",
       R"({"Effect": "Allow", "Action": "s3:*",
           "NotResource": "arn:aws:s3:::b"})"},
      {"unknown-operator",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
           "Condition": {" ArnEquals": {"aws:SourceArn": "arn:aws:s3:::b"}}})"},
      {"condition-key",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
           "Condition": {"StringEquals": {"SourceVpc": "v"}}})"},
      {"unknown-condition-key",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
           "Condition": {"StringEquals": {"aws:SourceVPCs": "v"}}})"},
      {"unsupported-condition-key",
       R"({"Effect": "Deny", "Action": "connect:AdminGetEmergencyAccessToken",
           "Resource": "*",
           "Condition": {"StringEquals": {"connect:InstanceId": "x"}}})"},
      {"operator-type",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
           "Condition": {"StringLike": {"aws:SourceIp": "10.*"}}})"},
      {"set-operator",
       R"({"Effect": "Deny", "Action": "s3:*", "Resource": "*",
           "Condition": {"ForAnyValue:StringEquals": {"aws:SourceVpc": "v"}}})"},
      {"missing-set-operator",
       R"({"Effect": "Deny", "Action": "s3:*", "Resource": "*",
           "Condition": {"StringEquals": {"aws:TagKeys": "v"}}})"},
      {"vacuous-for-all-values",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
           "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": "v"}}})"},
      {"literal-wildcard",
       R"({"Effect": "Deny", "Action": "s3:*", "Resource": "*",
           "Condition": {"StringNotEquals": {"aws:PrincipalArn":
             "arn:aws:iam::*:role/BreakGlass"}}})"},
      {"mfa-absent",
       R"({"Effect": "Deny", "Action": "s3:*", "Resource": "*",
           "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}})"},
      {"host-bits",
       R"({"Effect": "Deny", "Action": "s3:*", "Resource": "*",
           "Condition": {"NotIpAddress": {"aws:SourceIp": "10.0.0.1/8"}}})"},
      {"value-type",
       R"({"Effect": "Deny", "Action": "s3:*", "Resource": "*",
           "Condition": {"Bool": {"aws:SecureTransport": "no"}}})"},
      {"variable",
       R"({"Effect": "Allow", "Action": "s3:*",
           "Resource": "arn:aws:s3:::b/${aws:username"})"},
      {"role-path",
       R"({"Effect": "Deny", "Action": "iam:DeleteRole",
           "Resource": "arn:aws:iam::*:role/ConnectUserRole"})"},
      {"never-matches",
       R"({"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
           "StringEquals": {"aws:SourceVpc": "a"},
           "StringNotEquals": {"aws:SourceVpc": "a"}}})"},
      {"allow-shadowed",
       R"({"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"},
          {"Effect": "Deny", "Action": "s3:*", "Resource": "*"})"},
      {"duplicate-sid",
       R"({"Sid": "A", "Effect": "Allow", "Action": "s3:*", "Resource": "*"},
          {"Sid": "A", "Effect": "Allow", "Action": "sqs:*",
           "Resource": "*"})"},
      {"sid",
       R"({"Sid": "A b", "Effect": "Allow", "Action": "s3:*",
           "Resource": "*"})"},
      {"not-principal",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
           "NotPrincipal": {"AWS": "111122223333"}})",
       IamPolicyKind::kResource},
      {"principal",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
           "Principal": {"AWS": "arn:aws:iam::111122223333:role/*"}})",
       IamPolicyKind::kResource},
  };
  for (const LintCase& one : cases) {
    EXPECT_THAT(Checks(one.statements, one.kind), Contains(one.check))
        << one.statements;
  }
}

// Each name of the list is said somewhere; soundness_test.cc and the fuzz
// target hold it to the other way.
TEST(PolicyLintTest, ListsItsChecks) {
  std::string sources;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::string(CONNECTGUARD_SOURCE_DIR) + "/plugin/iam")) {
    if (entry.path().extension() == ".cc" &&
        entry.path().filename() != "lint_checks.cc") {
      std::ifstream in(entry.path());
      sources.append(std::istreambuf_iterator<char>(in), {});
    }
  }
  EXPECT_TRUE(std::is_sorted(IamLintChecks().begin(), IamLintChecks().end()));
  for (const std::string_view check : IamLintChecks()) {
    EXPECT_THAT(sources, HasSubstr('"' + std::string(check) + '"'));
    EXPECT_TRUE(IsIamLintCheck(check));
  }
  EXPECT_FALSE(IsIamLintCheck("unknown-acton"));
}

TEST(PolicyLintTest, AsksForTheVersion) {
  PolicyTexts texts;
  EXPECT_THAT(ChecksOf(texts.Policy(
                  R"({"Statement": [{"Effect": "Allow", "Action": "s3:*",
                      "Resource": "arn:aws:s3:::${aws:username}"}]})")),
              ElementsAre("version"));
}

TEST(PolicyLintTest, MeasuresTheDocument) {
  std::string statements = R"({"Effect": "Allow", "Action": [)";
  for (int i = 0; i < 300; ++i) {
    statements += (i == 0 ? "\"" : ", \"") + std::string("s3:GetObject\"");
  }
  statements += R"(], "Resource": "*"})";
  PolicyTexts texts;
  EXPECT_THAT(ChecksOf(texts.Statements(statements)), IsEmpty());
  EXPECT_THAT(ChecksOf(texts.Statements(statements, IamPolicyKind::kScp)),
              IsEmpty());
  std::vector<std::string> checks;
  for (const IamFinding& finding :
       LintPolicy(texts.Statements(statements), "inline-user")) {
    checks.emplace_back(finding.check);
  }
  EXPECT_THAT(checks, ElementsAre("size"));
}

TEST(PolicyLintTest, LeavesUnknownValuesAlone) {
  EXPECT_THAT(Checks(R"({"Effect": "Allow", "Action": "<unknown>",
                         "Resource": "<unknown>", "Condition":
                         {"StringEquals": {"aws:SourceVpc": "<unknown>"}}})"),
              IsEmpty());
}

}  // namespace
}  // namespace connectguard::testing
