#include "gate/flow_links.h"

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "readers/input.h"

namespace connectguard {
namespace {

class FlowLinksTest : public ::testing::Test {
 protected:
  void Read(const std::string& name, const std::string& bytes) {
    auto document = ReadDocument({.name = name, .bytes = bytes});
    ASSERT_TRUE(document) << document.error().diagnostic.message;
    documents_.push_back(*std::move(document));
    reviews_.push_back(ReviewFlows(*documents_.back(), {}));
  }

  // A line for each link: "a -> b (flow, elsewhere): Transfer to flow".
  std::string Links() const {
    std::vector<FlowsOfDocument> all;
    for (std::size_t i = 0; i < documents_.size(); ++i) {
      all.push_back(
          {.document = documents_[i].get(), .flows = &reviews_[i].flows});
    }
    const FlowMap map = MapFlows(all);
    std::string text;
    for (const FlowLink& link : map.links()) {
      const FlowPlace& to = map.places()[link.to];
      text += fmt::format("{} {} {} ({}{}): {}\n", map.places()[link.from].name,
                          link.answer == FlowAnswer::kYes ? "->" : "?>",
                          to.name, PlaceKindName(to.kind),
                          to.state == FlowPlaceState::kGiven
                              ? ""
                              : fmt::format(", {}", PlaceStateName(to.state)),
                          link.label);
    }
    return text;
  }

  std::deque<std::unique_ptr<const Document>> documents_;
  std::deque<FlowReview> reviews_;
};

// A flow that goes on to the flow of this id.
std::string Transfer(const std::string& target) {
  return R"({\"Version\": \"2019-10-30\", \"StartAction\": \"a\", \"Actions\": [)"
         R"({\"Identifier\": \"a\", \"Type\": \"TransferToFlow\", \"Parameters\":)"
         R"( {\"ContactFlowId\": \")" +
         target +
         R"(\"}, \"Transitions\": {\"NextAction\": \"b\"}},)"
         R"( {\"Identifier\": \"b\", \"Type\": \"DisconnectParticipant\"}]})";
}

std::string Described(const std::string& id, const std::string& target) {
  return fmt::format(
      R"({{"ContactFlow": {{"Arn": "arn:aws:connect:eu-west-2:1:instance/I/contact-flow/{0}",
           "Id": "{0}", "Name": "flow {0}", "Type": "CONTACT_FLOW", "Content": "{1}"}}}})",
      id, Transfer(target));
}

TEST_F(FlowLinksTest, ArnsAndIdsLeadFromFileToFile) {
  Read("1.json", Described("1", "2"));
  Read("2.json",
       Described("2", "arn:aws:connect:eu-west-2:1:instance/I/contact-flow/1"));
  Read("3.json", Described("3", "4"));
  EXPECT_EQ(Links(),
            "flow 1 -> flow 2 (flow): Transfer to flow\n"
            "flow 2 -> flow 1 (flow): Transfer to flow\n"
            "flow 3 -> 4 (flow, elsewhere): Transfer to flow\n");
}

TEST_F(FlowLinksTest, WhatTheContactDecidesIsNotKnown) {
  Read("1.json", Described("1", "$.Attributes.next"));
  Read("2.json", Described("2", "${next}"));
  EXPECT_EQ(Links(),
            "flow 1 -> $.Attributes.next (flow, unknown): Transfer to flow\n"
            "flow 2 -> ${next} (flow, unknown): Transfer to flow\n");
}

// The name that the editor shows is a hint, and no proof.
TEST_F(FlowLinksTest, NamesOfTheEditorArePossible) {
  const std::string target = R"({"Version": "2019-10-30", "StartAction": "b",
    "Metadata": {"name": "billing"}, "Actions": [
    {"Identifier": "b", "Type": "DisconnectParticipant"}]})";
  Read("billing.json", target);
  Read("main.json", R"({"Version": "2019-10-30", "StartAction": "a",
    "Metadata": {"name": "main", "ActionMetadata": {"a": {"parameters":
      {"ContactFlowId": {"displayName": "billing"}}}}},
    "Actions": [{"Identifier": "a", "Type": "TransferToFlow",
      "Parameters": {"ContactFlowId": "F-7"},
      "Transitions": {"NextAction": "b"}},
      {"Identifier": "b", "Type": "DisconnectParticipant"}]})");
  Read("old.json", R"({"version": "1", "type": "contactFlow", "start": "a",
    "metadata": {"name": "old"}, "modules": [
    {"id": "a", "type": "Transfer", "target": "Flow", "branches": [],
     "parameters": [{"name": "ContactFlowId", "value": "F-8",
                     "namespace": null, "resourceName": "sales"}]}]})");
  EXPECT_EQ(Links(),
            "main ?> billing (flow): Transfer to flow\n"
            "old -> F-8 (flow, elsewhere): Transfer to flow\n");
}

TEST_F(FlowLinksTest, ResourcesOfATemplateLeadToFlows) {
  Read("t.yml", R"(
Resources:
  Support: {Type: AWS::Connect::Queue, Properties: {Name: support, QuickConnectArns: [!Ref Quick]}}
  Quick:
    Type: AWS::Connect::QuickConnect
    Properties:
      Name: quick
      QuickConnectConfig:
        QuickConnectType: QUEUE
        QueueConfig: {ContactFlowArn: !Ref Main, QueueArn: !GetAtt Support.QueueArn}
  Other:
    Type: AWS::Connect::QuickConnect
    Properties:
      Name: other
      QuickConnectConfig: {QuickConnectType: USER, UserConfig: {ContactFlowArn: 'arn:aws:connect:r:1:instance/I/contact-flow/gone', UserArn: u}}
  Form: {Type: AWS::Connect::TaskTemplate, Properties: {ContactFlowArn: !Ref Main}}
  Module:
    Type: AWS::Connect::ContactFlowModule
    Properties: {Name: m, Content: '{"Version": "2019-10-30", "StartAction": "a", "Actions": [{"Identifier": "a", "Type": "EndFlowModuleExecution"}]}'}
  Main:
    Type: AWS::Connect::ContactFlow
    Properties:
      Name: main
      Type: QUEUE_TRANSFER
      Content: !Sub |
        {"Version": "2019-10-30", "StartAction": "a", "Actions": [
          {"Identifier": "a", "Type": "InvokeFlowModule", "Parameters": {"FlowModuleId": "${Module}"}, "Transitions": {"NextAction": "b"}},
          {"Identifier": "b", "Type": "UpdateContactTargetQueue", "Parameters": {"QueueId": "${Support.QueueArn}"}, "Transitions": {"NextAction": "c"}},
          {"Identifier": "c", "Type": "DisconnectParticipant"}]}
)");
  EXPECT_EQ(Links(),
            "Main -> Module (module): Invoke module\n"
            "Main -> Support (queue): Set working queue\n"
            "Support -> Quick (quick connect): QuickConnectArns[0]\n"
            "Quick -> Main (flow): ContactFlowArn\n"
            "Quick -> Support (queue): QueueArn\n"
            "Other -> arn:aws:connect:r:1:instance/I/contact-flow/gone "
            "(flow, elsewhere): ContactFlowArn\n"
            "Form -> Main (flow): ContactFlowArn\n");
}

TEST_F(FlowLinksTest, FromOneOfSeveralSettings) {
  Read("1.json", R"({"Version": "2019-10-30", "StartAction": "a",
    "Metadata": {"name": "main"}, "Actions": [
    {"Identifier": "a", "Type": "UpdateContactAttributes",
     "Parameters": {"Attributes": {"next": "F1"}},
     "Transitions": {"NextAction": "t", "Errors": [
       {"NextAction": "t", "ErrorType": "NoMatchingError"}]}},
    {"Identifier": "t", "Type": "TransferToFlow",
     "Parameters": {"ContactFlowId": "$.Attributes.next"},
     "Transitions": {"NextAction": "b"}},
    {"Identifier": "b", "Type": "DisconnectParticipant"}]})");
  EXPECT_EQ(Links(),
            "main -> F1 (flow, elsewhere): Transfer to flow\n"
            "main -> $.Attributes.next (flow, unknown): Transfer to flow\n");
}

}  // namespace
}  // namespace connectguard
