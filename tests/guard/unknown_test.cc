// Verdicts over values that are known only after apply.
#include "guard/unknown_document.h"

#include <map>
#include <string>
#include <vector>

#include "guard/evaluate_text.h"

namespace connectguard::testing {
namespace {

constexpr char kData[] = R"(
U: "?"
V: "?!"
A: x
I: 5
L: [1, 2]
PL: [1, "?"]
M: {a: 1, u: "?"}
O: {u: "?"}
E: []
R1: "?!aws_kms_key.main#arn"
R2: "?!aws_kms_key.main#arn"
R3: "?!aws_kms_key.other#arn"
R4: "?!aws_kms_key.main#id"
RL: ["?!aws_kms_key.main#arn", x]
UL: ["?", 1]
N: {a: 1}
Elements:
  - {k: 1, u: 1}
  - {k: 2, u: "?"}
)";

struct ClauseCase {
  const char* clause;
  const char* status;
};

void ExpectAll(const std::vector<ClauseCase>& cases,
               std::string_view data = kData) {
  for (const ClauseCase& each : cases) {
    EXPECT_EQ(Judge(each.clause, data), each.status) << each.clause;
  }
}

// Sets of many are looked up, those of few compared.
constexpr char kMany[] = R"(
U: "?"
A: x
N: 7
P: xy
Perhaps:
  - {k: a, u: "?"}
  - {k: b, u: "?"}
  - {k: c, u: "?"}
  - {k: d, u: "?"}
  - {k: x, u: "?"}
Some:
  - {k: a, u: 1}
  - {k: b, u: 1}
  - {k: c, u: 1}
  - {k: d, u: 1}
  - {k: x, u: "?"}
All: [a, b, c, d, x]
Open: ["?!", a, b, c, d]
Patterns: [xy, xz, xx, xw, xv]
)";

TEST(UnknownTest, TheValueItselfInABlock) {
  ExpectAll({{"U { this { this == 1 } }", "UNKNOWN"},
             {"U { this[*] { this == 1 } }", "UNKNOWN"},
             {"A { this { this == 'x' } }", "PASS"}});
}

TEST(UnknownTest, WhatFunctionsMakeOfValuesThatArePerhapsThere) {
  constexpr char kMixed[] = R"(
Mixed:
  - {u: 1}
  - {k: a, u: "?"}
)";
  EXPECT_EQ(Judge("let t = to_upper(Mixed[ u == 1 ].k)\n%t == 'A'", kMixed),
            "PASS");
  EXPECT_EQ(Judge("let t = to_upper(Mixed[ u == 1 ].k)\n%t == 'B'", kMixed),
            "UNKNOWN");
}

TEST(UnknownTest, MembersOfManyThatArePerhapsThere) {
  ExpectAll({{"A in Perhaps[ u == 1 ].k", "UNKNOWN"},
             {"A not in Perhaps[ u == 1 ].k", "UNKNOWN"},
             {"P in Perhaps[ u == 1 ].k", "UNKNOWN"},
             {"N in Perhaps[ u == 1 ].k", "UNKNOWN"},
             {"A in Some[ u == 1 ].k", "UNKNOWN"},
             {"P in Some[ u == 1 ].k", "FAIL"},
             {"P not in Some[ u == 1 ].k", "PASS"},
             {"A in All[*]", "PASS"},
             {"P not in All[*]", "PASS"},
             {"N not in All[*]", "PASS"},
             {"U in All[*]", "UNKNOWN"},
             {"Open[*] == All[*]", "UNKNOWN"},
             {"All[*] == Open[*]", "UNKNOWN"},
             {"All[*] in Some[*].k", "PASS"}},
            kMany);
}

TEST(UnknownTest, UnaryOperators) {
  ExpectAll({{"U exists", "UNKNOWN"},
             {"U !exists", "UNKNOWN"},
             {"not U exists", "UNKNOWN"},
             {"V exists", "PASS"},
             {"V !exists", "FAIL"},
             {"V empty", "UNKNOWN"},
             {"V !empty", "UNKNOWN"},
             {"V is_string", "UNKNOWN"},
             {"V !is_list", "UNKNOWN"},
             {"V is_struct", "UNKNOWN"},
             {"V is_int", "UNKNOWN"},
             {"V is_float", "UNKNOWN"},
             {"V is_bool", "UNKNOWN"},
             {"V is_null", "UNKNOWN"},
             {"PL !empty", "PASS"},
             {"M !empty", "PASS"},
             {"O empty", "UNKNOWN"},
             {"PL is_list", "PASS"}});
}

TEST(UnknownTest, SteppingIntoAnUnknownStaysUnknown) {
  ExpectAll({{"V.Key exists", "UNKNOWN"},
             {"V.Key.Other == 1", "UNKNOWN"},
             {"V[0] == 1", "UNKNOWN"},
             {"V[*] == 1", "UNKNOWN"},
             {"V.* is_string", "UNKNOWN"},
             {"V[*].Key !exists", "UNKNOWN"},
             {"V[ Key == 1 ].Other == 2", "UNKNOWN"},
             {"V[ keys == /a/ ] exists", "UNKNOWN"},
             {"V[ Key == 1 ] empty", "UNKNOWN"},
             {"V[ Key == 1 ] !empty", "UNKNOWN"},
             {"V.0 == 1", "UNKNOWN"}});
}

TEST(UnknownTest, ComparisonsWithLiterals) {
  ExpectAll({{"V == 'x'", "UNKNOWN"},
             {"V != 'x'", "UNKNOWN"},
             {"V == /x/", "UNKNOWN"},
             {"V == r[1,5]", "UNKNOWN"},
             {"V == ['x']", "UNKNOWN"},
             {"V == null", "UNKNOWN"},
             {"V > 1", "UNKNOWN"},
             {"V <= 1", "UNKNOWN"},
             {"V in ['a','b']", "UNKNOWN"},
             {"V not in ['a','b']", "UNKNOWN"},
             {"V in 'text'", "UNKNOWN"},
             {"V not in 'text'", "UNKNOWN"},
             {"V in r[1,2]", "UNKNOWN"}});
}

TEST(UnknownTest, ListsAndMapsThatAreUnknownInPart) {
  ExpectAll({{"PL == [1, 2]", "UNKNOWN"},      {"PL == [2, 2]", "FAIL"},
             {"PL == [1, 2, 3]", "FAIL"},      {"PL != [2, 2]", "PASS"},
             {"PL in [1, 2]", "UNKNOWN"},      {"PL in [2, 3]", "FAIL"},
             {"PL not in [1, 2]", "FAIL"},     {"PL not in [2, 3]", "UNKNOWN"},
             {"PL == 1", "UNKNOWN"},           {"PL == 2", "FAIL"},
             {"some PL == 1", "PASS"},         {"PL[*] == 1", "UNKNOWN"},
             {"PL[*] == 2", "FAIL"},           {"some PL[*] == 1", "PASS"},
             {"some PL[*] == 2", "UNKNOWN"},   {"PL[0] == 1", "PASS"},
             {"M == {a: 1, u: 2}", "UNKNOWN"}, {"M == {a: 2, u: 2}", "FAIL"},
             {"M == {a: 1}", "UNKNOWN"},       {"M == {a: 1, b: 1}", "FAIL"}});
}

TEST(UnknownTest, TheSameExactReferenceIsEqual) {
  ExpectAll({{"R1 == R2", "PASS"},
             {"R1 != R2", "FAIL"},
             {"R1 in R2", "PASS"},
             {"R1 not in R2", "FAIL"},
             {"R1 == R3", "UNKNOWN"},
             {"R1 == R4", "UNKNOWN"},
             {"R1 != R3", "UNKNOWN"},
             {"R1.Part == R2", "UNKNOWN"},
             {"R1.Part == R2.Part", "UNKNOWN"},
             {"R1 == V", "UNKNOWN"},
             {"U == U", "UNKNOWN"},
             {"R1 in RL", "PASS"},
             {"R3 in RL", "UNKNOWN"},
             {"R1 == to_lower(R2)", "UNKNOWN"}});
}

TEST(UnknownTest, SetTests) {
  ExpectAll({{"A == V", "UNKNOWN"},
             {"V == A", "UNKNOWN"},
             {"L[*] == PL[*]", "UNKNOWN"},
             {"PL[*] == L[*]", "UNKNOWN"},
             {"PL[*] in L[*]", "UNKNOWN"},
             {"I in PL[*]", "UNKNOWN"},
             {"L[0] in PL[*]", "UNKNOWN"},
             {"I not in PL[*]", "UNKNOWN"},
             {"L[0] not in PL[*]", "FAIL"},
             {"L[*] in V", "UNKNOWN"},
             {"A in PL", "UNKNOWN"},
             {"Nope == V", "FAIL"},
             {"V == Nope", "FAIL"},
             {"Nope != Nada", "FAIL"},
             {"N == M", "UNKNOWN"},
             {"M == N", "UNKNOWN"},
             {"M != N", "UNKNOWN"}});
  // An element that is certain to be there decides.
  ExpectAll({{"X in Y", "PASS"}, {"Z not in Y", "UNKNOWN"}},
            "{X: 1, Z: 3, Y: [1, '?']}");
  ExpectAll({{"X[*] == Y[*]", "FAIL"}}, "{X: [1, 2, '?!'], Y: [3]}");
}

TEST(UnknownTest, FoldsOverElements) {
  ExpectAll({{"Elements[*].u == 1", "UNKNOWN"},
             {"Elements[*].u == 2", "FAIL"},
             {"some Elements[*].u == 1", "PASS"},
             {"some Elements[*].u == 2", "UNKNOWN"},
             {"Elements[*].k in [1, 2]", "PASS"},
             {"Elements[*] { u == 1 }", "UNKNOWN"},
             {"Elements[*] { u == 3 }", "FAIL"},
             {"some Elements[*] { u == 1 }", "PASS"},
             {"some Elements[*] { u == 3 }", "UNKNOWN"},
             {"Elements[*] { k exists }", "PASS"}});
}

TEST(UnknownTest, ConjunctionsAndDisjunctions) {
  ExpectAll({{"V == 1\n A == 'x'", "UNKNOWN"},
             {"V == 1\n A == 'y'", "FAIL"},
             {"V == 1 or A == 'x'", "PASS"},
             {"A == 'x' or V == 1", "PASS"},
             {"V == 1 or A == 'y'", "UNKNOWN"},
             {"A == 'y' or V == 1", "UNKNOWN"},
             {"V == 1 or L[ this == 9 ] == 1", "UNKNOWN"}});
}

TEST(UnknownTest, FiltersKeepWhatMayBeSelected) {
  ExpectAll({{"Elements[ u == 2 ].k == 2", "PASS"},
             {"Elements[ u == 2 ].k == 3", "UNKNOWN"},
             {"Elements[ u == 2 ] !empty", "UNKNOWN"},
             {"Elements[ u == 2 ] empty", "UNKNOWN"},
             {"Elements[ u in [1, 2] ] !empty", "PASS"},
             {"Elements[ u == 2 ] { k == 3 }", "UNKNOWN"},
             {"Elements[ u == 2 ] { k == 2 }", "PASS"},
             {"Elements[ u == 2 ] !empty { k == 2 }", "UNKNOWN"},
             {"some Elements[ u == 2 ].k == 2", "PASS"},
             {"Elements[ u == 2 or k == 2 ].k == 3", "FAIL"},
             {"Elements[ u == 2 k == 9 ].k == 3", "SKIP"},
             {"when Elements[ u == 2 ].k == 9 { I == 6 }", "SKIP"},
             {"when Elements[ u == 2 ].k == 2 { I == 6 }", "UNKNOWN"},
             {"M[ keys == 'u' ] !empty", "UNKNOWN"},
             {"A == Elements[ u == 2 ].k", "UNKNOWN"}});
}

TEST(UnknownTest, AFilterOnAMapKeepsEachMemberThatMayFit) {
  constexpr char kMap[] =
      "{Map: {a: {t: x, v: 1}, b: {t: '?', v: 2}, c: {t: y, v: 3}}}";
  ExpectAll({{"Map[ t == 'x' ].v in [1, 2]", "PASS"},
             {"Map[ t == 'x' ].v == 1", "UNKNOWN"},
             {"Map[ t == 'x' ].v == 2", "FAIL"},
             {"Map[ t == 'z' ].v == 2", "PASS"},
             {"Map[ t == 'z' ] empty", "UNKNOWN"},
             {"Map.*[ t == 'x' ].v == 1", "UNKNOWN"},
             {"Map[ t == 'z' ].v == 9", "UNKNOWN"}},
            kMap);
}

TEST(UnknownTest, WhenBlocks) {
  ExpectAll({{"when V == 1 { A == 'y' }", "UNKNOWN"},
             {"when V == 1 { A == 'x' }", "PASS"},
             {"when V == 1 { when A == 'y' { I == 1 } }", "SKIP"},
             {"when A == 'y' { V == 1 }", "SKIP"},
             {"when A == 'x' { V == 1 }", "UNKNOWN"},
             {"when V == 1 A == 'y' { I == 1 }", "SKIP"},
             {"when V == 1 or A == 'x' { I == 1 }", "FAIL"}});
}

TEST(UnknownTest, RulesAndReferences) {
  const Judgement run = EvaluateOn(R"(
rule open { V == 1 }
rule skipped when A == 'y' { V == 1 }
rule maybe_skipped when V == 1 { A == 'y' }
rule maybe_passed when V == 1 { A == 'x' }
rule uses { open
}
rule uses_not { not open
}
rule not_skipped { not skipped
}
rule not_maybe_skipped { not maybe_skipped
}
rule uses_maybe_passed { maybe_passed
}
rule guarded when open { A == 'y' }
rule decided { open or A == 'x' }
rule same { V == 1 }
rule same { A == 'y' }
rule uses_same { same
}
rule check(value) { %value == 1 }
rule call { check(V) }
rule call_known { check(I) }
)",
                                   WithUnknowns(kData));
  EXPECT_EQ(run.Status("open"), "UNKNOWN");
  EXPECT_EQ(run.Status("skipped"), "SKIP");
  EXPECT_EQ(run.Status("maybe_skipped"), "UNKNOWN");
  EXPECT_EQ(run.Status("maybe_passed"), "PASS");
  EXPECT_EQ(run.Status("uses"), "UNKNOWN");
  EXPECT_EQ(run.Status("uses_not"), "UNKNOWN");
  EXPECT_EQ(run.Status("not_skipped"), "PASS");
  // Skipped or failed, its negation passes.
  EXPECT_EQ(run.Status("not_maybe_skipped"), "PASS");
  EXPECT_EQ(run.Status("uses_maybe_passed"), "UNKNOWN");
  EXPECT_EQ(run.Status("guarded"), "UNKNOWN");
  EXPECT_EQ(run.Status("decided"), "PASS");
  EXPECT_EQ(run.Status("uses_same"), "UNKNOWN");
  EXPECT_EQ(run.Status("call"), "UNKNOWN");
  EXPECT_EQ(run.Status("call_known"), "FAIL");
}

TEST(UnknownTest, SelectionsOfResources) {
  constexpr char kResources[] = R"(
Resources:
  a: {Type: X, Flag: "?!", Size: 1}
  b: {Type: Y, Flag: true, Size: 2}
)";
  ExpectAll({{"%sel !empty", "UNKNOWN"},
             {"%sel empty", "UNKNOWN"},
             {"%sel.Size == 1", "PASS"},
             {"%sel.Size == 2", "UNKNOWN"},
             {"%sel { Size == 2 }", "UNKNOWN"},
             {"when %sel !empty { Resources.b.Size == 2 }", "PASS"},
             {"when %sel !empty { Resources.b.Size == 3 }", "UNKNOWN"},
             {"when %sel empty { Resources.b.Size == 3 }", "UNKNOWN"}},
            kResources);
}

TEST(UnknownTest, Functions) {
  const Judgement run = EvaluateOn(R"(
let upper = to_upper(V)
let number = count(PL[*])
let all = count(L[*])
let selected = count(Elements[ u == 2 ])
let joined = join(PL[*], ',')
let parsed = json_parse(V)
let cut = substring(A, V, 1)
let replaced = regex_replace(A, V, 'x')
rule upper { %upper == 'A' }
rule upper_there { %upper !empty }
rule number { %number == 2 }
rule all { %all == 2 }
rule selected { %selected == 1 }
rule joined { %joined == '1,2' }
rule parsed { %parsed.Statement[*].Effect == 'Deny' }
rule cut { %cut == 'x' }
rule replaced { %replaced == 'x' }
)",
                                   WithUnknowns(kData));
  for (const char* rule : {"upper", "upper_there", "number", "selected",
                           "parsed", "joined", "cut", "replaced"}) {
    EXPECT_EQ(run.Status(rule), "UNKNOWN") << rule << run.ErrorOf(rule);
  }
  EXPECT_EQ(run.Status("all"), "PASS");
}

TEST(UnknownTest, LiteralsAgainstWhatIsUnknown) {
  ExpectAll({{"let l = ['x']\n %l in V", "UNKNOWN"},
             {"let l = ['x']\n %l in PL[*]", "UNKNOWN"},
             {"let l = [1]\n %l in PL[*]", "UNKNOWN"},
             {"let l = [1]\n %l in UL[*]", "UNKNOWN"},
             {"U < E", "UNKNOWN"},
             {"V < E", "PASS"},
             {"let l = 1\n %l in PL[*]", "UNKNOWN"},
             {"let l = 'x'\n %l == V", "UNKNOWN"},
             {"let l = 'x'\n %l == E", "PASS"},
             {"let l = 'x'\n %l < V", "UNKNOWN"},
             {"let l = 'x'\n V < %l", "UNKNOWN"}});
}

TEST(UnknownTest, ABlockThatFailsWhateverTheValueIs) {
  ExpectAll({{"let i = I\n U { %i == 6 }", "FAIL"},
             {"let i = I\n U { %i == 5 }", "UNKNOWN"},
             {"let i = I\n V { %i == 5 }", "PASS"}});
}

// The right side is relative to the map whose keys are asked.
TEST(UnknownTest, KeysThatDependOnWhatIsUnknown) {
  ExpectAll({{"this[ keys == V ] empty", "UNKNOWN"},
             {"this[ keys != V ] !empty", "UNKNOWN"},
             {"this[ keys in PK ] empty", "UNKNOWN"},
             {"this[ keys not in PK ] !empty", "UNKNOWN"},
             {"this[ keys == Names[ u == 1 ].m ] empty", "UNKNOWN"},
             {"this[ keys == V.Deep ] !empty", "UNKNOWN"},
             {"this[ keys in V.Deep ] empty", "UNKNOWN"},
             {"let keys = Names[ u == 1 ].m\n M.%keys == 2", "UNKNOWN"}},
            "{V: '?!', PK: [a, '?!'], M: {a: 1, b: '?'}, a: 1, "
            "Names: [{u: '?!', m: a}]}");
}

TEST(UnknownTest, StepsBehindWhatMayBeSelected) {
  ExpectAll({{"let key = 'm'\n Maps[ u == 1 ].%key == 'a'", "PASS"},
             {"let key = 'm'\n Maps[ u == 1 ].%key == 'b'", "UNKNOWN"},
             {"Maps[ u == 1 ].deep[ this == 1 ] !empty", "UNKNOWN"},
             {"Maps[ u == 1 ].deep[ keys == key ] empty", "UNKNOWN"},
             {"Maps[ u == 1 ].none == 1", "PASS"},
             {"some Maps[ u == 1 ].none == 1", "UNKNOWN"}},
            "{Maps: [{u: '?!', m: a, none: [], deep: {x: 1, z: '?', key: "
            "'?!'}}]}");
}

TEST(UnknownTest, TypesThatDependOnWhatIsUnknown) {
  ExpectAll({{"let t = Names[ u == 1 ].m\n Resources.*[ Type == %t ] empty",
              "UNKNOWN"},
             {"let t = V.Deep\n Resources.*[ Type == %t ] empty", "UNKNOWN"},
             {"let t = V\n Resources.*[ Type == %t ] empty", "UNKNOWN"}},
            "{V: '?!', Names: [{u: '?!', m: X}], Resources: {a: {Type: X}}}");
  EXPECT_EQ(
      Judge("A::B::C when Properties.K == 1 { Properties.K == 1 }",
            "{Resources: {a: '?!'}}", GuardVersion::k32, Semantics::Strict()),
      "UNKNOWN");
}

TEST(UnknownTest, FunctionsOfWhatMayBeSelected) {
  ExpectAll(
      {{"let n = to_upper(Names[ u == 1 ].m)\n %n == 'A'", "PASS"},
       {"let n = to_upper(Names[ u == 1 ].m)\n %n == 'B'", "UNKNOWN"},
       {"let n = count(Names[ u == 1 ])\n %n <= 1", "UNKNOWN"},
       {"let n = count(V)\n %n == 1", "UNKNOWN"},
       {"let n = to_upper(V)\n %n == 'B'", "UNKNOWN"},
       {"let n = join(Names[ u == 1 ].m, V)\n %n == 'a'", "UNKNOWN"},
       {"let n = substring(Names[ u == 1 ].m, 0, V)\n %n == 'a'", "UNKNOWN"}},
      "{V: '?!', Names: [{u: '?!', m: a}]}");
}

TEST(UnknownTest, FunctionsOfSeveralOfWhichOneMayBeSelected) {
  constexpr char kClause[] = "let n = to_upper(Names[ u == 1 ].m)\n %n == 'A'";
  ExpectAll({{kClause, "UNKNOWN"}}, "{Names: [{u: 1, m: a}, {u: '?!', m: b}]}");
  ExpectAll({{kClause, "UNKNOWN"}},
            "{Names: [{u: 1, m: '?!'}, {u: '?!', m: a}]}");
}

TEST(UnknownTest, InterpolatedKeysThatAreUnknown) {
  ExpectAll({{"let key = V\n M.%key == 1", "UNKNOWN"},
             {"let keys = PK[*]\n M.%keys exists", "UNKNOWN"},
             {"let keys = PK[*]\n some M.%keys == 1", "PASS"}},
            "{V: '?!', PK: [a, '?!'], M: {a: 1}}");
}

// ----------------------------------------------------------------- records --

TEST(UnknownTest, RecordsNameTheUnknownValue) {
  const Judgement run =
      EvaluateOn("rule r { V == 1 <<look at V>> }", WithUnknowns(kData));
  const RuleRecord& record = run.Record("r");
  ASSERT_EQ(record.clauses.size(), 1u);
  const ClauseRecord& clause = record.clauses[0];
  EXPECT_EQ(clause.status, RuleStatus::kUnknown);
  ASSERT_NE(clause.unknown, nullptr);
  EXPECT_EQ(clause.unknown, Find(run.document->root(), "V"));
  EXPECT_EQ(clause.from, clause.unknown);
  EXPECT_EQ(clause.message, "look at V");
  EXPECT_EQ(clause.scope, &run.document->root());
}

TEST(UnknownTest, AnUncertainConditionIsRecordedWithTheClauseBehindIt) {
  const Judgement run =
      EvaluateOn("rule r when V == 1 { A == 'y' }", WithUnknowns(kData));
  const RuleRecord& record = run.Record("r");
  ASSERT_EQ(record.clauses.size(), 2u);
  for (const ClauseRecord& clause : record.clauses) {
    EXPECT_EQ(clause.status, RuleStatus::kUnknown);
    EXPECT_EQ(clause.unknown, Find(run.document->root(), "V"));
  }
  EXPECT_EQ(record.clauses[1].from, Find(run.document->root(), "A"));
}

TEST(UnknownTest, AValueThatMayBeSelectedFailsOnlyPerhaps) {
  const Judgement run =
      EvaluateOn("rule r { Elements[ u == 2 ].k == 3 }", WithUnknowns(kData));
  const RuleRecord& record = run.Record("r");
  ASSERT_EQ(record.clauses.size(), 1u);
  EXPECT_EQ(record.clauses[0].status, RuleStatus::kUnknown);
  ASSERT_NE(record.clauses[0].unknown, nullptr);
  EXPECT_TRUE(record.clauses[0].unknown->Is(Kind::kUnknown));
}

TEST(UnknownTest, AFailureBesideAnUnknownStaysAFailure) {
  const Judgement run =
      EvaluateOn("rule r { V == 1\n A == 'y' }", WithUnknowns(kData));
  const RuleRecord& record = run.Record("r");
  EXPECT_EQ(record.status(), RuleStatus::kFail);
  ASSERT_EQ(record.clauses.size(), 2u);
  EXPECT_EQ(record.clauses[0].status, RuleStatus::kUnknown);
  EXPECT_EQ(record.clauses[1].status, RuleStatus::kFail);
}

TEST(UnknownTest, WhatPassesLeavesNoRecords) {
  const Judgement run = EvaluateOn(
      "rule r { V == 1 or A == 'x' }\n"
      "rule s when V == 1 { A == 'x' }",
      WithUnknowns(kData));
  EXPECT_TRUE(run.Record("r").clauses.empty());
  EXPECT_TRUE(run.Record("s").clauses.empty());
}

// --------------------------------------------------------------- soundness --
// Whatever the unknown values turn out to be, the status must be one of those
// that were announced.

constexpr const char* kClauses[] = {
    "P exists",
    "P !empty",
    "P == 1",
    "P != 'a'",
    "P == ['a']",
    "P != ['b', 'c']",
    "P > 0",
    "P in ['a', 1, []]",
    "P not in ['a', 1]",
    "P in 'abc'",
    "P == Q",
    "P != Q",
    "P in Q",
    "P not in Q",
    "Q == P",
    "Q[*] == P",
    "Q[*] in P[*]",
    "Q[*] != P[*]",
    "some P[*] == 'a'",
    "P.* exists",
    "P.k !exists",
    "some P.* == Q[*]",
    "P[ this == 'a' ] !empty",
    "P[ this == 'a' ] == 'a'",
    "P[ k == 1 ].k == 1",
    "P { this == 1 }",
    "P[*] { this in ['a', 1] }",
    "P[ this exists ] !empty { this == 'a' }",
    "some P.* { this == 1 }",
    "when P == 1 { Q == 2 }",
    "when P exists { Q exists }",
    "when P[ this == 'a' ] !empty { Q == 2 }",
    "P == 1 or Q == 2",
    "R == {p: 1}",
    "R != {p: 1, q: 2}",
    "R empty",
    "R[ keys == 'p' ] !empty",
    "R.*[ this == 1 ] exists",
    "S == [1, 'a']",
    "S != [2]",
    "S in [1, 'a']",
    "S not in [1, 'a']",
    "S[*] in [1, 'a']",
    "some S > 0",
    "S[*] == Q",
    "S[ this == 1 ] empty",
    "not P == 1",
    "not P != Q",
    "not S in [1, 'a']",
    "not P < Q",
    "P == 1.0",
    "S[*] in [1.0, 'a']",
    "P in Q[ this == 'a' ]",
    "P == S[ this == 1 ]",
    "P not in S[ this == 1 ]",
    "P != S[ this == 'a' ]",
    "some S[*] == P[ this == 'a' ]",
    "S[ this == 1 ] in Q",
    "S[ this == 1 ] not in P[ this == 'a' ]",
    "S[ this == 1 ] != P[*]",
    "P > S[ this == 1 ]",
    "S[ this == 1 ] == P[ this == 'a' ]",
    "S[ this == 1 ] in P[ this == 'a' ]",
    "when P[ this == 'b' ] == 'a' { Q == 2 }",
    "S[ this == 1 ] != R.nothing",
    "S[ this == 1 ] == R.nothing",
    "P[ k == 1 ].l == 1",
    "P[ k == 1 ].l != 1",
    "P[ k == 1 ].l < 5",
    "P[ k == 1 ].l in [1]",
    "some P[ k == 1 ].l == 1",
    "P < Q",
    "Q > P[*]",
    "P <= S[ this == 'a' ]",
    "P < R.nothing",
    "S[*] >= R.nothing",
    "R[ keys == P ] !empty",
    "R[ keys in P ] !empty",
    "R[ keys not in S ] empty",
    "R[ keys == S[ this == 'p' ] ] !empty",
    "P[*] == Q[*]",
    "S[*] == P[*]",
    "P[*] != S[*]",
    "P.k == S[*]",
    "P[*][ this == 'a' ] !empty",
    "S[*][ k == 1 ] empty",
    "some P.*[ k == 1 ].k == 1",
    "P[-1] == 1",
    "S[-1] == 'a'",
    "P.0 == 1",
    "P[0] == Q[-1]",
    "P not in [r[1,3], 'a']",
    "S[*] in [r(0,5), 'a']",
    "Q not in [1, 'a', true]",
    "X::Y::Z when Properties.K == 1 { Properties.N == 1 }",
    "X::Y::Z when Properties.K exists { Properties.N in [1, 'a'] }",
};

constexpr const char* kTemplates[] = {
    "{P: <0>, Q: 1, R: {p: <0>}, S: [1, <1>]}",
    "{P: <0>, Q: [a, 1], R: {p: 1, q: <1>}, S: [<0>, <1>]}",
    "{P: {k: <0>, l: a}, Q: <1>, R: {}, S: [<1>]}",
    "{P: [a, <0>], Q: [<1>], R: {p: <0>, q: <1>}, S: []}",
    "{P: [{k: <0>, l: []}, {k: 2, l: <1>}], Q: [], R: {}, S: [<1>, 1]}",
    ("{P: 1, Q: <0>, R: {}, S: [<1>], "
     "Resources: {x: {Type: 'X::Y::Z', Properties: {K: <0>, N: <1>}}}}"),
};

constexpr const char* kValues[] = {
    "1", "a", "[]", "[a]", "[1, a]", "{}", "{k: 1}", "true", "1.5", "{p: 1}",
};

std::string Fill(std::string text, std::string_view first,
                 std::string_view second) {
  for (const auto& [mark, value] :
       {std::pair{std::string_view("<0>"), first}, {"<1>", second}}) {
    for (std::size_t at = text.find(mark); at != std::string::npos;
         at = text.find(mark)) {
      text.replace(at, mark.size(), value);
    }
  }
  return text;
}

std::string RulesOfAllClauses() {
  std::string rules;
  int number = 0;
  for (const char* clause : kClauses) {
    rules += "rule r" + std::to_string(number++) + " { " + clause + " }\n";
  }
  return rules;
}

void ExpectAnnounced(const Evaluation& announced, const Evaluation& actual,
                     const std::string& data) {
  for (std::size_t i = 0; i < std::size(kClauses); ++i) {
    const RuleRecord& before = announced.rules[i];
    const RuleRecord& after = actual.rules[i];
    if (before.error || after.error) {
      EXPECT_NE(before.outcome, Outcome::Pass())
          << kClauses[i] << " on " << data << ": passes, then goes wrong";
      continue;
    }
    EXPECT_NE(before.outcome.bits() & after.outcome.bits(), 0)
        << kClauses[i] << " on " << data << ": " << StatusName(before.status())
        << ", then " << StatusName(after.status());
  }
}

TEST(UnknownTest, NoValueContradictsWhatWasAnnounced) {
  const auto rules = Parse(RulesOfAllClauses());
  ASSERT_TRUE(rules) << Render(rules.error().diagnostic);
  for (const char* text : kTemplates) {
    const auto unknown = WithUnknowns(Fill(text, "'?!'", "'?!'"));
    for (const Semantics semantics :
         {Semantics::Compat(), Semantics::Strict()}) {
      const EvaluateOptions how = {.semantics = semantics};
      const Evaluation announced = Evaluate(**rules, *unknown, how);
      for (const char* first : kValues) {
        for (const char* second : kValues) {
          const std::string data = Fill(text, first, second);
          const auto known = Load(data);
          ASSERT_TRUE(known);
          ExpectAnnounced(announced, Evaluate(**rules, **known, how), data);
        }
      }
    }
  }
}

}  // namespace
}  // namespace connectguard::testing
