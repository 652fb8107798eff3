// Questions as people ask them: what is refused, in whose words, and that
// nobody works for those who no longer wait.
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/can.h"
#include "analysis/compare.h"
#include "analysis/inspect.h"

namespace connectguard {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr AskerWords kWords{.action = "ACTION",
                            .policies = "POLICIES",
                            .resource_side = "RESOURCE SIDE",
                            .as_resource = "AS RESOURCE",
                            .as_identity = "AS IDENTITY",
                            .full_access = "FULL ACCESS",
                            .same_account = "SAME",
                            .other_account = "OTHER",
                            .value_or_absence = "VALUE OR ABSENCE"};

constexpr const char* kReads = R"({"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]})";
constexpr const char* kBucket = R"({"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Principal": {"AWS": "111122223333"},
   "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}]})";

PolicyText Named(std::string name, std::string text) {
  return {.name = std::move(name), .text = std::move(text)};
}

CanQuestion MayRead() {
  CanQuestion question;
  question.identity.push_back(Named("reads.json", kReads));
  question.request.actions = {"s3:GetObject"};
  return question;
}

Error ErrorOf(const CanQuestion& question) {
  const auto answer = AskCan(question, {.words = kWords});
  EXPECT_FALSE(answer);
  return answer ? Error{} : answer.error();
}

TEST(AskCanTest, AnswersAndKeepsWhatTheAnswerSpeaksOf) {
  const auto answer = AskCan(MayRead(), {.words = kWords});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->report.answer.verdict, IamVerdict::kYes);
  EXPECT_EQ(answer->report.question, "s3:GetObject on any resource");
  EXPECT_THAT(answer->files, SizeIs(1));
  EXPECT_THAT(answer->warnings, IsEmpty());
  ASSERT_THAT(answer->report.answer.evidence, SizeIs(1));
  EXPECT_EQ(answer->report.answer.evidence[0]->policy,
            answer->files[0].policy.get());
}

TEST(AskCanTest, RefusesWhatIsNoQuestionInTheWordsOfTheAsker) {
  CanQuestion question = MayRead();
  question.request.actions.clear();
  EXPECT_EQ(ErrorOf(question).code, ErrorCode::kUsage);
  EXPECT_THAT(ErrorOf(question).diagnostic.message, HasSubstr("ACTION"));

  question = MayRead();
  question.identity.clear();
  EXPECT_EQ(ErrorOf(question).diagnostic.hint, "POLICIES");

  question = MayRead();
  question.resource.push_back(Named("bucket.json", kBucket));
  question.trust = Named("trust.json", kBucket);
  EXPECT_THAT(ErrorOf(question).diagnostic.message, HasSubstr("RESOURCE SIDE"));
}

TEST(AskCanTest, RefusesConditionsThatSayNothing) {
  for (const AskedKey& key :
       {AskedKey{.key = "", .values = {"x"}},
        AskedKey{.key = "aws:PrincipalArn", .values = {}}}) {
    CanQuestion question = MayRead();
    question.request.conditions = {key};
    EXPECT_EQ(ErrorOf(question).code, ErrorCode::kUsage);
    EXPECT_EQ(ErrorOf(question).diagnostic.hint, "VALUE OR ABSENCE");
  }
  CanQuestion question = MayRead();
  question.request.conditions = {
      {.key = "aws:SourceIp", .values = {"1.2.3.4"}}};
  question.request.absent = {"AWS:sourceip"};
  EXPECT_EQ(ErrorOf(question).diagnostic.hint, "VALUE OR ABSENCE");
}

TEST(AskCanTest, RefusesPoliciesInTheWrongPlaceInTheWordsOfTheAsker) {
  CanQuestion question = MayRead();
  question.identity.push_back(Named("bucket.json", kBucket));
  EXPECT_EQ(ErrorOf(question).code, ErrorCode::kBadInput);
  EXPECT_THAT(ErrorOf(question).diagnostic.hint, HasSubstr("AS RESOURCE"));
  question = MayRead();
  question.resource.push_back(Named("reads.json", kReads));
  EXPECT_THAT(ErrorOf(question).diagnostic.hint, HasSubstr("AS IDENTITY"));
}

TEST(AskCanTest, HintsInTheWordsOfTheAsker) {
  CanQuestion question = MayRead();
  question.resource.push_back(Named("bucket.json", kBucket));
  question.request.resources = {"arn:aws:s3:::other/x"};
  question.request.principal = "arn:aws:iam::111122223333:user/alice";
  auto answer = AskCan(question, {.words = kWords});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->report.answer.verdict, IamVerdict::kUnknown);
  EXPECT_THAT(answer->report.hint, HasSubstr("SAME (yes) or OTHER (no)"));

  question = MayRead();
  question.scp = {{Named("deny.json", R"({"Version": "2012-10-17",
      "Statement": [{"Effect": "Deny", "Action": "sqs:*", "Resource": "*"}]})")}};
  answer = AskCan(question, {.words = kWords});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->report.answer.verdict, IamVerdict::kNo);
  EXPECT_THAT(answer->report.hint, HasSubstr("FULL ACCESS"));
}

// The n-th policy is asked about only when nobody said before that the answer
// is not wanted.
TEST(CancellationTest, EndsEveryQuestion) {
  const Asker gone{.words = kWords, .cancelled = [] { return true; }};
  EXPECT_EQ(AskCan(MayRead(), gone).error().code, ErrorCode::kCancelled);
  const PairQuestion pair{.first = Named("a", kReads),
                          .second = Named("b", kReads),
                          .kind = std::nullopt};
  EXPECT_EQ(AskDiff(pair, gone).error().code, ErrorCode::kCancelled);
  EXPECT_EQ(AskAtMost(pair, gone).error().code, ErrorCode::kCancelled);
  EXPECT_EQ(AskLint({Named("a", kReads)}, {}, gone).error().code,
            ErrorCode::kCancelled);
  EXPECT_EQ(AskExplain(Named("a", kReads), {}, gone).error().code,
            ErrorCode::kCancelled);
}

// "Contains each of n texts of two letters": 2^n states.
std::string Adversarial() {
  std::string text = R"({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})";
  for (char letter = 'a'; letter < 'u'; ++letter) {
    text += std::string(R"(, {"Effect": "Deny", "Action": "s3:GetObject",
      "NotResource": "arn:aws:s3:::*)") +
            letter + letter + R"(*"})";
  }
  return text + "]}";
}

TEST(CancellationTest, CutsALongSearchShort) {
  CanQuestion question;
  question.identity.push_back(Named("hard.json", Adversarial()));
  question.request.actions = {"s3:GetObject"};
  const auto patient = AskCan(question, {.words = kWords});
  ASSERT_TRUE(patient);
  ASSERT_EQ(patient->report.answer.verdict, IamVerdict::kUnknown);
  int asked = 0;
  const Asker impatient{.words = kWords,
                        .cancelled = [&] { return ++asked > 10; }};
  const auto answer = AskCan(question, impatient);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::kCancelled);
  EXPECT_LE(asked, 20);
}

TEST(CancellationTest, EndsLintBetweenStatements) {
  std::string text = R"({"Version": "2012-10-17", "Statement": [)";
  for (int i = 0; i < 50; ++i) {
    text += std::string(i == 0 ? "" : ", ") +
            R"({"Effect": "Allow", "Action": "s3:Nothing", "Resource": "*"})";
  }
  int asked = 0;
  const Asker impatient{.words = kWords,
                        .cancelled = [&] { return ++asked > 10; }};
  const auto answer = AskLint({Named("a", text + "]}")}, {}, impatient);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::kCancelled);
  EXPECT_LE(asked, 12);
}

TEST(AskDiffTest, ComparesOnlyPoliciesOfOneKind) {
  const auto answer = AskDiff({.first = Named("a", kReads),
                               .second = Named("b", kBucket),
                               .kind = std::nullopt},
                              {.words = kWords});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(answer.error().diagnostic.message, HasSubstr("of another kind"));
}

TEST(AskLintTest, SortsFindingsByPlace) {
  const auto answer = AskLint({Named("a", R"({"Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:GetObjct", "Resource": "*"},
                  {"Effect": "allow", "Action": "s3:Nothing",
                   "Resource": "*"}]})")},
                              {}, {.words = kWords});
  ASSERT_TRUE(answer);
  const auto& findings = answer->linted.at(0).findings;
  ASSERT_GE(findings.size(), 2u);
  for (std::size_t i = 1; i < findings.size(); ++i) {
    EXPECT_LE(findings[i - 1].value->begin, findings[i].value->begin);
  }
}

}  // namespace
}  // namespace connectguard
