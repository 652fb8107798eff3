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
