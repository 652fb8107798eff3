#include "guard/outcome.h"

#include <gtest/gtest.h>

namespace connectguard {
namespace {

constexpr Outcome kP = Outcome::Pass();
constexpr Outcome kF = Outcome::Fail();
constexpr Outcome kS = Outcome::Skip();
constexpr Outcome kPF = Outcome::PassOrFail();
constexpr Outcome kPS = kP.Or(kS);
constexpr Outcome kFS = kF.Or(kS);

TEST(OutcomeTest, SetsAreFourWords) {
  EXPECT_EQ(StatusOf(kP), RuleStatus::kPass);
  EXPECT_EQ(StatusOf(kF), RuleStatus::kFail);
  EXPECT_EQ(StatusOf(kS), RuleStatus::kSkip);
  EXPECT_EQ(StatusOf(kPS), RuleStatus::kPass);
  EXPECT_EQ(StatusOf(kPF), RuleStatus::kUnknown);
  EXPECT_EQ(StatusOf(kFS), RuleStatus::kUnknown);
  EXPECT_EQ(StatusOf(kPF.Or(kS)), RuleStatus::kUnknown);
  EXPECT_EQ(StatusName(RuleStatus::kUnknown), "UNKNOWN");
}

TEST(OutcomeTest, AllOf) {
  EXPECT_EQ(AllOf(kP, kF), kF);
  EXPECT_EQ(AllOf(kP, kS), kP);
  EXPECT_EQ(AllOf(kS, kS), kS);
  EXPECT_EQ(AllOf(kF, kPF), kF);
  EXPECT_EQ(AllOf(kP, kPF), kPF);
  EXPECT_EQ(AllOf(kS, kPF), kPF);
  EXPECT_EQ(AllOf(kFS, kP), kPF);
}

TEST(OutcomeTest, AnyOf) {
  EXPECT_EQ(AnyOf(kP, kF), kP);
  EXPECT_EQ(AnyOf(kF, kS), kF);
  EXPECT_EQ(AnyOf(kS, kS), kS);
  EXPECT_EQ(AnyOf(kP, kPF), kP);
  EXPECT_EQ(AnyOf(kF, kPF), kPF);
  EXPECT_EQ(AnyOf(kPS, kF), kPF);
}

TEST(OutcomeTest, When) {
  EXPECT_EQ(When(kP, kF), kF);
  EXPECT_EQ(When(kF, kF), kS);
  EXPECT_EQ(When(kS, kP), kS);
  EXPECT_EQ(When(kPF, kF), kFS);
  EXPECT_EQ(When(kPF, kP), kPS);
  EXPECT_EQ(When(kFS, kF), kS);
}

TEST(OutcomeTest, References) {
  EXPECT_EQ(Referred(kP, false), kP);
  EXPECT_EQ(Referred(kS, false), kF);
  EXPECT_EQ(Referred(kS, true), kP);
  EXPECT_EQ(Referred(kP, true), kF);
  EXPECT_EQ(Referred(kFS, true), kP);
  EXPECT_EQ(Referred(kPS, false), kPF);
  EXPECT_EQ(FirstApplicable(kS, kF), kF);
  EXPECT_EQ(FirstApplicable(kP, kF), kP);
  EXPECT_EQ(FirstApplicable(kPS, kF), kPF);
}

TEST(OutcomeTest, NegationSwapsPassAndFail) {
  EXPECT_EQ(Negated(kP), kF);
  EXPECT_EQ(Negated(kPF), kPF);
  EXPECT_EQ(Negated(kFS), kPS);
  EXPECT_EQ(Negated(kS), kS);
}

TEST(OutcomeTest, FoldOverNothing) {
  EXPECT_EQ(Fold(/*all=*/true).Finish(kP), kP);
  EXPECT_EQ(Fold(/*all=*/false).Finish(kF), kF);
}

TEST(OutcomeTest, FoldOverWhatMayBeThere) {
  Fold all(/*all=*/true);
  all.Add(kF, /*maybe=*/true);
  EXPECT_EQ(all.Finish(kS), kFS);
  all.Add(kP, /*maybe=*/false);
  EXPECT_EQ(all.Finish(kS), kPF);

  Fold any(/*all=*/false);
  any.Add(kP, /*maybe=*/true);
  EXPECT_EQ(any.Finish(kS), kPS);
  any.Add(kF, /*maybe=*/false);
  EXPECT_EQ(any.Finish(kS), kPF);
}

}  // namespace
}  // namespace connectguard
