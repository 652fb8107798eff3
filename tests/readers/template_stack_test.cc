// Nested stacks, loops, SAM and other makers, and CDK's folders.
#include "readers/template_stack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "readers/cloudformation.h"
#include "readers/corpus_document.h"

namespace connectguard {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::ReadCorpus;
using testing::TextOf;

std::vector<std::string> AddressesOf(const Document& document) {
  std::vector<std::string> addresses;
  for (const Resource& resource : document.resources()) {
    addresses.emplace_back(resource.address);
  }
  return addresses;
}

Result<std::unique_ptr<const Document>> Read(
    std::map<std::string, std::string, std::less<>> files) {
  const std::string main = files.at("main.yaml");
  const MemoryFileReader disk(std::move(files));
  Input input{.name = "main.yaml",
              .bytes = main,
              .format = InputFormat::kCloudFormation};
  input.disk = &disk;
  return ReadCloudFormation(std::move(input), {});
}

bool IsComplete(const Document& document) {
  return FindPath(document.root(), {"Plan", "Complete"})->boolean;
}

TEST(NestedStackTest, IsReadWithWhatItIsPassed) {
  const auto document = ReadCorpus("nested/root.yaml");
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  EXPECT_THAT(AddressesOf(**document),
              ElementsAre("Contact", "Contact.Instance", "Profile"));
  EXPECT_EQ(TextOf(**document, {"Resources", "Contact.Instance", "Properties",
                                "Attributes", "ContactflowLogs"}),
            "false");
  EXPECT_EQ(TextOf(**document, {"Resources", "Contact.Instance", "Properties",
                                "InstanceAlias"}),
            R"("acme")");
  // What the child gives out leads to the child's resource.
  const Value* arn =
      FindPath((*document)->root(),
               {"Resources", "Profile", "Properties", "InstanceArn"});
  ASSERT_EQ(arn->References().size(), 1u);
  EXPECT_EQ(arn->References()[0].target, "Contact.Instance");
  EXPECT_TRUE(IsComplete(**document));
  const Resource* instance = (*document)->FindResource("Contact.Instance");
  EXPECT_THAT((*document)->file(instance->node->file).name(),
              HasSubstr("child.yaml"));
}

// What is in a stack that may not be made may not be made either.
TEST(NestedStackTest, OpenConditionsAroundAStackCountForWhatIsInIt) {
  const auto document = Read({{"main.yaml",
                               "Parameters: {P: {Type: String}}\n"
                               "Conditions:\n"
                               "  Open: !Equals [!Ref P, x]\n"
                               "  Sure: !Equals [x, x]\n"
                               "Resources:\n"
                               "  A: {Type: AWS::CloudFormation::Stack, "
                               "Condition: Open, "
                               "Properties: {TemplateURL: c.yaml}}\n"
                               "  B: {Type: T, Condition: Sure}\n"},
                              {"c.yaml",
                               "Conditions:\n"
                               "  Here: !Equals [!Ref AWS::Region, x]\n"
                               "Resources:\n"
                               "  R: {Type: T}\n"
                               "  S: {Type: T, Condition: Here}\n"}});
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  const auto only_if = [&](std::string_view address) {
    return TextOf(**document, {"Resources", address, "Change", "OnlyIf"});
  };
  EXPECT_EQ(only_if("A"), R"(["Open"])");
  EXPECT_EQ(only_if("A.R"), R"(["Open"])");
  EXPECT_EQ(only_if("A.S"), R"(["Open", "A.Here"])");
  EXPECT_EQ(
      FindPath((*document)->root(), {"Resources", "B", "Change", "OnlyIf"}),
      nullptr);
}

TEST(NestedStackTest, ReferencesOfTwoStacksAreNotTheSame) {
  const auto document = Read({{"main.yaml",
                               "Resources:\n"
                               "  A: {Type: AWS::CloudFormation::Stack, "
                               "Properties: {TemplateURL: c.yaml}}\n"
                               "  B: {Type: AWS::CloudFormation::Stack, "
                               "Properties: {TemplateURL: c.yaml}}\n"},
                              {"c.yaml",
                               "Parameters: {P: {Type: String}}\n"
                               "Resources: {R: {Type: T, Properties: {V: !Ref "
                               "P, W: !GetAtt R.Arn}}}\n"}});
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  EXPECT_EQ(TextOf(**document, {"Resources", "A.R", "Properties"}),
            R"({"V": ?(value of the parameter `P`: parameter A.P), )"
            R"("W": ?(known when the stack is deployed: A.R.Arn)})");
  EXPECT_THAT(TextOf(**document, {"Resources", "B.R", "Properties"}),
              HasSubstr("parameter B.P"));
}

TEST(NestedStackTest, OutputsOfSiblingsArePassedOn) {
  const auto document =
      Read({{"main.yaml",
             "Resources:\n"
             "  A:\n    Type: AWS::CloudFormation::Stack\n"
             "    Properties: {TemplateURL: c.yaml, Parameters: {P: !GetAtt "
             "B.Outputs.O}}\n"
             "  B: {Type: AWS::CloudFormation::Stack, Properties: "
             "{TemplateURL: d.yaml}}\n"},
            {"c.yaml",
             "Parameters: {P: {Type: String}}\n"
             "Resources: {R: {Type: T, Properties: {V: !Ref P}}}\n"},
            {"d.yaml", "Resources: {}\nOutputs: {O: {Value: there}}\n"}});
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  EXPECT_EQ(TextOf(**document, {"Resources", "A.R", "Properties", "V"}),
            R"("there")");
}

TEST(NestedStackTest, CyclesAreRefused) {
  const auto document = ReadCorpus("nested/cycle.yaml");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(Render(document.error().diagnostic),
              HasSubstr("the nested stack `Me` contains itself"));
  const auto longer =
      Read({{"main.yaml",
             "Resources: {A: {Type: AWS::CloudFormation::Stack, Properties: "
             "{TemplateURL: b.yaml}}}\n"},
            {"b.yaml",
             "Resources: {B: {Type: AWS::CloudFormation::Stack, Properties: "
             "{TemplateURL: main.yaml}}}\n"}});
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().diagnostic.file, "b.yaml");
}

// Outputs that wait for each other are unknown, and nothing hangs.
TEST(NestedStackTest, CyclesOfOutputsAreUnknown) {
  const auto document =
      Read({{"main.yaml",
             "Resources:\n"
             "  A:\n    Type: AWS::CloudFormation::Stack\n"
             "    Properties: {TemplateURL: c.yaml, Parameters: {P: !GetAtt "
             "B.Outputs.O}}\n"
             "  B:\n    Type: AWS::CloudFormation::Stack\n"
             "    Properties: {TemplateURL: c.yaml, Parameters: {P: !GetAtt "
             "A.Outputs.O}}\n"},
            {"c.yaml",
             "Parameters: {P: {Type: String}}\n"
             "Resources: {R: {Type: T, Properties: {V: !Ref P}}}\n"
             "Outputs: {O: {Value: !Ref P}}\n"}});
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  EXPECT_THAT(TextOf(**document, {"Resources", "A.R", "Properties", "V"}),
              HasSubstr("?("));
}

TEST(NestedStackTest, SaysWhichTemplateIsNotThere) {
  const auto document =
      Read({{"main.yaml",
             "Resources:\n  A: {Type: AWS::CloudFormation::Stack, Properties: "
             "{TemplateURL: no.yaml}}\n"}});
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, ErrorCode::kMissing);
  EXPECT_THAT(Render(document.error().diagnostic),
              HasSubstr("main.yaml:2:6: the template of the nested stack `A` "
                        "cannot be read: `no.yaml`"));
}

TEST(NestedStackTest, WhatIsElsewhereIsMissedByName) {
  for (const char* url : {"https://s3.amazonaws.com/b/t.yaml", "s3://b/t.yaml",
                          "/etc/passwd", "/etc/t.yaml", "../../etc/passwd"}) {
    const auto document =
        Read({{"main.yaml",
               "Resources: {A: {Type: AWS::CloudFormation::Stack, "
               "Properties: {TemplateURL: \"" +
                   std::string(url) + "\"}}}\n"}});
    ASSERT_TRUE(document) << Render(document.error().diagnostic);
    EXPECT_FALSE(IsComplete(**document)) << url;
    EXPECT_THAT(TextOf(**document, {"Plan", "Notes"}),
                HasSubstr("the nested stack `A`"));
  }
}

TEST(LoopTest, IsWrittenOut) {
  const auto document = ReadCorpus("loop.yaml");
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  EXPECT_THAT(AddressesOf(**document), ElementsAre("BucketRec", "BucketChat"));
  EXPECT_EQ(TextOf(**document,
                   {"Resources", "BucketChat", "Properties", "BucketName"}),
            R"("acme-Chat")");
  EXPECT_TRUE(IsComplete(**document));
}

TEST(LoopTest, LoopsInsideLoopsConditionsAndProperties) {
  const auto document =
      Read({{"main.yaml",
             "Transform: AWS::LanguageExtensions\n"
             "Conditions:\n"
             "  \"Fn::ForEach::C\": [E, [dev, prod], {\"Is${E}\": !Equals "
             "[\"${E}\", "
             "prod]}]\n"
             "Resources:\n"
             "  \"Fn::ForEach::A\":\n    - X\n    - [a-1, b]\n"
             "    - \"Fn::ForEach::B\":\n        - Y\n        - [p, !Ref X]\n"
             "        - \"R&{X}${Y}\":\n            Type: T\n"
             "            Condition: Isprod\n"
             "            Properties:\n"
             "              Ref: {\"Fn::Join\": [\"-\", [!Ref X, !Ref Y]]}\n"
             "              \"Fn::ForEach::P\": [Z, [q], {\"K${Z}\": !Ref Z}]\n"
             "  Gone: {Type: T, Condition: Isdev}\n"}});
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  EXPECT_THAT(AddressesOf(**document),
              ElementsAre("Ra1p", "Ra1a-1", "Rbp", "Rbb"));
  EXPECT_EQ(TextOf(**document, {"Resources", "Ra1p", "Properties"}),
            R"({"Ref": "a-1-p", "Kq": "q"})");
}

TEST(LoopTest, OpenListsMakeWhatTheyMakeUnknown) {
  const auto document =
      Read({{"main.yaml",
             "Parameters: {L: {Type: CommaDelimitedList}}\n"
             "Resources:\n"
             "  \"Fn::ForEach::Many\": [N, !Ref L, {\"B${N}\": {Type: T}}]\n"
             "  R: {Type: T, Properties: {M: {\"Fn::ForEach::I\": [N, !Ref L, "
             "{\"${N}\": 1}]}}}\n"}});
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  EXPECT_FALSE(IsComplete(**document));
  EXPECT_THAT(TextOf(**document, {"Plan", "Notes"}),
              HasSubstr("the loop `Many` goes over a list"));
  EXPECT_THAT(TextOf(**document, {"Resources", "R", "Properties", "M"}),
              HasSubstr("?(the loop `I`"));
}

// A bomb of loops ends at the bound, and badly written ones are left out.
TEST(LoopTest, IsBounded) {
  std::string items;
  for (int i = 0; i < 200; ++i) {
    items += (i > 0 ? "," : "") + std::to_string(i);
  }
  std::string text = "Resources:\n  R:\n    Type: T\n    Properties: ";
  for (int i = 0; i < 8; ++i) {
    text += "{\"Fn::ForEach::L" + std::to_string(i) + "\": [V" +
            std::to_string(i) + ", [" + items + "], ";
  }
  text += "{\"${V0}${V1}${V2}${V3}${V4}${V5}${V6}${V7}\": x}";
  for (int i = 0; i < 8; ++i) {
    text += "]}";
  }
  const auto document = Read({{"main.yaml", text + "\n"}});
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, ErrorCode::kLimit);
  for (const char* bad : {"[]", "[N]", "[N, x, {}]", "[[N], [a], {}]",
                          "[N, [a], x]", "{}", "x"}) {
    EXPECT_TRUE(Read({{"main.yaml", "Resources: {\"Fn::ForEach::L\": " +
                                        std::string(bad) + "}\n"}}))
        << bad;
  }
}

TEST(ServerlessTest, BecomesWhatItMakes) {
  const auto document = ReadCorpus("serverless.yaml");
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  EXPECT_THAT(AddressesOf(**document),
              ElementsAre("Lookup", "LookupRole", "Deny"));
  EXPECT_EQ(TextOf(**document, {"Resources", "Lookup", "Type"}),
            R"("AWS::Lambda::Function")");
  const std::string function =
      TextOf(**document, {"Resources", "Lookup", "Properties"});
  EXPECT_THAT(function, HasSubstr(R"("Timeout": 30)"));
  EXPECT_THAT(function, HasSubstr(R"({"A": "1", "B": "2"})"));
  EXPECT_THAT(function, HasSubstr("LookupRole.Arn"));
  const std::string role =
      TextOf(**document, {"Resources", "LookupRole", "Properties"});
  EXPECT_THAT(role, HasSubstr("policy/AmazonConnect_FullAccess"));
  EXPECT_THAT(role, HasSubstr("connect:*"));
  EXPECT_THAT(role, HasSubstr("?(SAM's policy template `DynamoDBReadPolicy`"));
  EXPECT_EQ(TextOf(**document, {"Resources", "Deny", "Type"}),
            R"("AWS::DynamoDB::Table")");
  // The schedule makes a rule and a permission.
  EXPECT_FALSE(IsComplete(**document));
  EXPECT_THAT(TextOf(**document, {"Plan", "Notes"}),
              HasSubstr("SAM makes more resources of `Lookup`"));
}

TEST(ServerlessTest, PlainPartsAreComplete) {
  const auto document = Read(
      {{"main.yaml",
        "Transform: AWS::Serverless-2016-10-31\n"
        "Resources:\n"
        "  F:\n    Type: AWS::Serverless::Function\n    Properties:\n"
        "      Role: arn:aws:iam::111122223333:role/x\n"
        "      Tags: {a: b}\n      FunctionUrlConfig: {AuthType: NONE}\n"}});
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  EXPECT_TRUE(IsComplete(**document));
  EXPECT_THAT(AddressesOf(**document),
              ElementsAre("F", "FUrl", "FUrlPublicPermissions"));
  EXPECT_THAT(TextOf(**document, {"Resources", "F", "Properties"}),
              HasSubstr(R"("Tags": [{"Key": "a", "Value": "b"}])"));
}

TEST(MakersTest, AreNamed) {
  const auto document =
      Read({{"main.yaml",
             "Transform: [AWS::LanguageExtensions, Team::Macro]\n"
             "Resources: {}\n"}});
  ASSERT_TRUE(document);
  EXPECT_FALSE(IsComplete(**document));
  EXPECT_THAT(TextOf(**document, {"Plan", "Notes"}),
              HasSubstr("the transform `Team::Macro` may add resources"));
}

TEST(MakersTest, AnIncompleteTemplateIsNoClosedWorld) {
  const auto document = ReadCloudFormation(
      {.name = "t", .bytes = "Transform: M\nResources: {}\n"},
      {.closed_world = true});
  ASSERT_TRUE(document);
  EXPECT_THAT(TextOf(**document, {"Plan", "ClosedWorld"}),
              HasSubstr("does not show all resources"));
}

TEST(CdkAssemblyTest, ReadsAllStacksOfTheFolder) {
  const auto document = ReadCorpus("cdk.out/manifest.json");
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  EXPECT_THAT(AddressesOf(**document),
              ElementsAre("App.Instance", "App.Config", "App.Nested",
                          "App.Nested.Queue", "App.CDKMetadata",
                          "Storage.Bucket", "ProdApp.Topic"));
  EXPECT_EQ((*document)->FindResource("App.Nested.Queue")->construct,
            "App/Nested/Queue/Resource");
  // An export of one stack is known in another.
  const Value* bucket = FindPath(
      (*document)->root(),
      {"Resources", "App.Config", "Properties", "S3Config", "BucketName"});
  ASSERT_EQ(bucket->References().size(), 1u);
  EXPECT_EQ(bucket->References()[0].target, "Storage.Bucket");
  EXPECT_EQ(TextOf(**document, {"Plan", "Form"}), R"("cdk")");
  EXPECT_TRUE(IsComplete(**document));
}

TEST(CdkAssemblyTest, RefusesWhatIsNoAssembly) {
  const auto read = [](const char* manifest,
                       std::map<std::string, std::string, std::less<>> files) {
    const MemoryFileReader disk(std::move(files));
    Input input{.name = "out/manifest.json", .bytes = manifest};
    input.disk = &disk;
    const auto document = ReadDocument(std::move(input));
    return document ? std::string() : Render(document.error().diagnostic);
  };
  EXPECT_THAT(read(R"({"version": "1", "artifacts": {}})", {}),
              HasSubstr("the assembly has no stacks"));
  EXPECT_THAT(read(R"({"version": "1", "artifacts": []})", {}),
              HasSubstr("`artifacts` must be a map"));
  constexpr const char* kStack =
      R"({"version": "1", "artifacts": {"S": {"type": "aws:cloudformation:stack",
          "properties": {"templateFile": "%s"}}}})";
  const auto stack = [&](const char* file) {
    std::string text = kStack;
    return text.replace(text.find("%s"), 2, file);
  };
  EXPECT_THAT(read(stack("../t.json").c_str(), {}),
              HasSubstr("must have a `templateFile` in the assembly"));
  EXPECT_THAT(read(stack("t.json").c_str(), {}), HasSubstr("out/t.json"));
  EXPECT_THAT(read(stack("t.json").c_str(), {{"out/t.json", "{}"}}),
              HasSubstr("out/t.json:1:1: the template has no `Resources`"));
  constexpr const char* kSelf =
      R"({"version": "1", "artifacts": {"S": {"type": "cdk:cloud-assembly",
          "properties": {"directoryName": "."}}}})";
  EXPECT_NE(read(kSelf, {{"out/./manifest.json", kSelf}}), "");
}

}  // namespace
}  // namespace connectguard
