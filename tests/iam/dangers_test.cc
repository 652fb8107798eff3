#include "iam/dangers.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "iam/action_table.h"
#include "iam/data_files.h"
#include "iam/key_facts.h"
#include "iam/policy_text.h"
#include "iam/quotas.h"

namespace connectguard::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> WaysOf(const char* statements) {
  PolicyTexts texts;
  std::vector<std::string> ids;
  for (const EscalationPath& path : PrivilegeEscalation(
           {.identity = PolicyRefs{&texts.Statements(statements)}})) {
    ids.push_back((path.verdict == IamVerdict::kYes ? "" : "?") +
                  std::string(path.id));
  }
  return ids;
}

TEST(EscalationTest, NeedsAllActionsOfAWay) {
  EXPECT_THAT(WaysOf(R"({"Effect": "Allow", "Action": ["iam:PassRole",
                         "lambda:CreateFunction"], "Resource": "*"})"),
              IsEmpty());
  EXPECT_THAT(WaysOf(R"({"Effect": "Allow", "Action": ["iam:PassRole",
                         "lambda:CreateFunction", "lambda:InvokeFunction"],
                         "Resource": "*"})"),
              ElementsAre("pass-role-lambda-invoke"));
}

TEST(EscalationTest, KeepsToTheServiceThatARoleMayBePassedTo) {
  EXPECT_THAT(WaysOf(R"({"Effect": "Allow", "Action": ["iam:PassRole",
                         "lambda:CreateFunction", "lambda:InvokeFunction"],
                         "Resource": "*", "Condition": {"StringEquals":
                           {"iam:PassedToService": "lex.amazonaws.com"}}})"),
              IsEmpty());
}

TEST(EscalationTest, SeesThroughWildcardsAndDenials) {
  EXPECT_THAT(WaysOf(R"({"Effect": "Allow", "Action": "iam:Put*Policy",
                         "Resource": "*"},
                        {"Effect": "Deny", "Action": "iam:PutUser*",
                         "Resource": "*"})"),
              ElementsAre("put-group-policy", "put-role-policy"));
}

TEST(EscalationTest, IsUnknownWhereAPolicyIs) {
  EXPECT_THAT(WaysOf(R"({"Effect": "Allow", "Action": "iam:AddUserToGroup",
                         "Resource": "<unknown>"})"),
              ElementsAre("?add-user-to-group"));
}

TEST(EscalationTest, AnAdministratorHasAllWays) {
  const std::vector<std::string> ways =
      WaysOf(R"({"Effect": "Allow", "Action": "*", "Resource": "*"})");
  EXPECT_EQ(ways.size(), DataLines(IamDataFile("escalations.txt")).size());
}

TEST(EscalationTest, KnowsOnlyActionsThatExist) {
  for (const std::string_view line :
       DataLines(IamDataFile("escalations.txt"))) {
    const std::vector<std::string_view> parts = Split(line, '|');
    ASSERT_EQ(parts.size(), 3u) << line;
    for (const std::string_view step : Split(Trim(parts[2]), ' ')) {
      EXPECT_NE(FindAction(step.substr(0, step.find('='))), nullptr) << step;
    }
  }
}

IamVerdict IsPublic(const std::string& condition,
                    const std::string& principal = R"("*")") {
  PolicyTexts texts;
  const IamPolicy& policy = texts.Statements(
      R"({"Effect": "Allow", "Principal": )" + principal +
          R"(, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*")" +
          (condition.empty() ? "" : R"(, "Condition": )" + condition) + "}",
      IamPolicyKind::kResource);
  const IamPolicy* const one = &policy;
  return PublicAccess({&one, 1}).verdict;
}

TEST(PublicAccessTest, StarIsPublic) {
  EXPECT_EQ(IsPublic(""), IamVerdict::kYes);
  EXPECT_EQ(IsPublic("", R"({"AWS": "*"})"), IamVerdict::kYes);
}

TEST(PublicAccessTest, NamedPrincipalsAreNot) {
  EXPECT_EQ(IsPublic("", R"({"AWS": "999988887777"})"), IamVerdict::kNo);
  EXPECT_EQ(IsPublic("", R"({"Service": "connect.amazonaws.com"})"),
            IamVerdict::kNo);
}

TEST(PublicAccessTest, WhatOnlyInsidersHaveCloses) {
  for (
      const char* condition :
      {R"({"StringEquals": {"aws:PrincipalOrgID": "o-1"}})",
       R"({"StringEquals": {"aws:PrincipalAccount": "111122223333"}})",
       R"({"ArnLike": {"aws:PrincipalArn":
            "arn:aws:iam::111122223333:role/*"}})",
       R"({"StringEquals": {"aws:SourceVpce": "vpce-1"}})",
       R"({"StringLike": {"aws:SourceArn": "arn:aws:connect:*:1:*"}})",
       R"({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})",
       R"({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/r-1/*"}})"}) {
    EXPECT_EQ(IsPublic(condition), IamVerdict::kNo) << condition;
  }
}

TEST(PublicAccessTest, WhatAnybodyCanHaveDoesNot) {
  for (const char* condition :
       {R"({"StringEquals": {"aws:PrincipalTag/team": "a"}})",
        R"({"StringEquals": {"aws:Referer": "https://x"}})",
        R"({"Bool": {"aws:SecureTransport": "true"}})",
        R"({"StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}})",
        R"({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}})",
        R"({"StringLike": {"aws:SourceArn": "*"}})",
        R"({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}})",
        R"({"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "203.0.113.0/24"]}})",
        R"({"ForAllValues:StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}})"}) {
    EXPECT_EQ(IsPublic(condition), IamVerdict::kYes) << condition;
  }
}

TEST(PublicAccessTest, UnknownPrincipalIsUnknown) {
  EXPECT_EQ(IsPublic("", R"("<unknown>")"), IamVerdict::kUnknown);
}

TEST(TablesTest, KnowActions) {
  EXPECT_EQ(KnownActions().size(), 21'788u);
  ASSERT_NE(FindAction("CONNECT:deleteinstance"), nullptr);
  EXPECT_EQ(FindAction("connect:DeleteInstance")->name,
            "connect:DeleteInstance");
  EXPECT_EQ(FindAction("iam:AttachRolePolicy")->level,
            AccessLevel::kPermissions);
  EXPECT_EQ(FindAction("connect:DeleteInstances"), nullptr);
  const ActionDetails* details = DetailsOf("connect:DescribeInstance");
  ASSERT_NE(details, nullptr);
  EXPECT_FALSE(details->resources.empty());
  EXPECT_EQ(DetailsOf("ec2:RunInstances"), nullptr);
}

TEST(TablesTest, KnowKeys) {
  EXPECT_TRUE(FactsOfKey("AWS:tagkeys").multivalued);
  EXPECT_TRUE(FactsOfKey("aws:SecureTransport").always_present);
  EXPECT_EQ(FactsOfKey("aws:PrincipalTag/Team").type, KeyType::kString);
  EXPECT_EQ(FactsOfKey("aws:PrincipalTag/").type, KeyType::kUnlisted);
  EXPECT_EQ(FactsOfKey("aws:SourceIp").type, KeyType::kIpAddress);
  EXPECT_EQ(FactsOfKey("acme:Thing").type, KeyType::kUnlisted);
}

TEST(TablesTest, KnowQuotas) {
  EXPECT_EQ(FindQuota("scp")->limit, 10'240u);
  EXPECT_TRUE(FindQuota("scp")->counts_white_space);
  EXPECT_EQ(FindQuota("scp-attachments")->limit, 10u);
  EXPECT_EQ(FindQuota("scp")->since, "2026-05-15");
  EXPECT_EQ(FindQuota("trust")->limit, 2'048u);
  EXPECT_FALSE(FindQuota("nothing"));
}

}  // namespace
}  // namespace connectguard::testing
