#include "iam/glob.h"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "iam/domains.h"
#include "iam/glob_search.h"
#include "iam/pattern_reader.h"
#include "iam/text_set.h"

namespace connectguard {
namespace {

Glob Read(std::string_view text) { return ReadGlob(text, {}).glob; }
Glob Arn(std::string_view text) { return *ArnGlob(Read(text), true); }

// All texts of up to `length` letters.
std::vector<std::string> TextsOver(std::string_view letters,
                                   std::size_t length) {
  std::vector<std::string> texts = {""};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].size() < length) {
      for (const char c : letters) {
        texts.push_back(texts[i] + c);
      }
    }
  }
  return texts;
}

Glob RandomGlob(std::mt19937* random, std::string_view letters) {
  Glob glob;
  const std::size_t length = (*random)() % 5;
  for (std::size_t i = 0; i < length; ++i) {
    const std::uint8_t refuses =
        (*random)() % 3 == 0 ? kRefusesColon : kRefusesNothing;
    switch ((*random)() % 5) {
      case 0:
        glob.AddMany(refuses);
        break;
      case 1:
        glob.AddOne(refuses);
        break;
      default:
        glob.Add(letters[(*random)() % letters.size()], (*random)() % 4 == 0);
    }
  }
  return glob;
}

TEST(GlobTest, MatchesWildcards) {
  EXPECT_TRUE(Read("a*c").Matches("ac"));
  EXPECT_TRUE(Read("a*c").Matches("abbc"));
  EXPECT_FALSE(Read("a*c").Matches("acb"));
  EXPECT_TRUE(Read("a?c").Matches("abc"));
  EXPECT_FALSE(Read("a?c").Matches("ac"));
  EXPECT_TRUE(Read("*").Matches(""));
  EXPECT_TRUE(Read("**").Matches("anything"));
  EXPECT_FALSE(Read("").Matches("a"));
  EXPECT_TRUE(Read("").Matches(""));
}

TEST(GlobTest, IsCaseSensitiveUnlessAsked) {
  EXPECT_FALSE(Read("abc").Matches("aBc"));
  const Glob either = ReadGlob("aB-c", {.any_case = true}).glob;
  EXPECT_TRUE(either.Matches("Ab-C"));
  EXPECT_FALSE(either.Matches("Ab_C"));
}

TEST(GlobTest, ReadsEscapes) {
  EXPECT_TRUE(Read("a${*}b").Matches("a*b"));
  EXPECT_FALSE(Read("a${*}b").Matches("axb"));
  EXPECT_TRUE(Read("a${?}").Matches("a?"));
  EXPECT_TRUE(Read("a${$}").Matches("a$"));
}

TEST(GlobTest, KeepsWildcardsBetweenColons) {
  const Glob arn = Arn("arn:aws:s3:*:*:a*");
  EXPECT_TRUE(arn.Matches("arn:aws:s3:::ab"));
  EXPECT_TRUE(arn.Matches("arn:aws:s3:x:y:a:b"));
  EXPECT_FALSE(arn.Matches("arn:aws:s3:x:y:z:a"));
  EXPECT_FALSE(Arn("arn:aws:s3:?::a").Matches("arn:aws:s3::::a"));
  EXPECT_TRUE(Arn("arn:aws:s3:::?").Matches("arn:aws:s3::::"));
}

TEST(GlobTest, LowersWhatStandsBeforeTheResource) {
  EXPECT_TRUE(Arn("arn:AWS:S3:::Bucket").Matches("arn:aws:s3:::Bucket"));
  EXPECT_FALSE(Arn("arn:aws:s3:::Bucket").Matches("arn:aws:s3:::bucket"));
}

TEST(GlobTest, ReadsVariables) {
  const Glob glob = Read("home/${aws:username}/${aws:PrincipalTag/t, 'none'}");
  ASSERT_EQ(glob.variables().size(), 2u);
  EXPECT_EQ(glob.variables()[0].key, "aws:username");
  EXPECT_EQ(glob.variables()[1].fallback, "none");
  const auto fixed = glob.WithVariables(
      [](const PolicyVariable& variable) -> std::optional<std::string> {
        if (variable.key == "aws:username") {
          return "a*b";
        }
        return std::nullopt;
      });
  ASSERT_TRUE(fixed);
  EXPECT_TRUE(fixed->Matches("home/a*b/none"));
  EXPECT_FALSE(fixed->Matches("home/axb/none"));
  EXPECT_TRUE(glob.Widened().Matches("home/x/y/z"));
}

TEST(GlobTest, VariableWithoutValueMatchesNothing) {
  EXPECT_FALSE(
      Read("*${aws:username}*").WithVariables([](const PolicyVariable&) {
        return std::optional<std::string>();
      }));
}

TEST(GlobTest, DoubtsWhatIsNoVariable) {
  for (const char* text : {"${aws:username", "${}", "${nonsense}",
                           "${aws:TagKeys}", "${aws:username,x}"}) {
    EXPECT_FALSE(ReadGlob(text, {}).problem.empty()) << text;
  }
  const ReadPattern old =
      ReadGlob("${aws:username}", {.variables = VariableReading::kText});
  EXPECT_TRUE(old.problem.empty());
  EXPECT_TRUE(old.glob.Matches("${aws:username}"));
}

TEST(GlobTest, CoversWithVariables) {
  EXPECT_TRUE(Covers(Read("b/*"), Read("b/${aws:username}/x")));
  EXPECT_TRUE(
      Covers(Read("b/${aws:username}/*"), Read("b/${aws:username}/a*")));
  EXPECT_FALSE(Covers(Read("b/${aws:username}"), Read("b/${aws:userid}")));
  // A variable may stand for more than one character, or for none.
  EXPECT_FALSE(Covers(Read("b/?"), Read("b/${aws:username}")));
  EXPECT_FALSE(Covers(Read("b/?*"), Read("b/${aws:username}")));
  // And for a text with a colon.
  EXPECT_FALSE(Covers(Arn("arn:aws:s3:*:*:x"),
                      *ArnGlob(Read("arn:aws:s3:${aws:userid}:1:x"), true)));
}

TEST(GlobTest, CoversAndApartAgreeWithAllShortTexts) {
  constexpr std::string_view kLetters = "aA:";
  const std::vector<std::string> texts = TextsOver("aAb:/", 5);
  std::mt19937 random(7);
  int covered = 0;
  int apart = 0;
  for (int i = 0; i < 1500; ++i) {
    const Glob a = RandomGlob(&random, kLetters);
    const Glob b = RandomGlob(&random, kLetters);
    const bool covers = Covers(a, b);
    const bool are_apart = AreApart(a, b);
    covered += covers ? 1 : 0;
    apart += are_apart ? 1 : 0;
    for (const std::string& text : texts) {
      const bool in_a = a.Matches(text);
      const bool in_b = b.Matches(text);
      ASSERT_FALSE(covers && in_b && !in_a)
          << ToString(a) << " covers " << ToString(b) << ", not " << text;
      ASSERT_FALSE(are_apart && in_a && in_b)
          << ToString(a) << " apart from " << ToString(b) << ", not " << text;
    }
  }
  EXPECT_GT(covered, 100);
  EXPECT_GT(apart, 300);
}

TEST(GlobTest, SearchAgreesWithAllShortTexts) {
  constexpr std::string_view kLetters = "aA:";
  const std::vector<std::string> texts = TextsOver("aAb:0", 4);
  std::mt19937 random(11);
  int found = 0;
  for (int i = 0; i < 3000; ++i) {
    const TextSet in1(
        {RandomGlob(&random, kLetters), RandomGlob(&random, kLetters)});
    const TextSet in2(
        {RandomGlob(&random, kLetters), RandomGlob(&random, kLetters)});
    const TextSet out(
        {RandomGlob(&random, kLetters), RandomGlob(&random, kLetters)});
    const std::vector<const TextSet*> in = {&in1, &in2};
    const std::vector<const TextSet*> not_in = {&out};
    SearchBudget budget;
    std::string text;
    const SearchOutcome outcome =
        FindMember(in, not_in, nullptr, &budget, &text);
    const auto is_member = [&](const std::string& candidate) {
      return in1.Contains(candidate) && in2.Contains(candidate) &&
             !out.Contains(candidate);
    };
    if (outcome == SearchOutcome::kFound) {
      ++found;
      ASSERT_TRUE(is_member(text)) << text;
    } else {
      ASSERT_EQ(outcome, SearchOutcome::kNone);
      for (const std::string& candidate : texts) {
        ASSERT_FALSE(is_member(candidate)) << candidate;
      }
    }
  }
  EXPECT_GT(found, 300);
  EXPECT_LT(found, 2700);
}

TEST(GlobTest, SearchEndsWithTheBudget) {
  std::vector<Glob> globs;
  std::vector<TextSet> sets;
  for (char c = 'a'; c < 'a' + 20; ++c) {
    Glob glob = Glob::Anything();
    glob.Add(c);
    glob.Add(c);
    glob.AddMany();
    sets.push_back(TextSet({glob}));
  }
  std::vector<const TextSet*> in;
  for (const TextSet& set : sets) {
    in.push_back(&set);
  }
  SearchBudget budget(10'000);
  std::string text;
  EXPECT_EQ(FindMember(in, {}, nullptr, &budget, &text), SearchOutcome::kSpent);
  EXPECT_TRUE(budget.spent());
}

TEST(GlobTest, KeepsToTheCharactersOfIam) {
  EXPECT_EQ(ToLatin1("a\xC3\xA9"), "a\xE9");
  EXPECT_EQ(ToUtf8("a\xE9"), "a\xC3\xA9");
  EXPECT_TRUE(Read("a?").Matches("a\xE9"));
  EXPECT_FALSE(ToLatin1("\xE2\x82\xAC"));
  EXPECT_FALSE(ToLatin1(std::string("\0", 1)));
  EXPECT_FALSE(ToLatin1("\xEF\xBB\xBFx"));  // A byte order mark.
}

}  // namespace
}  // namespace connectguard
