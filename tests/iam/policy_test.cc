// How documents are read: what AWS refuses is found at its place, and nothing
// is certain about it.
#include "iam/policy.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "iam/lint_checks.h"
#include "iam/policy_text.h"

namespace connectguard::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kGet = R"({"Action": "s3:GetObject"})";

struct BadDocument {
  const char* name;
  const char* text;
  const char* check;
  IamPolicyKind kind = IamPolicyKind::kIdentity;
};

class BadDocumentTest : public ::testing::TestWithParam<BadDocument> {};

// Neither allowed nor not, denied nor not: unknown, with a finding.
TEST_P(BadDocumentTest, FailsClosed) {
  PolicyTexts texts;
  const IamPolicy& policy = texts.Policy(GetParam().text, GetParam().kind);
  EXPECT_THAT(policy.findings(),
              Contains(AllOf(Field(&IamFinding::check, GetParam().check),
                             Field(&IamFinding::severity, IamSeverity::kError),
                             Field(&IamFinding::message, ::testing::Ne("")))));
  for (const IamFinding& finding : policy.findings()) {
    EXPECT_NE(finding.value, nullptr);
    EXPECT_TRUE(IsIamLintCheck(finding.check)) << finding.check;
  }
  const bool of_resource = GetParam().kind == IamPolicyKind::kResource ||
                           GetParam().kind == IamPolicyKind::kTrust;
  const PolicyRefs one = {&policy};
  const IamLayers layers =
      of_resource ? IamLayers{.resource = one} : IamLayers{.identity = one};
  const IamQuery& query = texts.Query(kGet);
  EXPECT_EQ(May(layers, query).verdict, IamVerdict::kUnknown);
  // And a Deny that depends on it is none.
  EXPECT_NE(Denies(one, query).verdict, IamVerdict::kYes);
}

const std::vector<BadDocument>& BadDocuments() {
  static const std::vector<BadDocument> documents = {
      {"Text", R"("not a policy")", "not-a-policy"},
      {"Number", "17", "not-a-policy"},
      {"List", "[]", "not-a-policy"},
      {"NoStatement", R"({"Version": "2012-10-17"})", "no-statement"},
      {"LowerCaseStatement", R"({"Version": "2012-10-17", "statement": []})",
       "no-statement"},
      {"UnknownElement",
       R"({"Comment": "x", "Statement": [{"Effect": "Allow", "Action": "*",
           "Resource": "*"}]})",
       "unknown-element"},
      {"StatementIsText", R"({"Statement": ["x"]})", "element-type"},
      {"NoEffect", R"({"Statement": {"Action": "*", "Resource": "*"}})",
       "effect"},
      {"LowerCaseEffect",
       R"({"Statement": {"Effect": "allow", "Action": "*", "Resource": "*"}})",
       "effect"},
      {"EffectIsList",
       R"({"Statement": {"Effect": ["Allow"], "Action": "*",
           "Resource": "*"}})",
       "effect"},
      {"LowerCaseAction",
       R"({"Statement": {"Effect": "Allow", "action": "*", "Resource": "*"}})",
       "unknown-element"},
      {"NoAction", R"({"Statement": {"Effect": "Allow", "Resource": "*"}})",
       "missing-element"},
      {"BothActions",
       R"({"Statement": {"Effect": "Allow", "Action": "*", "NotAction": "*",
           "Resource": "*"}})",
       "both-elements"},
      {"NoResource", R"({"Statement": {"Effect": "Allow", "Action": "*"}})",
       "missing-element"},
      {"BothResources",
       R"({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
           "NotResource": "*"}})",
       "both-elements"},
      {"PrincipalInIdentityPolicy",
       R"({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
           "Principal": "*"}})",
       "forbidden-element"},
      {"PrincipalInScp",
       R"({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
           "Principal": "*"}})",
       "forbidden-element", IamPolicyKind::kScp},
      {"ResourceInTrustPolicy",
       R"({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
           "Principal": "*"}})",
       "forbidden-element", IamPolicyKind::kTrust},
      {"NoPrincipal", R"({"Statement": {"Effect": "Allow", "Action": "*"}})",
       "missing-element", IamPolicyKind::kTrust},
      {"PrincipalIsAnArn",
       R"({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
           "Principal": "arn:aws:iam::111122223333:root"}})",
       "principal", IamPolicyKind::kResource},
      {"PrincipalOfUnknownType",
       R"({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
           "Principal": {"aws": "*"}}})",
       "principal", IamPolicyKind::kResource},
      {"ActionIsNumber",
       R"({"Statement": {"Effect": "Allow", "Action": 7, "Resource": "*"}})",
       "pattern"},
      {"ActionIsMap",
       R"({"Statement": {"Effect": "Allow", "Action": {"a": 1},
           "Resource": "*"}})",
       "pattern"},
      {"ResourceIsNull",
       R"({"Statement": {"Effect": "Allow", "Action": "*",
           "Resource": null}})",
       "pattern"},
      {"ForeignCharacters",
       R"({"Statement": {"Effect": "Allow", "Action": "*",
           "Resource": "arn:aws:s3:::\u20ac*"}})",
       "pattern"},
      {"ConditionIsList",
       R"({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
           "Condition": []}})",
       "element-type"},
      {"OperatorIsText",
       R"({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
           "Condition": {"StringEquals": "x"}}})",
       "element-type"},
      {"ConditionValueIsMap",
       R"({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
           "Condition": {"StringEquals": {"aws:SourceVpc": {"a": 1}}}}})",
       "value-type"},
      {"NullWithOtherValue",
       R"({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
           "Condition": {"Null": {"aws:SourceVpc": "yes"}}}})",
       "value-type"},
      {"SidIsNumber",
       R"({"Statement": {"Sid": 1, "Effect": "Allow", "Action": "*",
           "Resource": "*"}})",
       "element-type"},
  };
  return documents;
}

INSTANTIATE_TEST_SUITE_P(Documents, BadDocumentTest,
                         ::testing::ValuesIn(BadDocuments()),
                         [](const auto& one) {
                           return std::string(one.param.name);
                         });

TEST(PolicyTest, ReadsScalarsAndLists) {
  PolicyTexts texts;
  const IamPolicy& policy = texts.Policy(
      R"({"Version": "2012-10-17", "Id": "x", "Statement":
          {"Sid": "One", "Effect": "Deny", "NotAction": ["s3:*", "sts:*"],
           "NotResource": "arn:aws:s3:::b", "Condition":
           {"Bool": {"aws:SecureTransport": false}}}})");
  EXPECT_THAT(policy.findings(), IsEmpty());
  ASSERT_EQ(policy.statements().size(), 1u);
  const IamStatement& statement = policy.statements()[0];
  EXPECT_EQ(statement.sid, "One");
  EXPECT_EQ(statement.policy, &policy);
  EXPECT_FALSE(statement.may_allow);
  EXPECT_TRUE(statement.may_deny);
  EXPECT_TRUE(statement.action.negated);
  EXPECT_TRUE(statement.resource.negated);
  ASSERT_EQ(statement.condition.clauses.size(), 1u);
  EXPECT_EQ(statement.condition.clauses[0].key, "aws:SecureTransport");
}

TEST(PolicyTest, FindingsStandAtTheirPlace) {
  PolicyTexts texts;
  const std::string json =
      "{\"Version\": \"2012-10-17\",\n \"Statement\": [\n"
      "  {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"},\n"
      "  {\"Effect\": \"deny\", \"Action\": \"*\", \"Resource\": \"*\"}]}";
  const IamPolicy& policy = texts.Policy(json);
  ASSERT_EQ(policy.findings().size(), 1u);
  const SourceFile file("policy.json", json);
  EXPECT_EQ(file.At(policy.findings()[0].value->begin).line, 4u);
}

TEST(PolicyTest, SixMegabytesOfStatementsAreNoPolicy) {
  PolicyTexts texts;
  std::string json = R"({"Version": "2012-10-17", "Statement": [)";
  while (json.size() < (6u << 20)) {
    json +=
        R"({"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}, )";
  }
  json += R"({"Effect": "Allow", "Action": "*", "Resource": "*"}]})";
  const IamPolicy& policy = texts.Policy(json);
  ASSERT_NE(policy.hole(), nullptr);
  EXPECT_THAT(policy.findings(),
              Contains(Field(&IamFinding::check, "too-large")));
  EXPECT_EQ(texts.MayBy(policy, kGet).verdict, IamVerdict::kUnknown);
}

// What the limit lets through ends with the budget, at the latest.
TEST(PolicyTest, ThousandsOfStatementsEnd) {
  PolicyTexts texts;
  std::string json = R"({"Version": "2012-10-17", "Statement": [)";
  for (int i = 0; i < 6000; ++i) {
    json += R"({"Effect": "Deny", "Action": "s3:*", "Resource":
      "arn:aws:s3:::*)" +
            std::to_string(i) + R"(*"}, )";
  }
  json += R"({"Effect": "Allow", "Action": "*", "Resource": "*"}]})";
  const IamPolicy& policy = texts.Policy(json);
  EXPECT_EQ(policy.hole(), nullptr);
  EXPECT_NE(texts.MayBy(policy, kGet).verdict, IamVerdict::kNo);
  EXPECT_EQ(texts.MayBy(policy, R"({"Action": "sqs:SendMessage"})").verdict,
            IamVerdict::kYes);
}

TEST(PolicyTest, DeepListsAreNoPolicy) {
  PolicyTexts texts;
  std::string json = R"({"Statement": {"Effect": "Allow", "Action": )" +
                     std::string(300, '[') + "\"*\"" + std::string(300, ']') +
                     R"(, "Resource": "*"}})";
  EXPECT_EQ(texts.MayBy(texts.Policy(json), kGet).verdict,
            IamVerdict::kUnknown);
}

struct BadQuery {
  const char* name;
  const char* text;
};

class BadQueryTest : public ::testing::TestWithParam<BadQuery> {};

TEST_P(BadQueryTest, IsRefused) {
  PolicyTexts texts;
  const auto query = IamQuery::Read(texts.Parse(GetParam().text));
  ASSERT_FALSE(query);
  EXPECT_EQ(query.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(query.error().diagnostic.message, HasSubstr("the question"));
}

INSTANTIATE_TEST_SUITE_P(
    Queries, BadQueryTest,
    ::testing::Values(
        BadQuery{"Text", R"("s3:GetObject")"},
        BadQuery{"Effect", R"({"Effect": "Allow", "Action": "*"})"},
        BadQuery{"UnknownElement", R"({"Actions": "*"})"},
        BadQuery{"NoName", R"({"Action": "s3:"})"},
        BadQuery{"WildcardInService", R"({"Action": "s*:Get"})"},
        BadQuery{"EmptyList", R"({"Action": []})"},
        BadQuery{"NoArn", R"({"Action": "*", "Resource": "bucket"})"},
        BadQuery{"UnknownOperator",
                 R"({"Condition": {"Equals": {"aws:SourceVpc": "v"}}})"},
        BadQuery{"BadNumber",
                 R"({"Condition": {"NumericEquals": {"s3:max-keys": "x"}}})"},
        BadQuery{"UnknownValue",
                 R"({"Condition": {"StringEquals":
                     {"aws:SourceVpc": "<unknown>"}}})"},
        BadQuery{"UnknownAction", R"({"Action": "<unknown>"})"},
        BadQuery{"OpenVariable",
                 R"({"Resource": "arn:aws:s3:::${aws:username"})"}),
    [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace connectguard::testing
