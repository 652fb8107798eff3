// Each departure: lint names it, and on some document it really is why the two
// modes give different statuses.
#include <string>

#include <gtest/gtest.h>

#include "lint/checks.h"
#include "lint/compare_modes.h"
#include "lint/lint_text.h"

namespace connectguard::testing {
namespace {

struct Case {
  const char* id;
  const char* rules;
  const char* data;
  const char* strict;
  const char* compat;
};

const Case kCases[] = {
    {"ignored-not", "rule r { not A == 'x' }", "{A: x}", "FAIL", "PASS"},
    {"ignored-not-call", "rule p(x) { %x == 'x' }\nrule r { not p(A) }",
     "{A: x}", "FAIL", "PASS"},
    {"empty-list-passes", "rule r { L == 'x'\n L[*] != 'y' or A exists }",
     "{L: [], A: 1}", "FAIL", "PASS"},
    {"empty-right-skips", "let x = B[ c == 'd' ].e\nrule r { A in %x }",
     "{A: 1, B: [{c: 1}]}", "FAIL", "SKIP"},
    {"whole-number", "rule r { A >= 0.5 }", "{A: 1}", "PASS", "FAIL"},
    {"confusable-keys", "rule r { Policies !exists or Policy == 'x' }",
     "{Policy: y}", "PASS", "FAIL"},
    {"text-or-number", "rule r { Port not in [22, 3389] }", "{Port: '22'}",
     "FAIL", "PASS"},
    {"filter-behind-star", "rule r { A.L[*][ k == 'x' ] !empty }",
     "{A: {L: [{k: x}]}}", "PASS", "FAIL"},
    {"maybe-list-filter", "rule r { L.*[ k == 'x' ] !empty }", "{L: [{k: x}]}",
     "PASS", "FAIL"},
    {"condition-of-root",
     "rule r { A::B::C when Properties.Kind == 'x' { Properties.N == 1 } }",
     "{Resources: {a: {Type: 'A::B::C', Properties: {Kind: x, N: 2}}}}", "FAIL",
     "SKIP"},
    {"maybe-condition-of-root",
     "rule r { A::B::C when Metadata.On == 'x' { Properties.N == 1 } }",
     "{Resources: {a: {Type: 'A::B::C', Metadata: {On: x}, Properties: {N: "
     "2}}}}",
     "FAIL", "SKIP"},
    {"range-in-list", "rule r { A not in [r[1,3], 7] }", "{A: 2}", "FAIL",
     "PASS"},
    {"negative-index", "rule r { A[-1] == 'x' }", "{A: [y, x, z]}", "FAIL",
     "PASS"},
    {"numeric-key", "rule r { A.'123' exists }", "{A: {'123': x}}", "PASS",
     "FAIL"},
    {"maybe-unequal-sets", "rule r { A[*] == B[*] }",
     "{A: [1, 1, 1], B: [1, 2]}", "FAIL", "PASS"},
    {"maybe-empty-list", "rule r { A in ['x'] }", "{A: []}", "FAIL", "PASS"},
    {"maybe-empty-right", "rule p(x) { A in %x }\nrule r { p(B[ c == 'd' ]) }",
     "{A: 1, B: [{c: 1}]}", "FAIL", "SKIP"},
    {"number-types", "rule r { A == 5 }", "{A: 5.0}", "PASS", "FAIL"},
    {"key-spelling", "rule r { bucketName exists }", "{BucketName: 1}", "FAIL",
     "PASS"},
    {"missing-resources", "rule r { Resources.*[ Type == 'x' ].A == 'y' }",
     "{A: 1}", "SKIP", "FAIL"},
    {"missing-resources", "rule r { AWS::S3::Bucket { A == 'y' } }", "{A: 1}",
     "SKIP", "ERROR"},
    {"maybe-incomparable", "rule r { A not in ['x', 'y'] }", "{A: 5}", "FAIL",
     "PASS"},
    {"maybe-incomparable", "rule r { A != B }", "{A: 5, B: '5'}", "FAIL",
     "PASS"},
};

std::vector<LintFinding> CompareOn(const RuleFile& rules, const char* data) {
  const auto document = Load(data);
  EXPECT_TRUE(document) << data;
  return CompareModes(rules, **document, "data.yaml");
}

TEST(ModesTest, EachDepartureIsNamedAndReal) {
  for (const Case& each : kCases) {
    const LintedFile linted = Lint(each.rules);
    const LintFinding* named = Find(linted, each.id);
    ASSERT_NE(named, nullptr) << each.id << ": " << each.rules;
    ASSERT_TRUE(named->check->departure.has_value()) << each.id;
    const auto found = CompareOn(*linted.rules, each.data);
    ASSERT_EQ(found.size(), 1U) << each.rules;
    const ModeDisagreement& disagreement = *found[0].disagreement;
    EXPECT_EQ(disagreement.strict, each.strict) << each.rules;
    EXPECT_EQ(disagreement.compat, each.compat) << each.rules;
    EXPECT_EQ(disagreement.causes,
              std::vector<Departure>{*named->check->departure})
        << each.rules;
  }
}

TEST(ModesTest, EveryDepartureOfStrictModeHasACheckAndACase) {
  for (unsigned bit = 0; bit < kDepartureCount; ++bit) {
    const auto departure = static_cast<Departure>(bit);
    EXPECT_FALSE(DepartureName(departure).empty());
    bool tested = false;
    for (const Case& each : kCases) {
      tested = tested || FindLintCheck(each.id)->departure == departure;
    }
    EXPECT_TRUE(tested) << DepartureName(departure);
  }
  for (const LintCheck& check : LintChecks()) {
    bool tested = !check.departure.has_value();
    for (const Case& each : kCases) {
      tested = tested || check.id == each.id;
    }
    EXPECT_TRUE(tested) << check.id;
  }
}

// What a guard or a type rules out is not said.
TEST(ModesTest, SaysNothingWhereTheModesCannotDiffer) {
  const auto infos = [](const char* rules) {
    return IdsOf(Lint(rules), LintSeverity::kInfo);
  };
  EXPECT_EQ(infos("rule r { A exists }"), "key-spelling");
  EXPECT_EQ(infos("let n = count(A[*])\nrule r { %n == 2 }"), "key-spelling");
  EXPECT_EQ(infos("let t = to_lower(A)\nrule r { %t == 'x' }"), "key-spelling");
  EXPECT_EQ(infos("rule r { this == 'x' }"), "maybe-empty-list");
  EXPECT_EQ(infos("rule r { this !empty\n this is_string }"), "");
  EXPECT_EQ(infos("rule r { A[ keys == 'b' ] !empty }"), "key-spelling");
}

TEST(CompareModesTest, NamesTheClauseThatDecides) {
  const LintedFile linted = Lint(
      "rule r {\n  A exists\n  A { B == 'x' }\n  not C == 'z'\n}\n"
      "rule q { A exists }");
  const auto found = CompareOn(*linted.rules, "{A: {B: x}, C: z}");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].check->id, "modes-disagree");
  EXPECT_EQ(linted.rules->source->At(found[0].span.begin).line, 4U);
  EXPECT_EQ(found[0].disagreement->rule, "r");
  EXPECT_EQ(found[0].disagreement->input, "data.yaml");
  EXPECT_NE(found[0].message.find("FAIL strictly and PASS with cfn-guard"),
            std::string::npos)
      << found[0].message;
}

// Where no clause is recorded, as for a rule that is skipped in one mode.
TEST(CompareModesTest, NamesTheConditionThatSkips) {
  const LintedFile linted =
      Lint("let x = 1\nrule r when not A == %x\n{ B == 'x' }");
  const auto found = CompareOn(*linted.rules, "{A: 2, B: x}");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].disagreement->strict, "PASS");
  EXPECT_EQ(found[0].disagreement->compat, "SKIP");
  EXPECT_EQ(linted.rules->source->At(found[0].span.begin).line, 2U);
}

// Two departures that each would do alone are both left out, or neither.
TEST(CompareModesTest, NamesTheFewestCauses) {
  const LintedFile linted =
      Lint("rule r { not A == 'x'\n B == 'y'\n C exists }");
  const auto found = CompareOn(*linted.rules, "{A: x, B: [], C: 1}");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(
      found[0].disagreement->causes,
      (std::vector<Departure>{Departure::kLeadingNot, Departure::kEmptyLeft}));
}

TEST(CompareModesTest, SaysNothingOfRulesThatAgree) {
  const LintedFile linted = Lint("rule r { not A == 'x' }");
  EXPECT_TRUE(CompareOn(*linted.rules, "{B: 1}").empty());
}

}  // namespace
}  // namespace connectguard::testing
