// Patterns that backtrack without bound are found, each with a text on which
// the real matcher gives up; others are not.
#include "lint/backtracking.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "lint/regex_tree.h"

namespace connectguard {
namespace {

std::unique_ptr<Regex> Compile(std::string_view pattern) {
  auto regex = Regex::Compile(pattern);
  EXPECT_TRUE(regex) << pattern;
  return *std::move(regex);
}

bool GivesUp(const Regex& regex, std::string_view text) {
  const Result<bool> matched = regex.Matches(text);
  return !matched && matched.error().code == ErrorCode::kLimit;
}

TEST(BacktrackingTest, FindsExponentialPatterns) {
  for (const std::string_view pattern :
       {"^(a+)+$", "^(a*)*$", "^(a|a)*$", "^(a|ab|b)*$", "^([a-z]+)*$",
        "^(a+)+\\1$", "^(\\w+\\s?)*$", "^(a|\\w)+$", "(x+x+)+y$",
        "^(?:[a-z0-9]+-?)+:$", "^(?=(a+)+$)\\w", "(?i)^(A|a)*$", "^(é|é)*$",
        "^((a{1,2}){1,})+$", "^(?<n>a+)+\\k<n>!$", "^(a+|b)+$",
        "^([^,]+,?)*;$"}) {
    const auto regex = Compile(pattern);
    const auto found = FindBacktracking(*regex);
    ASSERT_TRUE(found) << pattern;
    EXPECT_TRUE(found->exponential) << pattern;
    EXPECT_TRUE(GivesUp(*regex, found->Text(2'000))) << pattern;
  }
}

TEST(BacktrackingTest, FindsPolynomialPatterns) {
  for (const std::string_view pattern :
       {"^\\d+\\d+$", "^a*a*a*$", "^.*.*=$", "^[a-z]+[a-z0-9]+a:$",
        "^\\s*\\w*\\s*\\w*\\d*x$"}) {
    const auto regex = Compile(pattern);
    const auto found = FindBacktracking(*regex);
    ASSERT_TRUE(found) << pattern;
    EXPECT_FALSE(found->exponential) << pattern;
    EXPECT_TRUE(GivesUp(*regex, found->Text(4'000))) << pattern;
  }
}

TEST(BacktrackingTest, LeavesOthersAlone) {
  for (const std::string_view pattern :
       {"^a+$",
        "^[a-z]+(-[a-z]+)*$",
        "^(ab|cd)*$",
        "^(a|b)*$",
        "a+",
        "(a+)+",  // Matches at once, whatever stands behind.
        "^arn:[^:]+:s3:::[^/]+/.*$",
        "^(a+b)+$",
        "^(?:\\d{1,3}\\.){3}\\d{1,3}$",
        "^(?>a+)+$",
        "^a++a*$",
        "^[^:]*:[^:]*:$",
        "^(a{2})*$",
        "^(a?b)*$",
        "(?i)^(a|b|c)+$",
        "^\\d+\\.\\d+$",
        "^(?=.*\\d)(?=.*[a-z]).{8,}$",
        "",
        "^$",
        "^(?:x|y|)+$",
        "^(foo|bar)+baz$"}) {
    const auto regex = Compile(pattern);
    EXPECT_FALSE(FindBacktracking(*regex)) << pattern;
  }
}

// Ambiguous as an automaton without look-arounds, and harmless with them.
TEST(BacktrackingTest, SaysOnlyWhatTheMatcherConfirms) {
  for (const std::string_view pattern :
       {"^(?:(?!b)[a-z]|b)*$", "^(?:a(?!a)|a(?=a))*$"}) {
    EXPECT_FALSE(FindBacktracking(*Compile(pattern))) << pattern;
  }
}

TEST(BacktrackingTest, TakesNoTimeForPatternsOfManyStates) {
  std::string pattern = "^(";
  for (int i = 0; i < 300; ++i) {
    pattern += "[a-z]?";
  }
  pattern += ")+$";
  FindBacktracking(*Compile(pattern));
  std::string alternatives = "^(a";
  for (int i = 0; i < 2'000; ++i) {
    alternatives += "|b" + std::to_string(i);
  }
  EXPECT_FALSE(FindBacktracking(*Compile(alternatives + ")*$")));
}

TEST(RegexTreeTest, ReadsWhatCompiles) {
  for (const std::string_view pattern :
       {"a", "a|b", "[a-z&&[^m]]", "\\d\\w\\s\\p{L}", "(?i:a)(?s).",
        "(?P<n>x)(?P=n)", "\\x41\\u{e9}", "(?#note)a", "(?x) a b # c\n d",
        "[]a]", "a{2,3}b{2,}c{4}", "\\bfoo\\B", "(?<=a)b(?<!c)", "a{"}) {
    EXPECT_TRUE(ReadRegexTree(Compile(pattern)->pattern())) << pattern;
  }
  EXPECT_FALSE(ReadRegexTree("(a)?(?(1)b|c)"));
}

TEST(RegexTreeTest, SetsHoldWhatTheMatcherTakes) {
  const auto tree = ReadRegexTree("(?i)[k-m]");
  ASSERT_TRUE(tree);
  const RegexNode* node = &tree->whole;
  while (node->kind == RegexNode::Kind::kSequence) {
    node = &node->children.back();
  }
  ASSERT_EQ(node->kind, RegexNode::Kind::kSet);
  EXPECT_TRUE(node->set['k'] && node->set['M'] && !node->set['n']);
}

}  // namespace
}  // namespace connectguard
