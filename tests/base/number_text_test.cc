#include "base/number_text.h"

#include <gtest/gtest.h>

namespace connectguard {
namespace {

TEST(NumberTextTest, WritesShortNumbers) {
  EXPECT_EQ(ShortNumber(0), "0.0");
  EXPECT_EQ(ShortNumber(-0.0), "-0.0");
  EXPECT_EQ(ShortNumber(1), "1.0");
  EXPECT_EQ(ShortNumber(-2.5), "-2.5");
  EXPECT_EQ(ShortNumber(0.1), "0.1");
  EXPECT_EQ(ShortNumber(120), "120.0");
  EXPECT_EQ(ShortNumber(1e15), "1000000000000000.0");
  EXPECT_EQ(ShortNumber(0.00001), "0.00001");
}

TEST(NumberTextTest, WritesExponentsBeyondSomePlaces) {
  EXPECT_EQ(ShortNumber(1e16), "1e16");
  EXPECT_EQ(ShortNumber(123456789012345680.0), "1.2345678901234568e17");
  EXPECT_EQ(ShortNumber(0.000001), "1e-6");
  EXPECT_EQ(ShortNumber(-1.5e-7), "-1.5e-7");
  EXPECT_EQ(ShortNumber(5e-324), "5e-324");
}

TEST(NumberTextTest, WritesPlainNumbersWithoutExponent) {
  EXPECT_EQ(PlainNumber(0), "0");
  EXPECT_EQ(PlainNumber(1), "1");
  EXPECT_EQ(PlainNumber(-2.5), "-2.5");
  EXPECT_EQ(PlainNumber(1e23), "100000000000000000000000");
  EXPECT_EQ(PlainNumber(1.5e-7), "0.00000015");
}

}  // namespace
}  // namespace connectguard
