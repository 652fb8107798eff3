// `connectguard flow` as a user types it, on a disk in memory.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/fake_environment.h"
#include "gate/exit_code.h"

namespace connectguard {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Nothing is wrong with it, but for what policies ask.
constexpr const char* kGood = R"({
  "Version": "2019-10-30", "StartAction": "log",
  "Metadata": {"name": "good", "type": "contactFlow"},
  "Actions": [
    {"Identifier": "log", "Type": "UpdateFlowLoggingBehavior",
     "Parameters": {"FlowLoggingBehavior": "Enabled"},
     "Transitions": {"NextAction": "bye"}},
    {"Identifier": "bye", "Type": "DisconnectParticipant"}]})";

constexpr const char* kDangling = R"({
  "Version": "2019-10-30", "StartAction": "hello",
  "Metadata": {"name": "bad", "type": "contactFlow"},
  "Actions": [
    {"Identifier": "hello", "Type": "MessageParticipant",
     "Parameters": {"Text": "Hello"},
     "Transitions": {"NextAction": "gone"}},
    {"Identifier": "old", "Type": "DisconnectParticipant"}]})";

constexpr const char* kTransfer = R"({
  "Version": "2019-10-30", "StartAction": "go",
  "Metadata": {"name": "transfer", "type": "contactFlow"},
  "Actions": [
    {"Identifier": "go", "Type": "TransferToFlow",
     "Parameters": {"ContactFlowId": "F-1"},
     "Transitions": {"NextAction": "bye", "Errors": [
       {"NextAction": "bye", "ErrorType": "NoMatchingError"}]}},
    {"Identifier": "bye", "Type": "DisconnectParticipant"}]})";

// Judges that a flow is called `good`, wherever it is.
constexpr const char* kPolicy = R"(# METADATA
# id: TEST-1
# title: Flows are good
# severity: high
# resources: [AWS::Connect::ContactFlow]
# source: https://example.com/flows
# fix: call it good
#
# For tests.

let flows = Resources.*[ Type == 'AWS::Connect::ContactFlow' ]

rule flows_are_good when %flows !empty {
    %flows.Properties.Content.Actions[*].Type != 'MessageParticipant'
    <<nothing is said>>
}
)";

constexpr const char* kOtherPolicy = R"(# METADATA
# id: TEST-2
# title: There is a bucket
# severity: high
# resources: [AWS::S3::Bucket]
# source: https://example.com/buckets
# fix: add one
#
# For tests.

rule there_is_a_bucket {
    Resources.*[ Type == 'AWS::S3::Bucket' ] !empty
}
)";

class FlowTest : public ::testing::Test {
 protected:
  // Judged by one policy of flows, so that built-in ones may change.
  int Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "flow");
    arguments.insert(arguments.end(), {"--policies", "policies"});
    return fake_.Run(arguments);
  }
  std::string out() const { return fake_.out.str(); }
  std::string err() const { return fake_.err.str(); }

  FakeEnvironment fake_{
      {{"good.json", kGood},
       {"bad.json", kDangling},
       {"flows/a.json", kGood},
       {"flows/b.json", kDangling},
       {"flows/c.json", kTransfer},
       {"flows/readme.md", "# Flows"},
       {"flows/other.json", R"({"a": 1})"},
       {"docs/readme.md", "nothing"},
       {"broken.json", R"({"StartAction": "a", "Actions": [)"},
       {"binary.json", std::string("\x7f"
                                   "ELF\0\0",
                                   6)},
       {"list.json", "[1, 2]"},
       {"bucket.yml", "Resources: {B: {Type: AWS::S3::Bucket}}"},
       {"policies/flows/flows_are_good.guard", kPolicy},
       {"policies/storage/there_is_a_bucket.guard", kOtherPolicy}}};
};

TEST_F(FlowTest, AGoodFlowIsAllowed) {
  EXPECT_EQ(Run({"good.json"}), kExitAllowed);
  EXPECT_EQ(out(),
            "ALLOWED  good.json  (contact flow, 1 flow, 1 policy)\n"
            "\n"
            "good  CONTACT_FLOW, 2 actions: nothing found\n"
            "\n"
            "ALLOWED  good.json: nothing found\n");
  EXPECT_THAT(err(), IsEmpty());
}

TEST_F(FlowTest, ShowsErrorsAndViolationsWithTheirWay) {
  EXPECT_EQ(Run({"bad.json"}), kExitDenied);
  EXPECT_EQ(out(), R"(DENIED  bad.json  (contact flow, 1 flow, 1 policy)

bad  CONTACT_FLOW, 2 actions

HIGH  TEST-1  Flows are good
  where     bad.json:5:37 (Properties.Content.Actions[0].Type)
            5 |     {"Identifier": "hello", "Type": "MessageParticipant",
              |                                     ^
  found     "MessageParticipant"
  why       nothing is said
  way       Start, Play prompt `hello`
  fix       call it good
  source    https://example.com/flows

ERROR  dangling-transition  a transition leads to `gone`, which is no action of the flow
  where     bad.json:7:36 (Properties.Content.Actions[0].Transitions.NextAction)
            7 |      "Transitions": {"NextAction": "gone"}},
              |                                    ^
  found     "gone"
  way       Start, Play prompt `hello`

WARNING  unreachable  no contact can come to the action
  where     bad.json:8:5 (Properties.Content.Actions[1])
            8 |     {"Identifier": "old", "Type": "DisconnectParticipant"}]}
              |     ^
  fix       remove it, or lead a branch to it

DENIED  bad.json: 1 violation, 1 error, 1 warning
)");
}

TEST_F(FlowTest, WarningsDoNotDeny) {
  EXPECT_EQ(Run({"flows/c.json"}), kExitAllowed);
  EXPECT_THAT(out(), HasSubstr("nothing found"));
}

TEST_F(FlowTest, PoliciesBelowTheThresholdAreReportedOnly) {
  EXPECT_EQ(Run({"bad.json", "--fail-on", "critical"}), kExitDenied);
  EXPECT_THAT(out(), HasSubstr("note      below the threshold"));
}

TEST_F(FlowTest, JsonHasWaysByIdentifier) {
  EXPECT_EQ(Run({"bad.json", "--format", "json"}), kExitDenied);
  EXPECT_THAT(out(), AllOf(HasSubstr("\"origin\": \"flow\""),
                           HasSubstr("\"origin\": \"policy\""),
                           HasSubstr("\"action\": \"hello\""),
                           HasSubstr("\"way\": [\n                \"hello\""),
                           HasSubstr("\"verdict\": \"denied\"")));
}

TEST_F(FlowTest, AFolderIsAllItsFlows) {
  EXPECT_EQ(Run({"flows"}), kExitDenied);
  EXPECT_THAT(out(), AllOf(HasSubstr("ALLOWED  flows/a.json"),
                           HasSubstr("DENIED  flows/b.json"),
                           HasSubstr("DENIED  3 inputs")));
  EXPECT_EQ(err(),
            "note: one .json file of the folder holds no contact flow and is "
            "left out\n");
}

TEST_F(FlowTest, OneFlowOfMany) {
  EXPECT_EQ(Run({"flows", "--flow", "good"}), kExitAllowed);
  EXPECT_THAT(out(), Not(HasSubstr("flows/b.json")));
}

TEST_F(FlowTest, AnUnknownFlowIsAUsageError) {
  EXPECT_EQ(Run({"flows", "--flow", "goof"}), kExitUsage);
  EXPECT_THAT(err(), AllOf(HasSubstr("no input has a flow `goof`"),
                           HasSubstr("did you mean `good`?")));
}

TEST_F(FlowTest, DrawsAFlow) {
  EXPECT_EQ(Run({"bad.json", "--graph", "dot"}), kExitAllowed);
  EXPECT_THAT(
      out(),
      AllOf(HasSubstr("digraph flow {"),
            HasSubstr("dangling-transition: a transition leads to"),
            HasSubstr("TEST-1: nothing is said"), HasSubstr("fillcolor")));
  fake_.out.str("");
  EXPECT_EQ(Run({"bad.json", "--graph", "mermaid"}), kExitAllowed);
  EXPECT_THAT(out(), HasSubstr("flowchart TD"));
}

TEST_F(FlowTest, DrawsSvgThroughGraphviz) {
  std::vector<std::string> command;
  fake_.environment.run_program = [&](const std::vector<std::string>& words,
                                      std::string_view) -> Result<std::string> {
    command = words;
    return "<svg/>";
  };
  EXPECT_EQ(Run({"bad.json", "--graph", "svg", "-o", "x.svg"}), kExitAllowed);
  EXPECT_EQ(command, (std::vector<std::string>{"dot", "-Tsvg"}));
  EXPECT_EQ(fake_.written["x.svg"], "<svg/>");
}

TEST_F(FlowTest, WithoutGraphvizThereIsNoSvg) {
  EXPECT_EQ(Run({"bad.json", "--graph", "svg"}), kExitUnavailable);
  EXPECT_THAT(err(), AllOf(HasSubstr("`dot` is not installed"),
                           HasSubstr("the package `graphviz`")));
  EXPECT_THAT(out(), IsEmpty());
}

TEST_F(FlowTest, APictureShowsOneFlow) {
  EXPECT_EQ(Run({"flows", "--graph", "dot"}), kExitUsage);
  EXPECT_THAT(err(), HasSubstr("there are 3 flows"));
}

TEST_F(FlowTest, AFolderOfPictures) {
  EXPECT_EQ(Run({"flows", "good.json", "--graph", "mermaid", "--out-dir", "p"}),
            kExitAllowed);
  EXPECT_EQ(out(), "p/good.mmd\np/bad.mmd\np/transfer.mmd\np/good-2.mmd\n");
  EXPECT_THAT(fake_.written["p/bad.mmd"], HasSubstr("flowchart"));
}

TEST_F(FlowTest, LinksBetweenFlows) {
  EXPECT_EQ(Run({"flows", "--links"}), kExitAllowed);
  EXPECT_EQ(out(),
            "good (flow, CONTACT_FLOW): nothing here leads to it\n"
            "bad (flow, CONTACT_FLOW): nothing here leads to it\n"
            "transfer (flow, CONTACT_FLOW): nothing here leads to it\n"
            "  -> F-1 (flow, not among the inputs)  Transfer to flow\n"
            "4 places, 1 link\n");
  fake_.out.str("");
  EXPECT_EQ(Run({"flows", "--links", "--graph", "dot"}), kExitAllowed);
  EXPECT_THAT(out(), HasSubstr("digraph flows {"));
  fake_.out.str("");
  EXPECT_EQ(Run({"flows", "--links", "--format", "json"}), kExitAllowed);
  EXPECT_THAT(out(), AllOf(HasSubstr("\"state\": \"elsewhere\""),
                           HasSubstr("\"certain\": true")));
}

// --- What goes wrong ---------------------------------------------------------

TEST_F(FlowTest, WhatIsNoFlowIsOneError) {
  EXPECT_EQ(Run({"list.json"}), kExitBadInput);
  EXPECT_EQ(Run({"broken.json"}), kExitBadInput);
  EXPECT_EQ(Run({"binary.json"}), kExitBadInput);
  EXPECT_EQ(Run({"missing.json"}), kExitMissing);
  EXPECT_THAT(out(), IsEmpty());
}

TEST_F(FlowTest, SaysWhatAFlowIs) {
  EXPECT_EQ(Run({"flows/other.json"}), kExitBadInput);
  EXPECT_THAT(err(), HasSubstr("a contact flow has `Actions`"));
}

TEST_F(FlowTest, ATemplateWithoutFlowsIsNotChecked) {
  EXPECT_EQ(Run({"bucket.yml"}), kExitBadInput);
  EXPECT_THAT(err(), HasSubstr("there is no contact flow in this "
                               "cloudformation template"));
}

TEST_F(FlowTest, AFolderWithoutFlowsIsMissingInput) {
  EXPECT_EQ(Run({"docs"}), kExitMissing);
  EXPECT_THAT(err(), HasSubstr("there is no contact flow in this folder"));
}

TEST_F(FlowTest, AnErrorOfOneKeepsTheOthers) {
  EXPECT_EQ(Run({"good.json", "broken.json"}), kExitBadInput);
  EXPECT_THAT(out(), AllOf(HasSubstr("ALLOWED  good.json"),
                           HasSubstr("NOT CHECKED  broken.json"),
                           HasSubstr("of which 1 could not be checked")));
}

TEST_F(FlowTest, OptionsThatContradictEachOther) {
  EXPECT_EQ(Run({}), kExitUsage);
  EXPECT_EQ(Run({"good.json", "--graph", "png"}), kExitUsage);
  EXPECT_EQ(Run({"good.json", "--graph", "dot", "--format", "json"}),
            kExitUsage);
  EXPECT_EQ(Run({"good.json", "--out-dir", "p"}), kExitUsage);
  EXPECT_EQ(Run({"-", "-"}), kExitUsage);
  EXPECT_EQ(Run({"good.json", "--only", "TEST-9"}), kExitUsage);
  EXPECT_THAT(out(), IsEmpty());
}

}  // namespace
}  // namespace connectguard
