#include "base/code_point.h"

#include <string>

#include <gtest/gtest.h>

namespace connectguard {
namespace {

std::string BytesOf(std::uint32_t code) {
  std::string text = "<";
  AppendCodePoint(code, &text);
  return text;
}

TEST(CodePointTest, TakesOneToFourBytes) {
  EXPECT_EQ(BytesOf(0x7F), "<\x7F");
  EXPECT_EQ(BytesOf(0x80), "<\xC2\x80");
  EXPECT_EQ(BytesOf(0x7FF), "<\xDF\xBF");
  EXPECT_EQ(BytesOf(0x800), "<\xE0\xA0\x80");
  EXPECT_EQ(BytesOf(0xFFFF), "<\xEF\xBF\xBF");
  EXPECT_EQ(BytesOf(0x10000), "<\xF0\x90\x80\x80");
  EXPECT_EQ(BytesOf(0x10FFFF), "<\xF4\x8F\xBF\xBF");
}

}  // namespace
}  // namespace connectguard
