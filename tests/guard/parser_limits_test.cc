// What does not parse, what parses in one version only, spans and numbers of
// clauses, and the limits.
// SPDX-License-Identifier: Apache-2.0
#include "guard/parse_text.h"

#include <chrono>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "base/limits.h"
#include "support/micro_corpus.h"

namespace connectguard::testing {
namespace {

std::string Repeated(std::string_view text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) {
    all += text;
  }
  return all;
}

// `open` and `close` around `inside`, `depth` times, in a rule.
std::string Nested(std::string_view open, int depth, std::string_view inside,
                   std::string_view close) {
  return "rule r { A " + Repeated(open, depth) + std::string(inside) +
         Repeated(close, depth) + " }";
}

TEST(ParserLimitsTest, RejectsWhatTheGrammarCutsOff) {
  for (const std::string_view text : {
           "rule r { }",
           "rule r { # nothing\n}",
           "rule r { A { } }",
           "rule r { A == 1",
           "rule r",
           "rule",
           "rule 1 { A exists }",
           "rule r when { A exists }",
           "rule r when A exists when B exists { C exists }",
           "rule r() { A exists }",
           "rule r (a) { A exists }",
           "rule r(a,) { A exists }",
           "rule r(a) when A exists { B exists }",
           "let",
           "let a",
           "let a 1",
           "let a : = 1",
           "let a = ",
           "leta = 1",
           "rule r { some == 1 }",
           "rule r { not == 1 }",
           "rule r { ! A exists }",
           "rule r { some not A exists }",
           "rule r { A not\nin [1] }",
           "rule r { A not # c\nin [1] }",
           "rule r { A ! in [1] }",
           "rule r { A <<1 }",
           "rule r { A == }",
           "rule r { A exists B }",
           "rule r { A. B exists }",
           "rule r { A..B exists }",
           "rule r { .A exists }",
           "rule r { *.A exists }",
           "rule r { [*].A exists }",
           "rule r { %.A exists }",
           "rule r { A[ 0] exists }",
           "rule r { A[0 B] exists }",
           "rule r { A[1.0] exists }",
           "rule r { A[ 'b' ] exists }",
           "rule r { A[] exists }",
           "rule r { A[ let x = 1 B exists ] exists }",
           "rule r { A[ keys exists ] exists }",
           "rule r { A[ keys == ] exists }",
           "rule r { A[ B exists exists }",
           "rule r { A in [1,] }",
           "rule r { A in [1 2] }",
           "rule r { A == {a: 1,} }",
           "rule r { A == {a b: 1} }",
           "rule r { A == {a: B} }",
           "rule r { A in r [1,2] }",
           "rule r { A in r[1,2.0] }",
           "rule r { A in r[-1.5,1.5] }",
           "rule r { A == 9223372036854775808 }",
           "rule r { A == -9223372036854775808 }",
           "rule r { A == 1.5e }",
           "rule r { A == // }",
           "rule r { A == /a\\// }",
           "rule r { A == /a }",
           "rule r { A == /(/ }",
           "rule r { A == \"a\\\" }",
           "rule r { A { B exists } <<m>> }",
           "rule r { A exists { B exists } }",
           "rule r { A exists ; B exists }",
           "rule r { A exists or }",
           "rule r { p }",
           "rule r { p A exists }",
           "rule r { A { p\n} }",
           "rule r { AWS::S3::Bucket { p\n} }",
           "rule r { when A exists { when B exists { p\n} } }",
           "rule r { when A exists { AWS::S3::Bucket { B exists } } }",
           "rule r { AWS::S3::Bucket{ A exists } }",
           "rule r { AWS::S3::Bucket::X { A exists } }",
           "rule r { AWS:: { A exists } }",
           "rule r { AWS::S3::Bucket when A exists B exists }",
           "rule r { count(A) == 1 }",
           "rule r { A == count (B) }",
           "rule r { A == count(B # c\n) }",
           "rule r { A == now( ) }",
           "rule r { A exists }\np",
           "rule r { A exists } }",
           "\xEF\xBB\xBFrule r { A exists }",
           "rule r { A\xC2\xA0== 1 }",
       }) {
    EXPECT_FALSE(Parses(text)) << text;
    EXPECT_FALSE(Parses(text, GuardVersion::k31)) << text;
  }
}

TEST(ParserLimitsTest, BindsFunctionsAsTheVersionHasThem) {
  EXPECT_EQ(DumpOf("let x = nosuch(A)", GuardVersion::k31),
            "(let x (call-unknown nosuch (query A)))\n");
  EXPECT_EQ(DumpOf("let x = count(A, B)", GuardVersion::k31),
            "(let x (call count (query A) (query B)))\n");
  EXPECT_EQ(DumpOf("let x = parse_epoch(A)", GuardVersion::k31),
            "(let x (call-unknown parse_epoch (query A)))\n");
  EXPECT_EQ(DumpOf("let x = parse_epoch(A)"),
            "(let x (call parse_epoch (query A)))\n");
  EXPECT_EQ(DumpOf("let x = now()"), "(let x (call now))\n");
  EXPECT_FALSE(Parses("let x = now()", GuardVersion::k31));
  EXPECT_FALSE(Parses("rule r { c() }", GuardVersion::k31));
  EXPECT_EQ(DumpOf("rule r { c() }"), "(rule r (apply c))\n");
  EXPECT_FALSE(Parses("let x = nosuch(A)"));
  EXPECT_FALSE(Parses("let x = count(A, B)"));
  EXPECT_FALSE(Parses("let x = count()"));
  EXPECT_FALSE(Parses("let x = COUNT(A)"));
}

TEST(ParserLimitsTest, AgreesWithEveryRecordedExperiment) {
  const auto recorded = ReadRecorded(GuardVersion::k31);
  ASSERT_GT(Experiments().size(), 400u);
  for (const Experiment& experiment : Experiments()) {
    EXPECT_EQ(Parses(experiment.rules, GuardVersion::k31),
              recorded.at(experiment.id).exit != 5)
        << experiment.id << "\n"
        << DumpOf(experiment.rules, GuardVersion::k31);
  }
}

TEST(ParserLimitsTest, NumbersClausesInTheOrderOfTheText) {
  const std::string_view text =
      "rule a when A exists { B[ C exists ] exists }\n"
      "D exists\n"
      "rule b { AWS::S3::Bucket { E exists or F exists } }\n";
  const auto rules = ParseText(text);
  ASSERT_TRUE(rules);
  const RuleFile& file = **rules;
  // A, B, C, D, the type block, the clause on Type, E, F.
  EXPECT_EQ(file.clause_count, 8u);
  ASSERT_EQ(file.rules.size(), 3u);
  EXPECT_TRUE(file.rules[0].implicit);
  EXPECT_EQ(file.rules[0].body.clauses[0][0].number, 3u);
  EXPECT_EQ(file.rules[1].conditions[0][0].number, 0u);
  const Clause& filtered = file.rules[1].body.clauses[0][0];
  EXPECT_EQ(filtered.number, 1u);
  const auto& filter =
      std::get<FilterPart>(std::get<UnaryClause>(filtered.form).query.parts[1]);
  EXPECT_EQ(filter.clauses[0][0].number, 2u);
  const Clause& type = file.rules[2].body.clauses[0][0];
  EXPECT_EQ(type.number, 4u);
  const auto& block = std::get<TypeBlock>(type.form);
  EXPECT_EQ(std::get<FilterPart>(block.query.parts[2]).clauses[0][0].number,
            5u);
  EXPECT_EQ(block.block.clauses[0][0].number, 6u);
  EXPECT_EQ(block.block.clauses[0][1].number, 7u);
}

// Alternatives that were tried and dropped take no numbers.
TEST(ParserLimitsTest, NumbersOnlyTheClausesThatAreThere) {
  const auto rules =
      ParseText("rule r { A[ keys == B[ C exists ] or D exists ] exists }");
  ASSERT_TRUE(rules);
  EXPECT_EQ((*rules)->clause_count, 4u);
}

TEST(ParserLimitsTest, KeepsWhereThingsStand) {
  const std::string text =
      "let v = [ 1 ]\n"
      "rule r {\n"
      "  not A.B == \"x\"  <<m>>\n"
      "  p # c\n"
      "  C { D exists }\n"
      "  AWS::S3::Bucket E exists <<m>>\n"
      "  c( F ) <<m>>\n"
      "}\n";
  const auto rules = ParseText(text);
  ASSERT_TRUE(rules);
  const auto written = [&](SourceSpan span) {
    return text.substr(span.begin, span.end - span.begin);
  };
  const RuleFile& file = **rules;
  const Assignment& assignment = file.assignments[0];
  EXPECT_EQ(written(assignment.span), "let v = [ 1 ]");
  const Value& list = *std::get<const Value*>(assignment.value);
  EXPECT_EQ(written(list.span()), "[ 1 ]");
  EXPECT_EQ(written(list.AsList()[0].span()), "1");
  const Rule& rule = file.rules[0];
  EXPECT_EQ(written(rule.span), text.substr(14, text.size() - 15));
  EXPECT_EQ(written(rule.name_span), "r");
  const auto clause = [&](std::size_t i) { return &rule.body.clauses[i][0]; };
  EXPECT_EQ(written(clause(0)->span), "not A.B == \"x\"");
  const auto& comparison = std::get<BinaryClause>(clause(0)->form);
  EXPECT_EQ(written(comparison.query.span), "A.B");
  EXPECT_EQ(written(std::get<const Value*>(comparison.right)->span()), "\"x\"");
  EXPECT_EQ(written(clause(1)->span), "p");
  EXPECT_EQ(written(clause(2)->span), "C { D exists }");
  EXPECT_EQ(written(clause(3)->span), "AWS::S3::Bucket E exists");
  EXPECT_EQ(written(clause(4)->span), "c( F )");
}

TEST(ParserLimitsTest, CompilesEachPatternOnce) {
  const auto rules =
      ParseText("rule r { A == /x+/ B == /x+/ C[ D == /x+/ ] == /y/ }");
  ASSERT_TRUE(rules);
  EXPECT_EQ((*rules)->regexes.size(), 2u);
}

TEST(ParserLimitsTest, NamesTheImplicitRuleAsItIsTold) {
  const auto rules = ParseRules(
      "x.guard", "A exists", NamedFunctions(),
      {.version = GuardVersion::k32, .implicit_rule_name = "x.guard/default"});
  ASSERT_TRUE(rules);
  EXPECT_EQ((*rules)->rules[0].name, "x.guard/default");
}

// Nesting is read in time proportional to its depth, not to a power of it.
TEST(ParserLimitsTest, ReadsDeepNestingQuickly) {
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(Parses(Nested("{ B ", 150, "{ C exists }", "}")));
  EXPECT_TRUE(Parses(Nested("[ B ", 150, "exists", " ] exists")));
  EXPECT_TRUE(Parses("rule r { A" + Repeated("[ keys == B", 150) +
                     "[ C exists ]" + Repeated(" or D exists ]", 150) +
                     " exists }"));
  EXPECT_TRUE(Parses("rule r { " + Repeated("when A exists { ", 150) +
                     "B exists" + Repeated(" }", 150) + " }"));
  EXPECT_TRUE(
      Parses("let x = " + Repeated("count(", 150) + "A" + Repeated(")", 150)));
  EXPECT_TRUE(Parses("let x = " + Repeated("[", 150) + Repeated("]", 150)));
  // Wrong at the bottom: every level has to give up as well.
  EXPECT_FALSE(Parses(Nested("[ B ", 150, "foo", "] exists")));
  EXPECT_FALSE(Parses("rule r { A" + Repeated("[ keys == B", 150) +
                      "[ C foo ]" + Repeated(" or D exists ]", 150) +
                      " exists }"));
  EXPECT_FALSE(Parses("rule r { " + Repeated("when A exists { ", 150) +
                      "B foo" + Repeated(" }", 150) + " }"));
  const auto spent = std::chrono::steady_clock::now() - begin;
  // Milliseconds when it is linear; longer than the universe when it is not.
  EXPECT_LT(spent, std::chrono::seconds(20));
}

TEST(ParserLimitsTest, RefusesTextsThatAreNestedTooDeep) {
  for (const std::string_view open :
       {"B { ", "B[ ", "c( ", "when A exists { "}) {
    const auto rules = ParseText("rule r { " + Repeated(open, 100'000));
    ASSERT_FALSE(rules) << open;
    EXPECT_EQ(rules.error().code, ErrorCode::kLimit) << open;
  }
  for (const std::string_view open : {"[", "{a:"}) {
    const auto rules = ParseText("let x = " + Repeated(open, 100'000));
    ASSERT_FALSE(rules) << open;
    EXPECT_EQ(rules.error().code, ErrorCode::kLimit) << open;
    EXPECT_EQ(rules.error().diagnostic.message,
              "blocks, brackets and parentheses are nested more than 200 deep");
  }
  EXPECT_TRUE(Parses("let x = " + Repeated("[", limits::kMaxRuleDepth) +
                     Repeated("]", limits::kMaxRuleDepth)));
  EXPECT_FALSE(Parses("let x = " + Repeated("[", limits::kMaxRuleDepth + 1) +
                      Repeated("]", limits::kMaxRuleDepth + 1)));
}

TEST(ParserLimitsTest, RefusesFilesThatAreTooLarge) {
  const auto rules = ParseText(std::string(limits::kMaxRuleFileBytes + 1, ' '));
  ASSERT_FALSE(rules);
  EXPECT_EQ(rules.error().code, ErrorCode::kLimit);
  EXPECT_EQ(Render(rules.error().diagnostic),
            "rules.guard: the rules file has more than 8 MiB\n");
  EXPECT_TRUE(Parses(std::string(limits::kMaxRuleFileBytes, ' ')));
}

TEST(ParserLimitsTest, RefusesWhatIsNotUtf8) {
  const auto rules = ParseText("rule r { A == \"\xC3\" }");
  ASSERT_FALSE(rules);
  EXPECT_EQ(rules.error().code, ErrorCode::kBadInput);
  EXPECT_EQ(rules.error().diagnostic.message, "the rules file is not UTF-8");
  EXPECT_EQ(rules.error().diagnostic.place, (LineColumn{1, 16}));
}

// Every beginning of a file that has a bit of everything: none may crash, and
// an error has a place within the text.
TEST(ParserLimitsTest, SurvivesEveryBeginningOfAFile) {
  const std::string text =
      "let a = [1.5, {k: r[1,2]}, /a\\/b/, 'x\\'y'] # c\n"
      "rule r(p) when some %a[*].*[n|keys in ['k']] !empty or not s\n"
      "{ AWS::S3::Bucket::MODULE when A[0] exists { B[ C < 2.0e+1 ] { D "
      "is_list <<m>> } } c(count(%a), this) <<n>>\n t\n}\n";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const auto rules = ParseText(text.substr(0, size));
    if (!rules) {
      EXPECT_FALSE(rules.error().diagnostic.message.empty());
      EXPECT_LE(rules.error().diagnostic.place.line, 5u);
    }
  }
}

}  // namespace
}  // namespace connectguard::testing
