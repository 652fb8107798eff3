// --parameters, --parameter, --previous and --change-set on a command line.
#include "cli/stack_options.h"

#include <map>
#include <string>

#include "cli/fake_environment.h"
#include "gate/sample_policies.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::map<std::string, std::string, std::less<>> World() {
  auto files = SamplePolicies();
  files["t.yaml"] =
      "Parameters:\n"
      "  Logs: {Type: String, AllowedValues: [\"true\", \"false\"]}\n"
      "  Alias: {Type: String, Default: other}\n"
      "  Key: {Type: String, NoEcho: true, Default: none}\n"
      "Resources:\n"
      "  Main:\n    Type: AWS::Connect::Instance\n    Properties:\n"
      "      InstanceAlias: !Ref Alias\n"
      "      Tags: [{Key: k, Value: !Ref Key}]\n"
      "      Attributes: {ContactflowLogs: !Ref Logs}\n";
  files["-"] = files["t.yaml"];
  files["p.json"] =
      R"([{"ParameterKey": "Logs", "ParameterValue": "true"},
          {"ParameterKey": "Alias", "ParameterValue": "acme"},
          {"ParameterKey": "Key", "ParameterValue": "hunter2"}])";
  files["set.json"] = R"({"ChangeSetName": "c", "Changes": []})";
  files["event.json"] =
      R"({"hookTypeName": "x", "requestData": {"targetModel": {}}})";
  files["plan.json"] = R"({"format_version": "1.2", "resource_changes": []})";
  files["bad.json"] = "{\"hunter2\": 5}";
  files["out/manifest.json"] =
      R"({"version": "1", "artifacts": {"S": {"type":
          "aws:cloudformation:stack", "properties": {"templateFile":
          "S.template.json"}}}})";
  files["out/S.template.json"] =
      R"({"Resources": {"Main": {"Type": "AWS::Connect::Instance",
          "Properties": {"Attributes": {"ContactflowLogs": false}},
          "Metadata": {"aws:cdk:path": "S/Main/Resource"}}}})";
  return files;
}

class StackOptionsTest : public ::testing::Test {
 protected:
  int Check(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"check", "--policies", "mine"});
    const int code = fake_.Run(arguments);
    EXPECT_THAT(fake_.out.str() + fake_.err.str(), Not(HasSubstr("hunter2")));
    return code;
  }

  FakeEnvironment fake_{World()};
};

TEST_F(StackOptionsTest, TheFileDecides) {
  EXPECT_EQ(Check({"t.yaml", "--parameters", "p.json"}), 0) << fake_.out.str();
}

TEST_F(StackOptionsTest, OneParameterBeatsTheFile) {
  EXPECT_EQ(
      Check({"t.yaml", "--parameters", "p.json", "--parameter", "Logs=false"}),
      1);
  EXPECT_THAT(fake_.out.str(), HasSubstr("contact flow logs are off"));
}

TEST_F(StackOptionsTest, ReadsStandardInput) {
  EXPECT_EQ(
      Check({"-", "--parameter", "Logs=true", "--parameter", "Alias=acme"}), 0)
      << fake_.out.str();
}

TEST_F(StackOptionsTest, InspectAndExplainTakeThem) {
  EXPECT_EQ(fake_.Run({"inspect", "t.yaml", "--parameters", "p.json"}), 0);
  EXPECT_THAT(fake_.out.str(), HasSubstr("InstanceAlias: \"acme\""));
  EXPECT_EQ(
      fake_.Run({"explain", "LOG-1", "t.yaml", "--policies", "mine",
                 "--parameter", "Logs=false", "--parameter", "Key=hunter2"}),
      0);
  EXPECT_THAT(fake_.out.str(), HasSubstr("FAIL"));
  EXPECT_THAT(fake_.out.str(), Not(HasSubstr("hunter2")));
}

TEST_F(StackOptionsTest, MistakesAreUsageOrInputErrors) {
  EXPECT_EQ(Check({"t.yaml", "--parameter", "hunter2"}), 64);
  EXPECT_EQ(Check({"t.yaml", "t.yaml", "--parameter", "Logs=true"}), 64);
  EXPECT_EQ(Check({"t.yaml", "--parameters", "nowhere.json"}), 66);
  EXPECT_EQ(Check({"t.yaml", "--parameters", "bad.json"}), 65);
  EXPECT_EQ(Check({"t.yaml", "--parameter", "Lgs=hunter2"}), 65);
  EXPECT_EQ(Check({"t.yaml", "--previous", "nowhere.yaml"}), 66);
  EXPECT_EQ(Check({"t.yaml", "--previous", "p.json"}), 65);
  EXPECT_EQ(Check({"t.yaml", "--change-set", "t.yaml"}), 65);
  EXPECT_THAT(fake_.err.str(), HasSubstr("did you mean `Logs`?"));
}

TEST_F(StackOptionsTest, AreRefusedWhereTheyMeanNothing) {
  EXPECT_EQ(Check({"set.json", "--change-set", "set.json"}), 64);
  EXPECT_EQ(Check({"event.json", "--parameter", "A=b"}), 64);
  EXPECT_EQ(Check({"event.json", "--previous", "t.yaml"}), 64);
  EXPECT_EQ(Check({"plan.json", "--previous", "t.yaml"}), 64);
}

TEST_F(StackOptionsTest, AFolderOfCdkIsItsManifest) {
  EXPECT_EQ(Check({"out", "--only", "LOG-1"}), 1);
  EXPECT_THAT(fake_.out.str(), HasSubstr("construct S/Main/Resource"));
  EXPECT_EQ(Check({"nowhere"}), 66);
  EXPECT_EQ(Check({"out", "--parameter", "A=b"}), 64);
}

TEST_F(StackOptionsTest, AnswersLambdaHooks) {
  EXPECT_EQ(Check({"out", "--only", "LOG-1", "--format", "lambda-hook"}), 1);
  EXPECT_THAT(fake_.out.str(), HasSubstr("\"hookStatus\": \"FAILED\""));
}

}  // namespace
}  // namespace connectguard
