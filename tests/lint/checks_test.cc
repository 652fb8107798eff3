// Each kind of finding: rules in which it is found, and rules much like them in
// which it is not.
#include "lint/checks.h"

#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lint/lint_text.h"

namespace connectguard::testing {
namespace {

struct Case {
  const char* id;
  const char* found;      // Only this is found, from warnings on.
  const char* not_found;  // Nothing is.
};

const Case kCases[] = {
    // --- Names ---------------------------------------------------------------
    {"unknown-variable", "rule r { %nope exists }",
     "let nope = A\nrule r { %nope exists }"},
    {"unknown-variable", "rule r when %x exists { let x = A\n %x exists }",
     "rule r { let x = A\n %x exists }"},
    {"unknown-variable", "rule r { A { let x = B\n %x exists }\n %x exists }",
     "rule r { A[ key | B exists ] !empty\n %key exists }"},
    {"unknown-variable", "rule p(x) { %y == %x }\nrule r { p(A) }",
     "rule p(x) { %y == %x }\nrule r { let y = B\n p(A) }"},
    {"unknown-rule", "rule r { A exists\n nope\n}",
     "rule nope { B exists }\nrule r { A exists\n nope\n}"},
    {"unknown-rule", "rule r { nope(A) }",
     "rule nope(x) { %x exists }\nrule r { nope(A) }"},
    {"wrong-arity", "rule p(x) { %x exists }\nrule r { p(A, B) }",
     "rule p(x, y) { %x == %y }\nrule r { p(A, B) }"},
    {"bad-pattern", "let x = regex_replace(A, '^($', '')\nrule r { %x == 'a' }",
     "let x = regex_replace(A, '^()$', '')\nrule r { %x == 'a' }"},
    {"rule-cycle", "rule a { b\n}\nrule b { a\n}",
     "rule a { b\n}\nrule b { A exists }"},
    {"rule-cycle", "rule a { X exists\n a\n}", "rule a { X exists }"},
    {"variable-cycle", "let a = %b.x\nlet b = %a.y\nrule r { %a exists }",
     "let a = %b.x\nlet b = A\nrule r { %a exists }"},
    {"variable-cycle", "rule r { let a = A[ b == %a ]\n %a exists }",
     "rule r { let a = A[ b == 1 ]\n %a exists }"},
    {"unused-let", "let a = A\nrule r { B exists }",
     "let a = A\nrule r { B == %a }"},
    {"unused-let", "let a = A\nrule r { let a = B\n %a exists }",
     "let a = A\nrule r { B[ c == %a ] !empty }"},
    {"unused-let", "rule p(x) { %x exists }\nrule r { let y = A\n p(B) }",
     "rule p(x) { %x == %y }\nrule r { let y = A\n p(B) }"},
    {"shadowed-let", "let a = A\nlet a = B\nrule r { %a exists }",
     "let a = A\nrule r { %a exists }\nrule q { let a = B\n %a exists }"},
    {"shadowed-let", "let a = 1\nlet a = B\nrule r { C == %a }",
     "let a = 1\nlet b = B\nrule r { C == %a or %b exists }"},
    {"unused-rule", "rule p(x) { %x exists }\nrule r { A exists }",
     "rule p(x) { %x exists }\nrule r { p(A) }"},
    {"shadowed-rule",
     "rule p(x) { %x exists }\nrule p(x) { %x == 1 }\nrule r { p(A) }",
     "rule p(x) { %x exists }\nrule p { A == 1 }\nrule r { p(A) }"},
    {"unused-parameter", "rule p(x) { A exists }\nrule r { p(B) }",
     "rule p(x) { A exists }\nrule r { B { p(this) } }"},
    {"unused-parameter",
     "rule p(x, y) { q(1) }\nrule q(z) { %z == %x }\nrule r { p(A, B) }",
     "rule p(x, y) { q(1) }\nrule q(z) { %x == %y\n %z == 1 }\n"
     "rule r { p(A, B) }"},
    {"callers-variable",
     "let v = A\nrule p(x) { %x == %v }\n"
     "rule r { let v = B\n p(C)\n %v exists }",
     "let v = A\nrule p(x) { %x == %v }\n"
     "rule r { let w = B\n p(C)\n %w exists }"},

    // --- What can never be ---------------------------------------------------
    {"contradiction", "rule r when A == 'x' A == 'y' { B exists }",
     "rule r when A == 'x' B == 'y' { B exists }"},
    {"contradiction", "rule r { R[ T == 'x'  T == 'y' ] empty }",
     "rule r { R[ T == 'x' or T == 'y' ] empty }"},
    {"contradiction", "rule r when A == 'x'  A in ['y', 'z'] { B exists }",
     "rule r when A == 'x'  A in ['x', 'z'] { B exists }"},
    {"contradiction", "rule r when A in [1, 2]  A > 2 { B exists }",
     "rule r when A in [1, 2]  A > 1 { B exists }"},
    {"contradiction", "rule r when A == 'x'  A != /x/ { B exists }",
     "rule r when A == 'x'  A != /y/ { B exists }"},
    {"contradiction", "rule r when A == 'x'  A is_bool { B exists }",
     "rule r when A == 'x'  A is_list { B exists }"},
    {"contradiction", "rule r when A exists  A !exists { B exists }",
     "rule r when A exists  A !empty { B exists }"},
    {"contradiction", "rule r when not A exists  A == 1 { B exists }",
     "rule r when A exists  A == 1 { B exists }"},
    {"contradiction", "rule r when A is_string  A is_list { B exists }",
     "rule r when A !is_string  A !is_list { B exists }"},
    {"contradiction", "rule r when some A[*] == 1  A[*] == 2 { B exists }",
     "rule r when some A[*] == 1  some A[*] == 2 { B exists }"},
    {"contradiction",
     "rule a { A exists }\nrule r when a\n not a\n { B exists }",
     "rule a { A exists }\nrule b { A exists }\n"
     "rule r when a\n not b\n { B exists }"},
    {"always-holds", "rule r { A exists or A !exists }",
     "rule r { A[*].b exists or A[*].b !exists }"},
    {"always-holds", "rule r { A is_list or B == 1 or A !is_list }",
     "rule r { A is_list or A !is_string }"},
    {"always-empty", "let l = [1]\nlet x = some %l\nrule r { %x empty }",
     "let l = A\nlet x = some %l\nrule r { %x empty }"},
    {"not-a-type",
     "let b = Resources.*[ Type == 'AWS:S3::Bucket' ]\n"
     "rule r when %b !empty { %b.A exists }",
     "let b = Resources.*[ Type == 'AWS::S3::Bucket' ]\n"
     "rule r when %b !empty { %b.A exists }"},
    {"not-a-type", "rule r { Resources.*[ Type in ['AWS::S3.Bucket'] ] empty }",
     "rule r { Resources.*[ Type in ['Custom::S3', 'aws_s3_bucket'] ] empty }"},
    {"not-a-type", "rule r { Resources.*[ Type == 'AWS::S3::Bucket ' ] empty }",
     "rule r { A.*[ Type == 'aws:kms' ] empty }"},
    {"never-comparable", "rule r { A > true }", "rule r { A == true }"},
    {"never-comparable", "let x = /a/\nrule r { A >= %x }",
     "let x = 'a'\nrule r { A >= %x }"},

    // --- Where the modes differ ----------------------------------------------
    {"ignored-not", "rule r { not A == 'x' }", "rule r { A != 'x' }"},
    {"ignored-not", "rule r { not A in ['x'] }", "rule r { not A exists }"},
    {"ignored-not-call", "rule p(x) { %x exists }\nrule r { not p(A) }",
     "rule p(x) { %x exists }\nrule r { p(A) }"},
    {"empty-list-passes", "rule r { A.L == 'x'\n A.L[*].n != 'y' }",
     "rule r { A.L[*] == 'x'\n A.L[*] != 'y' }"},
    {"empty-list-passes", "rule r { A.L in ['x']\n A.L[*] != 'y' }",
     "rule r { A.L in ['x']\n A.L !empty\n A.L[*] != 'y' }"},
    {"empty-right-skips", "let x = B[ c == 'd' ].e\nrule r { A in %x }",
     "let x = B[ c == 'd' ].e\nrule r { A in %x\n %x !empty }"},
    {"empty-right-skips", "let x = some B[*].e\nrule r { A in %x }",
     "let x = some B[*].e\nrule r when %x !empty { A in %x }"},
    {"empty-right-skips", "rule r { A { B in C[ d == 'e' ].f } }",
     "rule r { A not in B[ d == 'e' ].f\n A in B[*].f\n"
     " A in B[ d == 'e' ].g or C exists }"},
    {"whole-number", "rule r { A >= 0.5 }", "rule r { A >= 5 }"},
    {"whole-number", "let x = r[0.5,1.5]\nrule r { A in %x }",
     "let x = parse_float(A)\nrule r { %x in r[0.5,1.5] }"},
    {"confusable-keys", "rule r { A.Policies !exists or A.Policy == 'x' }",
     "rule r { A.Policies !exists or B.Policy == 'x' }"},
    {"confusable-keys", "rule r { A { userName exists\n UserName == 'x' } }",
     "rule r { A { userName exists }\n B { UserName == 'x' } }"},
    {"text-or-number", "rule r { A not in [22, 3389] }",
     "let x = parse_string(A)\nrule r { %x not in ['22', '3389'] }"},
    {"text-or-number", "rule r { A not in [22] }",
     "rule r { A not in [22, '22'] }"},
    {"text-or-number", "rule r { A not in ['22', 'true'] }",
     "rule r { A not in ['22', 'ssh'] }"},
    {"text-or-number", "rule r { A not in [true] }",
     "let x = parse_int(A)\nrule r { %x not in [22, 3389] }"},

    // --- Traps ---------------------------------------------------------------
    {"skipped-reference", "rule a when A exists { A == 'x' }\nrule r { a\n}",
     "rule a { A == 'x' }\nrule r { a\n}"},
    {"skipped-reference",
     "rule a when A exists { A == 'x' }\nrule r when B exists { a\n}",
     "rule a when A exists { A == 'x' }\nrule r when A exists { a\n}"},
    {"negative-index", "rule r { A[-1] == 'x' }", "rule r { A[1] == 'x' }"},
    {"numeric-key", "rule r { A.'123' == 'x' }", "rule r { A.123 == 'x' }"},
    {"star-on-map", "rule r { Resources[*].Type == 'x' }",
     "rule r { Resources.*.Type == 'x' }"},
    {"filter-behind-star", "rule r { A.L[*][ k == 'x' ] empty }",
     "rule r { A.L[ k == 'x' ] empty }"},
    {"filter-behind-star", "rule r { A.L[*][ k == 'x' ].v == 'y' }",
     "let l = A.L[*]\nrule r { %l[ k == 'x' ].v == 'y'\n"
     " A.L[*][ this == 'x' ] empty }"},
    {"filter-behind-filter", "rule r { A.*[ k == 'x' ][ m == 'y' ] empty }",
     "rule r { A.*[ k == 'x'  m == 'y' ] empty }"},
    {"star-on-variable", "rule r { let l = A.L\n %l[*].k == 'x' }",
     "rule r { let l = A.L[*]\n %l[*].k == 'x' }"},
    {"star-on-variable", "let l = A.L\nrule r { %l[*] { k == 'x' } }",
     "let l = A.L\nrule r { %l.k == 'x'\n B in %l[*] }"},
    {"emptiness-of-variable", "let t = A.Tags\nrule r { %t !empty }",
     "let t = A.Tags[*]\nrule r { %t !empty }"},
    {"emptiness-of-variable",
     "let t = A.Tags\nrule r when %t empty { B exists }",
     "let t = A[ k == 'x' ].Tags\nlet u = A\nrule r when %t empty { %u exists "
     "}"},
    {"set-comparison", "rule r { A.x == B[*].y }", "rule r { A.x in B[*].y }"},
    {"set-comparison", "let ys = B.*.y\nrule r { A.x == %ys }",
     "let ys = B.y\nrule r { A.x == %ys\n A[*] == B[*] }"},
    {"literal-argument", "rule p(l) { A == %l }\nrule r { p(['x']) }",
     "let l = ['x']\nrule p(l) { A == %l }\nrule r { p(%l) }"},
    {"literal-argument", "rule p(s) { A in %s }\nrule r { p('xyz') }",
     "rule p(s) { A == %s }\nrule r { p('xyz')\n p(['x', 'y']) }"},
    {"range-in-list", "rule r { A in [r[1,3], 7] }", "rule r { A in r[1,3] }"},
    {"dropped-text", "let x = regex_replace(A, 'b', 'c')\nrule r { %x == 'd' }",
     "let x = regex_replace(A, '^a(.*)$', '$1')\n"
     "let y = regex_replace(A, '(.)', '[$1]')\nrule r { %x == 'd'\n %y != 'e' "
     "}"},
    {"condition-of-root",
     "AWS::S3::Bucket when Properties.A exists { Properties.A == 'x' }",
     "AWS::S3::Bucket { when Properties.A exists { Properties.A == 'x' } }"},
    {"repeated-capture",
     "rule a { A[ n | B == 'x' ] empty\n %n == 'y' }\n"
     "rule b { C[ n | B == 'x' ] empty }",
     "rule a { A[ n | B == 'x' ] empty\n %n == 'y' }\n"
     "rule b { C[ m | B == 'x' ] empty\n %m == 'y' }"},
    {"repeated-capture", "rule a { A { B[ n | C == 'x' ] empty\n %n == 'y' } }",
     "rule a { A.B[ n | C == 'x' ] empty\n %n == 'y' }"},
    {"capture-and-let",
     "let n = A\nrule a { A[ n | B == 'x' ] empty\n %n == 'y' }",
     "let m = A\nrule a { A[ n | B == 'x' ] empty\n %n == %m }"},
    {"keys-of-map", "rule r { A[ keys == B.c ] empty }",
     "let c = B.c\nrule r { A[ keys == %c ] empty }"},
    {"keys-of-mixed-types", "rule r { A[ keys in ['x', 1] ] empty }",
     "rule r { A[ keys in ['x', /y/] ] empty }"},
    {"ignored-some", "rule r { A in some B[*].c }",
     "rule r { some A[*] in B[*].c }"},
    {"ignored-some", "let n = count(some A[*])\nrule r { %n == 1 }",
     "let a = some A[*]\nlet n = count(%a)\nrule r { %n == 1 }"},

    // --- Patterns and comments -----------------------------------------------
    {"regex-exponential", "rule r { A == /^(a+)+$/ }",
     "rule r { A == /^a+$/ }"},
    {"bad-allow", "# lint: allow no-such-check  because\nrule r { A exists }",
     "# lint is a tool\nrule r { A exists }"},
};

TEST(ChecksTest, FindWhatIsWrongAndNothingElse) {
  for (const Case& each : kCases) {
    EXPECT_EQ(IdsOf(Lint(each.found)), each.id) << each.found;
    EXPECT_EQ(IdsOf(Lint(each.not_found)), "") << each.not_found;
  }
}

// What is only information has its cases in modes_test and backtracking_test,
// and what needs an input in compare_modes_test.
TEST(ChecksTest, EachHasACase) {
  std::set<std::string_view> tested = {"syntax", "modes-disagree"};
  for (const Case& each : kCases) {
    EXPECT_NE(FindLintCheck(each.id), nullptr) << each.id;
    tested.insert(each.id);
  }
  for (const LintCheck& check : LintChecks()) {
    if (check.severity != LintSeverity::kInfo) {
      EXPECT_TRUE(tested.contains(check.id)) << check.id;
    }
  }
}

TEST(ChecksTest, HaveIdsOfTheirOwnAndTexts) {
  std::set<std::string_view> ids;
  for (const LintCheck& check : LintChecks()) {
    EXPECT_TRUE(ids.insert(check.id).second) << check.id;
    EXPECT_FALSE(check.title.empty() || check.why.empty()) << check.id;
    EXPECT_FALSE(check.title.ends_with('.') || check.why.ends_with('.'))
        << check.id;
  }
}

TEST(ChecksTest, SayWhatIsWrongWhereAndWhatToWrite) {
  const LintedFile linted =
      Lint("rule r {\n  A exists\n  not Size == 'x'\n}\n");
  const LintFinding* finding = Find(linted, "ignored-not");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(linted.rules->source->At(finding->span.begin),
            (LineColumn{.line = 3, .column = 3}));
  EXPECT_EQ(finding->message, "cfn-guard ignores the `not` in front of `==`");
  EXPECT_EQ(finding->hint, "write `Size != ...`");
}

TEST(ChecksTest, KnowTheNameThatIsMeant) {
  const LintedFile linted = Lint(
      "let buckets = A\nrule r { %bucket exists }\n"
      "rule q { %buckets exists }");
  EXPECT_EQ(Find(linted, "unknown-variable")->hint, "did you mean `buckets`?");
  const LintedFile types =
      Lint("rule r { Resources.*[ Type == 'aws::S3:Bucket' ] empty }");
  EXPECT_EQ(Find(types, "not-a-type")->hint, "did you mean `AWS::S3::Bucket`?");
}

TEST(ChecksTest, AFileThatDoesNotParseIsItsOneError) {
  const LintedFile linted = LintText("x.guard", "rule {", Functions());
  ASSERT_TRUE(linted.error.has_value());
  EXPECT_EQ(linted.rules, nullptr);
  EXPECT_TRUE(linted.findings.empty());
}

}  // namespace
}  // namespace connectguard::testing
