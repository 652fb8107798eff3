#include "lint/report.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lint/checks.h"
#include "lint/lint_text.h"
#include "readers/json_reader.h"

namespace connectguard::testing {
namespace {

std::vector<LintedFile> Files() {
  std::vector<LintedFile> files;
  files.push_back(
      LintText("a.guard", "rule r {\n  not A == 'x'\n}\n", Functions()));
  files.push_back(LintText("b.guard", "rule {", Functions()));
  files.push_back(LintText("c.guard", "rule r { %x exists }", Functions()));
  return files;
}

TEST(ReportTest, CountsByWeight) {
  const LintCounts counts = CountFindings(Files());
  EXPECT_EQ(counts.errors, 2U);
  EXPECT_EQ(counts.warnings, 1U);
  EXPECT_GT(counts.infos, 0U);
  EXPECT_EQ(CountFrom(counts, LintSeverity::kError), 2U);
  EXPECT_EQ(CountFrom(counts, LintSeverity::kWarning), 3U);
  EXPECT_EQ(CountFrom(counts, LintSeverity::kInfo), 3U + counts.infos);
}

TEST(ReportTest, WritesLikeACompiler) {
  const std::string text = LintTextReport(Files(), LintSeverity::kWarning);
  EXPECT_TRUE(text.starts_with(
      "a.guard:2:3: warning: cfn-guard ignores the `not` in front of `==` "
      "[ignored-not]\n"
      "    not A == 'x'\n"
      "    ^\n"
      "  hint: write `A != ...`\n"
      "  why:  cfn-guard ignores it and asks the opposite\n"
      "\n"
      "b.guard:1:6: error: "))
      << text;
  EXPECT_THAT(text, ::testing::HasSubstr("[syntax]\n"));
  EXPECT_THAT(text, ::testing::HasSubstr(
                        "3 rules files: 2 errors, 1 warning (2 notes with "
                        "--all)\n"));
  EXPECT_THAT(text, ::testing::Not(::testing::HasSubstr("[key-spelling]")));
}

TEST(ReportTest, WritesWhatIsOnlyInformationOnRequest) {
  const std::string text = LintTextReport(Files(), LintSeverity::kInfo);
  EXPECT_THAT(text, ::testing::HasSubstr("info: "));
  EXPECT_THAT(text, ::testing::HasSubstr("[key-spelling]"));
  EXPECT_THAT(text, ::testing::HasSubstr("1 warning, 2 notes\n"));
}

// Read with a reader of ours: it is JSON, with what the README promises.
TEST(ReportTest, WritesJson) {
  const std::string json = LintJsonReport(Files(), LintSeverity::kWarning);
  Document document;
  const std::uint16_t file = document.AddFile("report.json", json);
  const auto root = ReadJson(&document, file);
  ASSERT_TRUE(root) << json;
  EXPECT_EQ(connectguard::Find(**root, "format")->AsString(),
            "connectguard-lint/1");
  EXPECT_EQ(connectguard::Find(*connectguard::Find(**root, "counts"), "error")
                ->integer,
            2);
  const Value* files = connectguard::Find(**root, "files");
  ASSERT_EQ(files->size, 3U);
  const Value* findings = connectguard::Find(files->items[0], "findings");
  ASSERT_EQ(findings->size, 1U);
  std::vector<std::string_view> keys;
  for (const Member& member : findings->items[0].AsMap()) {
    keys.push_back(member.key->text);
  }
  EXPECT_THAT(keys, ::testing::ElementsAre("id", "severity", "line", "column",
                                           "end_line", "end_column", "message",
                                           "why", "hint", "departure"));
  EXPECT_EQ(connectguard::Find(findings->items[0], "line")->integer, 2);
  EXPECT_EQ(connectguard::Find(
                connectguard::Find(files->items[1], "findings")->items[0], "id")
                ->AsString(),
            "syntax");
}

TEST(ReportTest, ListsEveryCheck) {
  const std::string list = LintCheckList();
  for (const LintCheck& check : LintChecks()) {
    EXPECT_THAT(list, ::testing::HasSubstr(std::string(check.id)));
  }
}

}  // namespace
}  // namespace connectguard::testing
