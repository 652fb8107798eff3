#include "report/writer.h"

#include <sstream>
#include <streambuf>
#include <string>
#include <vector>

#include "report/sample_reports.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Takes nothing, like a closed pipe.
class ClosedBuffer final : public std::streambuf {};

TEST(WriterTest, WritesEachFormat) {
  const std::vector<CheckedInput> inputs = {AllowedInput()};
  std::ostringstream text;
  ASSERT_TRUE(WriteReports(inputs, {.format = ReportFormat::kText}, text));
  EXPECT_THAT(text.str(), ::testing::StartsWith("ALLOWED  plan.json"));
  std::ostringstream json;
  ASSERT_TRUE(WriteReports(inputs, {.format = ReportFormat::kJson}, json));
  EXPECT_THAT(json.str(),
              ::testing::StartsWith("{\n  \"schema_version\": \"1\""));
}

TEST(WriterTest, ClosedStreamIsAnError) {
  ClosedBuffer buffer;
  std::ostream out(&buffer);
  const std::vector<CheckedInput> inputs = {DeniedInput()};
  for (const ReportFormat format : {ReportFormat::kText, ReportFormat::kJson}) {
    out.clear();
    const Status written = WriteReports(inputs, {.format = format}, out);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::kInternal);
  }
}

TEST(WriterTest, ProblemsNameInputsWithoutReport) {
  std::ostringstream err;
  const std::vector<CheckedInput> inputs = {UnreadableInput(), DeniedInput(),
                                            UnmatchedInput()};
  WriteProblems(inputs, err);
  EXPECT_EQ(err.str(),
            "error: broken.json:3:7: expected `,` or `}`\n"
            "    \"a\": 1 2\n"
            "           ^\n"
            "  hint: close the object\n"
            "warning: network.yaml: nothing was checked: no policy speaks of "
            "anything in this input\n");
}

TEST(WriterTest, NoProblemsNoWords) {
  std::ostringstream err;
  const std::vector<CheckedInput> inputs = {AllowedInput()};
  WriteProblems(inputs, err);
  EXPECT_THAT(err.str(), IsEmpty());
}

TEST(WriterTest, KnowsItsFormats) {
  for (const std::string_view name : kReportFormats) {
    EXPECT_TRUE(ReportFormatFromName(name)) << name;
  }
  EXPECT_FALSE(ReportFormatFromName("xml"));
}

}  // namespace
}  // namespace connectguard
