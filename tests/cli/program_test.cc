#include "cli/program.h"

#include <csignal>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace connectguard {
namespace {

using ::testing::HasSubstr;

class ProgramTest : public ::testing::Test {
 protected:
  void SetUp() override { std::signal(SIGPIPE, SIG_IGN); }
};

TEST_F(ProgramTest, IsAFilter) {
  const auto printed = RunProgram({"cat"}, "text");
  ASSERT_TRUE(printed);
  EXPECT_EQ(*printed, "text");
}

// More than a pipe holds, both ways at once.
TEST_F(ProgramTest, TakesMuch) {
  const std::string text(3'000'000, 'x');
  const auto printed = RunProgram({"cat"}, text);
  ASSERT_TRUE(printed);
  EXPECT_EQ(*printed, text);
}

TEST_F(ProgramTest, NeedNotReadItsInput) {
  const auto printed =
      RunProgram({"echo", "done"}, std::string(1'000'000, 'x'));
  ASSERT_TRUE(printed);
  EXPECT_EQ(*printed, "done\n");
}

TEST_F(ProgramTest, SaysThatItIsMissing) {
  const auto printed = RunProgram({"no-such-program-anywhere"}, "");
  ASSERT_FALSE(printed);
  EXPECT_EQ(printed.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(printed.error().diagnostic.message,
            "`no-such-program-anywhere` is not installed");
}

TEST_F(ProgramTest, SaysWhyItFailed) {
  const auto printed = RunProgram({"cat", "/no/such/file"}, "");
  ASSERT_FALSE(printed);
  EXPECT_EQ(printed.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(printed.error().diagnostic.message,
              HasSubstr("`cat` failed: cat: /no/such/file"));
}

}  // namespace
}  // namespace connectguard
