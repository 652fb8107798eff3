#include "lint/allow.h"

#include <string>

#include <gtest/gtest.h>

#include "lint/lint_text.h"

namespace connectguard::testing {
namespace {

TEST(AllowTest, TakesOutWhatStandsBelow) {
  const LintedFile linted = Lint(
      "rule r {\n"
      "  # lint: allow ignored-not  cfn-guard never sees this file\n"
      "  not A == 'x'\n"
      "}\n");
  EXPECT_EQ(IdsOf(linted), "");
  EXPECT_EQ(linted.allowed, 1U);
}

TEST(AllowTest, TakesSeveralIdsAndOtherCommentsBetween) {
  const LintedFile linted = Lint(
      "rule r {\n"
      "  # lint: allow ignored-not, text-or-number  ports are numbers here\n"
      "  # SSH and RDP.\n"
      "  not A in [22, 3389]\n"
      "}\n");
  EXPECT_EQ(IdsOf(linted), "");
  EXPECT_EQ(linted.allowed, 2U);
}

TEST(AllowTest, TakesOutNothingElse) {
  EXPECT_EQ(IdsOf(Lint("# lint: allow unused-let  for later\n"
                       "let a = A\nlet b = B\nrule r { C exists }")),
            "unused-let");
}

TEST(AllowTest, WantsAReason) {
  const LintedFile linted =
      Lint("rule r {\n  # lint: allow ignored-not\n  not A == 'x'\n}\n");
  EXPECT_EQ(IdsOf(linted), "bad-allow ignored-not");
}

TEST(AllowTest, WantsAKnownId) {
  const LintedFile linted = Lint(
      "rule r {\n  # lint: allow ignore-not  because\n  not A == 'x'\n}\n");
  EXPECT_EQ(IdsOf(linted), "bad-allow ignored-not");
  EXPECT_EQ(Find(linted, "bad-allow")->hint, "did you mean `ignored-not`?");
}

TEST(AllowTest, WantsSomethingToAllow) {
  const LintedFile linted =
      Lint("# lint: allow ignored-not  because\nrule r { A != 'x' }");
  EXPECT_EQ(IdsOf(linted), "bad-allow");
}

TEST(AllowTest, IsNoCommentInsideAText) {
  EXPECT_EQ(IdsOf(Lint("rule r { A == ' # lint: allow x' }")), "");
}

}  // namespace
}  // namespace connectguard::testing
