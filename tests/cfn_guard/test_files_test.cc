#include "cfn_guard/test_files.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace connectguard {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

MemoryFileReader Files(const std::vector<std::string>& paths) {
  std::map<std::string, std::string, std::less<>> files;
  for (const std::string& path : paths) {
    files[path] = "";
  }
  return MemoryFileReader(std::move(files));
}

// "rules file: test test", one a line.
std::string PairsOf(const std::vector<std::string>& paths) {
  const Result<TestPairs> pairs = PairTests(Files(paths), "d");
  std::string text;
  for (const TestedRulesFile& rules : pairs->rules) {
    text += rules.path + ":";
    for (const std::string& test : rules.tests) {
      text += " " + test;
    }
    text += "\n";
  }
  return text;
}

TEST(GuardTestFilesTest, PairsWithTheFirstFileThatFits) {
  EXPECT_EQ(
      PairsOf({"d/ab.guard", "d/a.guard", "d/b.ruleset", "d/tests/a.yaml",
               "d/tests/ab_tests.yml", "d/tests/b.json", "d/tests/c.yaml"}),
      "d/a.guard: d/tests/a.yaml d/tests/ab_tests.yml\n"
      "d/ab.guard:\n"
      "d/b.ruleset: d/tests/b.json\n");
}

TEST(GuardTestFilesTest, PairsOnlyWithFolderTestsBesideTheRules) {
  EXPECT_EQ(PairsOf({"d/a.guard", "d/tests/deep/a.yaml", "d/mytests/a.yaml",
                     "d/a.yaml", "d/s/tests/a.yaml", "d/tests/a.YAML",
                     "d/tests/a.jsn"}),
            "d/a.guard: d/tests/a.jsn\n");
}

TEST(GuardTestFilesTest, GoesThroughFoldersByTheirPath) {
  EXPECT_EQ(PairsOf({"d/a.b/x.guard", "d/a/x.guard", "d/z.guard"}),
            "d/z.guard:\nd/a/x.guard:\nd/a.b/x.guard:\n");
}

TEST(GuardTestFilesTest, FindsFilesOfTestsByTheirEnding) {
  const Result<TestFiles> found = FindTestFiles(
      Files({"d/a.yaml", "d/b.YML", "d/c/d.JSON", "d/e.txt"}), "d", false);
  EXPECT_THAT(found->paths, ElementsAre("d/a.yaml", "d/c/d.JSON"));
  EXPECT_THAT(found->warnings, IsEmpty());
}

TEST(GuardTestFilesTest, WarnsWhenNothingIsRun) {
  const Result<TestFiles> file =
      FindTestFiles(Files({"d/e.txt"}), "d/e.txt", false);
  EXPECT_THAT(file->paths, IsEmpty());
  EXPECT_THAT(file->warnings, ElementsAre(HasSubstr("d/e.txt is not run")));
  const Result<TestFiles> folder =
      FindTestFiles(Files({"d/e.txt"}), "d", false);
  EXPECT_THAT(folder->warnings, ElementsAre("there are no tests below d"));
}

}  // namespace
}  // namespace connectguard
