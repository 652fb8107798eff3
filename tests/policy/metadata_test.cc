#include "policy/metadata.h"

#include <string>

#include "policy/sample.h"

namespace connectguard {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Result<PolicyMetadata> Parse(std::string text) {
  return ParseMetadata(SourceFile("area/flow_logs.guard", std::move(text)));
}

TEST(MetadataTest, ReadsAllKeys) {
  const auto metadata = Parse(
      "# SPDX-License-Identifier: Apache-2.0\n"
      "# METADATA\n"
      "# id: LOG-1\n"
      "# title: 'Contact flow logs: on'\n"
      "# severity: critical\n"
      "# resources: [AWS::Connect::Instance, AWS::Logs::LogGroup]\n"
      "# source: https://docs.aws.amazon.com/connect/\n"
      "# fix: set ContactflowLogs to true\n"
      "#   (Terraform: contact_flow_logs_enabled = true)\n"
      "# statements: [S7, S12]\n"
      "# warning: flow_logs_may_be_off\n"
      "#\n"
      "# Flow logs are the only record\n"
      "# of what a contact did.\n"
      "#\n"
      "# They cost little.\n"
      "\n"
      "# A comment on the code.\n"
      "rule flow_logs { Resources exists }\n");
  ASSERT_TRUE(metadata) << Render(metadata.error().diagnostic);
  EXPECT_EQ(metadata->id, "LOG-1");
  EXPECT_EQ(metadata->title, "Contact flow logs: on");
  EXPECT_EQ(metadata->severity, Severity::kCritical);
  EXPECT_THAT(metadata->resources,
              ElementsAre("AWS::Connect::Instance", "AWS::Logs::LogGroup"));
  EXPECT_EQ(metadata->source, "https://docs.aws.amazon.com/connect/");
  EXPECT_EQ(metadata->fix,
            "set ContactflowLogs to true (Terraform: "
            "contact_flow_logs_enabled = true)");
  EXPECT_THAT(metadata->statements, ElementsAre("S7", "S12"));
  EXPECT_EQ(metadata->warning, "flow_logs_may_be_off");
  EXPECT_EQ(metadata->rationale,
            "Flow logs are the only record of what a contact did.\n"
            "They cost little.");
}

TEST(MetadataTest, ReadsWindowsLineBreaks) {
  std::string text;
  for (const char c : SampleHeader("LOG-1")) {
    text += c == '\n' ? std::string("\r\n") : std::string(1, c);
  }
  const auto metadata = Parse(text);
  ASSERT_TRUE(metadata) << Render(metadata.error().diagnostic);
  EXPECT_EQ(metadata->fix, "set ContactflowLogs to true");
}

// `from` in the sample's header is replaced by `to`; the message then has to
// name line and column, and hold both texts.
struct Mistake {
  std::string from;
  std::string to;
  LineColumn place;
  std::string message;
  std::string hint;
};

const Mistake kMistakes[] = {
    Mistake{"# METADATA\n",
            "",
            {1, 1},
            "the policy has no metadata header",
            "begin the file with `# METADATA`"},
    Mistake{"severity",
            "severty",
            {4, 3},
            "unknown key `severty`",
            "did you mean `severity`?"},
    Mistake{"severity",
            "colour",
            {4, 3},
            "unknown key `colour`",
            "known keys: id, title"},
    Mistake{"severity: high",
            "severity: hihg",
            {4, 13},
            "`hihg` is no severity",
            "did you mean `high`?"},
    Mistake{"severity: high",
            "severity: urgent",
            {4, 13},
            "`urgent` is no severity",
            "use critical, high, medium or low"},
    Mistake{"# severity: high\n",
            "",
            {1, 2},
            "the header has no `severity`",
            "add a line `# severity: ...`"},
    Mistake{"# severity: high\n",
            "#\n",
            {1, 2},
            "the header has no `severity`",
            ""},
    Mistake{"# fix",
            "# id: LOG-2\n# fix",
            {7, 3},
            "`id` is given twice",
            "keep one"},
    Mistake{"# fix",
            "# warning: [a, b]\n# fix",
            {7, 12},
            "`[a, b]` cannot be the name of a rule",
            "name one rule of this file"},
    Mistake{"title: Flow logs are on",
            "title:",
            {3, 3},
            "`title` has no value",
            ""},
    Mistake{"LOG-1",
            "log-1",
            {2, 7},
            "`log-1` cannot be the id of a policy",
            "as in `S3-4`"},
    Mistake{"title: Flow",
            "Flow",
            {3, 3},
            "a header line is `key: value`",
            "empty comment line"},
    Mistake{"Instance]",
            "Instance",
            {5, 14},
            "the list of `resources` is not closed",
            "end it with `]`"},
    Mistake{"Instance]",
            "Instance,]",
            {5, 14},
            "`resources` has an empty entry",
            ""},
    Mistake{"https:",
            "the guide:",
            {6, 11},
            "`source` is not the address of a page",
            "https://"},
    Mistake{"[S1]",
            "[S1, S13]",
            {8, 15},
            "there is no statement `S13`",
            "S1 to S12"},
    Mistake{"[S1]",
            "[S1]\n# waivable: no",
            {9, 13},
            "`waivable` is true or false",
            ""},
    Mistake{"[S1]", "[S01]", {8, 15}, "there is no statement `S01`", ""}};

TEST(MetadataTest, MistakesAreShownWhereTheyStand) {
  for (const Mistake& mistake : kMistakes) {
    SCOPED_TRACE(mistake.from + " -> " + mistake.to);
    std::string text = SampleHeader("LOG-1") + "# statements: [S1]\n";
    const std::size_t at = text.find(mistake.from);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, mistake.from.size(), mistake.to);
    const auto metadata = Parse(text);
    ASSERT_FALSE(metadata);
    const Diagnostic& found = metadata.error().diagnostic;
    EXPECT_EQ(metadata.error().code, ErrorCode::kBadInput);
    EXPECT_EQ(found.file, "area/flow_logs.guard");
    EXPECT_EQ(found.message, mistake.message);
    EXPECT_EQ(found.place.line, mistake.place.line);
    EXPECT_EQ(found.place.column, mistake.place.column);
    EXPECT_THAT(found.hint, HasSubstr(mistake.hint));
  }
}

TEST(PolicyIdTest, HasPiecesOfCapitalsAndDigits) {
  for (const char* good : {"S3-4", "LOG-1", "CONNECT-LOG-1", "A-B"}) {
    EXPECT_TRUE(IsPolicyId(good)) << good;
  }
  for (const char* bad :
       {"", "-", "LOG", "LOG-", "-1", "3S-1", "LOG--1", "Log-1", "LOG_1"}) {
    EXPECT_FALSE(IsPolicyId(bad)) << bad;
  }
}

TEST(MetadataTest, AFileWithoutAHeaderIsNoPolicy) {
  EXPECT_TRUE(HasMetadata("# METADATA\n# wrong\n"));
  EXPECT_TRUE(HasMetadata("# Copyright\n\n#METADATA\r\n# id: A-1\n"));
  EXPECT_FALSE(HasMetadata("# Rules of a team\nrule r { A == 1 }\n"));
  EXPECT_FALSE(HasMetadata("rule r { A == 1 }\n# METADATA\n"));
  EXPECT_FALSE(HasMetadata(""));
}

}  // namespace
}  // namespace connectguard
