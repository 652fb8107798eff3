#include "iam/changes.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "iam/policy_text.h"

namespace connectguard::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

IamGains GainsOf(const IamPolicy& before, const IamPolicy& after) {
  const IamPolicy* const old_policy = &before;
  const IamPolicy* const new_policy = &after;
  return Gains({&old_policy, 1}, {&new_policy, 1});
}

std::vector<std::string> NamesOf(const IamGain& gain) {
  std::vector<std::string> names;
  for (const KnownAction* action : gain.actions) {
    names.emplace_back(action->name);
  }
  return names;
}

TEST(GainsTest, ListsEachEntryByWhichSomethingIsGained) {
  PolicyTexts texts;
  const IamPolicy& before = texts.Statements(
      R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})");
  const IamPolicy& after = texts.Statements(
      R"({"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject",
          "s3:GetObjectTag*"], "Resource": "*"})");
  const IamGains gains = GainsOf(before, after);
  EXPECT_EQ(gains.at_most.verdict, IamVerdict::kNo);
  EXPECT_TRUE(gains.complete);
  ASSERT_EQ(gains.gains.size(), 2u);
  EXPECT_EQ(gains.gains[0].action->AsString(), "s3:PutObject");
  EXPECT_EQ(gains.gains[0].witness.action, "s3:putobject");
  EXPECT_THAT(NamesOf(gains.gains[1]), ElementsAre("s3:GetObjectTagging"));
}

TEST(GainsTest, SeesWhatALiftedDenyGives) {
  PolicyTexts texts;
  const IamPolicy& before = texts.Statements(R"(
      {"Effect": "Allow", "Action": "connect:*", "Resource": "*"},
      {"Effect": "Deny", "Action": "connect:DeleteInstance", "Resource": "*"})");
  const IamPolicy& after = texts.Statements(
      R"({"Effect": "Allow", "Action": "connect:*", "Resource": "*"})");
  const IamGains gains = GainsOf(before, after);
  ASSERT_EQ(gains.gains.size(), 1u);
  EXPECT_THAT(NamesOf(gains.gains[0]), ElementsAre("connect:DeleteInstance"));
}

TEST(GainsTest, IsEmptyWhenNothingIsGained) {
  PolicyTexts texts;
  const IamPolicy& wide = texts.Statements(
      R"({"Effect": "Allow", "Action": "*", "Resource": "*"})");
  const IamPolicy& narrow = texts.Statements(
      R"({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})");
  EXPECT_EQ(GainsOf(wide, narrow).at_most.verdict, IamVerdict::kYes);
  EXPECT_THAT(GainsOf(wide, narrow).gains, IsEmpty());
  const IamGains gains = GainsOf(narrow, wide);
  ASSERT_EQ(gains.gains.size(), 1u);
  EXPECT_TRUE(gains.gains[0].witness.action.starts_with("iam:"));
}

TEST(GainsTest, DoubtsWhatIsNotKnown) {
  PolicyTexts texts;
  const IamPolicy& before = texts.Statements(
      R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})");
  const IamPolicy& after = texts.Statements(
      R"({"Effect": "Allow", "Action": "s3:PutObject",
          "Resource": "<unknown>"})");
  const IamGains gains = GainsOf(before, after);
  EXPECT_EQ(gains.at_most.verdict, IamVerdict::kUnknown);
  ASSERT_EQ(gains.gains.size(), 1u);
  EXPECT_FALSE(gains.gains[0].certain);
  EXPECT_THAT(gains.gains[0].actions, IsEmpty());
}

}  // namespace
}  // namespace connectguard::testing
