#include "iam/refusal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "iam/policy_text.h"

namespace connectguard::testing {
namespace {

constexpr const char* kDelete = R"({"Action": "s3:DeleteObject",
    "Resource": "arn:aws:s3:::b/x",
    "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}})";

TEST(RefusalTest, NamesTheConditionThatCannotHold) {
  PolicyTexts texts;
  const IamPolicy& policy = texts.Statements(R"(
      {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {
        "StringEquals": {"aws:RequestedRegion": "eu-west-2"},
        "Bool": {"aws:MultiFactorAuthPresent": "true"}}},
      {"Effect": "Allow", "Action": "s3:Delete*",
       "Resource": "arn:aws:s3:::other/*"},
      {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"})");
  const IamRefusal refusal =
      WhyRefused({.identity = PolicyRefs{&policy}}, texts.Query(kDelete));
  EXPECT_FALSE(refusal.all_denied);
  ASSERT_EQ(refusal.silent.size(), 1u);
  EXPECT_TRUE(refusal.silent[0].has_allow);
  ASSERT_EQ(refusal.silent[0].near.size(), 2u);
  const NearMiss& first = refusal.silent[0].near[0];
  EXPECT_EQ(first.part, NearMiss::Part::kCondition);
  ASSERT_NE(first.clause, nullptr);
  EXPECT_EQ(first.clause->key, "aws:MultiFactorAuthPresent");
  EXPECT_EQ(refusal.silent[0].near[1].part, NearMiss::Part::kResource);
}

TEST(RefusalTest, TellsWhetherDenyEndsAllOfIt) {
  PolicyTexts texts;
  const IamPolicy& all = texts.Statements(R"(
      {"Effect": "Allow", "Action": "*", "Resource": "*"},
      {"Effect": "Deny", "Action": "s3:Delete*", "Resource": "*"})");
  const IamRefusal refusal =
      WhyRefused({.identity = PolicyRefs{&all}}, texts.Query(kDelete));
  EXPECT_TRUE(refusal.all_denied);
  EXPECT_TRUE(refusal.silent.empty());
}

TEST(RefusalTest, NumbersTheLevelsOfControlPolicies) {
  PolicyTexts texts;
  const IamPolicy& all = texts.Statements(
      R"({"Effect": "Allow", "Action": "*", "Resource": "*"})");
  const IamPolicy& deny = texts.Statements(
      R"({"Effect": "Deny", "Action": "ec2:*", "Resource": "*"})",
      IamPolicyKind::kScp);
  const IamRefusal refusal =
      WhyRefused({.identity = PolicyRefs{&all}, .scp = {{&all}, {&deny}}},
                 texts.Query(kDelete));
  ASSERT_EQ(refusal.silent.size(), 1u);
  EXPECT_EQ(refusal.silent[0].kind, IamLayerKind::kScp);
  EXPECT_EQ(refusal.silent[0].level, 2u);
  EXPECT_FALSE(refusal.silent[0].has_allow);
}

// What is unknown might allow it, so the layer is not called silent.
TEST(RefusalTest, LeavesOutLayersThatAreNotKnown) {
  PolicyTexts texts;
  const IamPolicy& unknown = texts.Policy(R"("<unknown>")");
  const IamPolicy& none = texts.Statements(
      R"({"Effect": "Allow", "Action": "ec2:*", "Resource": "*"})",
      IamPolicyKind::kBoundary);
  const IamRefusal refusal = WhyRefused(
      {.identity = PolicyRefs{&unknown}, .boundary = PolicyRefs{&none}},
      texts.Query(kDelete));
  ASSERT_EQ(refusal.silent.size(), 1u);
  EXPECT_EQ(refusal.silent[0].kind, IamLayerKind::kBoundary);
}

TEST(MayAlwaysTest, AnswersWithWhatIsNotAllowed) {
  PolicyTexts texts;
  const IamPolicy& policy = texts.Statements(R"(
      {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"},
      {"Effect": "Deny", "Action": "s3:*", "Resource": "*",
       "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}})");
  const IamLayers layers{.identity = PolicyRefs{&policy}};
  EXPECT_EQ(MayAlways(layers, texts.Query(kDelete)).verdict, IamVerdict::kNo);
  const IamAnswer some =
      MayAlways(layers, texts.Query(R"({"Action": "s3:GetObject",
                              "Resource": "arn:aws:s3:::b/x"})"));
  EXPECT_EQ(some.verdict, IamVerdict::kNo);
  ASSERT_EQ(some.evidence.size(), 1u);
  EXPECT_EQ(some.evidence[0]->number, 2u);
  EXPECT_EQ(some.witness->ValueOf("aws:multifactorauthpresent"), "false");
  EXPECT_EQ(MayAlways(layers, texts.Query(
                                  R"({"Action": "s3:GetObject",
                    "Resource": "arn:aws:s3:::b/x", "Condition":
                    {"Bool": {"aws:MultiFactorAuthPresent": "true"}}})"))
                .verdict,
            IamVerdict::kYes);
  EXPECT_EQ(MayAlways({}, texts.Query(kDelete)).verdict, IamVerdict::kUnknown);
}

}  // namespace
}  // namespace connectguard::testing
