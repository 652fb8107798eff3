#include "cli/explain.h"

#include <string>
#include <utility>
#include <vector>

#include "cli/fake_environment.h"
#include "gate/sample_policies.h"
#include "report/golden.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class CliExplainTest : public ::testing::Test {
 protected:
  CliExplainTest() : fake_(Files()) {}

  static std::map<std::string, std::string, std::less<>> Files() {
    auto files = SamplePolicies();
    files["insecure.yaml"] = kInsecureTemplate;
    files["rules/own.guard"] =
        "rule named { Resources.*.Properties.InstanceAlias exists }\n";
    files["rules/wrong.guard"] = "rule {\n";
    return files;
  }

  int Explain(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "explain");
    arguments.insert(arguments.end(), {"--policies", "mine"});
    return fake_.Run(arguments);
  }

  FakeEnvironment fake_;
};

TEST_F(CliExplainTest, ShowsEachStepOfAPolicy) {
  EXPECT_EQ(Explain({"LOG-1", "insecure.yaml"}), 0) << fake_.err.str();
  ExpectGolden("explain.txt", fake_.out.str());
}

TEST_F(CliExplainTest, ShowsItAsJson) {
  EXPECT_EQ(Explain({"LOG-1", "insecure.yaml", "--format", "json"}), 0);
  ExpectGolden("explain.json", fake_.out.str());
}

TEST_F(CliExplainTest, ShowsARulesFileThatIsNoPolicy) {
  EXPECT_EQ(fake_.Run({"explain", "rules/own.guard", "insecure.yaml"}), 0)
      << fake_.err.str();
  EXPECT_THAT(fake_.out.str(), StartsWith("rules  rules/own.guard\n"));
  EXPECT_THAT(fake_.out.str(), HasSubstr("PASS     rule named"));
}

TEST_F(CliExplainTest, JudgesAsCfnGuardDoesWhenAsked) {
  fake_.files =
      MemoryFileReader({{"r.guard", "rule r { not Resources.A.Type == 'X' }"},
                        {"t.json", R"({"Resources":{"A":{"Type":"X"}}})"}});
  EXPECT_EQ(fake_.Run({"explain", "./r.guard", "t.json", "--guard-compat"}),
            66);
  EXPECT_EQ(fake_.Run({"explain", "r.guard", "t.json", "--guard-compat"}), 0);
  EXPECT_THAT(fake_.out.str(), HasSubstr("PASS     rule r"));
  EXPECT_EQ(fake_.Run({"explain", "r.guard", "t.json"}), 0);
  EXPECT_THAT(fake_.out.str(), HasSubstr("FAIL     rule r"));
}

// A template whose condition is open, with logs as `logs` says.
std::string OpenTemplate(const std::string& logs) {
  return "Parameters: {Env: {Type: String, AllowedValues: [dev, prod]}}\n"
         "Conditions: {IsProd: !Equals [!Ref Env, prod]}\n"
         "Resources:\n"
         "  Main:\n"
         "    Type: AWS::Connect::Instance\n"
         "    Properties: {Attributes: {ContactflowLogs: " +
         logs + "}}\n";
}

// `explain` says what `check` says, and shows the branch that decides.
TEST_F(CliExplainTest, AgreesWithCheckWhereConditionsAreOpen) {
  auto files = Files();
  files["good.yaml"] = OpenTemplate("!If [IsProd, true, true]");
  files["bad.yaml"] = OpenTemplate("!If [IsProd, false, !Ref AWS::NoValue]");
  files["open.yaml"] = OpenTemplate("!If [IsProd, true, false]");
  fake_.files = MemoryFileReader(std::move(files));
  EXPECT_EQ(Explain({"LOG-1", "good.yaml"}), 0);
  EXPECT_THAT(fake_.out.str(),
              HasSubstr("check  PASS, of all 2 ways in which the open "
                        "conditions can turn out\n"));
  EXPECT_THAT(fake_.out.str(), HasSubstr("\nPASS     rule "));
  fake_.out.str("");
  EXPECT_EQ(Explain({"LOG-1", "bad.yaml"}), 0);
  EXPECT_THAT(fake_.out.str(), HasSubstr("check  FAIL, of all 2 ways"));
  EXPECT_THAT(fake_.out.str(), HasSubstr("\nFAIL     rule "));
  fake_.out.str("");
  EXPECT_EQ(Explain({"LOG-1", "open.yaml"}), 0);
  EXPECT_THAT(fake_.out.str(), HasSubstr("check  UNKNOWN, of all 2 ways"));
  EXPECT_THAT(fake_.out.str(),
              HasSubstr("shown  what is so when `IsProd` is false\n"));
  EXPECT_THAT(fake_.out.str(), HasSubstr("\nFAIL     rule "));
  fake_.out.str("");
  EXPECT_EQ(Explain({"LOG-1", "open.yaml", "--format", "json"}), 0);
  EXPECT_THAT(fake_.out.str(), HasSubstr("\"status\": \"UNKNOWN\""));
  EXPECT_THAT(fake_.out.str(),
              HasSubstr("\"shown_when\": \"`IsProd` is false\""));
}

TEST_F(CliExplainTest, SaysWhatIsWrong) {
  EXPECT_EQ(Explain({"LOG-2", "insecure.yaml"}), 64);
  EXPECT_THAT(fake_.err.str(), HasSubstr("there is no policy `LOG-2`"));
  EXPECT_EQ(Explain({"LOG-1"}), 64);
  EXPECT_THAT(fake_.err.str(), HasSubstr("name a policy and an input"));
  EXPECT_EQ(Explain({"LOG-1", "gone.yaml"}), 66);
  EXPECT_EQ(Explain({"rules/gone.guard", "insecure.yaml"}), 66);
  EXPECT_EQ(Explain({"rules/wrong.guard", "insecure.yaml"}), 65);
}

}  // namespace
}  // namespace connectguard
