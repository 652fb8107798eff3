// Where strict mode departs from cfn-guard: each departure, in both modes.
#include <gtest/gtest.h>

#include <string>

#include "guard/evaluate_text.h"

namespace connectguard {
namespace {

struct Case {
  const char* name;
  const char* rules;
  const char* data;
  RuleStatus compat;
  RuleStatus strict;
};

constexpr RuleStatus kPass = RuleStatus::kPass;
constexpr RuleStatus kFail = RuleStatus::kFail;
constexpr RuleStatus kSkip = RuleStatus::kSkip;

RuleStatus StatusIn(Semantics semantics, const Case& each) {
  const auto run =
      testing::EvaluateText(each.rules, each.data, {.semantics = semantics});
  return run.evaluation.rules.back().status();
}

const Case kCases[] = {
    {"leading not", "rule r { not A == 1 }", R"({"A":1})", kPass, kFail},
    {"leading not of in", "rule r { !A in [1,2] }", R"({"A":3})", kFail, kPass},
    {"leading not of order", "rule r { not A < 3 }", R"({"A":3})", kFail,
     kPass},
    {"two negations", "rule r { not A != 1 }", R"({"A":1})", kFail, kPass},
    {"negated call", "rule p(x) { %x == 1 }\nrule r { not p(A) }", R"({"A":1})",
     kPass, kFail},
    {"negated call that failed", "rule p(x) { %x == 1 }\nrule r { !p(A) }",
     R"({"A":2})", kFail, kPass},
    {"empty list equals", "rule r { A == 1 }", R"({"A":[]})", kPass, kFail},
    {"empty list in", "rule r { A in [1] }", R"({"A":[]})", kPass, kFail},
    {"empty list differs", "rule r { A != 1 }", R"({"A":[]})", kPass, kSkip},
    {"empty list not in", "rule r { A not in [1] }", R"({"A":[]})", kFail,
     kSkip},
    {"empty right", "let b = B[ x == 1 ]\nrule r { A in %b }",
     R"({"A":1,"B":[{"x":2}]})", kSkip, kFail},
    {"empty right negated", "let b = B[ x == 1 ]\nrule r { A not in %b }",
     R"({"A":1,"B":[{"x":2}]})", kSkip, kSkip},
    {"integer and float", "rule r { A == 5.0 }", R"({"A":5})", kFail, kPass},
    {"integer below float", "rule r { A < 5.5 }", R"({"A":5})", kFail, kPass},
    {"float above integer", "rule r { A > 5 }", R"({"A":5.5})", kFail, kPass},
    {"no rounding", "rule r { A == 9007199254740992.0 }",
     R"({"A":9007199254740993})", kFail, kFail},
    {"key case", "rule r { BucketName exists }", R"({"bucket_name":1})", kPass,
     kFail},
    {"missing resources", "rule r { A::B::C { X == 1 } }", R"({"Y":1})", kFail,
     kSkip},
    {"incomparable not in", "rule r { A not in [\"5\"] }", R"({"A":5})", kPass,
     kFail},
    {"incomparable sets", "rule r { A not in B }", R"({"A":5,"B":"5"})", kPass,
     kFail},
    {"incomparable beside a match", "rule r { A in [\"5\", 5] }", R"({"A":5})",
     kPass, kPass},
};

TEST(StrictTest, DepartsFromTheReferenceWhereItLetsAViolationPass) {
  for (const Case& each : kCases) {
    EXPECT_EQ(StatusIn(Semantics::Compat(), each), each.compat) << each.name;
    EXPECT_EQ(StatusIn(Semantics::Strict(), each), each.strict) << each.name;
  }
}

TEST(StrictTest, RecordsTheCallThatShouldHaveFailed) {
  const auto run = testing::EvaluateText(
      "rule p(x) { %x == 1 }\nrule r { not p(A) <<must not be one>> }",
      R"({"A":1})", {.semantics = Semantics::Strict()});
  const RuleRecord& rule = run.evaluation.rules.back();
  ASSERT_EQ(rule.clauses.size(), 1U);
  EXPECT_EQ(rule.clauses[0].message, "must not be one");
}

}  // namespace
}  // namespace connectguard
