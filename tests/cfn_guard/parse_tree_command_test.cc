#include "cfn_guard/parse_tree_command.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cfn_guard/output_file.h"
#include "cfn_guard/recorded.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ParseTreeCommandTest, PrintsYamlOrJson) {
  FakeWorld world(RecordedFiles("parse_tree"));
  ParseTreeOptions options;
  options.rules_file = "forms.guard";
  EXPECT_EQ(RunParseTree(options, world.environment), 0);
  EXPECT_EQ(world.out.str(), Recorded("parse_tree/forms.yaml"));
  world.out.str("");
  options.json = true;
  EXPECT_EQ(RunParseTree(options, world.environment), 0);
  EXPECT_EQ(world.out.str(), Recorded("parse_tree/forms.json"));
}

TEST(ParseTreeCommandTest, ReadsStandardInput) {
  FakeWorld world(TextFiles{{"-", "# nothing"}});
  EXPECT_EQ(RunParseTree({}, world.environment), 0);
  EXPECT_EQ(world.out.str(), "null\n");
}

TEST(ParseTreeCommandTest, WritesToAFile) {
  FakeWorld world(TextFiles{{"-", "# nothing"}});
  ParseTreeOptions options;
  options.output_file = "tree.yaml";
  EXPECT_EQ(RunParseTree(options, world.environment), 0);
  EXPECT_EQ(world.written["tree.yaml"], "null\n");
  EXPECT_THAT(world.out.str(), IsEmpty());
}

TEST(ParseTreeCommandTest, SaysThatAFileCannotBeWritten) {
  FakeWorld world(TextFiles{{"-", "# nothing"}});
  world.environment.write_file = [](const std::string& path,
                                    std::string_view) -> Status {
    return Fail(ErrorCode::kUsage, DiagnosticFor(path, "cannot be written"));
  };
  ParseTreeOptions options;
  options.output_file = "tree.yaml";
  EXPECT_EQ(RunParseTree(options, world.environment), kOutputNotWritten);
  EXPECT_THAT(world.err.str(), HasSubstr("tree.yaml: cannot be written"));
}

TEST(ParseTreeCommandTest, AnswersWithAnErrorForRulesThatDoNotParse) {
  FakeWorld world(TextFiles{{"a.guard", "rule x { A =="}});
  ParseTreeOptions options;
  options.rules_file = "a.guard";
  EXPECT_FALSE(RunParseTree(options, world.environment));
  options.rules_file = "b.guard";
  EXPECT_FALSE(RunParseTree(options, world.environment));
}

}  // namespace
}  // namespace connectguard
