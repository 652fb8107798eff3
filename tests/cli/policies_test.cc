#include "cli/policies.h"

#include <string>

#include "cli/fake_environment.h"
#include "gate/sample_policies.h"
#include "report/golden.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;

class PoliciesTest : public ::testing::Test {
 protected:
  int Policies(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "policies");
    arguments.insert(arguments.end(), {"--policies", "mine"});
    return fake_.Run(arguments);
  }

  FakeEnvironment fake_{SamplePolicies()};
};

TEST_F(PoliciesTest, ListsALineEach) {
  EXPECT_EQ(Policies({"list"}), 0);
  EXPECT_EQ(fake_.out.str(),
            "ALIAS-1  medium    Title of ALIAS-1\n"
            "LOG-1    high      Title of LOG-1\n"
            "TAG-1    low       Title of TAG-1\n");
}

TEST_F(PoliciesTest, ListsAsJson) {
  EXPECT_EQ(Policies({"list", "--format", "json"}), 0);
  ExpectGolden("policies_list.json", fake_.out.str());
}

TEST_F(PoliciesTest, ShowsOne) {
  EXPECT_EQ(Policies({"show", "LOG-1"}), 0);
  ExpectGolden("policies_show.txt", fake_.out.str());
}

TEST_F(PoliciesTest, UnknownIdOrPackIsUsage) {
  EXPECT_EQ(Policies({"show", "LOG-2"}), 64);
  EXPECT_THAT(fake_.err.str(), HasSubstr("there is no policy `LOG-2`"));
  EXPECT_EQ(Policies({"list", "--pack", "none"}), 64);
}

TEST_F(PoliciesTest, MissingFolderIsMissing) {
  EXPECT_EQ(fake_.Run({"policies", "list", "--policies", "gone"}), 66);
}

TEST_F(PoliciesTest, BuiltInPoliciesAreThere) {
  EXPECT_EQ(fake_.Run({"policies", "list"}), 0) << fake_.err.str();
  EXPECT_THAT(fake_.out.str(), HasSubstr("LOG-1"));
}

}  // namespace
}  // namespace connectguard
