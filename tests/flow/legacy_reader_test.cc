#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "flow/flow.h"
#include "flow/flow_source.h"

namespace connectguard::testing {
namespace {

Flow Module(const std::string& module) {
  static FlowSource source;
  source = ReadSource(R"({"version": "1", "type": "contactFlow", "start": "a",
                          "modules": [)" +
                      module + "]}");
  return std::move(source.flow);
}

std::string ParametersOf(const FlowAction& action) {
  std::string text;
  for (const FlowParameter& parameter : action.parameters) {
    text += std::string(parameter.path) + "=";
    text += parameter.kind == FlowTextKind::kHole ? "?" : parameter.text;
    text += " ";
  }
  return text;
}

std::string Parameters(std::string_view type, std::string_view parameters) {
  return ParametersOf(Module(R"({"id": "a", "type": ")" + std::string(type) +
                             R"(", "branches": [], "parameters": [)" +
                             std::string(parameters) + "]}")
                          .actions[0]);
}

TEST(LegacyReaderTest, NamesActionsAsTheLanguageDoes) {
  const Flow flow = Module(
      R"({"id": "a", "type": "Transfer", "target": "Queue", "parameters": [],
          "branches": [{"condition": "AtCapacity", "transition": "a"},
                       {"condition": "Error", "transition": "b"}]})");
  EXPECT_EQ(flow.format, FlowFormat::kLegacy);
  EXPECT_EQ(ChecksOf(flow), "legacy-format dangling-transition");
  EXPECT_EQ(flow.actions[0].type, "TransferContactToQueue");
  EXPECT_EQ(flow.actions[0].written_type, "Transfer");
  EXPECT_EQ(flow.actions[0].branches[0].label, "QueueAtCapacity");
  EXPECT_EQ(flow.actions[0].branches[1].kind, FlowBranchKind::kError);
  EXPECT_EQ(Leaves(flow.actions[0]), FlowAnswer::kYes);
}

TEST(LegacyReaderTest, ReadsBranches) {
  const Flow flow = Module(
      R"({"id": "a", "type": "GetUserInput", "target": "Digits", "branches": [
          {"condition": "Evaluate", "conditionType": "Equals",
           "conditionValue": "1", "transition": "a"},
          {"condition": "Success", "transition": "a"},
          {"condition": "Looping", "transition": "a"},
          {"condition": "Other", "transition": "a"}, "?"]})");
  const auto& branches = flow.actions[0].branches;
  ASSERT_EQ(branches.size(), 5u);
  EXPECT_EQ(branches[0].label, "Equals 1");
  EXPECT_EQ(branches[1].kind, FlowBranchKind::kNext);
  EXPECT_EQ(branches[2].label, "Equals ContinueLooping");
  EXPECT_EQ(branches[3].label, "Other");
  EXPECT_EQ(branches[3].kind, FlowBranchKind::kHole);
  EXPECT_FALSE(branches[3].certain);
  EXPECT_EQ(branches[4].kind, FlowBranchKind::kHole);
}

TEST(LegacyReaderTest, NamesParametersAsTheLanguageDoes) {
  EXPECT_EQ(Parameters("SetLoggingBehavior",
                       R"({"name": "LoggingBehavior", "value": "Enable"})"),
            "FlowLoggingBehavior=Enable ");
  EXPECT_EQ(Parameters("SetAttributes",
                       R"({"name": "Attribute", "key": "x", "value": "sak",
                           "namespace": "External"},
                          {"name": "Attribute", "key": "y", "value": "1",
                           "namespace": null})"),
            "Attributes.x=$.External['sak'] Attributes.y=1 ");
  EXPECT_EQ(Parameters("CheckAttribute",
                       R"({"name": "Attribute", "value": "lang"},
                          {"name": "Namespace", "value": "User Defined"})"),
            "ComparisonValue=$.Attributes['lang'] Legacy.Namespace=User "
            "Defined ");
  EXPECT_EQ(Parameters("SetAttributes",
                       R"({"name": "Attribute", "key": "n",
                           "value": "Stored customer input",
                           "namespace": "System"})"),
            "Attributes.n=$.StoredCustomerInput ");
}

TEST(LegacyReaderTest, WhatItDoesNotKnowIsAHole) {
  EXPECT_EQ(Parameters("SetAttributes",
                       R"({"name": "Attribute", "key": "n", "value": "x",
                           "namespace": "Somewhere"},
                          {"name": "Attribute", "value": "x"},
                          {"name": "Attribute", "key": "m", "value": "?"})"),
            "Attributes.n=? Attributes=? Attributes.m=? ");
}

TEST(LegacyReaderTest, StoredInputIsEncryptedWhenItSaysSo) {
  const std::string key = R"({"name": "EncryptionKey", "value": "pem"},
                             {"name": "CustomerInputType", "value": "Custom"},
                             {"name": "MaxDigits", "value": 16},)";
  const std::string rest =
      "InputValidation.CustomValidation.MaximumLength=16 "
      "Legacy.EncryptEntry=";
  EXPECT_EQ(Parameters("StoreUserInput",
                       key + R"({"name": "EncryptEntry", "value": true})"),
            "InputEncryption.Key=pem Legacy.CustomerInputType=Custom " + rest +
                "true StoreInput=True ");
  EXPECT_EQ(
      Parameters("StoreUserInput",
                 key + R"({"name": "EncryptEntry", "value": false})"),
      "Legacy.CustomerInputType=Custom " + rest + "false StoreInput=True ");
  EXPECT_EQ(Parameters("StoreUserInput",
                       key + R"({"name": "EncryptEntry", "value": "?"})"),
            "InputEncryption.Key=? Legacy.CustomerInputType=Custom " + rest +
                "? StoreInput=True ");
}

TEST(LegacyReaderTest, ChecksItsForm) {
  EXPECT_EQ(ChecksOf(ReadSource(R"({"modules": 1})").flow),
            "legacy-format no-actions no-start");
  EXPECT_EQ(
      ChecksOf(ReadSource(R"({"modules": [1, {}, "?"], "start": "x"})").flow),
      "legacy-format action-form no-identifier no-type");
}

}  // namespace
}  // namespace connectguard::testing
