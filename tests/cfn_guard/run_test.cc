#include "cfn_guard/run.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cfn_guard/recorded.h"

namespace connectguard {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class RunCfnGuardTest : public ::testing::Test {
 protected:
  int Run(const std::vector<std::string>& arguments) {
    world_.out.str("");
    world_.err.str("");
    return RunCfnGuard(arguments, "connectguard guard", world_.environment);
  }
  std::string out() const { return world_.out.str(); }
  std::string err() const { return world_.err.str(); }

  FakeWorld world_{RecordedFiles("test")};
};

TEST_F(RunCfnGuardTest, RunsTest) {
  EXPECT_EQ(Run({"test", "-d", "rules", "-ojson"}), 7);
  EXPECT_EQ(out(), Recorded("test/test_folder.json"));
  EXPECT_EQ(Run({"test", "--rules-file=rules/a.guard", "-t", "more", "-a", "-o",
                 "yaml"}),
            7);
  EXPECT_EQ(out(), Recorded("test/test_file.yaml"));
}

TEST_F(RunCfnGuardTest, RunsTestAsAnotherVersion) {
  world_.files = MemoryFileReader(
      {{"a.guard", "rule a { A > now() }"},
       {"a.yaml", "- {input: {A: 1}, expectations: {rules: {a: PASS}}}"}});
  EXPECT_EQ(Run({"test", "-r", "a.guard", "-t", "a.yaml"}), 0);
  EXPECT_EQ(
      Run({"test", "-r", "a.guard", "-t", "a.yaml", "--guard-version", "3.1"}),
      1);
}

TEST_F(RunCfnGuardTest, RunsParseTree) {
  world_.files = MemoryFileReader(RecordedFiles("parse_tree"));
  EXPECT_EQ(Run({"parse-tree", "-r", "forms.guard", "-p"}), 0);
  EXPECT_EQ(out(), Recorded("parse_tree/forms.json"));
  EXPECT_EQ(Run({"parse-tree", "-y", "-r", "forms.guard", "-o", "x.yaml"}), 0);
  EXPECT_THAT(out(), IsEmpty());
  EXPECT_EQ(world_.written["x.yaml"], Recorded("parse_tree/forms.yaml"));
}

TEST_F(RunCfnGuardTest, RunsRulegen) {
  world_.files = MemoryFileReader(RecordedFiles("rulegen"));
  EXPECT_EQ(Run({"rulegen", "--template", "template.yaml"}), 0);
  EXPECT_THAT(out(), StartsWith("let aws_ec2_volume_resources = "));
}

TEST_F(RunCfnGuardTest, WritesCompletions) {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    EXPECT_EQ(Run({"completions", "-s", shell}), 0);
    EXPECT_THAT(out(), AllOf(HasSubstr("parse-tree"), HasSubstr("rules-file"),
                             HasSubstr("junit")));
  }
}

TEST_F(RunCfnGuardTest, RefusesOptionsThatExcludeEachOther) {
  EXPECT_EQ(Run({"test", "-d", "rules", "-a", "-m"}), kCfnGuardUsage);
  EXPECT_THAT(err(), HasSubstr("cannot be used with '--last-modified'"));
  EXPECT_EQ(Run({"test", "-r", "rules/a.guard"}), kCfnGuardUsage);
  EXPECT_THAT(err(), HasSubstr("required arguments were not provided"));
  EXPECT_EQ(Run({"test", "-d", "rules", "-v", "-o", "json"}), kCfnGuardGaveUp);
  EXPECT_THAT(err(), HasSubstr("while the verbose flag is set"));
  EXPECT_EQ(Run({"test", "-d", "rules", "-o", "sarif"}), kCfnGuardGaveUp);
  EXPECT_THAT(err(), HasSubstr("SARIF reporter is unsupported"));
  EXPECT_EQ(Run({"test", "-d", "rules/sub", "-t", "x"}), 0);
  EXPECT_THAT(err(), HasSubstr("warning: with --dir"));
}

TEST_F(RunCfnGuardTest, SaysWhyItGivesUp) {
  EXPECT_EQ(Run({"test", "-d", "nowhere"}), kCfnGuardGaveUp);
  EXPECT_EQ(err(), "Error occurred nowhere: does not exist\n");
  EXPECT_EQ(Run({"parse-tree", "-r", "more/c.txt"}), kCfnGuardGaveUp);
  EXPECT_THAT(err(), StartsWith("Error occurred more/c.txt:2:1: expected"));
  EXPECT_EQ(Run({"rulegen", "-t", "nowhere"}), kCfnGuardGaveUp);
}

TEST_F(RunCfnGuardTest, WritesHelp) {
  EXPECT_EQ(Run({"--help"}), 0);
  EXPECT_THAT(out(), HasSubstr("Usage: connectguard guard <COMMAND>"));
  const std::string all = out();
  EXPECT_EQ(Run({"help"}), 0);
  EXPECT_EQ(out(), all);
  EXPECT_EQ(Run({}), kCfnGuardUsage);
  EXPECT_EQ(err(), all);
  EXPECT_EQ(Run({"test", "-d", "x", "--help"}), 0);
  EXPECT_THAT(out(), HasSubstr("Usage: connectguard guard test [OPTIONS]"));
  const std::string test = out();
  EXPECT_EQ(Run({"help", "test"}), 0);
  EXPECT_EQ(out(), test);
  EXPECT_EQ(Run({"test"}), kCfnGuardUsage);
  EXPECT_EQ(err(), test);
  EXPECT_EQ(Run({"-V"}), 0);
  EXPECT_THAT(out(), HasSubstr("3.2"));
}

TEST_F(RunCfnGuardTest, NamesTheNearestCommand) {
  EXPECT_EQ(Run({"parse-tre"}), kCfnGuardUsage);
  EXPECT_EQ(err(),
            "error: unrecognized subcommand 'parse-tre'\n\n"
            "  tip: a similar subcommand exists: 'parse-tree'\n\n"
            "Usage: connectguard guard <COMMAND>\n\n"
            "For more information, try '--help'.\n");
  EXPECT_EQ(Run({"--bogus"}), kCfnGuardUsage);
  EXPECT_THAT(err(), StartsWith("error: unexpected argument '--bogus' found"));
  EXPECT_EQ(Run({"help", "bogus"}), kCfnGuardUsage);
}

}  // namespace
}  // namespace connectguard
