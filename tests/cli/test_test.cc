#include "cli/test.h"

#include <map>
#include <string>

#include "cli/fake_environment.h"
#include "gate/sample_policies.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;

TEST(TestCommandTest, PolicyWithoutTestsDoesNotHold) {
  FakeEnvironment fake(SamplePolicies());
  EXPECT_EQ(fake.Run({"test", "mine"}), 1);
  EXPECT_THAT(fake.out.str(), HasSubstr("flow_logs"));
}

TEST(TestCommandTest, MissingFolderIsMissing) {
  FakeEnvironment fake;
  EXPECT_EQ(fake.Run({"test", "gone"}), 66);
  EXPECT_THAT(fake.err.str(), HasSubstr("gone"));
}

}  // namespace
}  // namespace connectguard
