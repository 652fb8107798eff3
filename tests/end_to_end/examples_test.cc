// What the documents show is true: their commands run, their outputs are what
// comes out, and the examples do what they say.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/process.h"

namespace connectguard {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// The programs of this build first, then whatever there is.
std::string PathVariable() {
  const std::string bin = fs::path(CONNECTGUARD_PROGRAM).parent_path().string();
  return "PATH=" + bin + ":" + std::getenv("PATH");
}

ProcessResult Shell(const std::string& command, const std::string& directory,
                    std::vector<std::string> variables = {}) {
  ProcessOptions options;
  options.directory = directory;
  options.environment = std::move(variables);
  options.environment.push_back(PathVariable());
  return RunProcess({"/bin/bash", "-c", command}, options);
}

bool Have(const std::string& program) {
  return Shell("command -v " + program, "/").exit_code == 0;
}

// The indented lines of a document that begin with `word`.
std::vector<std::string> CommandsIn(const char* document, const char* word) {
  std::vector<std::string> commands;
  std::istringstream text(ReadSourceFile(document));
  for (std::string line; std::getline(text, line);) {
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin >= 4 && begin != std::string::npos &&
        line.compare(begin, std::string_view(word).size(), word) == 0) {
      commands.push_back(line.substr(begin));
    }
  }
  return commands;
}

TEST(DocumentsTest, ShownChecksEndInAVerdict) {
  const std::vector<std::string> commands =
      CommandsIn("examples/README.md", "connectguard check");
  ASSERT_GE(commands.size(), 3u);
  for (const std::string& command : commands) {
    const ProcessResult result = Shell(command, SourcePath("examples"));
    EXPECT_LE(result.exit_code, 2) << command << '\n' << result.err;
  }
}

// Commands behind `$ ` with their output below, both indented by four.
TEST(DocumentsTest, TheReadmesReportsAreReal) {
  std::istringstream text(ReadSourceFile("README.md"));
  std::vector<std::pair<std::string, std::string>> shown;
  bool inside = false;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with("    $ ")) {
      shown.emplace_back(line.substr(6), "");
      inside = true;
    } else if (inside && (line.empty() || line.starts_with("    "))) {
      shown.back().second += line.empty() ? "\n" : line.substr(4) + "\n";
    } else {
      inside = false;
    }
  }
  ASSERT_GE(shown.size(), 2u);
  for (const auto& [command, output] : shown) {
    const ProcessResult result = Shell(command, SourcePath("."));
    EXPECT_LE(result.exit_code, 1) << command << result.err;
    EXPECT_EQ(output, result.out + "\n") << command;
  }
}

TEST(DocumentsTest, TheDemoBehaves) {
  const std::string bin = fs::path(CONNECTGUARD_PROGRAM).parent_path().string();
  const ProcessResult result =
      Shell("examples/demo.sh " + bin, SourcePath("."));
  EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("the demo went as it should"));
}

// ---------------------------------------------------------------- apply.sh --

class ApplyTest : public testing::Test {
 protected:
  // A stand-in for terraform that makes and shows a given plan, and notes that
  // it was told to apply.
  std::string TerraformShowing(const std::string& plan,
                               const std::string& name) const {
    const std::string binary =
        SourcePath("tests/corpus/plans/" + name + ".tfplan");
    const std::string path =
        folder_.Write("terraform",
                      "#!/bin/bash\n"
                      "case $1 in\n"
                      "  plan) for a in \"$@\"; do case $a in -out=*) cp '" +
                          binary +
                          "' \"${a#-out=}\";; esac; done;;\n"
                          "  show) cat '" +
                          plan +
                          "';;\n"
                          "  apply) touch applied;;\n"
                          "esac\n");
    fs::permissions(path, fs::perms::owner_all);
    return path;
  }
  ProcessResult Apply(const std::string& terraform,
                      const std::string& options = "") const {
    return Shell(SourcePath("examples/terraform/apply.sh") + " " + options,
                 folder_.path(), {"TERRAFORM=" + terraform});
  }
  bool Applied() const { return fs::exists(folder_.Inside("applied")); }

  TemporaryFolder folder_;
};

TEST_F(ApplyTest, AppliesNothingThatIsDenied) {
  const ProcessResult result = Apply(TerraformShowing(
      SourcePath("examples/terraform/insecure/plan.json"), "02-flat-insecure"));
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("main.tf:20:3 (force_destroy)"));
  EXPECT_FALSE(Applied());
}

TEST_F(ApplyTest, AppliesWhatIsAllowed) {
  const ProcessResult result =
      Apply(TerraformShowing(SourcePath("examples/terraform/secure/plan.json"),
                             "01-flat-secure"),
            "--on-unknown warn -- -var x=1");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(Applied());
}

TEST_F(ApplyTest, AppliesNothingThatIsUndecided) {
  const ProcessResult result =
      Apply(TerraformShowing(SourcePath("examples/terraform/secure/plan.json"),
                             "01-flat-secure"),
            "--on-unknown deny");
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_FALSE(Applied());
}

TEST_F(ApplyTest, WorksWithTheRealTerraform) {
  if (!Have("terraform")) {
    GTEST_SKIP() << "terraform is not installed";
  }
  folder_.Write("main.tf", "resource \"terraform_data\" \"x\" { input = 1 }\n");
  const ProcessResult init =
      Shell("terraform init -input=false", folder_.path());
  ASSERT_EQ(init.exit_code, 0) << init.err;
  const ProcessResult result = Apply("terraform");
  EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
  EXPECT_TRUE(fs::exists(folder_.Inside("terraform.tfstate")));
}

// -------------------------------------------------------------- grpc-client --

TEST(GrpcClientTest, AsksThePlugin) {
  if (!Have("node") || !Have("npm")) {
    GTEST_SKIP() << "node and npm are not installed";
  }
  const TemporaryFolder folder;
  const fs::path source = SourcePath("examples/grpc-client");
  for (const char* name :
       {"package.json", "package-lock.json", "validate.js", "can.js"}) {
    fs::copy_file(source / name, folder.Inside(name));
  }
  const ProcessResult install =
      Shell("npm ci --no-audit --no-fund", folder.path());
  if (install.exit_code != 0) {
    GTEST_SKIP() << "npm cannot install the client's packages: " << install.err;
  }
  const std::string address = "unix:" + folder.Inside("s");
  BackgroundProcess server(
      {CONNECTGUARD_PLUGIN_PROGRAM, "serve", "--address", address});
  ASSERT_TRUE(server.WaitForError("serving"));
  const auto ask = [&](const char* plan) {
    return Shell("node validate.js " + address + " " + SourcePath(plan),
                 folder.path(), {"CONNECTGUARD_PROTO=" + SourcePath("proto")});
  };
  const ProcessResult denied = ask("examples/terraform/insecure/plan.json");
  EXPECT_EQ(denied.exit_code, 1) << denied.err;
  EXPECT_THAT(denied.out, HasSubstr("violation  CONNECT-LOG-1"));
  EXPECT_THAT(denied.out, HasSubstr("VERDICT_DENIED"));
  const ProcessResult allowed = ask("examples/terraform/secure/plan.json");
  EXPECT_EQ(allowed.exit_code, 0) << allowed.err;
  EXPECT_THAT(allowed.out, HasSubstr("VERDICT_ALLOWED"));
  const ProcessResult refused = ask("Makefile");
  EXPECT_EQ(refused.exit_code, 69);
  const auto can = [&](const char* action) {
    return Shell("node can.js " + address + " " +
                     SourcePath("examples/iam/role.json") + " " + action,
                 folder.path(), {"CONNECTGUARD_PROTO=" + SourcePath("proto")});
  };
  const ProcessResult yes = can("connect:DeleteQueue");
  EXPECT_EQ(yes.exit_code, 0) << yes.err;
  EXPECT_THAT(yes.out, HasSubstr("role.json:17:17  statement 2"));
  EXPECT_EQ(can("iam:CreateUser").exit_code, 1);
  EXPECT_EQ(can("Nonsense").exit_code, 69);
}

}  // namespace
}  // namespace connectguard
