#include "iam/value_set.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace connectguard {
namespace {

Number N(std::string_view text) { return *ReadNumber(text); }

TEST(NumberTest, ReadsDecimalsExactly) {
  EXPECT_EQ(N("10"), N("10.0"));
  EXPECT_LT(N("-3.5"), N("-3.4"));
  EXPECT_LT(N("-0.5"), N("0"));
  EXPECT_LT(N("9007199254740992"), N("9007199254740993"));
  EXPECT_LT(N("0.1"), N("0.100000001"));
  for (const char* text : {"", "1e3", "+1", "0x10", "1.", ".5", "1,5", " 1",
                           "1.1234567890123", "1234567890123456789"}) {
    EXPECT_FALSE(ReadNumber(text)) << text;
  }
}

TEST(NumberTest, WritesWhatItReads) {
  for (const char* text : {"0", "10", "-3.5", "0.000000001", "-0.25"}) {
    EXPECT_EQ(NumberText(N(text)), text);
  }
}

TEST(NumberTest, FindsNumbersBetween) {
  const std::vector<std::pair<const char*, const char*>> pairs = {
      {"1", "2"},   {"1", "5"},           {"1.5", "1.500000001"}, {"-1", "0"},
      {"-2", "-1"}, {"0.999999999", "1"}, {"-0.5", "0.5"},
  };
  for (const auto& [low, high] : pairs) {
    const Number between = Between(N(low), N(high));
    EXPECT_LT(N(low), between) << low;
    EXPECT_LT(between, N(high)) << high;
    EXPECT_EQ(N(NumberText(between)), between);
  }
}

TEST(NumberTest, ReadsDates) {
  const Number day = *ReadDate("2026-01-31");
  EXPECT_EQ(*ReadDate("2026-01-31T00:00:00Z"), day);
  EXPECT_EQ(*ReadDate("2026-01-31T02:00:00+02:00"), day);
  EXPECT_EQ(*ReadDate("2026-01-30T19:00-05:00"), day);
  EXPECT_EQ(*ReadDate("1769817600"), day);
  EXPECT_LT(*ReadDate("2026-01-31T00:00:00Z"),
            *ReadDate("2026-01-31T00:00:00.5Z"));
  EXPECT_EQ(DateText(day), "2026-01-31T00:00:00Z");
  for (const char* text :
       {"2026-01-31T00:00:00", "2026-02-30", "2026-13-01", "tomorrow",
        "2026-01-31 00:00:00Z", "2026", "2026-01-31T24:00:00Z", ""}) {
    EXPECT_FALSE(ReadDate(text)) << text;
  }
}

TEST(AddressTest, ReadsRanges) {
  const auto range = ReadIpRange("10.1.2.3/8");
  ASSERT_TRUE(range);
  EXPECT_TRUE(range->host_bits);
  EXPECT_TRUE(range->range.Contains(*ReadIpAddress("10.255.0.1")));
  EXPECT_FALSE(range->range.Contains(*ReadIpAddress("11.0.0.0")));
  EXPECT_TRUE(ReadIpRange("0.0.0.0/0")
                  ->range.Contains(*ReadIpAddress("255.255.255.255")));
  EXPECT_FALSE(ReadIpRange("0.0.0.0/0")->range.Contains(*ReadIpAddress("::1")));
  EXPECT_TRUE(ReadIpRange("2001:DB8:1234::/48")
                  ->range.Contains(*ReadIpAddress("2001:db8:1234:ffff::")));
  EXPECT_TRUE(ReadIpRange("::/0")->range.Contains(*ReadIpAddress("::1")));
  EXPECT_EQ(ReadIpRange("10.0.0.1")->prefix, 32);
  for (const char* text : {"10.0.0.0/33", "10.0.0", "10.0.0.0/", "10.0.0.0/-1",
                           "::1/129", "*", "10.0.0.0/8x"}) {
    EXPECT_FALSE(ReadIpRange(text)) << text;
  }
}

SearchOutcome Find(const std::vector<ValueSet>& in,
                   const std::vector<ValueSet>& not_in, std::string* found) {
  std::vector<const ValueSet*> a;
  std::vector<const ValueSet*> b;
  for (const ValueSet& set : in) {
    a.push_back(&set);
  }
  for (const ValueSet& set : not_in) {
    b.push_back(&set);
  }
  SearchBudget budget;
  return FindValue(a, b, {.untyped = false}, &budget, found);
}

ValueSet Above(std::string_view text) {
  return {ValueSetKind::kNumber, {{.from = N(text), .from_open = true}}};
}
ValueSet Below(std::string_view text) {
  return {ValueSetKind::kNumber, {{.to = N(text), .to_open = true}}};
}
ValueSet Range(std::string_view text) {
  return ValueSet(std::vector<IpRange>{ReadIpRange(text)->range});
}

TEST(ValueSetTest, FindsNumbersInOpenIntervals) {
  std::string found;
  EXPECT_EQ(Find({Above("1"), Below("2")}, {}, &found), SearchOutcome::kFound);
  EXPECT_EQ(Find({Above("2"), Below("2")}, {}, &found), SearchOutcome::kNone);
  EXPECT_EQ(Find({}, {Above("2"), Below("2")}, &found), SearchOutcome::kFound);
  EXPECT_EQ(found, "2");
  EXPECT_EQ(Find({}, {Above("1"), Below("2")}, &found), SearchOutcome::kNone);
  EXPECT_EQ(Find({Above("999999999999998.5")}, {}, &found),
            SearchOutcome::kFound);
}

TEST(ValueSetTest, FindsAddressesBetweenRanges) {
  std::string found;
  EXPECT_EQ(Find({Range("10.0.0.0/8")}, {Range("10.0.0.0/9")}, &found),
            SearchOutcome::kFound);
  EXPECT_EQ(Find({Range("10.0.0.0/8")},
                 {Range("10.0.0.0/9"), Range("10.128.0.0/9")}, &found),
            SearchOutcome::kNone);
  // All of IPv4 leaves IPv6, and both leave nothing.
  EXPECT_EQ(Find({}, {Range("0.0.0.0/0")}, &found), SearchOutcome::kFound);
  EXPECT_EQ(Find({}, {Range("0.0.0.0/0"), Range("::/0")}, &found),
            SearchOutcome::kNone);
  EXPECT_EQ(Find({},
                 {Range("0.0.0.0/1"), Range("128.0.0.0/1"), Range("::/1"),
                  Range("8000::/1")},
                 &found),
            SearchOutcome::kNone);
}

TEST(ValueSetTest, MixesTextsAndNumbers) {
  std::string found;
  const ValueSet five(TextSet({Glob::Text("5")}));
  EXPECT_EQ(Find({five, Above("4")}, {}, &found), SearchOutcome::kFound);
  EXPECT_EQ(Find({five, Above("5")}, {}, &found), SearchOutcome::kNone);
  Glob glob = Glob::Text("x");
  glob.AddMany();
  EXPECT_EQ(Find({ValueSet(TextSet({glob})), Above("5")}, {}, &found),
            SearchOutcome::kOpen);
  EXPECT_EQ(Find({five, Above("5"), Below("5")}, {}, &found),
            SearchOutcome::kNone);
}

}  // namespace
}  // namespace connectguard
