#include "report/text_report.h"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <string>
#include <vector>

#include "report/golden.h"
#include "report/sample_reports.h"
#include "report/text_layout.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Text(const std::vector<CheckedInput>& inputs, bool colour = false) {
  std::ostringstream out;
  WriteTextReport(inputs, colour, out);
  return out.str();
}

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return text;
}

TEST(TextReportTest, ShowsDeniedPlan) {
  ExpectGolden("report_denied.txt", Text({DeniedInput()}));
}

TEST(TextReportTest, ShowsAllowedPlan) {
  ExpectGolden("report_allowed.txt", Text({AllowedInput()}));
}

TEST(TextReportTest, ShowsUndecidedPlan) {
  ExpectGolden("report_undecided.txt", Text({UndecidedInput()}));
}

TEST(TextReportTest, ShowsSeveralInputs) {
  ExpectGolden("report_several.txt",
               Text({UnmatchedInput(), UnreadableInput(), UndecidedInput()}));
}

TEST(TextReportTest, ShowsWhatIsWaived) {
  ExpectGolden("report_waived.txt", Text({WaivedInput()}));
}

TEST(TextReportTest, AllowedReportsNeverSayFail) {
  CheckedInput tolerated = AllowedInput();
  Finding below = FlowLogsViolation();
  below.blocking = false;
  tolerated.report->findings = {below, UnknownKey()};
  tolerated.report->counts.failed = 1;
  tolerated.report->counts.unknown = 1;
  EXPECT_THAT(Lower(Text({tolerated, UnmatchedInput(), WaivedInput()})),
              Not(HasSubstr("fail")));
}

TEST(TextReportTest, SaysLoudlyThatNothingWasChecked) {
  EXPECT_THAT(Text({UnmatchedInput()}), HasSubstr("NOTHING WAS CHECKED"));
}

TEST(TextReportTest, DoesNotCallUnreadInputsAllowed) {
  const std::string text = Text({AllowedInput(), UnreadableInput()});
  EXPECT_THAT(text, HasSubstr("NOT CHECKED  2 inputs"));
}

TEST(TextReportTest, ErrorsAloneAreNotRepeated) {
  EXPECT_EQ(Text({UnreadableInput()}), "");
}

TEST(TextReportTest, ColoursOnlyWhenAsked) {
  EXPECT_THAT(Text({DeniedInput()}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(Text({DeniedInput()}, /*colour=*/true),
              HasSubstr("\x1b[1;31mDENIED\x1b[0m"));
}

TEST(TextReportTest, NamesCannotDriveTheTerminal) {
  CheckedInput input = DeniedInput();
  input.report->findings.front().resource =
      "evil\x1b[2J\xC2\x9B"
      "2J\rname";
  const std::string text = Text({input});
  EXPECT_THAT(text, HasSubstr("evil?[2J?2J?name"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(TextReportTest, KeepsWithinItsColumns) {
  CheckedInput input = DeniedInput();
  std::string& message = input.report->findings.front().message;
  std::string& title = input.report->findings.front().title;
  message.clear();
  for (int i = 0; i < 60; ++i) {
    message += "w\xC3\xB6rter ";
    title += " and more";
  }
  std::istringstream lines(Text({input}));
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(Columns(line), kReportColumns) << line;
  }
}

TEST(TextLayoutTest, WrapsAtBlanks) {
  EXPECT_EQ(Wrap("one two three", 7),
            (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(Wrap("unbreakable word", 4),
            (std::vector<std::string>{"unbreakable", "word"}));
  EXPECT_EQ(Wrap("", 4), (std::vector<std::string>{""}));
}

TEST(TextLayoutTest, CountsCodePoints) {
  EXPECT_EQ(Columns("\xC3\xB6"
                    "a"),
            2u);
}

}  // namespace
}  // namespace connectguard
