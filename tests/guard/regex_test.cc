// The regular expressions of the rules language: what is accepted, what
// matches, and what is left of a text. The answers are those of cfn-guard
// 3.1.1, except where a test says otherwise.
// SPDX-License-Identifier: Apache-2.0
#include "guard/regex.h"

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "base/limits.h"
#include "guard/functions.h"
#include "guard/unicode.h"

namespace connectguard {
namespace {

bool Compiles(std::string_view pattern) {
  return Regex::Compile(pattern).has_value();
}

std::string ProblemOf(std::string_view pattern) {
  const auto regex = Regex::Compile(pattern);
  return regex ? "compiles" : regex.error().diagnostic.message;
}

// "yes", "no", or what is wrong.
std::string Answer(std::string_view pattern, std::string_view text) {
  const auto regex = Regex::Compile(pattern);
  if (!regex) {
    return regex.error().diagnostic.message;
  }
  const Result<bool> matches = (*regex)->Matches(text);
  if (!matches) {
    return matches.error().code == ErrorCode::kLimit ? "limit" : "error";
  }
  return *matches ? "yes" : "no";
}

struct Matched {
  std::string_view pattern;
  std::vector<std::string_view> yes;
  std::vector<std::string_view> no;
};

void ExpectMatches(std::initializer_list<Matched> cases) {
  for (const Matched& c : cases) {
    for (const std::string_view text : c.yes) {
      EXPECT_EQ(Answer(c.pattern, text), "yes") << c.pattern << " on " << text;
    }
    for (const std::string_view text : c.no) {
      EXPECT_EQ(Answer(c.pattern, text), "no") << c.pattern << " on " << text;
    }
  }
}

TEST(RegexTest, SearchesAnywhere) {
  ExpectMatches({
      {"b", {"abc", "b"}, {"", "a"}},
      {"^b", {"b", "bc"}, {"ab", "a\nb"}},
      {"", {"", "a"}, {}},
      {"|x", {"", "a"}, {}},
      {"a|b|", {"", "c"}, {}},
      {"^(abc|def)$", {"abc", "def"}, {"abcdef"}},
      {"a.*?c", {"abc"}, {"ab"}},
      {"a++bc", {"aabc"}, {"bc"}},
      {"a*+a", {}, {"aaa"}},
      {"^.{3}$", {"abc", "日本語"}, {"ab"}},
  });
}

TEST(RegexTest, TakesTheEndOfTheTextOnly) {
  ExpectMatches({
      {"x$", {"x"}, {"x\n"}},
      {"x\\z", {"x"}, {"x\n"}},
      {"a$", {"a"}, {"a\r"}},
      {"(?m)a$", {"a\n", "b\na"}, {"a\r\n"}},
      {"(?m)^b", {"a\nb"}, {"ab"}},
      {"\\Ab", {"b"}, {"a\nb"}},
      {"^a.$", {"a\r", "ab"}, {"a\n"}},
      {"(?s)^a.$", {"a\n"}, {}},
      {"a.b", {"a\rb"}, {"a\nb"}},
  });
}

TEST(RegexTest, KnowsUnicode) {
  ExpectMatches({
      {"^\\w$", {"a", "é", "_", "\u0301", "‿", "٣"}, {"½", "-", "\u00a0"}},
      {"^\\W$", {"½", "-"}, {"a", "é"}},
      {"^\\d$", {"1", "٣"}, {"½", "a"}},
      {"^\\s$", {" ", "\t", "\u00a0", "\u2028", "\x0b"}, {"\u180e", "a"}},
      {"^\\S$", {"\u180e", "a"}, {"\u00a0"}},
      {"\\bfoo\\b", {"a foo b", "foo", "½foo"}, {"afoo", "fooé", "foo\u0301"}},
      {"a\\B", {"ab", "a\u0301"}, {"a", "a½"}},
      {"\\<a", {"a", "b a"}, {"ba"}},
      {"a\\>", {"a", "ba "}, {"ab"}},
      {"^\\p{L}$", {"é", "λ"}, {"1"}},
      {"^\\pL$", {"é"}, {"1"}},
      {"^\\PL$", {"1"}, {"é"}},
      {"^\\p{Letter}$", {"é"}, {"1"}},
      {"^\\p{Uppercase_Letter}$", {"É"}, {"é"}},
      {"^\\p{gc=Lu}$", {"É"}, {"é"}},
      {"^\\p{Greek}$", {"λ"}, {"a"}},
      {"^\\p{script=Greek}$", {"λ"}, {"a"}},
      {"^\\p{sc:Greek}$", {"λ"}, {"a"}},
      {"^\\p{isLatin}$", {"a"}, {"λ"}},
      {"^\\p{ L }$", {"a"}, {"1"}},
      {"^\\p{Alphabetic}$", {"a"}, {"1"}},
      {"^\\p{Any}$", {"a", "\n"}, {""}},
      {"^\\p{ASCII}$", {"a"}, {"é"}},
      {"^\\P{ASCII}$", {"é"}, {"a"}},
      {"^\\p{Assigned}$", {"a"}, {}},
      {"(?i)K", {"k", "\u212a"}, {"j"}},
      {"(?i)ß", {"ß", "ẞ"}, {"ss"}},
      {"(?i)\\p{Lu}", {"a", "A"}, {"1"}},
  });
}

TEST(RegexTest, ReadsClasses) {
  ExpectMatches({
      {"^[]a]+$", {"]a"}, {"b"}},
      {"^[^]a]$", {"b"}, {"]", "a"}},
      {"^[-a]+$", {"a-"}, {"b"}},
      {"^[a-]+$", {"a-"}, {"b"}},
      {"^[\\w-]+$", {"a-b_c"}, {" "}},
      {"^[a-\\x7a]$", {"q"}, {"Q"}},
      {"^[\\]\\-\\\\]+$", {"]-\\"}, {"a"}},
      {"^[[:alpha:]]+$", {"abc"}, {"é", "1"}},
      {"^[[:^alpha:]]+$", {"é1"}, {"a"}},
      {"^[[:space:][:digit:]]+$", {"1 2"}, {"a"}},
      {"[[:foo:]]", {"f", "o"}, {"x"}},
      {"^[\\h]+$", {"0aF"}, {"g"}},
      {"^[\\b]$", {"\b"}, {"b"}},
      {"^[\\A\\z]+$", {"Az"}, {"a"}},
      {"^[\\s\\S]$", {"\n", "a"}, {""}},
      {"^[\\w\\W]$", {"\n", "a"}, {""}},
      {"^[^\\W]$", {"a"}, {"-"}},
      {"^[\\d\\W]$", {"1", "-"}, {"a"}},
      {"(?x)^[a b]$", {"a", " "}, {"c"}},
      {"(?i)^[^a]$", {"b"}, {"a", "A"}},
  });
}

TEST(RegexTest, ReadsNestedClassesAndSetOperations) {
  ExpectMatches({
      {"^[[ac]d]+$", {"acd"}, {"b"}},
      {"^[[^a]]$", {"b"}, {"a"}},
      {"^[^[^a]]$", {"a"}, {"b"}},
      {"^[a-z&&[^b]]+$", {"ac"}, {"b", "A"}},
      {"^[a-z&&[^b]&&[^c]]$", {"a"}, {"b", "c"}},
      {"^[\\w&&[^\\d_]]+$", {"aé"}, {"1", "_"}},
      {"^[\\w--\\d]+$", {"a_"}, {"1"}},
      {"^[a-c--b]$", {"a", "c"}, {"b"}},
      {"^[a--]$", {"a"}, {"-"}},
      {"^[a-c~~b-d]$", {"a", "d"}, {"b", "c"}},
      {"^[^a-c--b]$", {"b", "d"}, {"a"}},
      {"^[a-c&&b-d--c]$", {"b"}, {"a", "c", "d"}},
      {"[a&&b]", {}, {"a", "b", "&"}},
      {"[&&]", {}, {"&"}},
      {"^[a&b~]$", {"a", "&", "~"}, {"-"}},
      {"(?i)^[A-Z&&[^B]]$", {"a", "C"}, {"b", "B"}},
  });
}

TEST(RegexTest, ReadsEscapes) {
  ExpectMatches({
      {"^\\x41\\u0041\\U00000041$", {"AAA"}, {}},
      {"^\\x{41}\\u{e9}\\U{1F4A9}$", {"Aé💩"}, {}},
      {"^\\a\\e\\f\\n\\r\\t\\v$", {"\a\x1b\f\n\r\t\v"}, {}},
      {"^\\-\\_\\@\\%\\ \\\"\\:\\/$", {"-_@% \":/"}, {}},
      {"^\\é$", {"é"}, {}},
      {"^\\h\\H$", {"ag"}, {"ab"}},
      {"a{", {"a{"}, {"a"}},
      {"{{x}}", {"{{x}}"}, {"x"}},
      {"^a{}a{x}a{1a{1,$", {"a{}a{x}a{1a{1,"}, {}},
      {"^a{,2}$", {"", "aa"}, {"aaa"}},
      {"^a{2}{3}$", {"aa{3}"}, {"aaaaaa"}},
      {"]}", {"]}"}, {}},
  });
}

TEST(RegexTest, ReadsGroupsAndReferences) {
  ExpectMatches({
      {"(.)\\1", {"xx"}, {"xy"}},
      {"^(?<n>a)\\k<n>$", {"aa"}, {"a"}},
      {"^(?P<n>a)(?P=n)$", {"aa"}, {"a"}},
      {"^(a)\\k<1>\\k'1'\\k<-1>$", {"aaaa"}, {"aaa"}},
      {"^((((((((((a))))))))))\\10$", {"aa"}, {"a"}},
      {"(a\\1)", {}, {"aa"}},
      {"\\0", {}, {"", "a"}},
      {"(?i)(a)\\1", {"aa", "AA"}, {"aA"}},
      {"(?<n>a)(?<n>b)", {"ab"}, {"a"}},
      {"(?>a|ab)c", {"ac"}, {"abc"}},
      {"^(a)?(?(1)b|c)$", {"ab", "c"}, {"b", "ac"}},
      {"^(?<n>a)?(?(<n>)b|c|d)$", {"ab", "c", "d"}, {"b"}},
      {"^(a)?(?(1))b$", {"ab"}, {"b"}},
      {"^(?(a)b|c)$", {"ab", "c"}, {"b", "ac"}},
      {"a\\Kb", {"ab"}, {"b"}},
      {"\\Gab", {"ab"}, {"xab"}},
      {"a(?#comment)*b", {"b"}, {"a"}},
  });
}

TEST(RegexTest, ReadsLookAround) {
  ExpectMatches({
      {"^(?!zzz)", {"abc"}, {"zzz"}},
      {"(?<=a)b", {"ab"}, {"cb"}},
      {"(?<!a)b", {"cb"}, {"ab"}},
      {"(?<=a|bb)b", {"ab", "bbb"}, {"cb"}},
      {"(?<=(?:a|bb))c", {"ac", "bbc"}, {"bc"}},
      {"(?<=a|b(?:c|d))b", {"ab", "bdb"}, {"bb"}},
      {"(?=(a))\\1", {"a"}, {"b"}},
      {"(?<=\\b)a", {"a"}, {"ba"}},
      {"(?<![a--a]|)b", {}, {"b"}},
  });
}

// Options end with the brackets that bring them, but not with other groups.
TEST(RegexTest, KeepsOptionsAsTheReferenceDoes) {
  ExpectMatches({
      {"(?i)ABC", {"abc"}, {}},
      {"^(a(?i)b)c$", {"aBC", "abc"}, {"ABC"}},
      {"^(?:a(?i)b)c$", {"aBc"}, {"aBC"}},
      {"^a(?i)b|C$", {"aB", "c"}, {"A"}},
      {"^(?i:a)b$", {"Ab"}, {"AB"}},
      {"^(?i:a(?-i)b)$", {"Ab"}, {"AB"}},
      {"(?x) a c # comment", {"ac"}, {"a c"}},
      {"(?x)^a {2} \\# $", {"aa#"}, {"a"}},
      {"^(?U)a+?$", {"aaa"}, {}},
      {"(?u)a", {"a"}, {}},
  });
}

TEST(RegexTest, RejectsWhatRustRejects) {
  for (const std::string_view pattern :
       {"(",          ")",        "(?",         "(?:a",      "(?i",
        "(?<n>",      "(?P<n",    "(?=",        "[",         "[a",
        "[]",         "[^]",      "[[]",        "[a[b]",     "[b-a]",
        "[a-\\d]",    "[\\d-a]",  "[\\1]",      "[\\y]",     "[a\\]",
        "*a",         "+",        "?",          "a**",       "a|*",
        "^*",         "\\b+",     "(?=a)*",     "(?:^)*",    "(?i)*",
        "a{2,1}",     "\\y",      "\\i",        "\\R",       "\\X",
        "\\N",        "\\Z",      "\\Qa\\E",    "\\cA",      "\\o{101}",
        "\\g1",       "\\x4",     "\\x{}",      "\\u41",     "\\x{110000}",
        "\\x{d800}",  "\\p",      "\\p{",       "\\p{Foo}",  "\\p{^L}",
        "\\p{Cs}",    "\\p{Xan}", "(a)\\2",     "\\1(a)",    "\\k<n>(?<n>a)",
        "(?<n>a)\\1", "(?|a)",    "(?R)",       "(?1)",      "(?&n)",
        "(?P>n)",     "(*F)a",    "(?'n'a)",    "(?<n-a>a)", "(?a)",
        "(?-u)a",     "(?-)a",    "(?J)a",      "(?<=a+)b",  "(?<=(a|bb))c",
        "(?(2)a|b)",  "(?(1)b)",  "\\b{start}", "\\",        "a\\"}) {
    EXPECT_FALSE(Compiles(pattern)) << pattern;
  }
}

// Accepted by the reference; PCRE2 cannot do them.
TEST(RegexTest, SaysWhatItCannotDo) {
  EXPECT_EQ(ProblemOf("a{65536}"), "a repeat of more than 65535 (at byte 1)");
  EXPECT_EQ(ProblemOf("(?=a\\K)b"),
            "`\\K` cannot stand in a look-around (at byte 4)");
  EXPECT_EQ(ProblemOf("\\p{Age=3.0}"),
            "unknown property `Age=3.0` (at byte 1)");
  EXPECT_EQ(ProblemOf("(?((a))b|c)"),
            "a condition cannot contain capturing groups here (at byte 3)");
}

TEST(RegexTest, NamesThePlaceOfAProblem) {
  EXPECT_EQ(ProblemOf("ab(c"), "a `(` without its `)` (at byte 3)");
  EXPECT_EQ(ProblemOf("a\\y"), "unknown escape `\\y` (at byte 1)");
  EXPECT_EQ(ProblemOf("a)"), "a `)` without its `(` (at byte 1)");
  EXPECT_EQ(ProblemOf("é[z-a]"),
            "a range in a character class ends before it begins (at byte 2)");
  EXPECT_EQ(ProblemOf("a\xFF"), "the text is not UTF-8 (at byte 1)");
}

TEST(RegexTest, RefusesNestingWithoutBound) {
  const auto nested = [](std::string_view open, int depth,
                         std::string_view close) {
    std::string pattern;
    for (int i = 0; i < depth; ++i) {
      pattern += open;
    }
    pattern += 'a';
    for (int i = 0; i < depth; ++i) {
      pattern += close;
    }
    return pattern;
  };
  EXPECT_TRUE(Compiles(nested("(", 60, ")")));
  EXPECT_FALSE(Compiles(nested("(", 70, ")")));
  EXPECT_FALSE(Compiles(nested("(", 100'000, ")")));
  EXPECT_FALSE(Compiles(nested("[", 100'000, "]")));
  EXPECT_FALSE(Compiles(nested("[b~~", 50, "]")));
  EXPECT_FALSE(Compiles("((a{60000}){60000}){60000}"));
}

// No answer must never be read as "no match".
TEST(RegexTest, StopsPatternsThatBacktrackWithoutBound) {
  const std::string text = std::string(40, 'a') + "b";
  EXPECT_EQ(Answer("^(a+)+\\1$", text), "limit");
  EXPECT_EQ(Answer("^(?=(a+)+$)(a+)+b\\2$", text), "limit");
  const auto regex = Regex::Compile("^(a+)+\\1$");
  ASSERT_TRUE(regex);
  EXPECT_EQ((*regex)->Matches(text).error().diagnostic.message,
            "the regular expression `/^(a+)+\\1$/` backtracks too much on this "
            "text");
  EXPECT_EQ((*regex)->ExpandMatches(text, "x").error().code, ErrorCode::kLimit);
}

// The reference runs these without backtracking, so it has an answer.
TEST(RegexTest, AnswersNestedRepeatsWithoutBacktracking) {
  const std::string text = std::string(40, 'a') + "b";
  EXPECT_EQ(Answer("^(a+)+$", text), "no");
  EXPECT_EQ(Answer("^(a|aa)+$", text), "no");
  EXPECT_EQ(Answer("^(\\w+\\s?)*$", text + "!"), "no");
  EXPECT_EQ(Answer("^(a+)+b$", text), "yes");
  EXPECT_EQ(Answer("^(a+)+$", std::string(5000, 'a') + "b"), "limit");
}

TEST(RegexTest, MatchesLongTexts) {
  const std::string text = std::string(2'000'000, 'x') + "end";
  EXPECT_EQ(Answer("end$", text), "yes");
  EXPECT_EQ(Answer("^[\\s\\S]*end$", text), "yes");
  EXPECT_EQ(Answer("^(?:x|y)*end$", text), "limit");
  EXPECT_EQ(Answer("a", "\xFF"), "error");
}

TEST(RegexTest, ExpandsMatches) {
  struct Expanded {
    std::string_view pattern;
    std::string_view text;
    std::string_view replacement;
    std::string_view result;
  };
  for (const Expanded& c : std::initializer_list<Expanded>{
           {"a", "baac", "x", "xx"},
           {"z", "baac", "x", ""},
           {"a*", "baac", "x", "xxx"},
           {"x*", "xaax", "-", "---"},
           {"", "éa", "-", "---"},
           {"\\b", "a b", "-", "----"},
           {"(a)(b)?", "abac", "[$1|$2]", "[a|b][a|]"},
           {"(a)", "aa", "${1}x", "axax"},
           {"(a)", "aa", "$1x", ""},
           {"(a)", "a", "$1→", "a→"},
           {"(a)", "a", "$01$9${2}", "a"},
           {"a", "a", "$$1 $ ${ ${1 $", "$1 $ ${ ${1 $"},
           {"a", "a", "$0$0", "aa"},
           {"(?P<y>\\d{4})-(?P<m>\\d\\d)", "2024-05", "$m/${y}", "05/2024"},
           {"(?<n>a)(?<n>b)", "ab", "$n", "b"},
           {"(?=a)", "aa", "-", "--"},
           {"(?<=a)", "aab", "-", "--"},
       }) {
    const auto regex = Regex::Compile(c.pattern);
    ASSERT_TRUE(regex) << c.pattern;
    EXPECT_EQ((*regex)->ExpandMatches(c.text, c.replacement).value_or("error"),
              c.result)
        << c.pattern << " on " << c.text << " with " << c.replacement;
  }
}

TEST(RegexTest, KeepsItsPattern) {
  const auto regex = Regex::Compile("a\\:[b&&b]");
  ASSERT_TRUE(regex);
  EXPECT_EQ((*regex)->pattern(), "a\\:[b&&b]");
}

TEST(RegexTest, MatchesFromSeveralThreads) {
  const auto regex = Regex::Compile("^(?:a|b)+c$");
  ASSERT_TRUE(regex);
  std::vector<int> found(4);
  std::vector<std::thread> threads;
  for (int& count : found) {
    threads.emplace_back([&count, &regex] {
      for (int i = 0; i < 500; ++i) {
        count += (*regex)->Matches("ababc").value_or(false) ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(found, std::vector<int>(4, 500));
}

TEST(UnicodeTest, KnowsTheCharactersOfNames) {
  EXPECT_EQ(NameCharacter("a"), 1u);
  EXPECT_EQ(NameCharacter("_"), 1u);
  EXPECT_EQ(NameCharacter("-"), 0u);
  EXPECT_EQ(NameCharacter(""), 0u);
  EXPECT_EQ(NameCharacter("éa"), 2u);
  EXPECT_EQ(NameCharacter("½"), 2u);
  EXPECT_EQ(NameCharacter("日"), 3u);
  EXPECT_EQ(NameCharacter("→"), 0u);
  EXPECT_EQ(NameCharacter("💩"), 0u);
  EXPECT_EQ(NamePrefix("aé_1-b"), 5u);
}

TEST(FunctionTableTest, FindsWhatWasAdded) {
  FunctionTable table;
  table.Add(
      {.name = "join", .min_arguments = 2, .max_arguments = 2, .call = {}});
  table.Add(
      {.name = "count", .min_arguments = 1, .max_arguments = 1, .call = {}});
  ASSERT_NE(table.Find("join"), nullptr);
  EXPECT_EQ(table.Find("join")->max_arguments, 2u);
  EXPECT_EQ(table.Find("Join"), nullptr);
  EXPECT_EQ(table.Names(), (std::vector<std::string_view>{"count", "join"}));
}

}  // namespace
}  // namespace connectguard
