#include "iam/statement_words.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "iam/policy_text.h"

namespace connectguard::testing {
namespace {

using ::testing::ElementsAre;

std::string WordsOf(const std::string& condition) {
  PolicyTexts texts;
  const IamPolicy& policy = texts.Statements(
      R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": )" +
      condition + "}");
  const auto& clauses = policy.statements()[0].condition.clauses;
  return clauses.size() == 1 ? ConditionWords(clauses[0]) : "";
}

TEST(ConditionWordsTest, SayWhatTheOperatorMeans) {
  EXPECT_EQ(WordsOf(R"({"StringEquals": {"aws:SourceVpce": ["a", "b"]}})"),
            "aws:SourceVpce is a or b");
  EXPECT_EQ(WordsOf(R"({"StringNotLike": {"aws:SourceVpce": ["a*", "b"]}})"),
            "aws:SourceVpce is not like a* nor b, or is absent");
  EXPECT_EQ(WordsOf(R"({"BoolIfExists": {"aws:SecureTransport": "true"}})"),
            "aws:SecureTransport is true, or is absent");
  EXPECT_EQ(WordsOf(R"({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}})"),
            "aws:SourceIp is in 10.0.0.0/8");
  EXPECT_EQ(WordsOf(R"({"NumericLessThan": {"s3:max-keys": "10"}})"),
            "s3:max-keys is less than 10");
  EXPECT_EQ(
      WordsOf(R"({"DateGreaterThan": {"aws:CurrentTime": "2026-01-01"}})"),
      "aws:CurrentTime is after 2026-01-01");
  EXPECT_EQ(WordsOf(R"({"Null": {"aws:TokenIssueTime": "true"}})"),
            "aws:TokenIssueTime is absent");
  EXPECT_EQ(WordsOf(R"({"Null": {"aws:TokenIssueTime": "false"}})"),
            "aws:TokenIssueTime is present");
  EXPECT_EQ(WordsOf(R"({"ForAllValues:StringEquals": {"aws:TagKeys": "a"}})"),
            "every value of aws:TagKeys is a, or there is none");
  EXPECT_EQ(WordsOf(R"({"ForAnyValue:StringEquals": {"aws:TagKeys": "a"}})"),
            "some value of aws:TagKeys is a");
  EXPECT_EQ(WordsOf(R"({"StringEqualsIgnoreCase": {"aws:SourceVpce": "a"}})"),
            "aws:SourceVpce is a (in any case)");
  EXPECT_EQ(WordsOf(R"({"StringEqual": {"aws:SourceVpce": "a"}})"),
            "aws:SourceVpce StringEqual: a (there is no such operator)");
  EXPECT_EQ(WordsOf(R"({"StringEquals": {"aws:SourceVpce": "<unknown>"}})"),
            "aws:SourceVpce is (known after apply)");
}

TEST(PrincipalWordsTest, NameEachKind) {
  PolicyTexts texts;
  const IamPolicy& policy = texts.Statements(
      R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": {
          "AWS": ["111122223333", "arn:aws:iam::444455556666:root",
                  "arn:aws:iam::444455556666:role/r"],
          "Service": "connect.amazonaws.com"}},
         {"Effect": "Allow", "Action": "*", "Resource": "*",
          "Principal": "*"})",
      IamPolicyKind::kResource);
  EXPECT_THAT(
      PrincipalWords(policy.statements()[0]),
      ElementsAre("the account 111122223333", "the account 444455556666",
                  "arn:aws:iam::444455556666:role/r",
                  "the service connect.amazonaws.com"));
  EXPECT_THAT(PrincipalWords(policy.statements()[1]), ElementsAre("everybody"));
}

TEST(CountActionsTest, CountsByAccessLevel) {
  PolicyTexts texts;
  const IamPolicy& policy = texts.Statements(
      R"({"Effect": "Allow", "Action": ["s3:GetObject", "S3:putobject",
          "connect:DeleteInstance", "s3:NoSuchAction"], "Resource": "*"},
         {"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"},
         {"Effect": "Allow", "Action": "*", "Resource": "*"})");
  const ActionCounts some = CountActions(policy.statements()[0]);
  EXPECT_EQ(some.total, 3u);
  EXPECT_THAT(some.services, ElementsAre("connect", "s3"));
  EXPECT_EQ(some.by_level[static_cast<std::size_t>(AccessLevel::kRead)], 1u);
  EXPECT_EQ(some.by_level[static_cast<std::size_t>(AccessLevel::kWrite)], 2u);
  const ActionCounts all = CountActions(policy.statements()[2]);
  EXPECT_EQ(all.total, KnownActions().size());
  EXPECT_LT(CountActions(policy.statements()[1]).total, all.total);
}

TEST(EntryOfTest, FindsTheEntryThatTakesAnAction) {
  PolicyTexts texts;
  const IamPolicy& policy = texts.Statements(
      R"({"Effect": "Allow", "Action": ["s3:Get*", "connect:*"],
          "Resource": "*"},
         {"Effect": "Deny", "NotAction": ["s3:*"], "Resource": "*"})");
  EXPECT_EQ(
      EntryOf(policy.statements()[0], "connect:deleteinstance").AsString(),
      "connect:*");
  EXPECT_TRUE(
      EntryOf(policy.statements()[0], "ec2:runinstances").Is(Kind::kList));
  EXPECT_TRUE(
      EntryOf(policy.statements()[1], "ec2:runinstances").Is(Kind::kList));
}

}  // namespace
}  // namespace connectguard::testing
