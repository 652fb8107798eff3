#include "policy/layout.h"

namespace connectguard {
namespace {

TEST(LayoutTest, TellsFilesApart) {
  EXPECT_EQ(KindOfPolicyFile("logging/a.guard"), PolicyFileKind::kPolicy);
  EXPECT_EQ(KindOfPolicyFile("a.guard"), PolicyFileKind::kPolicy);
  EXPECT_EQ(KindOfPolicyFile("logging/tests/a_tests.yml"),
            PolicyFileKind::kTest);
  EXPECT_EQ(KindOfPolicyFile("tests/a_tests.yml"), PolicyFileKind::kTest);
  EXPECT_EQ(KindOfPolicyFile("logging/tests/a.yml"),
            PolicyFileKind::kMisnamedTest);
  EXPECT_EQ(KindOfPolicyFile("logging/tests/a_tests.yaml"),
            PolicyFileKind::kMisnamedTest);
  EXPECT_EQ(KindOfPolicyFile("packs/baseline.yml"), PolicyFileKind::kPack);
  EXPECT_EQ(KindOfPolicyFile("packs/more/baseline.yml"),
            PolicyFileKind::kOther);
  EXPECT_EQ(KindOfPolicyFile("logging/tests/a.guard"), PolicyFileKind::kOther);
  EXPECT_EQ(KindOfPolicyFile("logging/tests/plans/a_tests.yml"),
            PolicyFileKind::kOther);
  EXPECT_EQ(KindOfPolicyFile("README.md"), PolicyFileKind::kOther);
}

TEST(LayoutTest, PairsPolicyAndTests) {
  EXPECT_EQ(StemOf("logging/flow_logs.guard"), "flow_logs");
  EXPECT_EQ(TestPathOf("p/logging/flow_logs.guard"),
            "p/logging/tests/flow_logs_tests.yml");
  EXPECT_EQ(TestPathOf("flow_logs.guard"), "tests/flow_logs_tests.yml");
  EXPECT_EQ(PolicyPathOf("p/logging/tests/flow_logs_tests.yml"),
            "p/logging/flow_logs.guard");
  EXPECT_EQ(PolicyPathOf("tests/flow_logs_tests.yml"), "flow_logs.guard");
}

TEST(LayoutTest, FindsPathsFromOtherPaths) {
  EXPECT_EQ(PathWithin("policies", "policies/a/b.guard"), "a/b.guard");
  EXPECT_EQ(PathWithin("policies/", "policies/a/b.guard"), "a/b.guard");
  EXPECT_EQ(PathWithin("a/b.guard", "a/b.guard"), "b.guard");
  EXPECT_EQ(PathBeside("a/tests/x_tests.yml", "plans/p.json"),
            "a/tests/plans/p.json");
  EXPECT_EQ(PathBeside("a/tests/x_tests.yml", "../../plans/p.json"),
            "plans/p.json");
  EXPECT_EQ(PathBeside("x_tests.yml", "p.json"), "p.json");
}

TEST(LayoutTest, TestsStandInAFolderOfTheirOwn) {
  EXPECT_EQ(TestFolderOf("logging/flow_logs.guard"), "logging/tests");
  EXPECT_EQ(TestFolderOf("flow_logs.guard"), "tests");
  EXPECT_TRUE(IsInTestFolder("logging/tests/a_tests.yml"));
  EXPECT_FALSE(IsInTestFolder("logging/tests/plans/a.json"));
  EXPECT_TRUE(IsBelowTestFolder("logging/tests/plans/a.json"));
  EXPECT_FALSE(IsBelowTestFolder("logging/a.guard"));
}

}  // namespace
}  // namespace connectguard
