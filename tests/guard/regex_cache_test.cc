#include "guard/regex_cache.h"

#include <string>

namespace connectguard {
namespace {

TEST(RegexCacheTest, CompilesAPatternOnce) {
  RegexCache cache;
  const auto first = cache.Find("^a+$");
  ASSERT_TRUE(first);
  EXPECT_TRUE(*(*first)->Matches("aa"));
  EXPECT_FALSE(*(*first)->Matches("ab"));
  const auto again = cache.Find("^a+$");
  ASSERT_TRUE(again);
  EXPECT_EQ(*first, *again);
  const auto other = cache.Find("^b+$");
  ASSERT_TRUE(other);
  EXPECT_TRUE(*(*other)->Matches("bb"));
}

TEST(RegexCacheTest, AWrongPatternIsWrongEachTime) {
  RegexCache cache;
  EXPECT_FALSE(cache.Find("("));
  EXPECT_FALSE(cache.Find("("));
}

TEST(RegexCacheTest, AnyNumberOfPatternsIsServed) {
  RegexCache cache;
  for (int i = 0; i < 500; ++i) {
    const std::string text = std::to_string(i);
    const auto regex = cache.Find("^" + text + "$");
    ASSERT_TRUE(regex);
    EXPECT_TRUE(*(*regex)->Matches(text));
  }
}

}  // namespace
}  // namespace connectguard
