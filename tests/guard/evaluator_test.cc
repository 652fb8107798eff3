// What is beyond the recorded experiments: errors of one rule, records,
// recursion, the index by type, and clauses as text.
#include "guard/evaluator.h"

#include <string>

#include "base/limits.h"
#include "guard/evaluate_text.h"

namespace connectguard::testing {
namespace {

using ::testing::HasSubstr;

// ------------------------------------------------------------------ errors --

TEST(EvaluatorTest, AnErrorIsThatOfOneRule) {
  const Judgement run = EvaluateText(
      "rule first { a == 1 }\n"
      "rule wrong {\n"
      "  a == 1\n"
      "  b == %nowhere\n"
      "}\n"
      "rule last { a == 2 }\n"
      "let anywhere = 1\n",
      "{a: 1, b: 2}");
  EXPECT_EQ(run.Status("first"), "PASS");
  EXPECT_EQ(run.Status("last"), "FAIL");
  EXPECT_EQ(run.Status("wrong"), "ERROR");
  EXPECT_EQ(run.Record("wrong").status(), RuleStatus::kFail);
  const std::string error = run.ErrorOf("wrong");
  EXPECT_THAT(error, HasSubstr("rules.guard:4:8: "));
  EXPECT_THAT(error, HasSubstr("there is no variable `nowhere`"));
  EXPECT_THAT(error, HasSubstr("\n    b == %nowhere\n         ^\n"));
  EXPECT_THAT(error, HasSubstr("did you mean `anywhere`?"));
}

TEST(EvaluatorTest, EmptyOfANumberIsAnError) {
  const Judgement run = EvaluateText("rule r { a empty }", "{a: 1}");
  EXPECT_THAT(run.ErrorOf("r"),
              HasSubstr("`empty` cannot be asked of a value of type integer"));
}

TEST(EvaluatorTest, ARuleThatNeedsABrokenRuleIsBroken) {
  const Judgement run = EvaluateText(
      "rule broken { a empty }\n"
      "rule needs { broken\n}\n"
      "rule unknown { no_such_rule\n}\n",
      "{a: 1}");
  EXPECT_THAT(run.ErrorOf("needs"),
              HasSubstr("rule `broken` could not be evaluated: `empty`"));
  EXPECT_THAT(run.ErrorOf("unknown"),
              HasSubstr("there is no rule `no_such_rule`"));
}

TEST(EvaluatorTest, CyclesEnd) {
  const Judgement run = EvaluateText(
      "rule a { b\n}\n"
      "rule b { a\n}\n"
      "let x = %y\nlet y = %x\n"
      "rule variables { %x == 1 }\n"
      "rule call(v) { call(%v) }\n"
      "rule calls { call(k) }\n"
      "rule grow(v) { let w = %v\n grow(%w) }\n"
      "rule grows { grow(k) }\n",
      "{k: 1}");
  EXPECT_THAT(run.ErrorOf("a"), HasSubstr("refers to itself"));
  EXPECT_NE(run.ErrorOf("b"), "");
  EXPECT_THAT(run.ErrorOf("variables"), HasSubstr("is defined by itself"));
  EXPECT_THAT(run.ErrorOf("calls"), HasSubstr("nested too deeply"));
  EXPECT_THAT(run.ErrorOf("grows"), HasSubstr("nested too deeply"));
}

TEST(EvaluatorTest, DeepDocumentsAreWalked) {
  std::string data;
  std::string query = "a";
  for (int i = 0; i < 150; ++i) {
    data += "{a: [";
    query += i == 0 ? "[*]" : ".a[*]";
  }
  data += "1";
  for (int i = 0; i < 150; ++i) {
    data += "]}";
  }
  EXPECT_EQ(EvaluateText("rule r { " + query + " == 1 }", data).Status("r"),
            "PASS");
}

// ----------------------------------------------------------------- records --

TEST(EvaluatorTest, OneRecordForEachElementThatFails) {
  const Judgement run =
      EvaluateText("rule r { R.* { p == 1 <<p must be 1>> } }",
                   "{R: {a: {p: 1}, b: {p: 2}, c: {p: 3}, d: {q: 1}}}");
  const RuleRecord& record = run.Record("r");
  ASSERT_EQ(record.clauses.size(), 3u);
  EXPECT_EQ(record.clauses[0].from->integer, 2);
  EXPECT_EQ(record.clauses[0].to->integer, 1);
  EXPECT_EQ(record.clauses[0].message, "p must be 1");
  EXPECT_EQ(KeyOf(*record.clauses[0].scope), "b");
  EXPECT_EQ(record.clauses[1].from->integer, 3);
  // A query that ended early: the last value reached, and what was left.
  EXPECT_EQ(record.clauses[2].from, record.clauses[2].scope);
  EXPECT_EQ(record.clauses[2].remaining, "p");
}

TEST(EvaluatorTest, OneRecordForAValueComparedWithSeveral) {
  const Judgement run =
      EvaluateText("rule r { a[*] > b[*] }", "{a: [1, 9], b: [5, 6, 7]}");
  const RuleRecord& record = run.Record("r");
  ASSERT_EQ(record.clauses.size(), 1u);
  EXPECT_EQ(record.clauses[0].from->integer, 1);
  EXPECT_EQ(record.clauses[0].to->integer, 5);
}

TEST(EvaluatorTest, ASetTestNamesWhatDiffers) {
  const Judgement run =
      EvaluateText("rule r { a[*] in b }", "{a: [1, 8, 9], b: [1, 2]}");
  const RuleRecord& record = run.Record("r");
  ASSERT_EQ(record.clauses.size(), 2u);
  EXPECT_EQ(record.clauses[0].from->integer, 8);
  EXPECT_EQ(record.clauses[1].from->integer, 9);
}

TEST(EvaluatorTest, AlternativesThatPassDropTheRecordsOfOthers) {
  const Judgement run = EvaluateText(
      "rule pass { a == 2 or a == 1\n a == 3 }\n"
      "rule fail { a == 2 or a == 3 }\n",
      "{a: 1}");
  EXPECT_EQ(run.Record("pass").clauses.size(), 1u);
  EXPECT_EQ(run.Record("fail").clauses.size(), 2u);
}

TEST(EvaluatorTest, ConditionsAndFiltersLeaveNoRecords) {
  const Judgement run = EvaluateText(
      "rule r when a != 2 {\n"
      "  when a == 2 or a == 1 { L[ this == 2 ] == 3 }\n"
      "}\n",
      "{a: 1, L: [1, 2]}");
  const RuleRecord& record = run.Record("r");
  // `!=` of two different values passes; only the body fails.
  ASSERT_EQ(record.clauses.size(), 1u);
  EXPECT_EQ(record.clauses[0].from->integer, 2);
}

TEST(EvaluatorTest, AnEmptySelectionIsRecordedWithoutAValue) {
  const Judgement run = EvaluateText(
      "rule r { L[ this == 9 ] !empty <<none>> }\n"
      "rule b { L[ this == 9 ] !empty { this == 1 } }\n",
      "{L: [1]}");
  ASSERT_EQ(run.Record("r").clauses.size(), 1u);
  EXPECT_EQ(run.Record("r").clauses[0].from, nullptr);
  EXPECT_EQ(run.Record("r").clauses[0].message, "none");
  ASSERT_EQ(run.Record("b").clauses.size(), 1u);
}

TEST(EvaluatorTest, TheMessageOfACallReachesTheClausesOfTheRule) {
  const Judgement run = EvaluateText(
      "rule check(v) { %v == 1\n %v == 2 <<own>> }\n"
      "rule r { check(a) <<outer>> }\n",
      "{a: 3}");
  const RuleRecord& record = run.Record("r");
  ASSERT_EQ(record.clauses.size(), 2u);
  EXPECT_EQ(record.clauses[0].message, "outer");
  EXPECT_EQ(record.clauses[1].message, "own");
}

TEST(EvaluatorTest, ReferencesAreRecorded) {
  const Judgement run = EvaluateText(
      "rule base { a == 2 }\n"
      "rule r { base <<base must hold>>\n}\n",
      "{a: 1}");
  ASSERT_EQ(run.Record("r").clauses.size(), 1u);
  EXPECT_EQ(run.Record("r").clauses[0].message, "base must hold");
  EXPECT_EQ(run.Record("r").clauses[0].from, nullptr);
}

TEST(EvaluatorTest, ValuesAreNotCopied) {
  const Judgement run =
      EvaluateText("rule r { R.*.p == 2 }", "{R: {a: {p: 1}}}");
  EXPECT_EQ(run.Record("r").clauses[0].from,
            FindPath(run.document->root(), {"R", "a", "p"}));
}

// ----------------------------------------------------------- index by type --

constexpr char kResources[] = R"(
Resources:
  a: {Type: "T::A", P: 1}
  b: {Type: "T::B", P: 1}
  c: {Type: "T::A", P: 2}
Previous:
  d: {Type: "T::A", P: 3}
)";

TEST(EvaluatorTest, TheIndexAnswersAsTheFilterWould) {
  // The second form is not recognised, so that it walks.
  for (const char* form :
       {"Type == 'T::A'", "'Type' == 'T::A'", "Type in 'T::A'"}) {
    const std::string filter = std::string("[ ") + form;
    const Judgement run = EvaluateText(
        "rule all { Resources.*" + filter + " ].P in [1, 2] }\n" +
            "rule rest { Resources.*" + filter + "\n P == 2 ].P == 2 }\n" +
            "rule none { Resources.*" + filter + "\n P == 9 ] empty }\n" +
            "rule previous { Previous.*" + filter + " ].P == 3 }\n",
        kResources);
    for (const char* rule : {"all", "rest", "none", "previous"}) {
      EXPECT_EQ(run.Status(rule), "PASS") << form << " " << rule;
    }
  }
}

// P of what a filter selects, in order; or the error.
std::string SelectedBy(const std::string& filter, const std::string& more) {
  const Judgement run = EvaluateText(
      "let a = 'T::A'\nlet b = 'T::B'\nlet both = ['T::A', 'T::B']\n"
      "let pattern = /::A/\nlet number = 1\nlet none = Nowhere.*\n"
      "let named = {T: 'T::A'}\nlet several = Types[*]\n"
      "let same = Resources.*[ Type == %same ]\n"
      "rule type_is(type) { Resources.*[ Type == %type ].P == 99 }\n"
      "rule r { " +
          filter + " }\n",
      "Resources:\n  a: {Type: 'T::A', P: 1}\n  b: {Type: 'T::B', P: 2}\n"
      "  c: {Type: 'T::A', P: 3}\n  d: {Type: 'T::C', P: 4}\n" +
          more + "Types: ['T::A', 'T::B']\n");
  std::string selected = run.Status("r") + run.ErrorOf("r");
  for (const ClauseRecord& record : run.Record("r").clauses) {
    selected += record.from != nullptr && record.from->Is(Kind::kInt)
                    ? " " + std::to_string(record.from->integer)
                    : " ?";
  }
  return selected;
}

TEST(EvaluatorTest, TheIndexKnowsVariablesAndAlternatives) {
  // A resource without type is never selected, but ends the use of the index.
  const std::string untyped = "  z: {P: 9}\n";
  for (const auto& [condition, selected] :
       std::vector<std::pair<std::string, std::string>>{
           {"Type == %a", "FAIL 1 3"},
           {"Type == %a or Type == 'T::B'", "FAIL 1 2 3"},
           {"Type == %b or Type == %a or Type == %b", "FAIL 1 2 3"},
           {"Type == %a\n P != 1", "FAIL 3"},
           {"Type == %a[*]", "FAIL 1 3"},
           {"Type == %a[0]", "SKIP"},
           {"Type == %named.T", "FAIL 1 3"},
           {"Type == Other", "SKIP"},
           {"Type == %several", "SKIP"},
           {"not Type == %a", "FAIL 1 3"},
           {"Type[ this == 'x' ] == %a", "SKIP"},
           {"Type == %both", "SKIP"},
           {"Type == %pattern", "FAIL 1 3"},
           {"Type == %number", "SKIP"},
           {"Type == %none", "SKIP"},
           {"Type != %a", "FAIL 2 4"},
           {"Type == 'T::X' or P == 2", "FAIL 2"}}) {
    const std::string rule = "Resources.*[ " + condition + " ].P == 99";
    EXPECT_EQ(SelectedBy(rule, ""), selected) << condition;
    EXPECT_EQ(SelectedBy(rule, untyped), selected) << condition;
  }
  EXPECT_EQ(SelectedBy("type_is('T::A')", ""), "FAIL 1 3");
  EXPECT_EQ(SelectedBy("type_is('T::A')", untyped), "FAIL 1 3");
  for (const char* wrong : {"%missing", "%same"}) {
    const std::string rule =
        std::string("Resources.*[ Type == ") + wrong + " ].P == 99";
    EXPECT_THAT(SelectedBy(rule, ""), HasSubstr("variable")) << wrong;
    EXPECT_EQ(SelectedBy(rule, ""), SelectedBy(rule, untyped)) << wrong;
  }
}

TEST(EvaluatorTest, TheIndexKnowsTwoSectionsOnly) {
  const std::string rules =
      "rule previous { Previous.*[ Type == 'X' ].P == 1 }\n"
      "rule other { Other.*[ Type == 'X' ].P == 1 }\n";
  const auto statuses = [&](std::string_view data) {
    const Judgement run = EvaluateText(rules, data);
    return run.Status("previous") + " " + run.Status("other");
  };
  EXPECT_EQ(statuses("Previous: {a: {Type: X, P: 1}, b: {P: 2}}\n"
                     "Other: {a: {Type: X, P: 1}}\n"),
            "PASS PASS");
  EXPECT_EQ(statuses("Previous: {}\nOther: {a: {Type: X, P: 2}}\n"),
            "FAIL FAIL");
}

TEST(EvaluatorTest, ALiteralHidesKeysThatAreCapturedUnderItsName) {
  const Judgement run = EvaluateText(
      "let n = 'z'\nlet m = B\n"
      "rule literal { A[ n | k == 1 ] !empty\n %n == 'z' }\n"
      "rule query { A[ m | k == 1 ] !empty\n some %m == 'a' }\n",
      "{A: {a: {k: 1}}, B: b}");
  EXPECT_EQ(run.Status("literal"), "PASS");
  EXPECT_EQ(run.Status("query"), "PASS");
}

TEST(EvaluatorTest, ACallOfNoRuleNamesTheOneThatMayBeMeant) {
  const Judgement run = EvaluateText(
      "rule check(x) { %x exists }\nrule r { chek(A) }\n", "{A: 1}");
  EXPECT_THAT(run.ErrorOf("r"), HasSubstr("did you mean `check`?"));
}

TEST(EvaluatorTest, WithoutResourcesTheIndexIsNotUsed) {
  const std::string rules =
      "rule e { Resources.*[ Type == 'X' ] exists }\n"
      "rule t { X::Y::Z { P == 1 } }\n";
  const Judgement run = EvaluateText(rules, "{Resources: {}}");
  EXPECT_EQ(run.Status("e"), "FAIL");
  EXPECT_THAT(run.ErrorOf("t"), HasSubstr("needs a map `Resources`"));
  // A resource without a type: the others are found all the same.
  const Judgement mixed =
      EvaluateText(rules, "{Resources: {a: {P: 1}, b: {Type: X}}}");
  EXPECT_EQ(mixed.Status("e"), "PASS");
  EXPECT_EQ(mixed.Status("t"), "SKIP");
}

TEST(EvaluatorTest, KeysOfLiteralsAndParsedTextAreFound) {
  const Judgement run = EvaluateText(
      "let literal = {some_key: {Inner: 1}}\n"
      "let parsed = json_parse(text)\n"
      "rule a { %literal.some_key.Inner == 1 }\n"
      "rule b { %literal.SomeKey.inner exists }\n"
      "rule c { %parsed.SomeKey == 1 }\n"
      "rule d { %parsed.Nope !exists }\n",
      "{text: '{\"some_key\": 1}', SomeKey: 2}");
  EXPECT_EQ(run.Status("a"), "PASS");
  // The first conversion that hits is used for the rest of the query.
  EXPECT_EQ(run.Status("b"), "FAIL");
  EXPECT_EQ(run.Status("c"), "PASS");
  EXPECT_EQ(run.Status("d"), "PASS");
}

// -------------------------------------------------------------------- text --

std::string TextOf(std::string_view body) {
  const auto rules = Parse("rule r {\n" + std::string(body) + "\n}\n");
  if (!rules) {
    return Render(rules.error().diagnostic);
  }
  return ClauseText(**rules, (*rules)->rules[0].body.clauses[0][0]);
}

TEST(ClauseTextTest, OneLineWithoutCommentsAndMessage) {
  EXPECT_EQ(TextOf("Properties\n  # why\n  .Name   ==  'a  b' <<msg>>"),
            "Properties .Name == 'a  b'");
  EXPECT_EQ(TextOf("A == /a # b{/"), "A == /a # b{/");
  EXPECT_EQ(TextOf("A[ b == 1 ] {\n c == 1\n}"), "A[ b == 1 ] { ... }");
  EXPECT_EQ(TextOf("when A exists { B == {a: 1} }"), "when A exists { ... }");
  EXPECT_EQ(TextOf("A == {a: 1}"), "A == {a: 1}");
  EXPECT_EQ(TextOf("A in ['" + std::string(300, 'x') + "']").size(), 123u);
}

TEST(EvaluatorTest, AListOfOneIsUnpackedForAKeyThatItCannotBeComparedWith) {
  const Judgement run = EvaluateText(
      "let v = LL\n"
      "rule literal { M[ keys in [['k', 'l']] ] !empty }\n"
      "rule two { M[ keys in [['k'], ['l']] ] !empty }\n"
      "rule deeper { M[ keys in [[['k']]] ] !empty }\n"
      "rule value { M[ keys in %v ] !empty }\n",
      "{M: {k: 1}, LL: [[k]]}");
  EXPECT_EQ(run.Status("literal"), "PASS");
  EXPECT_EQ(run.Status("two"), "FAIL");
  EXPECT_EQ(run.Status("deeper"), "FAIL");
  EXPECT_EQ(run.Status("value"), "FAIL");
}

}  // namespace
}  // namespace connectguard::testing
