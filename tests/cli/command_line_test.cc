#include "cli/command_line.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace connectguard {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

Result<Command> Parse(std::vector<std::string> arguments) {
  return ParseCommandLine(arguments);
}

TEST(CommandLineTest, ReadsCheck) {
  const auto command =
      Parse({"check",      "plan.json",    "-",           "--format",
             "json",       "--output",     "r.json",      "--pack",
             "strict",     "--only",       "LOG-1,LOG-2", "--only",
             "S3-1",       "--skip",       "S3-1",        "--fail-on",
             "high",       "--on-unknown", "deny",        "--closed-world",
             "--policies", "mine",         "--color",     "never",
             "--quiet"});
  ASSERT_TRUE(command) << Render(command.error().diagnostic);
  const auto& check = std::get<CheckCommand>(*command);
  EXPECT_THAT(check.inputs, ElementsAre("plan.json", "-"));
  EXPECT_EQ(check.format, ReportFormat::kJson);
  EXPECT_EQ(check.output, "r.json");
  EXPECT_EQ(check.gate.pack, "strict");
  EXPECT_THAT(check.gate.only, ElementsAre("LOG-1", "LOG-2", "S3-1"));
  EXPECT_THAT(check.gate.skip, ElementsAre("S3-1"));
  EXPECT_EQ(check.gate.fail_on, Severity::kHigh);
  EXPECT_EQ(check.gate.on_unknown, OnUnknown::kDeny);
  EXPECT_TRUE(check.gate.closed_world);
  EXPECT_EQ(check.policies_directory, "mine");
  EXPECT_EQ(check.colour, ColourChoice::kNever);
  EXPECT_TRUE(check.quiet);
}

TEST(CommandLineTest, DefaultsAreTheGates) {
  const auto command = Parse({"check", "plan.json"});
  ASSERT_TRUE(command) << Render(command.error().diagnostic);
  const auto& check = std::get<CheckCommand>(*command);
  const GateOptions defaults;
  EXPECT_EQ(check.gate.pack, defaults.pack);
  EXPECT_EQ(check.gate.fail_on, defaults.fail_on);
  EXPECT_EQ(check.gate.on_unknown, defaults.on_unknown);
  EXPECT_EQ(check.format, ReportFormat::kText);
  EXPECT_EQ(check.colour, ColourChoice::kAuto);
}

TEST(CommandLineTest, OnlyTakesOneValueAtATime) {
  const auto command = Parse({"check", "--only", "LOG-1", "plan.json"});
  ASSERT_TRUE(command) << Render(command.error().diagnostic);
  const auto& check = std::get<CheckCommand>(*command);
  EXPECT_THAT(check.gate.only, ElementsAre("LOG-1"));
  EXPECT_THAT(check.inputs, ElementsAre("plan.json"));
}

TEST(CommandLineTest, ReadsTheOtherCommands) {
  auto test = Parse({"test", "policies", "--verbose"});
  ASSERT_TRUE(test) << Render(test.error().diagnostic);
  EXPECT_EQ(std::get<TestCommand>(*test).path, "policies");
  EXPECT_TRUE(std::get<TestCommand>(*test).verbose);
  EXPECT_FALSE(std::get<TestCommand>(*test).min_coverage);
  auto list = Parse({"policies", "list", "--pack", "strict", "--format=json"});
  ASSERT_TRUE(list);
  EXPECT_EQ(std::get<ListPoliciesCommand>(*list).pack, "strict");
  EXPECT_EQ(std::get<ListPoliciesCommand>(*list).format, ReportFormat::kJson);
  auto show = Parse({"policies", "show", "LOG-1"});
  ASSERT_TRUE(show);
  EXPECT_EQ(std::get<ShowPolicyCommand>(*show).id, "LOG-1");
}

TEST(CommandLineTest, EveryCommandHasHelpWithAnExample) {
  const std::vector<std::string> commands[] = {{},
                                               {"check"},
                                               {"inspect"},
                                               {"test"},
                                               {"policies"},
                                               {"policies", "list"},
                                               {"policies", "show"}};
  for (std::vector<std::string> arguments : commands) {
    std::string usage = "Usage: connectguard";
    for (const std::string& word : arguments) {
      usage += " " + word;
    }
    arguments.push_back("--help");
    const auto command = Parse(arguments);
    ASSERT_TRUE(command) << usage;
    const std::string& text = std::get<PrintCommand>(*command).text;
    EXPECT_THAT(text, HasSubstr("Example")) << usage;
    EXPECT_THAT(text, HasSubstr(usage + " [")) << usage;
  }
}

TEST(CommandLineTest, PrintsItsVersion) {
  const auto command = Parse({"--version"});
  ASSERT_TRUE(command) << Render(command.error().diagnostic);
  EXPECT_THAT(std::get<PrintCommand>(*command).text,
              StartsWith("connectguard "));
}

struct Wrong {
  std::vector<std::string> arguments;
  std::string message;
  std::string hint;
};

TEST(CommandLineTest, RefusesWithAHint) {
  const Wrong cases[] = {
      {{},
       "name a command: check, explain, inspect, lint, test, policies, iam, "
       "flow",
       "see `connectguard --help`"},
      {{"chekc", "x"}, "unknown command `chekc`", "did you mean `check`?"},
      {{"--formt"}, "unknown option `--formt`", "see `connectguard --help`"},
      {{"check", "x", "--formt", "json"},
       "unknown option `--formt`",
       "did you mean `--format`?"},
      {{"check", "x", "--onyl=A"},
       "unknown option `--onyl=A`",
       "did you mean `--only`?"},
      {{"check"},
       "name a plan or template to check",
       "see `connectguard check --help`"},
      {{"check", "x", "--format", "jsn"},
       "--format cannot be `jsn`",
       "did you mean `json`?"},
      {{"check", "x", "--fail-on", "urgent"},
       "--fail-on cannot be `urgent`",
       "use one of: low, medium, high, critical"},
      {{"check", "-", "-"},
       "`-` can be named once, since standard input ends once",
       ""},
      {{"policies"},
       "name a command: list, show",
       "see `connectguard policies --help`"},
      {{"policies", "lst"}, "unknown command `lst`", "did you mean `list`?"},
      {{"policies", "show"},
       "name the policy to show",
       "see `connectguard policies show --help`"},
      {{"policies", "show", "A", "B"},
       "unexpected argument `B`",
       "see `connectguard policies show --help`"},
      {{"test"}, "name a folder of policies", "see `connectguard test --help`"},
  };
  for (const Wrong& wrong : cases) {
    const auto command = Parse(wrong.arguments);
    ASSERT_FALSE(command) << wrong.message;
    EXPECT_EQ(command.error().code, ErrorCode::kUsage);
    EXPECT_EQ(command.error().diagnostic.message, wrong.message);
    EXPECT_EQ(command.error().diagnostic.hint, wrong.hint);
  }
}

TEST(CommandLineTest, MissingValuesAreNamed) {
  const auto command = Parse({"check", "x", "--format"});
  ASSERT_FALSE(command);
  EXPECT_THAT(command.error().diagnostic.message, HasSubstr("--format"));
}

}  // namespace
}  // namespace connectguard
