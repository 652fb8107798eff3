#include "readers/cloudformation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "document/dump.h"
#include "document/path.h"
#include "readers/read_text.h"

namespace connectguard {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Result<std::unique_ptr<const Document>> Read(std::string text,
                                             const ReadOptions& options = {}) {
  return ReadCloudFormation({.name = "t.yaml",
                             .bytes = std::move(text),
                             .format = InputFormat::kCloudFormation},
                            options);
}

std::string RootOf(std::string text, const ReadOptions& options = {}) {
  const auto document = Read(std::move(text), options);
  return document ? Summarize((*document)->root(), 10'000)
                  : Render(document.error().diagnostic);
}

constexpr const char* kPlan =
    R"("Previous": {}, "Plan": {"Kind": "cloudformation", "Complete": true, )"
    R"("Errored": false, "ClosedWorld": true}})";

TEST(CloudFormationTest, MakesTheCanonicalDocument) {
  EXPECT_EQ(
      RootOf("Resources:\n"
             "  B:\n"
             "    Type: AWS::S3::Bucket\n"
             "    DeletionPolicy: Retain\n"
             "    DependsOn: [K]\n"
             "    Metadata: {m: 1}\n"
             "    Properties: {BucketName: x}\n"
             "  K: {Type: AWS::KMS::Key}\n",
             {.closed_world = true}),
      std::string(R"({"Resources": {"B": {"Type": "AWS::S3::Bucket", )"
                  R"("DeletionPolicy": "Retain", "DependsOn": ["K"], )"
                  R"("Metadata": {"m": 1}, "Properties": {"BucketName": "x"}, )"
                  R"("Change": {"Action": "create"}}, )"
                  R"("K": {"Type": "AWS::KMS::Key", "Properties": {}, )"
                  R"("Change": {"Action": "create"}}}, )") +
          kPlan);
}

TEST(CloudFormationTest, SecretsAreNeverShown) {
  const std::string root = RootOf(
      "Parameters:\n  P: {Type: String, Default: pw2}\n"
      "Resources:\n"
      "  U: {Type: AWS::Connect::User, Properties: {Password: pw1}}\n"
      "  D: {Type: AWS::DirectoryService::SimpleAD, "
      "Properties: {Password: !Ref P}}\n"
      "  I: {Type: AWS::IAM::User, "
      "Properties: {LoginProfile: {Password: pw3}}}\n");
  EXPECT_THAT(root, HasSubstr("(sensitive)"));
  for (const char* secret : {"pw1", "pw2", "pw3"}) {
    EXPECT_EQ(root.find(secret), std::string::npos) << root;
  }
}

TEST(CloudFormationTest, ReadsJsonLikeYaml) {
  EXPECT_EQ(RootOf(R"({"Resources": {"K": {"Type": "AWS::KMS::Key"}}})",
                   {.closed_world = true}),
            RootOf("Resources:\n  K:\n    Type: AWS::KMS::Key\n",
                   {.closed_world = true}));
}

TEST(CloudFormationTest, KeepsTheTemplateAsItWasWritten) {
  const auto document =
      Read("Resources:\n  B:\n    Type: T\n    Properties: {A: !Ref X}\n");
  ASSERT_TRUE(document);
  ASSERT_NE((*document)->source(), nullptr);
  EXPECT_EQ(Summarize(*(*document)->source(), 200),
            R"({"Resources": {"B": {"Type": "T", )"
            R"("Properties": {"A": {"Ref": "X"}}}}})");
  const Value* made =
      FindPath((*document)->root(), {"Resources", "B", "Properties", "A"});
  const Value* written = (*document)->SourceValueAt(made->span());
  ASSERT_NE(written, nullptr);
  EXPECT_THAT(PathOf(*written), HasSubstr("/Resources/B/Properties/A"));
}

TEST(CloudFormationTest, SaysThatTheWorldIsOpen) {
  const auto document = Read("Resources: {}");
  ASSERT_TRUE(document);
  const Value* closed = FindPath((*document)->root(), {"Plan", "ClosedWorld"});
  ASSERT_TRUE(closed->Is(Kind::kUnknown));
  EXPECT_THAT(std::string(closed->unknown->reason),
              HasSubstr("--closed-world"));
  EXPECT_FALSE(closed->unknown->may_be_absent);
}

TEST(CloudFormationTest, TakesCanonicalSectionsOver) {
  EXPECT_EQ(
      RootOf("Resources:\n"
             "  B: {Type: T, Change: {Action: update}}\n"
             "Previous:\n"
             "  B: {Type: T, Properties: {A: 1}, Change: {Action: update}}\n"
             "Plan: {ClosedWorld: true, Extra: 1}\n"),
      R"({"Resources": {"B": {"Type": "T", "Change": )"
      R"({"Action": "update"}, "Properties": {}}}, )"
      R"("Previous": {"B": {"Type": "T", "Properties": {"A": 1}, )"
      R"("Change": {"Action": "update"}}}, )"
      R"("Plan": {"Kind": "cloudformation", "Complete": true, )"
      R"("Errored": false, "ClosedWorld": true, "Extra": 1}})");
}

TEST(CloudFormationTest, LeavesOutResourcesWhoseConditionIsFalse) {
  const auto document = Read(
      "Parameters: {P: {Type: String}}\n"
      "Conditions:\n"
      "  \"No\": !Equals [a, b]\n"
      "  Open: !Equals [!Ref P, b]\n"
      "Resources:\n"
      "  A: {Type: T, Condition: \"No\"}\n"
      "  B: {Type: T, Condition: Open}\n");
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  ASSERT_EQ((*document)->resources().size(), 1u);
  EXPECT_EQ((*document)->resources()[0].address, "B");
  EXPECT_EQ(StringAt(*(*document)->resources()[0].node, "Condition"), "Open");
}

TEST(CloudFormationTest, NamesResources) {
  const auto document = Read(
      "Resources:\n"
      "  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub \"x\"}}\n"
      "  R: {Type: AWS::IAM::Role, Properties: {RoleName: !Ref "
      "AWS::Region}}\n");
  ASSERT_TRUE(document);
  const Resource* bucket = (*document)->FindResource("B");
  ASSERT_NE(bucket, nullptr);
  EXPECT_EQ(bucket->native_type, "AWS::S3::Bucket");
  ASSERT_EQ(bucket->identifiers.size(), 1u);
  EXPECT_EQ(bucket->identifiers[0].attribute, "BucketName");
  EXPECT_EQ(bucket->identifiers[0].text, "x");
  EXPECT_TRUE((*document)->FindResource("R")->identifiers.empty());
}

TEST(CloudFormationTest, ParsesPoliciesWrittenAsText) {
  const auto document = Read(
      "Resources:\n"
      "  P:\n"
      "    Type: AWS::Organizations::Policy\n"
      "    Properties: {Content: '{\"Statement\":[]}'}\n"
      "  K:\n"
      "    Type: AWS::KMS::Key\n"
      "    Properties: {KeyPolicy: '{\"Statement\":[]}', Description: '{}'}\n");
  ASSERT_TRUE(document);
  EXPECT_EQ(Summarize(*(*document)->FindResource("P")->properties),
            R"({"Content": {"Statement": []}})");
  EXPECT_EQ(Summarize(*(*document)->FindResource("K")->properties),
            R"({"KeyPolicy": {"Statement": []}, "Description": "{}"})");
}

TEST(CloudFormationTest, IsIncompleteWithLoopsAndMacros) {
  const auto complete = [](const char* text) {
    const auto document = Read(text);
    EXPECT_TRUE(document) << Render(document.error().diagnostic);
    return FindPath((*document)->root(), {"Plan", "Complete"})->boolean;
  };
  EXPECT_TRUE(complete("Resources: {}"));
  EXPECT_TRUE(complete("Transform: AWS::LanguageExtensions\nResources: {}"));
  EXPECT_TRUE(complete("Transform: AWS::Serverless-2016-10-31\nResources: {}"));
  EXPECT_TRUE(complete(
      "Resources: {\"Fn::ForEach::X\": [N, [a], {\"B${N}\": {Type: T}}]}"));
  EXPECT_FALSE(
      complete("Transform: AWS::Serverless-2016-10-31\n"
               "Resources: {A: {Type: AWS::Serverless::Api}}"));
  EXPECT_FALSE(complete("Transform: [Macro]\nResources: {}"));
  EXPECT_FALSE(complete(
      "Parameters: {L: {Type: CommaDelimitedList}}\n"
      "Resources: {\"Fn::ForEach::X\": [N, !Ref L, {\"B${N}\": {Type: T}}]}"));
}

struct BadTemplate {
  const char* text;
  const char* place;
  const char* message;
  const char* hint;
};

void PrintTo(const BadTemplate& bad, std::ostream* out) { *out << bad.text; }

class BadTemplateTest : public ::testing::TestWithParam<BadTemplate> {};

TEST_P(BadTemplateTest, SaysWhatIsWrongAndWhere) {
  const auto document = Read(GetParam().text);
  ASSERT_FALSE(document);
  const Diagnostic& diagnostic = document.error().diagnostic;
  EXPECT_EQ(document.error().code, ErrorCode::kBadInput);
  EXPECT_EQ(diagnostic.message, GetParam().message);
  EXPECT_THAT(diagnostic.hint, HasSubstr(GetParam().hint));
  EXPECT_EQ(diagnostic.file, "t.yaml");
  const std::string place = diagnostic.has_place
                                ? std::to_string(diagnostic.place.line) + ":" +
                                      std::to_string(diagnostic.place.column)
                                : "";
  EXPECT_EQ(place, GetParam().place);
}

INSTANTIATE_TEST_SUITE_P(
    All, BadTemplateTest,
    ::testing::Values(
        BadTemplate{"[1]", "1:1",
                    "a template is a map with `Resources`, found list",
                    "terraform show -json"},
        BadTemplate{"hello", "1:1",
                    "a template is a map with `Resources`, found string",
                    "terraform show -json"},
        BadTemplate{"a: 1\n", "1:1", "the template has no `Resources`",
                    "terraform show -json"},
        BadTemplate{"Description: x\nResource: {}\n", "2:1",
                    "unknown key `Resource`", "did you mean `Resources`?"},
        BadTemplate{"Resources: [1]\n", "1:12",
                    "`Resources` must be a map, found list", "logical id"},
        BadTemplate{"Resources:\n  B: 1\n", "2:3",
                    "the resource `B` must be a map, found integer", ""},
        BadTemplate{"Resources:\n  B: {Properties: {}}\n", "2:3",
                    "the resource `B` has no `Type`", "AWS::S3::Bucket"},
        BadTemplate{"Resources:\n  B: {Type: [x]}\n", "2:13",
                    "the `Type` of `B` must be text", ""},
        BadTemplate{
            "Resources:\n  B:\n    Type: T\n    Propertys:\n      A: 1\n",
            "4:5", "unknown key `Propertys`", "did you mean `Properties`?"},
        BadTemplate{"{\"Resources\": {\"B\": {\"type\": \"T\"}}}", "1:23",
                    "unknown key `type`", "did you mean `Type`?"},
        BadTemplate{"resource \"aws_s3_bucket\" \"b\" {\n}\n", "",
                    "this is Terraform configuration, not a plan",
                    "terraform plan -out"},
        BadTemplate{"\nTerraform will perform the following actions:\n", "",
                    "this is a plan as people read it, not JSON",
                    "terraform show -json"},
        BadTemplate{"{\"Resources\": {}", "1:17",
                    "the text ends before the JSON is complete", ""},
        BadTemplate{"Resources:\n\tB: 1\n", "2:1",
                    "a tab is not allowed as indentation", ""}));

TEST(CloudFormationTest, LeavesUnknownKeysAloneThatAreNoSlips) {
  EXPECT_TRUE(Read("Resources:\n  B: {Type: T, Comment: x}\nExtra: 1\n"));
}

// As CloudFormation does; the whole of the later resource takes the place of
// the earlier one.
TEST(CloudFormationTest, LastOfDuplicateKeysCounts) {
  for (const char* text :
       {"Resources:\n  B:\n    Type: AWS::S3::Bucket\n"
        "    Properties: {BucketName: x}\n  B:\n    Type: AWS::KMS::Key\n",
        "{\"Resources\":{\"B\":{\"Type\":\"AWS::S3::Bucket\",\n"
        "\"Properties\":{\"BucketName\":\"x\"}},\n"
        "\"B\":{\"Type\":\"AWS::KMS::Key\"}}}"}) {
    const auto document = Read(text);
    ASSERT_TRUE(document);
    EXPECT_EQ(Summarize(*FindPath((*document)->root(), {"Resources"}), 1000),
              R"({"B": {"Type": "AWS::KMS::Key", "Properties": {}, )"
              R"("Change": {"Action": "create"}}})");
    const Value* notes = FindPath((*document)->root(), {"Plan", "Notes"});
    ASSERT_NE(notes, nullptr);
    EXPECT_THAT(Summarize(*notes, 1000),
                HasSubstr("the key `B` stands twice in one map, at t.yaml:"));
  }
}

TEST(TemplateValueTest, ReadsATemplateInsideAnotherFile) {
  const testing::Parsed parsed = testing::ParseYaml(
      "- name: first\n"
      "  input:\n"
      "    Resources:\n"
      "      B: {Type: AWS::S3::Bucket, Properties: {A: {Ref: X}}}\n",
      YamlDialect::kGuardTest);
  ASSERT_TRUE(parsed.good());
  const Value* input = Find(parsed.root().AsList()[0], "input");
  const auto document = ReadTemplateValue(*input, parsed.document->file(0), {});
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  const Resource* bucket = (*document)->FindResource("B");
  ASSERT_NE(bucket, nullptr);
  EXPECT_EQ((*document)->file(0).At(bucket->node->begin).line, 4u);
}

TEST(TemplateValueTest, MayLackResources) {
  const testing::Parsed parsed =
      testing::ParseYaml("Previous: {B: {Type: T, Change: {Action: delete}}}\n",
                         YamlDialect::kGuardTest);
  const auto document =
      ReadTemplateValue(parsed.root(), parsed.document->file(0), {});
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  EXPECT_TRUE((*document)->resources().empty());
  EXPECT_EQ((*document)->previous().size(), 1u);
}

}  // namespace
}  // namespace connectguard
