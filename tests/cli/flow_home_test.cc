// What `connectguard flow` is told of flows whose files do not say it.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "cli/fake_environment.h"
#include "gate/exit_code.h"

namespace connectguard {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kInstance =
    "arn:aws:connect:eu-west-2:111122223333:instance/i-1";

// Without a type; it names a function.
constexpr const char* kCalls = R"({
  "Version": "2019-10-30", "StartAction": "ask",
  "Metadata": {"name": "calls"},
  "Actions": [
    {"Identifier": "ask", "Type": "InvokeLambdaFunction",
     "Parameters": {"LambdaFunctionARN":
       "arn:aws:lambda:eu-west-2:444455556666:function:look-up",
       "InvocationTimeLimitSeconds": "5"},
     "Transitions": {"NextAction": "bye", "Errors": [
       {"NextAction": "bye", "ErrorType": "NoMatchingError"}]}},
    {"Identifier": "bye", "Type": "DisconnectParticipant"}]})";

// The same, as `describe-contact-flow` prints it.
constexpr const char* kDescribed = R"({"ContactFlow": {
  "Arn": "arn:aws:connect:eu-west-2:444455556666:instance/i-2/contact-flow/f",
  "Id": "f", "Name": "described", "Type": "AGENT_WHISPER",
  "Content": "{\"Version\": \"2019-10-30\", \"StartAction\": \"bye\", \"Actions\": [{\"Identifier\": \"bye\", \"Type\": \"DisconnectParticipant\"}]}"}})";

constexpr const char* kModule = R"({
  "Version": "2019-10-30", "StartAction": "bye",
  "Metadata": {"name": "part", "type": "MODULE"},
  "Actions": [{"Identifier": "bye", "Type": "EndFlowModuleExecution"}]})";

class FlowHomeTest : public ::testing::Test {
 protected:
  int Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "flow");
    fake_.out.str("");
    fake_.err.str("");
    return fake_.Run(arguments);
  }
  // Lines are cut where they are long.
  std::string out() const { return OnOneLine(fake_.out.str()); }
  std::string err() const { return OnOneLine(fake_.err.str()); }

  FakeEnvironment fake_{
      {{"calls.json", kCalls},
       {"described.json", kDescribed},
       {"all/calls.json", kCalls},
       {"all/part.json", kModule},
       {"template.yaml", "Resources:\n  t:\n    Type: AWS::SNS::Topic\n"}}};
};

TEST_F(FlowHomeTest, WithoutItSaysHowToTell) {
  Run({"calls.json", "--only", "CONNECT-FLOW-22"});
  EXPECT_THAT(out(), AllOf(HasSubstr("flow of unknown type"),
                           HasSubstr("does not say of which instance"),
                           HasSubstr("flow --instance")));
}

TEST_F(FlowHomeTest, TheInstanceDecides) {
  EXPECT_EQ(
      Run({"calls.json", "--only", "CONNECT-FLOW-22", "--instance", kInstance}),
      kExitDenied);
  EXPECT_THAT(out(), AllOf(HasSubstr("the function is of another account"),
                           Not(HasSubstr("does not say"))));
  EXPECT_EQ(Run({"calls.json", "--only", "CONNECT-FLOW-22", "--instance",
                 "arn:aws:connect:eu-west-2:444455556666:instance/i-2"}),
            kExitAllowed);
}

TEST_F(FlowHomeTest, TheTypeDecides) {
  Run({"calls.json", "--only", "CONNECT-FLOW-26", "--type", "CONTACT_FLOW"});
  EXPECT_THAT(out(), AllOf(HasSubstr("CONTACT_FLOW, 2 actions"),
                           Not(HasSubstr("does not say"))));
}

TEST_F(FlowHomeTest, WhatTheFileSaysCounts) {
  Run({"described.json", "--type", "CONTACT_FLOW", "--instance", kInstance});
  EXPECT_THAT(out(), AllOf(HasSubstr("AGENT_WHISPER, 1 action"),
                           Not(HasSubstr("CONTACT_FLOW"))));
}

TEST_F(FlowHomeTest, HoldsForAllFilesOfAFolder) {
  Run({"all", "--type", "CONTACT_FLOW", "--instance", kInstance});
  EXPECT_THAT(out(),
              AllOf(HasSubstr("CONTACT_FLOW, 2 actions"), HasSubstr("module"),
                    Not(HasSubstr("does not say"))));
}

TEST_F(FlowHomeTest, RefusesWhatIsNoType) {
  EXPECT_EQ(Run({"calls.json", "--type", "CONTACTFLOW"}), kExitUsage);
  EXPECT_THAT(err(), HasSubstr("did you mean `CONTACT_FLOW`?"));
  EXPECT_EQ(Run({"calls.json", "--type", "inbound"}), kExitUsage);
  EXPECT_THAT(err(), HasSubstr("use one of: CONTACT_FLOW, "));
}

TEST_F(FlowHomeTest, RefusesWhatIsNoInstance) {
  for (const char* instance :
       {"i-1", "arn:aws:connect:eu-west-2:111122223333:instance/",
        "arn:aws:connect:eu-west-2:111122223333:instance/i/queue/q",
        "arn:aws:ec2:eu-west-2:111122223333:instance/i-1",
        "arn:aws:connect:eu-west-2:1111:instance/i-1",
        "arn:aws:connect:eu-west-2:11112222333x:instance/i-1",
        "arn:aws:connect:{{region}}:111122223333:instance/i-1"}) {
    EXPECT_EQ(Run({"calls.json", "--instance", instance}), kExitUsage)
        << instance;
    EXPECT_THAT(err(), HasSubstr("is not the ARN of an instance"));
  }
}

TEST_F(FlowHomeTest, IsForFilesOfFlowsAlone) {
  EXPECT_EQ(Run({"template.yaml", "--type", "CONTACT_FLOW"}), kExitUsage);
  EXPECT_THAT(err(),
              AllOf(HasSubstr("template.yaml: this cloudformation template "
                              "says itself"),
                    HasSubstr("leave --instance and --type out")));
}

}  // namespace
}  // namespace connectguard
