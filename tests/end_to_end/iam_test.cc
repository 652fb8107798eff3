// `connectguard iam` as a user meets it: real files in, answer and exit code
// out, and what the documents show of it.
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/process.h"

namespace connectguard {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

ProcessResult Iam(std::vector<std::string> arguments,
                  ProcessOptions options = {}) {
  arguments.insert(arguments.begin(), {CONNECTGUARD_PROGRAM, "iam"});
  return RunProcess(arguments, options);
}

TEST(IamTest, AnswersByExitCode) {
  const std::string role = SourcePath("examples/iam/role.json");
  const std::string scp = SourcePath("examples/iam/no-delete.yaml");
  const ProcessResult yes =
      Iam({"can", role, "--action", "connect:DeleteQueue"});
  EXPECT_EQ(yes.exit_code, 0);
  EXPECT_THAT(yes.out, StartsWith("YES  "));
  EXPECT_THAT(yes.err, IsEmpty());
  const ProcessResult no = Iam({"can", role, "--scp", "FullAWSAccess," + scp,
                                "--action", "connect:DeleteQueue"});
  EXPECT_EQ(no.exit_code, 1);
  EXPECT_THAT(no.out, HasSubstr("no-delete.yaml:6:7"));
  const ProcessResult plan =
      Iam({"explain", SourcePath("examples/terraform/secure/plan.json")});
  EXPECT_EQ(plan.exit_code, 65);
  EXPECT_THAT(plan.err, HasSubstr("this is a Terraform plan"));
}

TEST(IamTest, ReadsStandardInput) {
  ProcessOptions options;
  options.input = ReadSourceFile("examples/iam/role.json");
  const ProcessResult result =
      Iam({"at-most", "-", SourcePath("examples/iam/role-new.json")}, options);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("YES  <stdin> allows nothing that "));
}

// The commands of a document that begin so, without what stands before them.
std::vector<std::string> CommandsIn(const char* document) {
  std::vector<std::string> commands;
  std::istringstream text(ReadSourceFile(document));
  for (std::string line; std::getline(text, line);) {
    const std::size_t at = line.find("connectguard iam ");
    if (line.starts_with("      ") && at == line.find_first_not_of(' ')) {
      commands.push_back(line.substr(at));
    }
  }
  return commands;
}

ProcessResult InShell(const std::string& command, const std::string& folder) {
  ProcessOptions options;
  options.directory = folder;
  const std::size_t program = std::string("connectguard").size();
  return RunProcess(
      {"/bin/bash", "-c", CONNECTGUARD_PROGRAM + command.substr(program)},
      options);
}

TEST(IamTest, TheExamplesHaveAnswers) {
  const std::vector<std::string> commands = CommandsIn("examples/README.md");
  ASSERT_GE(commands.size(), 5u);
  for (const std::string& command : commands) {
    const ProcessResult result = InShell(command, SourcePath("examples"));
    EXPECT_LE(result.exit_code, 1) << command << '\n' << result.err;
    EXPECT_THAT(result.err, IsEmpty()) << command;
  }
}

TEST(IamTest, TheReadmesAnswerIsReal) {
  std::istringstream text(ReadSourceFile("README.md"));
  std::string command;
  std::string shown;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with("    $ connectguard iam ")) {
      command = line.substr(6);
    } else if (!command.empty() && (line.empty() || line.starts_with("    "))) {
      shown += line.empty() ? "\n" : line.substr(4) + "\n";
    } else if (!command.empty()) {
      break;
    }
  }
  ASSERT_FALSE(command.empty());
  EXPECT_EQ(shown, InShell(command, SourcePath(".")).out + "\n");
}

}  // namespace
}  // namespace connectguard
