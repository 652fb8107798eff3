// What is said about rules files that do not parse: place, words and hint.
// SPDX-License-Identifier: Apache-2.0
#include "guard/parse_text.h"

#include <gtest/gtest.h>

namespace connectguard::testing {
namespace {

// The message with its place, and the hint; without the line of source.
std::string Said(std::string_view text) {
  const auto rules = ParseText(text);
  if (rules) {
    return "parses";
  }
  const Diagnostic& said = rules.error().diagnostic;
  std::string line = std::to_string(said.place.line) + ":" +
                     std::to_string(said.place.column) + ": " + said.message;
  return said.hint.empty() ? line : line + "\n" + said.hint;
}

struct SaidCase {
  std::string_view source;
  std::string_view said;
};

void ExpectSaid(std::initializer_list<SaidCase> cases) {
  for (const SaidCase& c : cases) {
    EXPECT_EQ(Said(c.source), c.said) << "source: " << c.source;
  }
}

TEST(SyntaxErrorTest, ShowsTheLineAndTheHint) {
  const auto rules = ParseText("rule p { A exists }\nrule x { p }\n");
  ASSERT_FALSE(rules);
  EXPECT_EQ(rules.error().code, ErrorCode::kBadInput);
  EXPECT_EQ(Render(rules.error().diagnostic),
            "rules.guard:2:10: the reference to rule `p` is not at the end of "
            "a line\n"
            "  rule x { p }\n"
            "           ^\n"
            "  hint: a reference to a rule needs a line break behind it: put "
            "the closing `}` on the next line\n");
}

TEST(SyntaxErrorTest, ExplainsReferences) {
  ExpectSaid({
      {"rule x { p }",
       "1:10: the reference to rule `p` is not at the end of a line\na "
       "reference to a rule needs a line break behind it: put the closing `}` "
       "on the next line"},
      {"rule x { not p }",
       "1:10: the reference to rule `p` is not at the end of a line\na "
       "reference to a rule needs a line break behind it: put the closing `}` "
       "on the next line"},
      {"rule a { p A exists }",
       "1:12: expected an operator, found `A`\nif `p` is a rule, a line break "
       "has to follow it"},
      {"rule a { M { p } }",
       "1:16: expected an operator, found `}`\na rule can be referred to only "
       "directly in a rule, in `when` conditions and in `when` blocks of a "
       "rule"},
      {"rule a { M {\n  p\n  A exists } }",
       "3:3: expected an operator, found `A`\na rule can be referred to only "
       "directly in a rule, in `when` conditions and in `when` blocks of a "
       "rule"},
      {"p",
       "1:2: expected an operator, found the end of the file\na rule can be "
       "referred to only directly in a rule, in `when` conditions and in "
       "`when` blocks of a rule"},
      {"rule a when p A exists { A == 1 }",
       "1:15: expected an operator, found `A`\nif `p` is a rule, a line break "
       "has to follow it"},
  });
}

TEST(SyntaxErrorTest, ExplainsKeysThatBeginWithKeywords) {
  ExpectSaid({
      {"rule a { whenKey == 1 }",
       "1:10: `whenKey` begins with the keyword `when`\na key that begins so "
       "has to be quoted: `\"whenKey\"`"},
      {"rule a { WHENEVER exists }",
       "1:10: `WHENEVER` begins with the keyword `when`\na key that begins so "
       "has to be quoted: `\"WHENEVER\"`"},
      {"rule a { thisKey == 1 }",
       "1:10: `thisKey` begins with the keyword `this`\na key that begins so "
       "has to be quoted: `\"thisKey\"`"},
      {"rule a { A == trueKey }",
       "1:15: `trueKey` begins with the literal `true`\nas a key of the value "
       "looked at, write `this.trueKey`"},
      {"rule a { A == nullKey }",
       "1:15: `nullKey` begins with the literal `null`\nas a key of the value "
       "looked at, write `this.nullKey`"},
  });
}

TEST(SyntaxErrorTest, ExplainsWordsInTheWrongCase) {
  ExpectSaid({
      {"rule a { A Exists }",
       "1:12: `Exists` is not an operator\nwrite `exists` or `EXISTS`"},
      {"rule a { A In [1] }",
       "1:12: `In` is not an operator\nwrite `in` or `IN`"},
      {"rule a { A Not In [1] }",
       "1:12: no operator follows `Not` on its line\nwrite `not` or `NOT`"},
      {"rule a { Some L[*] == 1 }",
       "1:10: `Some` is not a keyword\nwrite `some` or `SOME`"},
      {"rule a { A == 1 Or B == 2 }",
       "1:17: `Or` is not a keyword\nwrite `or` or `OR`"},
      {"RULE a { A exists }", "1:1: `RULE` is not a keyword\nwrite `rule`"},
      {"rule a { A NOT_IN [1] }",
       "1:12: `NOT_IN` is not an operator\nwrite `not in` or `NOT IN`"},
  });
}

TEST(SyntaxErrorTest, ExplainsWordsOfOtherLanguages) {
  ExpectSaid({
      {"rule a { A == 1 and B == 2 }",
       "1:17: `and` is not part of the language\nclauses one after the other "
       "must all hold: leave it out"},
      {"rule a { A == 1 AND B == 2 }",
       "1:17: `AND` is not part of the language\nclauses one after the other "
       "must all hold: leave it out"},
      {"rule a { A == 1 && B == 2 }",
       "1:17: `&&` is not part of the language\nclauses one after the other "
       "must all hold: leave it out"},
      {"rule a { A == 1 || B == 2 }",
       "1:17: `||` is not part of the language\nwrite `or`"},
      {"rule a { A == 1; B == 2 }",
       "1:16: `;` is not part of the language\nwhite space separates clauses"},
      {"rule a { A = 1 }",
       "1:12: expected an operator, found `=`\nequality is written `==`"},
      {"rule a { A > = 1 }",
       "1:14: expected a value, found `=`\nan operator has no white space "
       "inside"},
      {"rule a { A contains \"x\" }",
       "1:12: `contains` is not an operator\ncompare with a regular "
       "expression: `== /.../`"},
      {"rule a { A is_integer }",
       "1:12: `is_integer` is not an operator\ndid you mean `is_int`?"},
      {"rule a { $.A == 1 }", "1:10: expected a clause, found `$`"},
      {"rule a { 1 == A }",
       "1:10: expected a clause, found `1`\na clause begins with a query; a "
       "literal stands on the right of the operator"},
  });
}

TEST(SyntaxErrorTest, ExplainsNumbers) {
  ExpectSaid({
      {"rule a { A == -2.5 }",
       "1:15: a float cannot be negative here\nfloats have no sign: bind one "
       "with `let x = parse_float(\"-2.5\")`"},
      {"rule a { A in r[-1.5,1.5] }",
       "1:17: a float cannot be negative here\nfloats have no sign: bind one "
       "with `let x = parse_float(\"-2.5\")`"},
      {"rule a { A == 1e3 }",
       "1:15: `1e3` is not a number\na float has a fraction, or an exponent "
       "with a sign: `1.5`, `1e+3`"},
      {"rule a { A == .5 }",
       "1:15: a float needs a digit before its point\nwrite `0` before it"},
      {"rule a { A == 5. }",
       "1:15: a float needs a digit behind its point\nwrite `0` behind it"},
      {"rule a { A == +7 }",
       "1:15: a number cannot begin with `+`\nleave the `+` out"},
      {"rule a { A == 9223372036854775808 }",
       "1:15: an integer is out of range\nintegers have 64 bits, and the "
       "smallest one cannot be written"},
  });
}

TEST(SyntaxErrorTest, ExplainsFunctions) {
  ExpectSaid({
      {"let x = cuont(A)",
       "1:9: unknown function `cuont`\ndid you mean `count`?"},
      {"let x = nothing_like_it(A)", "1:9: unknown function `nothing_like_it`"},
      {"rule a { A == count(B, C) }", "1:15: `count` takes 1 argument, not 2"},
      {"let x = substring(A)", "1:9: `substring` takes 3 arguments, not 1"},
      {"let x = between(A)", "1:9: `between` takes 2 to 3 arguments, not 1"},
      {"let x = count()", "1:9: `count` takes 1 argument, not 0"},
      {"rule a { count(A) == 1 }",
       "1:19: an operator behind a call\na function cannot stand on the left: "
       "bind its result to a variable with `let`"},
      {"rule a { A == count (B) }",
       "1:21: white space before the `(` of a call\nthe `(` follows the name "
       "directly"},
      {"let x = count(A, )",
       "1:18: expected a value, found `)`\nno comma behind the last argument"},
  });
}

TEST(SyntaxErrorTest, ExplainsRegularExpressions) {
  ExpectSaid({
      {"rule a { A == /(/ }",
       "1:15: invalid regular expression: a `(` without its `)` (at byte 1)"},
      {"rule a { A == /a{2,1}/ }",
       "1:15: invalid regular expression: the bounds of a repeat are the wrong "
       "way round (at byte 1)"},
      {"rule a { A == /[b-a]/ }",
       "1:15: invalid regular expression: a range in a character class ends "
       "before it begins (at byte 0)"},
      {"rule a { A == /\\y/ }",
       "1:15: invalid regular expression: unknown escape `\\y` (at byte 0)"},
      {"rule a { A == /(?<=a+)b/ }",
       "1:15: invalid regular expression: lookbehind assertion is not fixed "
       "length"},
      {"rule a { A == // }", "1:15: a regular expression cannot be empty"},
      {"rule a { A == /a\\// }",
       "1:15: a regular expression cannot end in an escaped `/`\nwrite `[\\/]` "
       "at its end"},
      {"rule a { A == /a }",
       "1:15: a regular expression without its closing `/`\na backslash before "
       "a `/` makes it part of the expression"},
  });
}

TEST(SyntaxErrorTest, ExplainsOpenTexts) {
  ExpectSaid({
      {"rule a { A == \"x }",
       "1:15: a string without its closing `\"`\na backslash before a `\"` "
       "makes it part of the string"},
      {"rule a { A == 'x }",
       "1:15: a string without its closing `'`\na backslash before a `'` makes "
       "it part of the string"},
      {"rule a { A == 1 <<x }", "1:17: a message without its closing `>>`"},
      {"rule a { A == \"x\\\" }",
       "1:15: a string without its closing `\"`\na backslash before a `\"` "
       "makes it part of the string"},
      {"rule a { A == 1",
       "1:16: expected a clause or `}`, found the end of the file"},
      {"rule a", "1:7: expected `{`, found the end of the file"},
      {"rule a { A[ B exists",
       "1:21: expected a clause or `]`, found the end of the file"},
  });
}

TEST(SyntaxErrorTest, ExplainsKeysAndNames) {
  ExpectSaid({
      {"rule a { A.d-k == 1 }",
       "1:13: expected an operator, found `-`\na key has to be quoted unless "
       "it is a letter with letters, digits and `_` behind it"},
      {"rule a { A.Fn::Sub == 1 }",
       "1:14: expected an operator, found `::`\na type block stands only "
       "directly in a rule or at the top level; a key with `:` in it has to be "
       "quoted"},
      {"rule a { A._x == 1 }",
       "1:12: a key cannot begin with `_`\nquote it: `\"_x\"`"},
      {"rule a { A. B == 1 }",
       "1:12: white space behind the `.` of a query\nwhite space may stand "
       "before the dot, not behind it"},
      {"rule a { A..B == 1 }",
       "1:12: expected a key, an index, a variable or `*`, found `.`"},
      {"let _a = 1",
       "1:5: expected a name, found `_a`\na name is a letter with letters, "
       "digits and `_` behind it"},
      {"rule R-1 { A exists }",
       "1:7: expected `{`, found `-`\na name is a letter with letters, digits "
       "and `_` behind it"},
      {"rule c() { A exists }",
       "1:8: expected a name, found `)`\na name is a letter with letters, "
       "digits and `_` behind it"},
  });
}

TEST(SyntaxErrorTest, ExplainsBrackets) {
  ExpectSaid({
      {"rule a { L[ 0] == 1 }",
       "1:13: white space before an index\nthe index follows the `[` directly"},
      {"rule a { L[] exists }",
       "1:12: an empty filter\nwrite `[*]` for all elements"},
      {"rule a { L[0 == 1 }", "1:14: expected `]`, found `==`"},
      {"rule a { A in [1,2,] }",
       "1:20: expected a value, found `]`\nno comma behind the last value of a "
       "list"},
      {"rule a { A == {k: 1,} }",
       "1:21: expected a key, found `}`\nno comma behind the last member of a "
       "map"},
      {"rule a { A == {k 1} }", "1:18: expected `:`, found `1`"},
      {"rule a { R[ let x = 1 T == 1 ] exists }",
       "1:13: an assignment where a clause has to stand\nvariables are bound "
       "in rules, in blocks and at the top level, not in filters or "
       "conditions"},
      {"rule a { A[ keys exists ] exists }",
       "1:18: expected `]` or `==`, `!=`, `in` or `not in`, found `exists`"},
      {"rule a { A in r[1,2.0] }",
       "1:15: the bounds of a range are of different kinds\nboth are integers, "
       "or both are floats, or both are single characters"},
  });
}

TEST(SyntaxErrorTest, ExplainsBlocks) {
  ExpectSaid({
      {"rule a { }",
       "1:10: an empty block\na block needs a clause or an assignment"},
      {"rule a { M { k == 1 } <<m>> }",
       "1:23: a message behind a block\na message belongs to a clause inside "
       "of the block"},
      {"rule a { AWS::S3::Bucket{ A == 1 } }",
       "1:25: expected white space, found `{`\na blank has to stand before the "
       "`{`"},
      {"rule a { AWS::S3::Bucket::Foo { A exists } }",
       "1:25: expected white space, found `::`\nthe type of a type block has "
       "two or three parts"},
      {"rule a { when X exists { AWS::S3::Bucket { A == 1 } } }",
       "1:29: expected an operator, found `::`\na type block stands only "
       "directly in a rule or at the top level; a key with `:` in it has to be "
       "quoted"},
      {"rule a when { A == 1 }", "1:13: expected a clause, found `{`"},
      {"rule a when A exists B exists",
       "1:30: expected a clause or `{`, found the end of the file"},
      {"rule a { A not\n in [1] }",
       "1:12: no operator follows `not` on its line\n`not` stands before `in`, "
       "`exists`, `empty` or `is_...`, with blanks between"},
      {"rule a { A ! in [1] }",
       "1:12: expected an operator, found `!`\nthe operator follows a `!` "
       "directly: `!in`, `!exists`"},
  });
}

TEST(SyntaxErrorTest, ExplainsInvisibleCharacters) {
  ExpectSaid({
      {"﻿rule a { A exists }",
       "1:1: the file begins with a byte order mark\nsave it as UTF-8 without "
       "one"},
      {"rule a { A == 1 }",
       "1:11: a non-breaking space is not white space\ntype an ordinary blank "
       "instead"},
  });
}

}  // namespace
}  // namespace connectguard::testing
