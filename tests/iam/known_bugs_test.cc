// What other tools get wrong, each as a question that a copy of the mistake
// would answer differently. Sources: the issues and papers that the names tell.
#include <string>

#include <gtest/gtest.h>

#include "iam/policy_text.h"
#include "iam/questions.h"

namespace connectguard::testing {
namespace {

constexpr const char* kGet = R"({"Action": "s3:GetObject"})";

IamVerdict MayDo(const std::string& statements, const char* query) {
  PolicyTexts texts;
  return texts.MayBy(texts.Statements(statements), query).verdict;
}

IamVerdict IsDenied(const std::string& statements, const char* query) {
  PolicyTexts texts;
  return texts
      .DeniedBy(texts.Statements(statements, IamPolicyKind::kScp), query)
      .verdict;
}

// IAMSpy reads a list under NotResource as "not this or not that": everything.
TEST(KnownBugsTest, NotResourceListIsNeither) {
  const std::string deny =
      R"({"Effect": "Deny", "Action": "s3:*", "NotResource":
          ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"]})";
  EXPECT_EQ(IsDenied(deny, R"({"Action": "s3:GetObject",
                               "Resource": "arn:aws:s3:::a/x"})"),
            IamVerdict::kNo);
  EXPECT_EQ(IsDenied(deny, R"({"Action": "s3:GetObject",
                               "Resource": "arn:aws:s3:::c/x"})"),
            IamVerdict::kYes);
}

// IAMSpy and Quacky want the key to be there for negated operators.
TEST(KnownBugsTest, NegatedOperatorsHoldOnMissingKeys) {
  for (const char* condition :
       {R"({"StringNotEquals": {"aws:SourceVpc": "v"}})",
        R"({"StringNotLike": {"aws:SourceVpc": "v*"}})",
        R"({"StringNotEqualsIgnoreCase": {"aws:SourceVpc": "v"}})",
        R"({"ArnNotEquals": {"aws:SourceVpc": "arn:aws:s3:::b"}})",
        R"({"ArnNotLike": {"aws:SourceVpc": "arn:aws:s3:::b*"}})",
        R"({"NumericNotEquals": {"aws:SourceVpc": "1"}})",
        R"({"DateNotEquals": {"aws:SourceVpc": "2026-01-01T00:00:00Z"}})",
        R"({"NotIpAddress": {"aws:SourceVpc": "10.0.0.0/8"}})"}) {
    const std::string deny =
        R"({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": )" +
        std::string(condition) + "}";
    EXPECT_EQ(IsDenied(deny, R"({"Action": "s3:*", "Condition":
                                 {"Null": {"aws:SourceVpc": "true"}}})"),
              IamVerdict::kYes)
        << condition;
  }
}

TEST(KnownBugsTest, PositiveOperatorsFailOnMissingKeys) {
  for (const char* condition :
       {R"({"StringEquals": {"aws:SourceVpc": "v"}})",
        R"({"StringLike": {"aws:SourceVpc": "*"}})",
        R"({"NumericLessThan": {"aws:SourceVpc": "1"}})",
        R"({"DateGreaterThan": {"aws:SourceVpc": "2026-01-01T00:00:00Z"}})",
        R"({"IpAddress": {"aws:SourceVpc": "0.0.0.0/0"}})",
        R"({"Bool": {"aws:SourceVpc": "false"}})",
        R"({"ForAnyValue:StringLike": {"aws:SourceVpc": "*"}})"}) {
    const std::string deny =
        R"({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": )" +
        std::string(condition) + "}";
    EXPECT_EQ(IsDenied(deny, R"({"Action": "s3:*", "Condition":
                                 {"Null": {"aws:SourceVpc": "true"}}})"),
              IamVerdict::kNo)
        << condition;
  }
}

// iam-simulate reads variables whatever the version; Quacky's mutants lost it.
TEST(KnownBugsTest, VariablesNeedTheVersion) {
  PolicyTexts texts;
  constexpr const char* kStatement =
      R"("Statement": [{"Effect": "Allow", "Action": "s3:*",
          "Resource": "arn:aws:s3:::b/${aws:username}"}]})";
  constexpr const char* kQuery =
      R"({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/alice"})";
  const auto verdict = [&](const std::string& version) {
    return texts.MayBy(texts.Policy("{" + version + kStatement), kQuery)
        .verdict;
  };
  EXPECT_EQ(verdict(""), IamVerdict::kNo);
  EXPECT_EQ(verdict(R"("Version": "2008-10-17", )"), IamVerdict::kNo);
  EXPECT_EQ(verdict(R"("Version": "2012-10-17", )"), IamVerdict::kYes);
  EXPECT_EQ(verdict(R"("Version": "<unknown>", )"), IamVerdict::kUnknown);
  EXPECT_EQ(verdict(R"("Version": "2020-01-01", )"), IamVerdict::kUnknown);
  EXPECT_EQ(texts
                .MayBy(texts.Policy("{" + std::string(kStatement)),
                       R"({"Action": "s3:GetObject", "Resource":
                           "arn:aws:s3:::b/${$}{aws:username}"})")
                .verdict,
            IamVerdict::kYes);
}

// cloudsplaining #97: what a Deny takes back is reported as allowed.
TEST(KnownBugsTest, DenyIsNotIgnored) {
  EXPECT_EQ(MayDo(R"({"Effect": "Allow", "Action": "*", "Resource": "*"},
                     {"Effect": "Deny", "NotAction": "iam:*",
                      "Resource": "*"})",
                  kGet),
            IamVerdict::kNo);
}

// cloudsplaining #278: conditions are ignored.
TEST(KnownBugsTest, ConditionsAreNotIgnored) {
  const std::string allow =
      R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
          {"StringEquals": {"aws:SourceVpc": "v"}}})";
  EXPECT_EQ(MayDo(allow, R"({"Action": "s3:*", "Condition":
                             {"StringNotEquals": {"aws:SourceVpc": "v"}}})"),
            IamVerdict::kNo);
  EXPECT_EQ(MayDo(allow, kGet), IamVerdict::kYes);
}

// yulin #1071: a Deny with an operator that the tool did not know was skipped.
TEST(KnownBugsTest, UnknownOperatorInDenyIsNotSkipped) {
  EXPECT_EQ(MayDo(R"({"Effect": "Allow", "Action": "*", "Resource": "*"},
                     {"Effect": "Deny", "Action": "*", "Resource": "*",
                      "Condition": {"StringEqualz": {"aws:SourceVpc": "v"}}})",
                  kGet),
            IamVerdict::kUnknown);
  // Nor does it count as a denial.
  EXPECT_EQ(IsDenied(R"({"Effect": "Deny", "Action": "*", "Resource": "*",
                         "Condition": {"StringEqualz":
                           {"aws:SourceVpc": "v"}}})",
                     kGet),
            IamVerdict::kUnknown);
}

// Quacky reads ForAllValues as "and": false on a missing key.
TEST(KnownBugsTest, ForAllValuesHoldsOnMissingKey) {
  EXPECT_EQ(MayDo(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
                      "Condition": {"ForAllValues:StringEquals":
                        {"aws:TagKeys": "a"}}})",
                  R"({"Action": "s3:*", "Condition":
                      {"Null": {"aws:TagKeys": "true"}}})"),
            IamVerdict::kYes);
}

// JSON readers keep the last of two equal keys; keys that differ in case only
// reach us both.
TEST(KnownBugsTest, DuplicateKeysAreNotMerged) {
  constexpr const char* kQuery =
      R"({"Action": "s3:*", "Condition":
          {"StringEquals": {"aws:SourceVpc": "v"}}})";
  EXPECT_EQ(MayDo(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
                      "Condition": {"StringEquals": {"aws:SourceVpc": "v",
                                                     "AWS:sourcevpc": "v"}}})",
                  kQuery),
            IamVerdict::kUnknown);
  EXPECT_EQ(MayDo(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
                      "Condition": {"StringEquals": {"aws:SourceVpc": "v"},
                                    "stringequals": {"aws:SourceVpc": "v"}}})",
                  kQuery),
            IamVerdict::kUnknown);
}

// The reader of documents refuses them outright.
TEST(KnownBugsTest, DuplicateJsonKeysAreRefused) {
  Document document;
  const std::uint16_t file =
      document.AddFile("policy.json", R"({"Statement": [], "Statement": []})");
  EXPECT_FALSE(ReadJson(&document, file));
}

// Whole-string matching lets `*` of the account swallow a colon.
TEST(KnownBugsTest, StarsStayBetweenColons) {
  EXPECT_EQ(IsDenied(R"({"Effect": "Deny", "Action": "*", "Resource":
                         "arn:aws:cloudformation:*:*:stack/A/*"})",
                     R"({"Action": "cloudformation:*", "Resource":
                         "arn:aws:cloudformation:*:*:stack/B/*"})"),
            IamVerdict::kNo);
}

// Generic values for variables say yes here, and only the pinned one is true.
TEST(KnownBugsTest, PinnedVariableIsUsed) {
  const std::string statements =
      R"({"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"},
         {"Effect": "Deny", "Action": "s3:*",
          "Resource": "arn:aws:s3:::b/${aws:PrincipalTag/t}/*"})";
  EXPECT_EQ(MayDo(statements,
                  R"({"Action": "s3:*", "Resource": "arn:aws:s3:::b/a/x",
                      "Condition": {"StringEquals":
                        {"aws:PrincipalTag/t": ["a"]}}})"),
            IamVerdict::kNo);
  EXPECT_EQ(MayDo(statements,
                  R"({"Action": "s3:*", "Resource": "arn:aws:s3:::b/a/x",
                      "Condition": {"StringEquals":
                        {"aws:PrincipalTag/t": ["a", "c"]}}})"),
            IamVerdict::kYes);
}

}  // namespace
}  // namespace connectguard::testing
