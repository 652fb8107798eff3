// What a document may say at the edge of the language, in each kind of policy
// that reads it in a way of its own.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "iam/dangers.h"
#include "iam/policy_text.h"

namespace connectguard::testing {
namespace {

using ::testing::StartsWith;

constexpr const char* kGet =
    R"({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/x"})";

std::string Statement(const char* effect, const std::string& resource,
                      const char* more = "") {
  return R"({"Effect": ")" + std::string(effect) +
         R"(", "Action": "s3:*", "Resource": )" + resource + more + "}";
}

std::string MayByIdentity(const std::string& resource,
                          const char* query = kGet) {
  PolicyTexts texts;
  return Explained(
      texts.MayBy(texts.Statements(Statement("Allow", resource)), query));
}

std::string MayByResource(const std::string& resource) {
  PolicyTexts texts;
  const PolicyRefs policies = {
      &texts.Statements(Statement("Allow", resource, R"(, "Principal": "*")"),
                        IamPolicyKind::kResource)};
  return Explained(May({.resource = policies}, texts.Query(kGet)));
}

std::string DeniedByScp(const std::string& resource) {
  PolicyTexts texts;
  return Explained(texts.DeniedBy(
      texts.Statements(Statement("Deny", resource), IamPolicyKind::kScp),
      kGet));
}

// ------------------------------------------------------------------- ARNs --

TEST(ShortArnTest, IsFilledUpInIdentityPolicies) {
  EXPECT_THAT(MayByIdentity(R"("arn:aws:s3")"), StartsWith("yes"));
  EXPECT_THAT(MayByIdentity(R"("arn:aws:sqs")"), StartsWith("no"));
}

TEST(ShortArnTest, NeverMatchesInResourcePolicies) {
  EXPECT_THAT(MayByResource(R"("arn:aws:s3")"), StartsWith("no"));
  EXPECT_THAT(MayByResource(R"("arn:aws:s3:*")"), StartsWith("yes"));
  EXPECT_THAT(MayByResource(R"("arn:*:s3")"), StartsWith("unknown"));
}

TEST(ShortArnTest, EndsWithAStarInControlPolicies) {
  EXPECT_THAT(DeniedByScp(R"("arn:aws:s3")"), StartsWith("no"));
  EXPECT_THAT(DeniedByScp(R"("arn:aws:s3:*")"), StartsWith("yes"));
}

TEST(PatternTest, TwoStarsAreOne) {
  EXPECT_THAT(MayByIdentity(R"("arn:aws:s3:::b/**")"), StartsWith("yes"));
  EXPECT_THAT(MayByIdentity(R"("arn:aws:s3:::**/**y")"), StartsWith("no"));
  EXPECT_THAT(MayByIdentity(R"("**")"), StartsWith("yes"));
}

TEST(PatternTest, QuestionMarkTakesNoColonBetweenComponents) {
  EXPECT_THAT(MayByIdentity(R"("arn:aws:s3??:b/x")"), StartsWith("no"));
  EXPECT_THAT(MayByIdentity(R"("arn:aws:s3:?::b/x")"), StartsWith("no"));
  EXPECT_THAT(MayByIdentity(R"("arn:aws:lambda:*:*:function:f?PROD")",
                            R"({"Action": "s3:GetObject", "Resource":
                        "arn:aws:lambda:us-east-1:1:function:f:PROD"})"),
              StartsWith("yes"));
}

// IAM takes the characters up to U+00FF.
TEST(PatternTest, LettersOfLatin1AreLetters) {
  EXPECT_THAT(MayByIdentity(R"("arn:aws:s3:::caf\u00e9/*")",
                            R"({"Action": "s3:GetObject",
                                "Resource": "arn:aws:s3:::caf\u00e9/x"})"),
              StartsWith("yes"));
  EXPECT_THAT(MayByIdentity(R"("arn:aws:s3:::caf?/*")",
                            R"({"Action": "s3:GetObject",
                                "Resource": "arn:aws:s3:::caf\u00e9/x"})"),
              StartsWith("yes"));
  EXPECT_THAT(MayByIdentity(R"("arn:aws:s3:::cafe/*")",
                            R"({"Action": "s3:GetObject",
                                "Resource": "arn:aws:s3:::caf\u00e9/x"})"),
              StartsWith("no"));
}

// -------------------------------------------------------------- conditions --

TEST(ConditionTest, StringEqualsTakesAStarLiterally) {
  PolicyTexts texts;
  const auto may = [&](const char* op, const char* value) {
    const std::string statement =
        R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
            {")" +
        std::string(op) + R"(": {"aws:SourceVpc": "vpc-*"}}})";
    return Explained(
        texts.MayBy(texts.Statements(statement),
                    std::string(R"({"Action": "s3:GetObject", "Condition":
            {"StringEquals": {"aws:SourceVpc": ")") +
                        value + R"("}}})"));
  };
  EXPECT_THAT(may("StringEquals", "vpc-1"), StartsWith("no"));
  EXPECT_THAT(may("StringEquals", "vpc-*"), StartsWith("yes"));
  EXPECT_THAT(may("StringLike", "vpc-1"), StartsWith("yes"));
}

// The break-glass role that locks itself out: nobody's ARN has a star.
TEST(ConditionTest, StringNotEqualsWithAWildcardSparesNobody) {
  PolicyTexts texts;
  const auto denied = [&](const char* op) {
    const std::string statement =
        R"({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {")" +
        std::string(op) +
        R"(": {"aws:PrincipalArn": "arn:aws:iam::*:role/BreakGlass"}}})";
    return Explained(
        texts.DeniedBy(texts.Statements(statement, IamPolicyKind::kScp),
                       R"({"Action": "s3:GetObject", "Condition": {"ArnEquals":
            {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/BreakGlass"}}})"));
  };
  EXPECT_THAT(denied("StringNotEquals"), StartsWith("yes"));
  EXPECT_THAT(denied("ArnNotLike"), StartsWith("no"));
}

// -------------------------------------------------------------- principals --

TEST(PrincipalTest, AnEmptyListIsNobody) {
  for (const char* principal : {R"({"AWS": []})", R"({})"}) {
    PolicyTexts texts;
    const PolicyRefs policies = {&texts.Statements(
        Statement("Allow", R"("*")",
                  (R"(, "Principal": )" + std::string(principal)).c_str()),
        IamPolicyKind::kResource)};
    const IamVerdict verdict =
        May({.resource = policies}, texts.Query(kGet)).verdict;
    EXPECT_NE(verdict, IamVerdict::kYes) << principal;
    EXPECT_NE(PublicAccess(policies).verdict, IamVerdict::kYes) << principal;
  }
}

// ---------------------------------------------------------------- elements --

// A role's policy has no Resource, and a repository's need not; for a user's or
// role's own that is a mistake.
TEST(ElementTest, ResourceIsMissingOnPurposeWhereThePolicyHasOne) {
  constexpr const char* kStatement =
      R"({"Effect": "Allow", "Principal": {"AWS": "111122223333"},
          "Action": "sts:AssumeRole"})";
  PolicyTexts texts;
  for (const IamPolicyKind kind :
       {IamPolicyKind::kTrust, IamPolicyKind::kResource}) {
    EXPECT_THAT(texts.Statements(kStatement, kind).findings(),
                ::testing::IsEmpty());
  }
  const IamPolicy& identity =
      texts.Statements(R"({"Effect": "Allow", "Action": "sts:AssumeRole"})");
  EXPECT_THAT(identity.findings(), ::testing::Contains(::testing::Field(
                                       &IamFinding::check, "missing-element")));
  EXPECT_EQ(texts.MayBy(identity, R"({"Action": "sts:AssumeRole"})").verdict,
            IamVerdict::kUnknown);
}

// AWS refuses it; whether it allows anything is not known, that it denies
// everything neither.
TEST(ElementTest, StarInTheServiceFailsClosedBothWays) {
  PolicyTexts texts;
  EXPECT_EQ(texts
                .MayBy(texts.Statements(R"({"Effect": "Allow",
                    "Action": "*:*", "Resource": "*"})"),
                       kGet)
                .verdict,
            IamVerdict::kUnknown);
  EXPECT_NE(texts
                .DeniedBy(texts.Statements(R"({"Effect": "Deny",
                    "Action": "*:*", "Resource": "*"})",
                                           IamPolicyKind::kScp),
                          kGet)
                .verdict,
            IamVerdict::kYes);
}

}  // namespace
}  // namespace connectguard::testing
