#include "flow/flow.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "flow/flow_source.h"

namespace connectguard::testing {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kBye = R"({"Identifier": "bye",
    "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}})";

std::string Next(std::string_view target) {
  return R"("Transitions": {"NextAction": ")" + std::string(target) + R"("})";
}

TEST(FlowTest, ReadsActionsAndBranches) {
  const FlowSource source =
      ReadSource(FlowOf("ask", ActionOf("ask", "GetParticipantInput", R"(
        "Parameters": {"Text": "Hello $.Attributes.name", "StoreInput": false,
                       "InputTimeLimitSeconds": 5, "Media": {}},
        "Transitions": {"NextAction": "bye",
          "Conditions": [{"NextAction": "ask", "Condition":
                          {"Operator": "Equals", "Operands": ["1"]}}],
          "Errors": [{"NextAction": "bye", "ErrorType": "NoMatchingError"}]})") +
                                   "," + std::string(kBye)));
  const Flow& flow = source.flow;
  EXPECT_EQ(flow.format, FlowFormat::kLanguage);
  EXPECT_EQ(ChecksOf(flow), "");
  ASSERT_EQ(flow.actions.size(), 2u);
  const FlowAction& ask = flow.actions[0];
  EXPECT_EQ(ask.facts, FindFlowAction("GetParticipantInput"));
  ASSERT_EQ(ask.parameters.size(), 4u);
  EXPECT_EQ(ask.parameters[0].path, "Text");
  EXPECT_EQ(ask.parameters[0].kind, FlowTextKind::kDynamic);
  EXPECT_EQ(ask.parameters[0].facts->sink, "speech");
  EXPECT_FALSE(ask.parameters[0].IsReference());
  EXPECT_EQ(ask.parameters[1].text, "false");
  EXPECT_EQ(ask.parameters[2].text, "5");
  EXPECT_EQ(ask.parameters[3].kind, FlowTextKind::kEmpty);
  ASSERT_EQ(ask.branches.size(), 3u);
  EXPECT_EQ(ask.branches[0].kind, FlowBranchKind::kNext);
  EXPECT_EQ(ask.branches[1].label, "Equals 1");
  EXPECT_THAT(ask.branches[1].targets, ::testing::ElementsAre(0));
  EXPECT_EQ(ask.branches[2].label, "NoMatchingError");
  EXPECT_TRUE(ask.branches[2].certain);
  EXPECT_EQ(ActionTitle(ask), "Get customer input `ask`");
}

TEST(FlowTest, KnowsWhereEverythingIsWritten) {
  const FlowSource source = ReadSource(FlowOf("bye", kBye));
  const std::string_view text = source.document->file(0).text();
  const SourceSpan span = source.flow.actions[0].node->span();
  EXPECT_EQ(text.substr(span.begin, span.end - span.begin), kBye);
}

TEST(FlowTest, FindsTheLineInsideOfAString) {
  Document document;
  const std::string json =
      "{\"Content\":\n  "
      "\"{\\\"Version\\\":\\\"2019-10-30\\\",\\\"StartAction\\\":"
      "\\\"a\\\",\\\"Actions\\\":[{\\\"Identifier\\\":\\\"a\\\"}]}\"}";
  const auto root = ReadJson(&document, document.AddFile("t.json", json));
  ASSERT_TRUE(root);
  ValueBuilder builder = document.NewBuilder();
  const auto content =
      ReadEmbeddedJson(*Find(**root, "Content"), &builder, nullptr);
  ASSERT_TRUE(content);
  const Flow flow = ReadFlow(**content);
  ASSERT_EQ(ChecksOf(flow), "no-type");
  EXPECT_EQ(document.file(0).At(flow.findings[0].value->begin).line, 2u);
  EXPECT_EQ(flow.findings[0].action, 0);
}

TEST(FlowTest, SaysWhatIsWrong) {
  const auto checks = [](const std::string& json) {
    return ChecksOf(ReadSource(json).flow);
  };
  EXPECT_EQ(checks("[]"), "no-flow");
  EXPECT_EQ(checks("\"text\""), "no-flow");
  EXPECT_EQ(checks("{}"), "version no-actions no-start");
  EXPECT_EQ(checks(R"({"Version": "2020", "StartAction": {}, "Actions": {}})"),
            "version no-actions no-start");
  EXPECT_EQ(checks(FlowOf("", kBye)), "no-start");
  EXPECT_EQ(checks(FlowOf("other", kBye)), "no-start");
  EXPECT_EQ(checks(FlowOf("bye", std::string(kBye) + ", 5")), "action-form");
  EXPECT_EQ(checks(FlowOf("bye", std::string(kBye) + "," + std::string(kBye))),
            "identifier-repeats");
  EXPECT_EQ(checks(FlowOf("a/b", ActionOf("a/b", "DisconnectParticipant"))),
            "identifier-form");
  EXPECT_EQ(checks(FlowOf("toString", ActionOf("toString", "Wait"))),
            "identifier-form");
  const std::string longer(51, 'x');
  EXPECT_EQ(checks(FlowOf(longer, ActionOf(longer, "Wait"))),
            "identifier-form");
  EXPECT_EQ(
      checks(FlowOf("a", R"({"Type": "Wait"}, {"Identifier": 1, "Type": 2},
                              {"Identifier": "a"})")),
      "no-identifier no-identifier no-type no-type");
  EXPECT_EQ(checks(FlowOf(
                "bye", ActionOf("bye", "DisconnectParticipant", Next("bye")))),
            "terminal-with-transitions");
}

TEST(FlowTest, SaysWhatIsWrongWithBranches) {
  const auto checks = [](std::string_view transitions) {
    return ChecksOf(
        ReadSource(FlowOf("a", ActionOf("a", "Compare",
                                        R"("Transitions": )" +
                                            std::string(transitions))))
            .flow);
  };
  EXPECT_EQ(checks(R"({"NextAction": "a", "Errors": [], "Conditions": []})"),
            "");
  EXPECT_EQ(checks("5"), "action-form");
  EXPECT_EQ(checks(R"({"NextAction": "b"})"), "dangling-transition");
  EXPECT_EQ(checks(R"({"NextAction": ""})"), "dangling-transition");
  EXPECT_EQ(checks(R"({"NextAction": 7})"), "dangling-transition");
  EXPECT_EQ(checks(R"({"Errors": {}, "Conditions": 1})"),
            "action-form action-form");
  EXPECT_EQ(checks(R"({"Errors": [{"NextAction": "a"}, 1]})"),
            "action-form action-form");
  EXPECT_EQ(checks(R"({"Conditions": [{"NextAction": "a"}]})"),
            "condition-form condition-form");
  EXPECT_EQ(checks(R"({"Conditions": [{"NextAction": "a", "Condition":
               {"Operator": "Like", "Operands": ["a", "b"]}}]})"),
            "condition-form condition-form");
  EXPECT_EQ(checks(R"({"Conditions": [{"Condition":
               {"Operator": "Equals", "Operands": ["a"]}}]})"),
            "dangling-transition");
}

TEST(FlowTest, WarnsOfTypesThatItDoesNotKnow) {
  const Flow flow =
      ReadSource(FlowOf("a", ActionOf("a", "MesageParticipant") + "," +
                                 ActionOf("b", "PlayPrompt")))
          .flow;
  ASSERT_EQ(ChecksOf(flow), "unknown-type unknown-type");
  EXPECT_EQ(flow.findings[0].severity, FlowSeverity::kWarning);
  EXPECT_THAT(flow.findings[0].hint, HasSubstr("`MessageParticipant`"));
  EXPECT_THAT(flow.findings[1].hint, HasSubstr("`MessageParticipant`"));
  EXPECT_EQ(HasEffect(flow.actions[0], "speak"), FlowAnswer::kUnknown);
}

TEST(FlowTest, HolesMayBeAnything) {
  const Flow whole = ReadSource("\"?\"").flow;
  ASSERT_EQ(whole.actions.size(), 1u);
  EXPECT_TRUE(whole.actions[0].hole);
  EXPECT_TRUE(whole.start.anywhere);
  EXPECT_EQ(ChecksOf(whole), "");

  const Flow flow =
      ReadSource(R"({"Version": "?", "StartAction": "${start}", "Actions": ["?",
        {"Identifier": "?", "Type": "?", "Parameters": "?", "Transitions": "?"},
        {"Identifier": "x", "Type": "Compare", "Transitions": {
          "NextAction": "gone", "Errors": ["?"], "Conditions": "?"}}]})")
          .flow;
  EXPECT_EQ(ChecksOf(flow), "");
  ASSERT_EQ(flow.actions.size(), 3u);
  EXPECT_TRUE(flow.start.anywhere);
  EXPECT_TRUE(flow.actions[1].hole);
  EXPECT_EQ(flow.actions[1].branches[0].kind, FlowBranchKind::kHole);
  // `gone` may be the identifier of either hole.
  EXPECT_THAT(flow.actions[2].branches[0].targets,
              ::testing::ElementsAre(0, 1));
  EXPECT_FALSE(flow.actions[2].branches[0].certain);
  EXPECT_TRUE(flow.actions[2].branches[1].anywhere);
  EXPECT_EQ(HasEffect(flow.actions[2], "branch"), FlowAnswer::kYes);
  EXPECT_EQ(HasEffect(flow.actions[0], "branch"), FlowAnswer::kUnknown);
}

TEST(FlowTest, AHoleIsNoDanglingTransition) {
  const Flow flow = ReadSource(FlowOf("a", ActionOf("a", "Loop", R"(
      "Transitions": {"NextAction": "{{next}}"})")))
                        .flow;
  EXPECT_EQ(ChecksOf(flow), "");
  EXPECT_TRUE(flow.actions[0].branches[0].anywhere);
}

TEST(FlowTest, TooManyActionsAreOneHole) {
  std::string actions;
  for (int i = 0; i < 5001; ++i) {
    actions += (i == 0 ? "" : ",") + ActionOf("a" + std::to_string(i), "Wait");
  }
  const Flow flow = ReadSource(FlowOf("a0", actions)).flow;
  EXPECT_EQ(ChecksOf(flow), "too-many-actions");
  ASSERT_EQ(flow.actions.size(), 1u);
  EXPECT_TRUE(flow.actions[0].hole);
}

TEST(FlowTest, CountsCharacters) {
  const auto checks = [](std::size_t characters) {
    const std::string text(characters, 'x');
    return ChecksOf(
        ReadSource(FlowOf("a",
                          "{\"Identifier\": \"a\", \"Type\": "
                          "\"DisconnectParticipant\", \"Parameters\": "
                          "{\"Text\": \"" +
                              text + "\"}}"))
            .flow);
  };
  EXPECT_EQ(checks(255'000), "");
  EXPECT_EQ(checks(256'000), "too-large");
}

TEST(FlowTest, NeverShowsWhatIsSensitive) {
  Document document;
  const auto root = ReadJson(
      &document,
      document.AddFile("t.json", FlowOf("secret/", ActionOf("secret/", "secret",
                                                            Next("secret2")))));
  ASSERT_TRUE(root);
  ValueBuilder builder = document.NewBuilder();
  builder.BeginSensitive();
  builder.AddCopy(**root);
  builder.EndSensitive();
  const Flow flow = ReadFlow(*builder.Finish());
  EXPECT_EQ(ChecksOf(flow), "identifier-form unknown-type dangling-transition");
  for (const FlowFinding& finding : flow.findings) {
    EXPECT_THAT(finding.message + finding.hint,
                ::testing::Not(HasSubstr("secret")));
  }
  EXPECT_EQ(ActionTitle(flow.actions[0]), "an action that is not known");
}

TEST(FlowTest, ReadsConditionsOnParameters) {
  const auto transfer = [](std::string_view parameters) {
    return ReadSource(
        FlowOf("a", ActionOf("a", "TransferParticipantToThirdParty",
                             R"("Parameters": )" + std::string(parameters) +
                                 "," + Next("a"))));
  };
  const auto leaves = [&](std::string_view parameters) {
    return Leaves(transfer(parameters).flow.actions[0]);
  };
  EXPECT_EQ(leaves(R"({"ContinueFlowExecution": "False"})"), FlowAnswer::kYes);
  EXPECT_EQ(leaves(R"({"ContinueFlowExecution": false})"), FlowAnswer::kYes);
  EXPECT_EQ(leaves(R"({"ContinueFlowExecution": "True"})"), FlowAnswer::kNo);
  EXPECT_EQ(leaves("{}"), FlowAnswer::kNo);
  EXPECT_EQ(leaves(R"({"ContinueFlowExecution": "$.Attributes.x"})"),
            FlowAnswer::kUnknown);
  EXPECT_EQ(leaves(R"({"ContinueFlowExecution": "?"})"), FlowAnswer::kUnknown);
  EXPECT_EQ(leaves("\"?\""), FlowAnswer::kUnknown);
}

TEST(FlowTest, ModulesMayDoWhatModulesMay) {
  const Flow flow =
      ReadSource(FlowOf("a", ActionOf("a", "InvokeFlowModule", Next("a"))))
          .flow;
  EXPECT_EQ(HasEffect(flow.actions[0], "module"), FlowAnswer::kYes);
  EXPECT_EQ(HasEffect(flow.actions[0], "transfer_queue"), FlowAnswer::kUnknown);
  EXPECT_EQ(Leaves(flow.actions[0]), FlowAnswer::kUnknown);
}

}  // namespace
}  // namespace connectguard::testing
