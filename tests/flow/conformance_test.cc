#include "flow/conformance.h"

#include <string>

#include <gtest/gtest.h>

#include "flow/flow_source.h"

namespace connectguard::testing {
namespace {

// Checks of the gaps of one action; a `?` behind what depends on holes.
std::string Gaps(std::string_view type, const std::string& rest,
                 std::string_view flow_type = "CONTACT_FLOW") {
  const FlowSource source = ReadSource(FlowOf("a", ActionOf("a", type, rest)));
  std::string text;
  for (const FlowGap& gap : FindGaps(source.flow, flow_type)) {
    text += text.empty() ? "" : " ";
    text += gap.check;
    text += gap.answer == FlowAnswer::kUnknown ? "?" : "";
  }
  return text;
}

std::string Errors(const std::string& types) {
  std::string errors;
  for (std::size_t at = 0; at < types.size();) {
    const std::size_t end = types.find(' ', at);
    errors += (errors.empty() ? "" : ",") +
              std::string(R"({"NextAction": "a", "ErrorType": ")") +
              types.substr(at, end - at) + "\"}";
    at = end == std::string::npos ? types.size() : end + 1;
  }
  return R"("Transitions": {"NextAction": "a", "Errors": [)" + errors + "]}";
}

TEST(ConformanceTest, ErrorBranchesDependOnParameters) {
  const std::string all =
      Errors("NoMatchingError NoMatchingCondition InputTimeLimitExceeded");
  EXPECT_EQ(Gaps("GetParticipantInput", all), "");
  EXPECT_EQ(Gaps("GetParticipantInput", Errors("NoMatchingError")),
            "missing-error missing-error");
  EXPECT_EQ(
      Gaps("GetParticipantInput", R"("Parameters": {"StoreInput": "True"}, )" +
                                      Errors("NoMatchingError")),
      "");
  EXPECT_EQ(Gaps("GetParticipantInput",
                 R"("Parameters": {"StoreInput": "True", "InputValidation":
                    {"PhoneNumberValidation": {"NumberFormat": "Local"}}}, )" +
                     Errors("NoMatchingError")),
            "missing-error");
  EXPECT_EQ(
      Gaps("GetParticipantInput", R"("Parameters": {"StoreInput": "?"}, )" +
                                      Errors("NoMatchingError")),
      "missing-error? missing-error?");
}

TEST(ConformanceTest, BranchesThatAreNotKnownMayBeThere) {
  EXPECT_EQ(Gaps("TagContact", R"("Parameters": {"Tags": {"a": "b"}},
                 "Transitions": {"NextAction": "a", "Errors": "?"})"),
            "missing-error?");
  EXPECT_EQ(Gaps("TagContact", R"("Parameters": "?", "Transitions": "?")"),
            "missing-error? missing-next?");
  EXPECT_EQ(Gaps("TagContact", ""),
            "missing-error missing-next missing-parameter");
}

TEST(ConformanceTest, ConditionsAreThoseOfTheAction) {
  const auto conditions = [](const std::string& operand) {
    return R"("Transitions": {"NextAction": "a", "Errors":
        [{"NextAction": "a", "ErrorType": "NoMatchingError"},
         {"NextAction": "a", "ErrorType": "NoMatchingCondition"}],
        "Conditions": [{"NextAction": "a", "Condition":
          {"Operator": "Equals", "Operands": [")" +
           operand + "\"]}}]}";
  };
  EXPECT_EQ(Gaps("CheckHoursOfOperation", conditions("True")),
            "missing-condition");
  EXPECT_EQ(Gaps("CheckHoursOfOperation", conditions("?")),
            "missing-condition? missing-condition?");
  EXPECT_EQ(
      Gaps("Compare", R"("Parameters": {"ComparisonValue": "$.Channel"},)" +
                          conditions("VOICE")),
      "");
  EXPECT_EQ(
      Gaps("Compare", R"("Parameters": {"ComparisonValue": "$.Channel"},)" +
                          Errors("NoMatchingCondition")),
      "missing-condition");
  EXPECT_EQ(Gaps("MessageParticipant", conditions("1")), "extra-condition");
}

TEST(ConformanceTest, SomeActionsBelongElsewhere) {
  const std::string rest = Errors("NoMatchingError");
  EXPECT_EQ(Gaps("MessageParticipant", rest, "CUSTOMER_HOLD"), "flow-type");
  EXPECT_EQ(Gaps("MessageParticipant", rest, "MODULE"), "");
  EXPECT_EQ(Gaps("MessageParticipant", rest, ""), "");
  EXPECT_EQ(Gaps("MessageParticipant", rest, "SOMETHING_NEW"), "");
}

TEST(ConformanceTest, SomeParametersMustBeLiteral) {
  EXPECT_EQ(Gaps("UpdateFlowLoggingBehavior",
                 R"("Parameters": {"FlowLoggingBehavior": "$.Attributes.x"},
                    "Transitions": {"NextAction": "a"})"),
            "static-parameter");
}

TEST(ConformanceTest, TheLegacyExportIsLeftAlone) {
  const FlowSource source =
      ReadSource(R"({"modules": [{"id": "a", "type": "Loop"}], "start": "a"})");
  EXPECT_TRUE(FindGaps(source.flow, "CONTACT_FLOW").empty());
}

}  // namespace
}  // namespace connectguard::testing
