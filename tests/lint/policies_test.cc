// Our own policies have nothing that lint warns of.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "builtins/builtins.h"
#include "lint/lint_text.h"
#include "lint/report.h"

namespace connectguard::testing {
namespace {

namespace fs = std::filesystem;

TEST(PoliciesTest, AreClean) {
  const FunctionTable functions = AllFunctions(ReadEmbeddedYaml);
  std::vector<LintedFile> linted;
  for (const auto& entry : fs::recursive_directory_iterator(
           fs::path(CONNECTGUARD_SOURCE_DIR) / "policies")) {
    if (entry.path().extension() != ".guard") {
      continue;
    }
    std::ifstream in(entry.path());
    std::stringstream text;
    text << in.rdbuf();
    linted.push_back(
        LintText(entry.path().filename().string(), text.str(), functions));
  }
  EXPECT_GE(linted.size(), 30U);
  const LintCounts counts = CountFindings(linted);
  EXPECT_EQ(CountFrom(counts, LintSeverity::kWarning), 0U)
      << LintTextReport(linted, LintSeverity::kWarning);
}

}  // namespace
}  // namespace connectguard::testing
