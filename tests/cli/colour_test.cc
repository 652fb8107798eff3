#include "cli/colour.h"

#include "cli/fake_environment.h"

namespace connectguard {
namespace {

class ColourTest : public ::testing::Test {
 protected:
  bool Use(ColourChoice choice = ColourChoice::kAuto) const {
    return UseColour(choice, fake_.environment);
  }
  FakeEnvironment fake_;
};

TEST_F(ColourTest, OnlyOnATerminal) {
  EXPECT_FALSE(Use());
  fake_.environment.out_is_terminal = true;
  EXPECT_TRUE(Use());
}

TEST_F(ColourTest, RespectsTheUsualVariables) {
  fake_.environment.out_is_terminal = true;
  fake_.variables["CLICOLOR"] = "0";
  EXPECT_FALSE(Use());
  fake_.variables = {{"TERM", "dumb"}};
  EXPECT_FALSE(Use());
  fake_.variables = {{"NO_COLOR", "1"}};
  EXPECT_FALSE(Use());
  fake_.variables = {{"NO_COLOR", "1"}, {"CLICOLOR_FORCE", "1"}};
  EXPECT_FALSE(Use());
  fake_.environment.out_is_terminal = false;
  fake_.variables = {{"CLICOLOR_FORCE", "1"}};
  EXPECT_TRUE(Use());
}

TEST_F(ColourTest, AnExplicitChoiceWins) {
  fake_.variables = {{"NO_COLOR", "1"}};
  EXPECT_TRUE(Use(ColourChoice::kAlways));
  fake_.variables = {{"CLICOLOR_FORCE", "1"}};
  EXPECT_FALSE(Use(ColourChoice::kNever));
}

}  // namespace
}  // namespace connectguard
