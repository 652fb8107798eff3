// Where texts of flows come from, and what is on and off, as rules ask it.
#include <string>
#include <string_view>
#include <vector>

#include "builtins/flow_answer.h"
#include "builtins/flow_functions.h"

namespace connectguard {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// The origins of the phone number that `b` dials, by what is asked for.
Answer Dials(std::string_view number, std::string_view asked,
             std::string_view input = "{StoreInput: 'True', Text: hi}") {
  return AskFlow(
      Action("a", "GetParticipantInput", "b", input) +
          Action("b", "TransferParticipantToThirdParty", "e",
                 "{ThirdPartyPhoneNumber: " + std::string(number) + "}") +
          Action("e", "DisconnectParticipant"),
      "let dials = flow_actions(%flows, 'TransferParticipantToThirdParty')\n"
      "let inputs = flow_actions(%flows, 'collect_input')\n"
      "let ends = flow_actions(%flows, 'disconnect')\n"
      "let words = ['caller_input', 'constant']\n"
      "let answer = flow_origins(%dials, 'ThirdPartyPhoneNumber', " +
          std::string(asked) + ")");
}

// What no action of this flow has made was there before it.
TEST(FlowOriginsTest, MayLieBeforeTheFlow) {
  struct Case {
    const char* number;
    const char* kind;
    const char* text;
  };
  const std::vector<Case> cases = {
      {"$.External.number", "lambda",
       "the answer of a function before this flow"},
      {"$.Modules.Result.number", "module",
       "the answer of a module before this flow"},
      {"$.Customer.Phone", "record", "a record of the customer before this"},
      {"$.Views.number", "caller_form",
       "what the caller enters in a view before this flow"},
      {"$.Lex.number", "caller_words", "of the caller's words before this"},
      {"$.CustomerEndpoint.Address", "caller_address",
       "the number that the caller calls from, by way of"}};
  for (const Case& each : cases) {
    const Answer answer =
        Dials(each.number, "'" + std::string(each.kind) + "'");
    EXPECT_EQ(answer.status, "FAIL") << each.number;
    EXPECT_THAT(answer.found, HasSubstr(each.text)) << each.number;
    EXPECT_EQ(Dials(each.number, "'assistant'").status, "PASS") << each.number;
  }
}

// Origins are asked for by kind, or by the actions that make them, or parts of
// those.
TEST(FlowOriginsTest, AreAskedForByWordsAndByActions) {
  constexpr std::string_view kStored = "$.StoredCustomerInput";
  EXPECT_EQ(Dials(kStored, "%words").status, "FAIL");
  EXPECT_EQ(Dials(kStored, "%inputs").status, "FAIL");
  EXPECT_EQ(Dials(kStored, "%inputs.Identifier").status, "FAIL");
  EXPECT_EQ(Dials(kStored, "%ends.Identifier").status, "PASS");
  EXPECT_EQ(Dials(kStored, "Resources.Missing").status, "PASS");
  EXPECT_THAT(Dials(kStored, "'no_such_origin'").status,
              HasSubstr("`no_such_origin`, which it does not know"));
  EXPECT_THAT(Dials(kStored, "5").status, HasSubstr("no action"));
}

TEST(FlowOriginsTest, ThatDependOnWhatIsNotKnownAreNotCertain) {
  // Whether the input is stored depends on the parameter.
  const Answer open = Dials("$.StoredCustomerInput", "'caller_input'",
                            "{StoreInput: {'Fn::Unknown': stored}, Text: hi}");
  EXPECT_EQ(open.status, "UNKNOWN");
  EXPECT_THAT(open.unknown, HasSubstr("whether this takes what the caller "
                                      "enters"));
  const Answer hole = Dials("{'Fn::Unknown': the number}", "'caller_input'");
  EXPECT_EQ(hole.status, "UNKNOWN");
}

TEST(FlowOriginsTest, OfAnActionThatIsPerhapsMeantAreNotCertain) {
  const auto with = [](std::string_view timeout) {
    return AskFlow(Action("a", "GetParticipantInput", "b",
                          "{StoreInput: 'True', Text: hi}") +
                       Action("b", "TransferParticipantToThirdParty", "e",
                              "{ThirdPartyPhoneNumber: $.StoredCustomerInput, "
                              "ThirdPartyConnectionTimeLimitSeconds: " +
                                  std::string(timeout) + "}") +
                       Action("e", "DisconnectParticipant"),
                   "let q = { ThirdPartyConnectionTimeLimitSeconds: '30' }\n"
                   "let dials = flow_actions(%flows, "
                   "'TransferParticipantToThirdParty', %q)\n"
                   "let answer = flow_origins(%dials, 'ThirdPartyPhoneNumber', "
                   "'caller_input')")
        .status;
  };
  EXPECT_EQ(with("'30'"), "FAIL");
  EXPECT_EQ(with("'40'"), "PASS");
  EXPECT_EQ(with("{'Fn::Unknown': how long}"), "UNKNOWN");
}

}  // namespace
}  // namespace connectguard
