// Our commands beside those of the real cfn-guard 3.1.1, where it is installed.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "cfn_guard/run.h"
#include "differential/reference.h"
#include "support/micro_corpus.h"
#include "support/process.h"

namespace connectguard {
namespace {

struct Answer {
  int exit_code = 0;
  std::string out;
};

class LiveCfnGuardTest : public ::testing::Test {
 protected:
  void SetUp() override {
    program_ = differential::FindReference();
    if (program_.empty()) {
      GTEST_SKIP() << "set CFN_GUARD to the path of cfn-guard 3.1.1";
    }
  }

  Answer AskReference(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), program_);
    ProcessOptions options;
    options.timeout = std::chrono::seconds(10);
    const ProcessResult result = RunProcess(arguments, options);
    return {.exit_code = result.timed_out ? -1 : result.exit_code,
            .out = result.out};
  }

  static Answer AskOurs(const std::vector<std::string>& arguments) {
    const DiskFileReader files;
    const SystemClock clock;
    std::ostringstream out;
    std::ostringstream err;
    const int exit_code = RunCfnGuard(arguments, "guard",
                                      {.files = files,
                                       .clock = clock,
                                       .out = out,
                                       .err = err,
                                       .write_file = nullptr});
    return {.exit_code = exit_code, .out = out.str()};
  }

  void ExpectSameTree(const std::string& path) {
    const Answer real = AskReference({"parse-tree", "-r", path});
    const Answer ours =
        AskOurs({"parse-tree", "-r", path, "--guard-version", "3.1"});
    EXPECT_EQ(ours.exit_code, real.exit_code) << path;
    if (real.exit_code == 0) {
      EXPECT_EQ(ours.out, real.out) << path;
      EXPECT_EQ(
          AskOurs({"parse-tree", "-p", "-r", path, "--guard-version", "3.1"})
              .out,
          AskReference({"parse-tree", "-p", "-r", path}).out)
          << path;
      ++trees_;
    }
  }

  std::string program_;
  TemporaryFolder folder_;
  int trees_ = 0;
};

// The order of what the reference keeps in hash tables is not its answer.
std::vector<std::string> SortedLines(const std::string& text,
                                     bool sort_characters = false) {
  std::vector<std::string> lines;
  for (const std::string_view line : Split(text, '\n')) {
    lines.emplace_back(line);
    if (sort_characters) {
      std::sort(lines.back().begin(), lines.back().end());
    }
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST_F(LiveCfnGuardTest, PrintsTheSameTrees) {
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(SourcePath("policies"))) {
    if (entry.path().extension() == ".guard") {
      ExpectSameTree(entry.path().string());
    }
  }
  for (const testing::Experiment& experiment : testing::Experiments()) {
    ExpectSameTree(folder_.Write("r.guard", experiment.rules));
  }
  EXPECT_GT(trees_, 300);
}

// Indented below a key.
std::string Indented(const std::string& text) {
  std::string out;
  for (const std::string_view line : Split(text, '\n')) {
    out += "    " + std::string(line) + "\n";
  }
  return out;
}

TEST_F(LiveCfnGuardTest, PassesTheSameTests) {
  int answered = 0;
  const auto recorded = testing::ReadRecorded(GuardVersion::k31);
  for (const testing::Experiment& experiment : testing::Experiments()) {
    const std::string rules = folder_.Write("r.guard", experiment.rules);
    std::string expected;
    for (const auto& [rule, status] : recorded.at(experiment.id).rules) {
      expected += "      '" + rule + "': SKIP\n";
    }
    const std::string tests =
        folder_.Write("t.yaml", "- input:\n" + Indented(experiment.data) +
                                    "  expectations:\n    rules:\n" + expected);
    const Answer real = AskReference({"test", "-r", rules, "-t", tests});
    const Answer ours =
        AskOurs({"test", "-r", rules, "-t", tests, "--guard-version", "3.1"});
    if (real.exit_code == 0 || real.exit_code == 7) {
      EXPECT_EQ(ours.exit_code, real.exit_code) << experiment.id;
      EXPECT_EQ(SortedLines(ours.out), SortedLines(real.out)) << experiment.id;
      ++answered;
    } else {
      EXPECT_NE(ours.exit_code, 0) << experiment.id;
      EXPECT_NE(ours.exit_code, 7) << experiment.id;
    }
  }
  EXPECT_GT(answered, 200);
}

TEST_F(LiveCfnGuardTest, GeneratesTheSameRules) {
  for (const char* path : {"tests/cfn_guard/recorded/rulegen/template.yaml",
                           "tests/cfn_guard/recorded/rulegen/plain.json"}) {
    const std::string file = SourcePath(path);
    EXPECT_EQ(SortedLines(AskOurs({"rulegen", "-t", file}).out, true),
              SortedLines(AskReference({"rulegen", "-t", file}).out, true));
  }
}

}  // namespace
}  // namespace connectguard
