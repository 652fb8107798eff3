// The project's own policies: each one passes its tests, and together they are
// a set that loads.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "policy/layout.h"
#include "policy/policy_set.h"
#include "policy/sample.h"
#include "policy/test_runner.h"
#include "policy/test_text.h"

namespace connectguard {
namespace {

constexpr char kFolder[] = CONNECTGUARD_SOURCE_DIR "/policies";

std::vector<std::string> AllFiles() {
  return DiskFileReader().List(kFolder).value();
}

std::vector<std::string> PolicyFiles() {
  std::vector<std::string> policies;
  for (const std::string& path : AllFiles()) {
    if (KindOfPolicyFile(PathWithin(kFolder, path)) ==
        PolicyFileKind::kPolicy) {
      policies.push_back(path);
    }
  }
  return policies;
}

class EmbeddedPolicyTest : public testing::TestWithParam<std::string> {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(EmbeddedPolicyTest);

TEST_P(EmbeddedPolicyTest, PassesItsTests) {
  const auto report =
      RunTests(DiskFileReader(), GetParam(), TestFunctions(), SystemClock());
  ASSERT_TRUE(report) << Render(report.error().diagnostic);
  EXPECT_TRUE(report->passed()) << FormatTestReport(*report, false);
}

INSTANTIATE_TEST_SUITE_P(Policies, EmbeddedPolicyTest,
                         testing::ValuesIn(PolicyFiles()),
                         [](const auto& test) {
                           return std::string(StemOf(test.param));
                         });

TEST(EmbeddedPoliciesTest, EveryTestFileHasItsPolicy) {
  const std::vector<std::string> policies = PolicyFiles();
  for (const std::string& path : AllFiles()) {
    const PolicyFileKind kind = KindOfPolicyFile(PathWithin(kFolder, path));
    EXPECT_NE(kind, PolicyFileKind::kMisnamedTest) << path;
    if (kind == PolicyFileKind::kTest) {
      EXPECT_NE(std::find(policies.begin(), policies.end(), PolicyPathOf(path)),
                policies.end())
          << path;
    }
  }
}

TEST(EmbeddedPoliciesTest, AreTheFilesOnDisk) {
  const auto embedded = PolicySet::Embedded(TestFunctions());
  ASSERT_TRUE(embedded) << Render(embedded.error().diagnostic);
  const auto loaded =
      PolicySet::Load(DiskFileReader(), kFolder, TestFunctions());
  ASSERT_TRUE(loaded) << Render(loaded.error().diagnostic);
  EXPECT_EQ(embedded->revision(), loaded->revision());
  EXPECT_EQ(embedded->policies().size(), loaded->policies().size());
}

TEST(EmbeddedPoliciesTest, IdsAreUniqueAndPacksSelect) {
  const auto set = PolicySet::Embedded(TestFunctions());
  ASSERT_TRUE(set) << Render(set.error().diagnostic);
  std::set<std::string> ids;
  for (const Policy& policy : set->policies()) {
    EXPECT_TRUE(ids.insert(policy.metadata.id).second) << policy.metadata.id;
  }
  EXPECT_TRUE(set->packs().contains(kDefaultPack));
  for (const auto& [name, pack] : set->packs()) {
    const auto selected = set->Select(name, {}, {});
    ASSERT_TRUE(selected) << name;
    EXPECT_FALSE(selected->empty()) << name;
  }
}

// What is left are clauses that cannot go another way: `%closed_world != true`,
// which is never known to hold, and those that only word a failure.
TEST(EmbeddedPoliciesTest, AreProvedByTheirTests) {
  const auto report = RunTests(DiskFileReader(), kFolder, TestFunctions(),
                               SystemClock(), {.coverage = true});
  ASSERT_TRUE(report) << Render(report.error().diagnostic);
  EXPECT_TRUE(report->passed());
  EXPECT_GE(report->coverage().Permille(), 950u)
      << FormatTestReport(*report, false);
}

}  // namespace
}  // namespace connectguard
