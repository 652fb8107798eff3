#include "gate/flow_review.h"

#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "readers/input.h"

namespace connectguard {
namespace {

// Greets, asks and dials what it got; one action is left over.
constexpr const char* kFlow = R"({
  "Version": "2019-10-30", "StartAction": "hello",
  "Metadata": {"name": "main", "type": "contactFlow"},
  "Actions": [
    {"Identifier": "hello", "Type": "MessageParticipant", "Parameters": {},
     "Transitions": {"NextAction": "ask"}},
    {"Identifier": "ask", "Type": "GetParticipantInput",
     "Parameters": {"StoreInput": "True"},
     "Transitions": {"NextAction": "dial",
       "Errors": [{"NextAction": "bye", "ErrorType": "NoMatchingError"}]}},
    {"Identifier": "dial", "Type": "TransferParticipantToThirdParty",
     "Parameters": {"ThirdPartyPhoneNumber": "$.StoredCustomerInput",
                    "ContinueFlowExecution": "False"},
     "Transitions": {"NextAction": "gone",
       "Errors": [{"NextAction": "bye", "ErrorType": "NoMatchingError"}]}},
    {"Identifier": "bye", "Type": "DisconnectParticipant"},
    {"Identifier": "old", "Type": "DisconnectParticipant"}]})";

class FlowReviewTest : public ::testing::Test {
 protected:
  void Read(const std::string& bytes) {
    auto document = ReadDocument({.name = "flow.json", .bytes = bytes});
    ASSERT_TRUE(document) << document.error().diagnostic.message;
    document_ = std::move(*document);
  }

  // "error dangling-transition 2, warning unreachable 4".
  static std::string Summary(const FlowReview& review) {
    std::string text;
    for (const FlowIssue& issue : review.flows.at(0).issues) {
      text += text.empty() ? "" : ", ";
      text += issue.finding.blocking ? "! " : "";
      text += issue.finding.policy_id + " " + std::to_string(issue.action);
    }
    return text;
  }

  std::unique_ptr<const Document> document_;
};

TEST_F(FlowReviewTest, SaysWhatIsWrongWithAFlowByItself) {
  Read(kFlow);
  const FlowReview review = ReviewFlows(*document_, {});
  ASSERT_EQ(review.flows.size(), 1u);
  EXPECT_EQ(review.flows[0].name, "main");
  EXPECT_EQ(review.flows[0].type, "CONTACT_FLOW");
  EXPECT_EQ(Summary(review),
            "! dangling-transition 2, unlogged 1, tainted-dial 2, "
            "unreachable 4");
  const FlowIssue& dangling = review.flows[0].issues[0];
  EXPECT_EQ(dangling.finding.path,
            "Properties.Content.Actions[2].Transitions.NextAction");
  EXPECT_EQ(dangling.finding.place.place.line, 14u);
  EXPECT_THAT(dangling.finding.place.source_line, ::testing::HasSubstr("gone"));
  EXPECT_EQ(dangling.way,
            "Start, Play prompt `hello`, Get customer input `ask`, "
            "Transfer to phone number `dial`");
}

TEST_F(FlowReviewTest, PutsFindingsOfPoliciesAtTheirActions) {
  Read(kFlow);
  Finding finding;
  finding.policy_id = "CONNECT-FRAUD-6";
  finding.severity = Severity::kCritical;
  finding.resource = "main";
  finding.blocking = true;
  finding.path =
      "Properties.Content.Actions[2].Parameters.ThirdPartyPhoneNumber";
  Finding elsewhere;
  elsewhere.policy_id = "CONNECT-FLOW-22";
  elsewhere.resource = "aws_lambda_function.x";
  const FlowReview review = ReviewFlows(*document_, {{finding, elsewhere}});
  // The flow's own check of the same matter is left out.
  EXPECT_EQ(Summary(review),
            "! CONNECT-FRAUD-6 2, ! dangling-transition 2, unlogged 1, "
            "unreachable 4");
  EXPECT_EQ(review.flows[0].issues[0].path.size(), 3u);
  ASSERT_EQ(review.others.size(), 1u);
  EXPECT_EQ(review.others[0].policy_id, "CONNECT-FLOW-22");
}

TEST_F(FlowReviewTest, AFindingOfTheWholeFlowHasNoWay) {
  Read(kFlow);
  Finding finding;
  finding.policy_id = "CONNECT-FLOW-15";
  finding.resource = "main";
  finding.path = "Properties.Content";
  const FlowReview review = ReviewFlows(*document_, {{finding}});
  for (const FlowIssue& issue : review.flows[0].issues) {
    if (issue.of_policy) {
      EXPECT_EQ(issue.action, -1);
      EXPECT_EQ(issue.way, "");
    }
  }
}

// It is the one that breaks the policy, which a shortest one need not be.
TEST_F(FlowReviewTest, AWayThatAPolicyFoundIsTheWay) {
  Read(kFlow);
  Finding finding;
  finding.policy_id = "CONNECT-FRAUD-2";
  finding.resource = "main";
  finding.path = "Properties.Content.Actions[3]";
  finding.found =
      "\"start, Play prompt `hello`, Get customer input `ask`, Transfer to "
      "phone number `dial`, Disconnect `bye`\"";
  Finding part = finding;
  part.policy_id = "CONNECT-FLOW-12";
  part.found = "\"Get customer input `ask`, Disconnect `bye`\"";
  Finding other = finding;
  other.policy_id = "CONNECT-FLOW-9";
  other.found = "\"start, Play prompt `hello`, Disconnect `bye`\"";  // No edge.
  const FlowReview review = ReviewFlows(*document_, {{finding, part, other}});
  const auto issue_of = [&](std::string_view id) {
    for (const FlowIssue& issue : review.flows[0].issues) {
      if (issue.finding.policy_id == id) {
        return issue;
      }
    }
    return FlowIssue();
  };
  EXPECT_EQ(issue_of("CONNECT-FRAUD-2").path, (FlowPath{0, 1, 2, 3}));
  EXPECT_EQ(issue_of("CONNECT-FRAUD-2").finding.found, "");
  EXPECT_EQ(issue_of("CONNECT-FLOW-12").path, (FlowPath{1, 3}));
  EXPECT_EQ(issue_of("CONNECT-FLOW-12").way,
            "Get customer input `ask`, Disconnect `bye`");
  EXPECT_EQ(issue_of("CONNECT-FLOW-9").path, FlowPath());
  EXPECT_NE(issue_of("CONNECT-FLOW-9").finding.found, "");
}

constexpr const char* kHoles = R"({"Version": "2019-10-30", "StartAction": "a",
  "Metadata": {"type": "contactFlow"}, "Actions": [
  {"Identifier": "a", "Type": "GetParticipantInput",
   "Parameters": {"StoreInput": "${store}"},
   "Transitions": {"NextAction": "b", "Errors": [
     {"NextAction": "b", "ErrorType": "NoMatchingError"},
     {"NextAction": "b", "ErrorType": "NoMatchingCondition"}]}},
  {"Identifier": "b", "Type": "DisconnectParticipant"}]})";

TEST_F(FlowReviewTest, WhatDependsOnHolesIsUnknown) {
  Read(kHoles);
  const FlowReview review = ReviewFlows(*document_, {}, OnUnknown::kWarn);
  EXPECT_EQ(Summary(review), "unlogged 0, missing-error 0");
  const Finding& finding = review.flows[0].issues[1].finding;
  EXPECT_EQ(finding.status, FindingStatus::kUnknown);
  EXPECT_NE(finding.reason, "");
  EXPECT_EQ(Summary(ReviewFlows(*document_, {}, OnUnknown::kDeny)),
            "! missing-error 0, unlogged 0");
  EXPECT_EQ(Summary(ReviewFlows(*document_, {}, OnUnknown::kAllow)),
            "unlogged 0");
}

}  // namespace
}  // namespace connectguard
