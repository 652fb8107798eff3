#include "report/json_report.h"

#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "report/golden.h"
#include "report/sample_reports.h"

namespace connectguard {
namespace {

using Json = nlohmann::json;

std::string Text(const std::vector<CheckedInput>& inputs) {
  std::ostringstream out;
  WriteJsonReport(inputs, out);
  return out.str();
}

TEST(JsonReportTest, ShowsDeniedPlan) {
  ExpectGolden("report_denied.json", Text({DeniedInput()}));
}

TEST(JsonReportTest, ShowsSeveralInputs) {
  ExpectGolden("report_several.json",
               Text({UnmatchedInput(), UnreadableInput(), UndecidedInput()}));
}

TEST(JsonReportTest, ShowsWhatIsWaived) {
  ExpectGolden("report_waived.json", Text({WaivedInput()}));
}

TEST(JsonReportTest, WorstVerdictStandsAtTheTop) {
  EXPECT_EQ(Json::parse(Text({AllowedInput()}))["verdict"], "allowed");
  EXPECT_EQ(Json::parse(Text({AllowedInput(), UndecidedInput()}))["verdict"],
            "undecided");
  EXPECT_EQ(Json::parse(Text({DeniedInput(), UndecidedInput()}))["verdict"],
            "denied");
}

TEST(JsonReportTest, UncheckedInputIsNeverAllowed) {
  const Json run = Json::parse(Text({AllowedInput(), UnreadableInput()}));
  EXPECT_EQ(run["verdict"], "error");
  EXPECT_EQ(run["inputs"][1]["error"]["line"], 3);
  EXPECT_FALSE(run["inputs"][1].contains("verdict"));
}

TEST(JsonReportTest, RepeatsItselfByteForByte) {
  EXPECT_EQ(Text({DeniedInput()}), Text({DeniedInput()}));
}

TEST(JsonReportTest, WritesNamesThatAreNotUtf8) {
  CheckedInput input = AllowedInput();
  input.report->input = "plan\xFF.json";
  EXPECT_EQ(Json::parse(Text({input}))["inputs"][0]["input"],
            "plan\xEF\xBF\xBD.json");
}

}  // namespace
}  // namespace connectguard
