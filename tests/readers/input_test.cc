#include "readers/input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "readers/input_kind.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;
using namespace std::string_literals;

struct FormatCase {
  std::string text;
  InputFormat format;
};

void PrintTo(const FormatCase& c, std::ostream* out) { *out << c.text; }

class FormatTest : public ::testing::TestWithParam<FormatCase> {};

TEST_P(FormatTest, IsFoundByContent) {
  const auto format = DetectFormat("in", GetParam().text);
  ASSERT_TRUE(format) << Render(format.error().diagnostic);
  EXPECT_EQ(*format, GetParam().format);
}

constexpr InputFormat kPlan = InputFormat::kTerraformPlan;
constexpr InputFormat kTemplate = InputFormat::kCloudFormation;

INSTANTIATE_TEST_SUITE_P(
    All, FormatTest,
    ::testing::Values(
        FormatCase{R"({"format_version":"1.2","terraform_version":"1.11"})",
                   kPlan},
        FormatCase{" \n{ \"resource_changes\" : [] , \"format_version\" : "
                   "\"1.2\" }",
                   kPlan},
        FormatCase{"\xEF\xBB\xBF{\"format_version\":\"1\","
                   "\"planned_values\":{}}",
                   kPlan},
        FormatCase{R"({"a":{"x":["}",{"y":"\"]"}]},"format_version":"1",)"
                   R"("resource_changes":[]})",
                   kPlan},
        // Strings that end in escaped backslashes, quotes, or both.
        FormatCase{R"({"a\\":"\\\\","b":"\\\"","":"","format_version":"1",)"
                   R"("c":"\"\\","planned_values":{}})",
                   kPlan},
        FormatCase{R"({"a":"\\\",\"format_version\":1,\"planned_values\":1"})",
                   kTemplate},
        FormatCase{R"({"Resources":{}})", kTemplate},
        FormatCase{R"({"format_version":"1"})", kTemplate},
        FormatCase{R"({"Resources":{"format_version":1,)"
                   R"("resource_changes":[]}})",
                   kTemplate},
        FormatCase{R"({"a":"format_version","b":"resource_changes"})",
                   kTemplate},
        FormatCase{"{\"unclosed", kTemplate}, FormatCase{"{\"a\\", kTemplate},
        FormatCase{"]}", kTemplate}, FormatCase{"[1]", kTemplate},
        FormatCase{"format_version: 1\nresource_changes: []\n", kTemplate},
        FormatCase{"Resources: {}\n", kTemplate}));

struct NoInput {
  std::string bytes;
  const char* message;
  const char* hint;
};

void PrintTo(const NoInput& c, std::ostream* out) { *out << c.message; }

class NoInputTest : public ::testing::TestWithParam<NoInput> {};

TEST_P(NoInputTest, IsRefusedWithOneClearError) {
  const auto document = ReadDocument({.name = "in", .bytes = GetParam().bytes});
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, ErrorCode::kBadInput);
  EXPECT_EQ(document.error().diagnostic.message, GetParam().message);
  EXPECT_THAT(document.error().diagnostic.hint, HasSubstr(GetParam().hint));
  EXPECT_EQ(document.error().diagnostic.file, "in");
}

INSTANTIATE_TEST_SUITE_P(
    All, NoInputTest,
    ::testing::Values(
        NoInput{"", "the input is empty", "expected a Terraform plan"},
        NoInput{" \t\r\n", "the input is empty", "expected a Terraform plan"},
        NoInput{"\xEF\xBB\xBF\n", "the input is empty",
                "expected a Terraform plan"},
        NoInput{"PK\x03\x04xyz", "the archive is broken: it has no directory",
                ""},
        NoInput{"\x1F\x8B\x08xyz", "this is an archive, not text",
                "terraform show -json"},
        NoInput{"\xFF\xFE{\0\""s, "the text is broken UTF-16", "UTF-8"},
        NoInput{"\xFE\xFF\xDC\0"s, "the text is broken UTF-16", "UTF-8"},
        NoInput{"{\"a\0\"}"s, "this is binary data, not text",
                "terraform show -json"},
        NoInput{R"({"@level":"info","@message":"Terraform 1.11"})",
                "this is the log of `terraform plan -json`, not a plan",
                "terraform show -json"},
        NoInput{R"({"version":4,"terraform_version":"1.11","serial":1,)"
                R"("lineage":"x","resources":[]})",
                "this is Terraform's state, not a plan",
                "terraform show -json"}));

TEST(InputTest, ReadsATemplate) {
  const auto document =
      ReadDocument({.name = "t.yaml", .bytes = "Resources: {B: {Type: T}}"});
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  EXPECT_EQ((*document)->resources().size(), 1u);
  EXPECT_EQ((*document)->file(0).name(), "t.yaml");
}

TEST(InputTest, ObeysAGivenFormat) {
  const auto document =
      ReadDocument({.name = "p",
                    .bytes = R"({"format_version":"1.2","Resources":{}})",
                    .format = InputFormat::kCloudFormation});
  EXPECT_TRUE(document) << Render(document.error().diagnostic);
}

TEST(InputTest, NamesItsFormats) {
  EXPECT_EQ(FormatName(InputFormat::kTerraformPlan), "terraform plan");
  EXPECT_EQ(FormatName(InputFormat::kCloudFormation),
            "cloudformation template");
}

}  // namespace
}  // namespace connectguard
