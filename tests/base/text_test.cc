#include "base/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace connectguard {
namespace {

using testing::ElementsAre;

TEST(ClosestMatchTest, FindsASlipOfTheHand) {
  const std::vector<std::string_view> names = {"severity", "source", "title"};
  EXPECT_EQ(ClosestMatch("severty", names), "severity");
  EXPECT_EQ(ClosestMatch("tilte", names), "title");
}

TEST(ClosestMatchTest, StaysSilentWhenNothingIsNear) {
  const std::vector<std::string_view> names = {"severity", "source"};
  EXPECT_EQ(ClosestMatch("owner", names), "");
  EXPECT_EQ(DidYouMean("zzz", names), "");
}

TEST(DidYouMeanTest, QuotesTheCandidate) {
  const std::vector<std::string_view> names = {"count"};
  EXPECT_EQ(DidYouMean("coutn", names), "did you mean `count`?");
}

TEST(SplitTest, KeepsEmptyPieces) {
  EXPECT_THAT(Split("a,,b", ','), ElementsAre("a", "", "b"));
  EXPECT_THAT(Split("", ','), ElementsAre(""));
}

TEST(TrimTest, DropsBlanksAtBothEnds) {
  EXPECT_EQ(Trim(" \t a b\r\n"), "a b");
  EXPECT_EQ(Trim(" \n"), "");
}

TEST(IsUtf8Test, AcceptsEveryLength) {
  EXPECT_TRUE(IsUtf8("a\u00e9\u20ac\U0001F600"));
}

TEST(IsUtf8Test, RejectsWhatRfc3629Forbids) {
  std::size_t at = 0;
  EXPECT_FALSE(IsUtf8("ab\xC3", &at));  // Cut short.
  EXPECT_EQ(at, 2u);
  EXPECT_FALSE(IsUtf8("\xC0\xAF"));          // Overlong.
  EXPECT_FALSE(IsUtf8("\xED\xA0\x80"));      // Surrogate.
  EXPECT_FALSE(IsUtf8("\xF4\x90\x80\x80"));  // Beyond U+10FFFF.
  EXPECT_FALSE(IsUtf8("\x80"));              // Stray continuation.
}

TEST(IsAsciiTest, LooksAtEachByteOfAnyLength) {
  EXPECT_TRUE(IsAscii(""));
  for (const std::size_t size : {1, 7, 8, 9, 16, 23}) {
    const std::string plain(size, '\x7F');
    EXPECT_TRUE(IsAscii(plain)) << size;
    for (std::size_t at = 0; at < size; ++at) {
      std::string other = plain;
      other[at] = '\x80';
      EXPECT_FALSE(IsAscii(other)) << at << " of " << size;
    }
  }
}

}  // namespace
}  // namespace connectguard
