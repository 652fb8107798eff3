// Values marked sensitive are planted wherever one can stand, each with the
// word `topsecret` in it; nothing that any command prints may have the word.
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/file_reader.h"
#include "cli/fake_environment.h"

namespace connectguard {
namespace {

using testing::HasSubstr;
using testing::Not;

using Files = std::map<std::string, std::string, std::less<>>;

std::string Fixture(const std::string& name) {
  auto text = DiskFileReader().Read(std::string(CONNECTGUARD_SOURCE_DIR) +
                                    "/tests/corpus/plans/" + name);
  EXPECT_TRUE(text);
  return text ? *std::move(text) : std::string();
}

constexpr const char* kTemplate = R"(
Parameters:
  Secret:
    Type: String
    NoEcho: true
    Default: topsecret-default
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub 'recordings-${Secret}'
      Tags: [{Key: Owner, Value: !Ref Secret}]
  User:
    Type: AWS::Connect::User
    Properties:
      InstanceArn: arn:aws:connect:eu-west-1:111122223333:instance/i
      Username: bob
      Password: topsecret-password
      PhoneConfig: {PhoneType: SOFT_PHONE}
      RoutingProfileArn: r
      SecurityProfileArns: [p]
  Policy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Action: ['connect:*', 'iam:PassRole', 's3:*']
            Resource: ['*', !Sub 'arn:aws:s3:::${Secret}/*']
  Flow:
    Type: AWS::Connect::ContactFlow
    Properties:
      InstanceArn: arn:aws:connect:eu-west-1:111122223333:instance/i
      Name: inbound
      Type: CONTACT_FLOW
      Content: !Sub |
        {"Version": "2019-10-30", "StartAction": "${Secret}", "Actions": [
          {"Identifier": "${Secret}", "Type": "MessageParticipant",
           "Parameters": {"Text": "${Secret}"}, "Transitions": {"NextAction": "gone"}}]}
)";

class SecretsTest : public testing::Test {
 protected:
  // What a command prints, on both streams.
  std::string Printed(const std::vector<std::string>& arguments) {
    FakeEnvironment fake{files_};
    fake.Run(arguments);
    return fake.out.str() + fake.err.str();
  }

  void ExpectNoSecretIn(const std::vector<std::string>& arguments) {
    const std::string printed = Printed(arguments);
    EXPECT_FALSE(printed.empty());
    EXPECT_THAT(printed, Not(HasSubstr("topsecret")))
        << testing::PrintToString(arguments);
  }

  void ExpectNoSecretOf(const std::vector<std::string>& input) {
    const auto run = [&](std::vector<std::string> arguments) {
      arguments.insert(arguments.end(), input.begin(), input.end());
      ExpectNoSecretIn(arguments);
    };
    for (const char* format : {"text", "json", "lambda-hook"}) {
      run({"check", "--pack", "strict", "--on-unknown", "deny", "--format",
           format});
    }
    for (const char* format : {"text", "json"}) {
      run({"inspect", "--format", format});
    }
    for (const char* graph : {"dot", "mermaid"}) {
      run({"inspect", "--graph", graph});
    }
  }

  std::vector<std::string> PolicyIds() {
    std::vector<std::string> ids;
    const auto list = nlohmann::json::parse(
        Printed({"policies", "list", "--format", "json"}));
    for (const auto& policy : list["policies"]) {
      ids.push_back(policy["id"]);
    }
    return ids;
  }

  Files files_ = {{"plan.json", Fixture("27-secrets.json")},
                  {"tfplan", Fixture("27-secrets.tfplan")},
                  {"template.yaml", kTemplate}};
};

TEST_F(SecretsTest, TheSecretsAreThere) {
  EXPECT_THAT(files_["plan.json"], HasSubstr("topsecret"));
  EXPECT_THAT(Printed({"check", "plan.json", "--pack", "strict"}),
              HasSubstr("(sensitive)"));
}

TEST_F(SecretsTest, NoReportOfAPlanHasThem) {
  ExpectNoSecretOf({"plan.json"});
  ExpectNoSecretOf({"plan.json", "--plan-file", "tfplan"});
  ExpectNoSecretOf({"tfplan"});
}

TEST_F(SecretsTest, NoReportOfATemplateHasThem) {
  ExpectNoSecretOf({"template.yaml"});
  ExpectNoSecretOf({"template.yaml", "--parameter", "Secret=topsecret-given"});
}

TEST_F(SecretsTest, NoExplanationHasThem) {
  const std::vector<std::string> ids = PolicyIds();
  EXPECT_GT(ids.size(), 100u);
  for (const std::string& id : ids) {
    ExpectNoSecretIn({"explain", id, "plan.json"});
    ExpectNoSecretIn({"explain", id, "template.yaml", "--format", "json"});
  }
}

TEST_F(SecretsTest, NoPictureOfAFlowHasThem) {
  for (const char* input : {"plan.json", "template.yaml"}) {
    ExpectNoSecretIn({"flow", input});
    ExpectNoSecretIn({"flow", input, "--format", "json"});
    for (const char* graph : {"dot", "mermaid"}) {
      ExpectNoSecretIn({"flow", input, "--graph", graph});
      ExpectNoSecretIn({"flow", input, "--graph", graph, "--links"});
    }
  }
}

}  // namespace
}  // namespace connectguard
