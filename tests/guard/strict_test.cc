// Where strict mode departs from cfn-guard: each departure, in both modes.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "guard/evaluate_text.h"
#include "guard/unknown_document.h"

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
    {"integer in floats", "rule r { A in r[1.5,9.5] }", R"({"A":9})", kFail,
     kPass},
    {"integer beyond floats", "rule r { A in r(9.0,9.5] }", R"({"A":9})", kFail,
     kFail},
    {"float in integers", "rule r { A in r[1,9] }", R"({"A":9.5})", kFail,
     kFail},
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
    {"not at most", "rule r { not A <= 5 }", R"({"A":6})", kFail, kPass},
    {"not more", "rule r { not A > 5 }", R"({"A":6})", kPass, kFail},
    {"not at least", "rule r { not A >= 5 }", R"({"A":5})", kPass, kFail},
    {"not not in", "rule r { not A not in [5] }", R"({"A":5})", kFail, kPass},
    {"beyond all integers", "rule r { A > 5 }", R"({"A":1e19})", kFail, kPass},
    {"below all integers", "rule r { A < 5 }", R"({"A":-1e19})", kFail, kPass},
    {"float below a range", "rule r { A in r[1,3] }", R"({"A":0.5})", kFail,
     kFail},
    {"float above a range", "rule r { A in r[1,3] }", R"({"A":3.5})", kFail,
     kFail},
    {"float at the open ends of a range", "rule r { A[*] in r(1,3) }",
     R"({"A":[1.0,3.0]})", kFail, kFail},
    {"float in an open range", "rule r { A in r(1,3) }", R"({"A":1.5})", kFail,
     kPass},
    {"integer in a range of floats", "rule r { A in r[0.5,1.5] }", R"({"A":1})",
     kFail, kPass},
    {"boolean in a range", "rule r { A in r[1,3] }", R"({"A":true})", kFail,
     kFail},
    {"no number is more than a number",
     "let x = parse_float(A)\nrule r { %x > 5 }", R"({"A":"NaN"})", kFail,
     kFail},
    {"no number is in a range",
     "let x = parse_float(A)\nrule r { %x in r[1,3] }", R"({"A":"NaN"})", kFail,
     kFail},
    {"characters",
     "let a = parse_char(A)\nlet b = parse_char(B)\n"
     "rule r { %a == %b\n %a in r[a,z]\n %a not in r[y,z] }",
     R"({"A":"x","B":"x"})", kPass, kPass},
    {"order of characters",
     "let a = parse_char(A)\nlet b = parse_char(B)\nrule r { %a < %b }",
     R"({"A":"x","B":"y"})", kPass, kPass},
    {"text in a range of characters", "rule r { A in r[a,z] }", R"({"A":"x"})",
     kFail, kFail},
    {"a list of ranges in itself", "let l = [r[1,2]]\nrule r { %l in %l }",
     R"({"A":1})", kPass, kPass},
    {"an empty literal in a selection", "let l = []\nrule r { %l in A[*] }",
     R"({"A":[1]})", kPass, kFail},
    {"an empty literal not in a selection",
     "let l = []\nrule r { %l not in A[*] }", R"({"A":[1]})", kFail, kSkip},
    {"a literal against an empty list", "let l = 'x'\nrule r { %l == A }",
     R"({"A":[]})", kPass, kFail},
    {"comparable with some", "rule r { A not in [0, \"root\"] }",
     R"({"A":"me"})", kPass, kPass},
    {"among several kinds", "rule r { A not in [0, \"root\"] }",
     R"({"A":"root"})", kFail, kFail},
    {"comparable with none of several kinds",
     "rule r { A not in [0, \"root\"] }", R"({"A":true})", kPass, kFail},
    {"sets of which one stands twice", "rule r { A[*] == B[*] }",
     R"({"A":[1,1,1],"B":[1,2]})", kPass, kFail},
    {"equal sets", "rule r { A[*] == B[*] }", R"({"A":[1,2,2],"B":[2,1]})",
     kPass, kPass},
    {"more on the right", "rule r { A[*] == B[*] }", R"({"A":[1],"B":[1,2]})",
     kFail, kFail},
    {"filter behind a star", "rule r { L[*][ k == 1 ] !empty }",
     R"({"L":[{"k":1}]})", kFail, kPass},
    {"filter behind a star asks around",
     "rule r { A { L[*][ k == 1 ] empty } }", R"({"A":{"k":2,"L":[{"k":1}]}})",
     kPass, kFail},
    {"type block's conditions",
     "rule r { A::B::C when Properties.K == 1 { Properties.N == 1 } }",
     R"({"Resources":{"a":{"Type":"A::B::C","Properties":{"K":1,"N":2}}}})",
     kSkip, kFail},
    {"type block's conditions that one resource meets",
     "rule r { A::B::C when Properties.K == 1 { Properties.N == 1 } }",
     R"({"Resources":{"a":{"Type":"A::B::C","Properties":{"K":1,"N":1}},
         "b":{"Type":"A::B::C","Properties":{"K":2,"N":2}}}})",
     kSkip, kPass},
    {"type block's conditions of the document",
     "rule r { A::B::C when Resources exists Env == 'x' { Properties.N == 1 } "
     "}",
     R"({"Env":"x","Resources":{"a":{"Type":"A::B::C","Properties":{"N":2}}}})",
     kFail, kFail},
    {"type block's conditions that nothing around meets",
     "rule r { A::B::C when Env == 'x' { Properties.N == 1 } }",
     R"({"Env":"y","Resources":{"a":{"Type":"A::B::C","Properties":{"N":2}}}})",
     kSkip, kSkip},
    {"type block's conditions that neither has",
     "rule r { A::B::C when Nope !exists { Properties.N == 1 } }",
     R"({"Resources":{"a":{"Type":"A::B::C","Properties":{"N":2}}}})", kFail,
     kFail},
    {"type block's conditions of a variable",
     "let e = Env\nrule r { A::B::C when %e == 'x' { Properties.N == 1 } }",
     R"({"Env":"x","Resources":{"a":{"Type":"A::B::C","Properties":{"N":2}}}})",
     kFail, kFail},
    {"type block's conditions inside a variable",
     "let m = M\nrule r { A::B::C when %m.Env == 'x' { Properties.N == 1 } }",
     R"({"M":{"Env":"x"},"Resources":{"a":{"Type":"A::B::C",
         "Properties":{"N":2}}}})",
     kFail, kFail},
    {"type block's conditions in the resource before the document",
     "rule r { A::B::C when Metadata.Off !exists { Properties.N == 1 } }",
     R"({"Metadata":{"Off":1},"Resources":{"a":{"Type":"A::B::C",
         "Metadata":{"On":1},"Properties":{"N":2}}}})",
     kSkip, kFail},
    {"range in a list", "rule r { A not in [r[1,3], 7] }", R"({"A":2})", kPass,
     kFail},
    {"beyond a range in a list", "rule r { A in [r[1,3], 7] }", R"({"A":4})",
     kFail, kFail},
    {"range in a list of a variable",
     "let x = [r[1,3], 7]\nrule r { A[*] in %x }", R"({"A":[2,7]})", kFail,
     kPass},
    {"last element", "rule r { A[-1] == 3 }", R"({"A":[1,2,3]})", kFail, kPass},
    {"before the first element", "rule r { A[-4] exists }", R"({"A":[1,2,3]})",
     kFail, kFail},
    {"least index", "rule r { A[-2147483648] exists }", R"({"A":[1,2,3]})",
     kFail, kFail},
    {"key of digits", "rule r { A.'7' == 1 }", R"({"A":{"7":1}})", kFail,
     kPass},
    {"index of a list all the same", "rule r { A.1 == 2 }", R"({"A":[1,2]})",
     kPass, kPass},
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

// `sel` selects what is certain to be there or, with an unknown flag, what may
// be.
TEST(StrictTest, WhatDependsOnAnUnknownValueIsUnknown) {
  constexpr char kData[] = R"(
A: 5
S: x
U: "?!"
D: [5, "?!"]
L: [5, "?!"]
Few: [{u: 1, w: x}, {u: "?!", w: 7}]
Far: [{u: 1, w: 7}, {u: "?!", w: x}]
Resources:
  a: {Type: X, Flag: "?!", V: x, N: 5}
)";
  const std::pair<const char*, const char*> kClauses[] = {
      {"not U == 1", "UNKNOWN"},
      {"A in %sel.N", "UNKNOWN"},      // FAIL when nothing is selected.
      {"S in %sel.N", "FAIL"},         // Whether it is selected or not.
      {"A not in %sel.V", "UNKNOWN"},  // FAIL when it is selected.
      {"A != %sel.V", "UNKNOWN"},
      {"A not in U", "UNKNOWN"},
      {"%sel.V not in A", "UNKNOWN"},
      {"%sel.N == A", "UNKNOWN"},   // Nothing to compare, or the same.
      {"D[*] == D[*]", "UNKNOWN"},  // The unknown may be missing, or a list.
      {"L[-1] == 5", "UNKNOWN"},
      {"L[-2] == 5", "PASS"},
      {"L[*][ k == 1 ] !empty", "UNKNOWN"},
      {"A not in Few[ u == 1 ].w", "UNKNOWN"},
      {"A not in Far[ u == 1 ].w", "PASS"},
  };
  for (const auto& [clause, status] : kClauses) {
    EXPECT_EQ(
        testing::Judge(clause, kData, GuardVersion::k32, Semantics::Strict()),
        status)
        << clause;
  }
}

TEST(StrictTest, ANegatedCallOfWhatIsUnknownIsUnknown) {
  const auto run = testing::EvaluateOn(
      "rule p(x) { %x == 1 }\nrule r { not p(U) }",
      testing::WithUnknowns("U: '?!'"), {.semantics = Semantics::Strict()});
  const RuleRecord& rule = run.evaluation.rules.back();
  EXPECT_EQ(rule.status(), RuleStatus::kUnknown);
}

TEST(StrictTest, IsWhatIsJudgedByUnlessAskedOtherwise) {
  EXPECT_EQ(EvaluateOptions().semantics, Semantics::Strict());
}

}  // namespace
}  // namespace connectguard
