// Policy documents in all the texts that people have them in.
#include "analysis/policy_files.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace connectguard {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr AskerWords kNoWords{};
constexpr const char* kReads = R"({"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]})";

Result<PolicyFile> Read(std::string text) {
  return ReadPolicy({.name = "p.json", .text = std::move(text)}, {},
                    {.words = kNoWords});
}

void ExpectReads(const std::string& text) {
  const auto file = Read(text);
  ASSERT_TRUE(file) << Render(file.error().diagnostic);
  EXPECT_EQ(file->policy->hole(), nullptr);
  ASSERT_EQ(file->policy->statements().size(), 1u);
  EXPECT_TRUE(file->policy->statements()[0].may_allow);
  EXPECT_THAT(MistakesOf(*file), IsEmpty());
}

TEST(ReadPolicyTest, TakesAByteOrderMark) {
  ExpectReads("\xEF\xBB\xBF" + std::string(kReads));
}

TEST(ReadPolicyTest, TakesUtf16) {
  std::string text = "\xFF\xFE";
  for (const char c : std::string(kReads)) {
    text += c;
    text += '\0';
  }
  ExpectReads(text);
}

TEST(ReadPolicyTest, TakesYamlAndWhatTheAwsCommandLinePrints) {
  ExpectReads(
      "Version: '2012-10-17'\nStatement:\n  Effect: Allow\n"
      "  Action: s3:GetObject\n  Resource: '*'\n");
  ExpectReads(R"({"PolicyVersion": {"VersionId": "v1", "Document": )" +
              std::string(kReads) + "}}");
}

// Latin-1 that is not UTF-8 would be read as something else.
TEST(ReadPolicyTest, RefusesBytesThatAreNoText) {
  std::string text = kReads;
  text.replace(text.find('*'), 1, "arn:aws:s3:::caf\xE9/*");
  const auto file = Read(text);
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, ErrorCode::kBadInput);
  EXPECT_EQ(file.error().diagnostic.place.line, 2u);
}

TEST(ReadPolicyTest, RefusesTwoEqualKeys) {
  const auto file = Read(R"({"Version": "2012-10-17", "Statement": [
    {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition":
      {"StringEquals": {"aws:SourceVpc": "a"},
       "StringEquals": {"aws:SourceVpce": "b"}}}]})");
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().diagnostic.place.line, 4u);
  EXPECT_THAT(file.error().diagnostic.message, HasSubstr("StringEquals"));
}

}  // namespace
}  // namespace connectguard
