#include "report/json_lambda_hook.h"

#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "report/sample_reports.h"

namespace connectguard {
namespace {

using Json = nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

Json AnswerTo(std::vector<CheckedInput> inputs, const std::string& token = "") {
  for (CheckedInput& input : inputs) {
    if (input.report) {
      input.report->client_request_token = token;
    }
  }
  std::ostringstream out;
  WriteLambdaHookAnswer(inputs, out);
  return Json::parse(out.str());
}

TEST(LambdaHookTest, SucceedsWhenAllIsAllowed) {
  const Json answer = AnswerTo({AllowedInput()}, "t-1");
  EXPECT_EQ(answer["hookStatus"], "SUCCESS");
  EXPECT_EQ(answer["clientRequestToken"], "t-1");
  EXPECT_FALSE(answer.contains("errorCode"));
}

TEST(LambdaHookTest, FailsWithWhatIsWrong) {
  const Json answer = AnswerTo({DeniedInput()});
  EXPECT_EQ(answer["hookStatus"], "FAILED");
  EXPECT_EQ(answer["errorCode"], "NonCompliant");
  EXPECT_THAT(answer["message"].get<std::string>(),
              AllOf(StartsWith("denied: S3-4 Recordings: the bucket is open"),
                    HasSubstr("; LOG-1 aws_connect_instance.main: contact "
                              "flow logs are off")));
  EXPECT_FALSE(answer.contains("clientRequestToken"));
  const Json& first = answer["annotations"][0];
  EXPECT_EQ(first["annotationName"], "S3-4");
  EXPECT_EQ(first["status"], "FAILED");
  EXPECT_EQ(first["severityLevel"], "CRITICAL");
  EXPECT_THAT(first["remediationLink"].get<std::string>(),
              StartsWith("https://"));
}

TEST(LambdaHookTest, UndecidedFailsToo) {
  const Json answer = AnswerTo({UndecidedInput()});
  EXPECT_EQ(answer["hookStatus"], "FAILED");
  EXPECT_EQ(answer["errorCode"], "NonCompliant");
  EXPECT_EQ(answer["annotations"][0]["status"], "SKIPPED");
}

TEST(LambdaHookTest, WhatIsWaivedIsSkipped) {
  const Json answer = AnswerTo({WaivedInput()});
  EXPECT_EQ(answer["hookStatus"], "SUCCESS");
  const Json& first = answer["annotations"][0];
  EXPECT_EQ(first["status"], "SKIPPED");
  EXPECT_EQ(
      first["statusMessage"],
      "LOG-1 aws_connect_instance.main: contact flow logs are off (waived "
      "until 2027-01-31: nobody calls the training room)");
  EXPECT_THAT(answer["annotations"][1]["statusMessage"].get<std::string>(),
              HasSubstr("(waived: short)"));
}

TEST(LambdaHookTest, WhatWasNotCheckedIsAnInternalFailure) {
  const Json answer = AnswerTo({AllowedInput(), UnreadableInput()});
  EXPECT_EQ(answer["hookStatus"], "FAILED");
  EXPECT_EQ(answer["errorCode"], "InternalFailure");
  EXPECT_THAT(answer["message"].get<std::string>(), HasSubstr("not checked: "));
}

TEST(LambdaHookTest, CutsLongMessagesBetweenCharacters) {
  CheckedInput input = DeniedInput();
  Finding finding = FlowLogsViolation();
  finding.message.clear();
  for (int i = 0; i < 5000; ++i) {
    finding.message += "\xC3\xA4";
  }
  input.report->findings.assign(200, finding);
  const Json answer = AnswerTo({input});
  EXPECT_LE(answer["message"].get<std::string>().size(), 4096u);
  EXPECT_THAT(answer["message"].get<std::string>(),
              ::testing::EndsWith("\xC3\xA4..."));
  EXPECT_EQ(answer["annotations"].size(), 100u);
}

}  // namespace
}  // namespace connectguard
