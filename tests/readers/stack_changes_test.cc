// What a deployment deletes and replaces: by the previous template, by a change
// set, and by what hooks are handed.
#include "readers/stack_changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "readers/corpus_document.h"
#include "readers/create_only.h"

namespace connectguard {
namespace {

using testing::ActionOf;
using testing::CorpusPath;
using ::testing::HasSubstr;
using testing::ReadCorpus;
using ::testing::StartsWith;
using testing::TextOf;

Result<std::unique_ptr<const Document>> ReadBoth(std::string now,
                                                 std::string before) {
  StackInputs inputs;
  inputs.previous =
      TemplateFile{.name = "before.yaml", .bytes = std::move(before)};
  return ReadDocument({.name = "now.yaml",
                       .bytes = std::move(now),
                       .stack = std::move(inputs)});
}

TEST(CreateOnlyTest, HasTheTypesOfTheTable) {
  ASSERT_NE(CreateOnlyOf("AWS::Connect::Instance"), nullptr);
  EXPECT_EQ(CreateOnlyOf("AWS::Connect::Instance")->always.size(), 3u);
  EXPECT_EQ(CreateOnlyOf("AWS::DynamoDB::Table")->sometimes.size(), 1u);
  EXPECT_EQ(CreateOnlyOf("AWS::No::Such"), nullptr);
}

struct Change {
  const char* what;
  const char* before;
  const char* now;
  const char* planned;  // How the action begins; empty: no such resource.
  const char* previous;
};

void PrintTo(const Change& change, std::ostream* out) { *out << change.what; }

class StackChangesTest : public ::testing::TestWithParam<Change> {};

TEST_P(StackChangesTest, SaysWhatHappens) {
  const auto section = [](const char* resource) {
    return "Parameters: {P: {Type: String}, D: {Type: String, Default: d}}\n"
           "Resources:\n  Other: {Type: AWS::SNS::Topic}\n" +
           std::string(resource);
  };
  const auto document =
      ReadBoth(section(GetParam().now), section(GetParam().before));
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  EXPECT_THAT(ActionOf(**document, "Resources", "R"),
              StartsWith(GetParam().planned));
  EXPECT_THAT(ActionOf(**document, "Previous", "R"),
              StartsWith(GetParam().previous));
  EXPECT_EQ(ActionOf(**document, "Resources", "R").empty(),
            *GetParam().planned == '\0');
  EXPECT_EQ(ActionOf(**document, "Previous", "R").empty(),
            *GetParam().previous == '\0');
  EXPECT_EQ(ActionOf(**document, "Previous", "Other"), "no-op");
}

#define BUCKET(properties) \
  "  R: {Type: AWS::S3::Bucket, Properties: {" properties "}}\n"
INSTANTIATE_TEST_SUITE_P(
    All, StackChangesTest,
    ::testing::Values(
        Change{"new", "", BUCKET(""), "create", ""},
        Change{"same", BUCKET("BucketName: a"), BUCKET("BucketName: a"),
               "no-op", "no-op"},
        Change{"written otherwise", BUCKET("BucketName: d"),
               BUCKET("BucketName: !Ref D"), "no-op", "no-op"},
        Change{"numbers and booleans as texts",
               BUCKET("ObjectLockEnabled: true"),
               BUCKET("ObjectLockEnabled: \"true\""), "no-op", "no-op"},
        Change{"updated", BUCKET("BucketName: a"),
               BUCKET("BucketName: a, ObjectLockEnabled: true"), "update",
               "update"},
        Change{"replaced", BUCKET("BucketName: a"), BUCKET("BucketName: b"),
               "replace", "replace"},
        Change{"replaced by a default", BUCKET("BucketName: !Ref D"),
               BUCKET("BucketName: b"), "replace", "replace"},
        Change{"name dropped", BUCKET("BucketName: a"), BUCKET(""), "replace",
               "replace"},
        Change{"replaced and kept",
               "  R: {Type: AWS::S3::Bucket, UpdateReplacePolicy: Retain, "
               "Properties: {BucketName: a}}\n",
               "  R: {Type: AWS::S3::Bucket, UpdateReplacePolicy: Retain, "
               "Properties: {BucketName: b}}\n",
               "replace", "forget"},
        Change{"kept by the new template alone", BUCKET("BucketName: a"),
               "  R: {Type: AWS::S3::Bucket, UpdateReplacePolicy: Retain, "
               "Properties: {BucketName: b}}\n",
               "replace", "replace"},
        Change{"deleted", BUCKET(""), "", "", "delete"},
        Change{"let go of",
               "  R: {Type: AWS::S3::Bucket, DeletionPolicy: Retain}\n", "", "",
               "forget"},
        Change{"kept but for a failed creation",
               "  R: {Type: AWS::S3::Bucket, DeletionPolicy: "
               "RetainExceptOnCreate}\n",
               "", "", "forget"},
        Change{"snapshot is no keeping",
               "  R: {Type: AWS::S3::Bucket, DeletionPolicy: Snapshot}\n", "",
               "", "delete"},
        Change{"policy not known",
               "  R: {Type: AWS::S3::Bucket, DeletionPolicy: !Ref P}\n", "", "",
               "?(its DeletionPolicy"},
        Change{"another type", BUCKET(""), "  R: {Type: AWS::SQS::Queue}\n",
               "replace", "replace"},
        Change{"a parameter may have another value",
               BUCKET("BucketName: !Ref P"), BUCKET("BucketName: !Ref P"),
               "?(whether `BucketName` changes", "?("},
        Change{
            "the region stays", BUCKET("BucketName: !Sub \"x-${AWS::Region}\""),
            BUCKET("BucketName: !Sub \"x-${AWS::Region}\""), "no-op", "no-op"},
        Change{"an expression that changes",
               BUCKET("BucketName: !Sub \"x-${AWS::Region}\""),
               BUCKET("BucketName: !Sub \"y-${AWS::Region}\""),
               "?(whether `BucketName` changes", "?("},
        Change{"a condition may choose otherwise", BUCKET("BucketName: a"),
               BUCKET("BucketName: !If [No, a, b]"),
               "?(whether `BucketName` changes", "?("},
        Change{"replaced in some cases",
               "  R: {Type: AWS::DynamoDB::Table, Properties: {KeySchema: "
               "[a]}}\n",
               "  R: {Type: AWS::DynamoDB::Table, Properties: {KeySchema: "
               "[b]}}\n",
               "?(a change of `KeySchema`", "?("},
        Change{"a type that the table does not have",
               "  R: {Type: Team::Own::Type, Properties: {A: 1}}\n",
               "  R: {Type: Team::Own::Type, Properties: {A: 2}}\n",
               "?(which changes replace", "?("},
        Change{"such a type unchanged",
               "  R: {Type: Team::Own::Type, Properties: {A: 1}}\n",
               "  R: {Type: Team::Own::Type, Properties: {A: 1}}\n", "no-op",
               "no-op"},
        Change{"refers to what stays",
               "  R: {Type: AWS::Connect::User, Properties: {InstanceArn: "
               "!GetAtt Other.Arn}}\n",
               "  R: {Type: AWS::Connect::User, Properties: {InstanceArn: "
               "!GetAtt Other.Arn}}\n",
               "no-op", "no-op"}));

TEST(StackChangesTest, WhatRefersToAReplacedResourceIsReplaced) {
  const auto text = [](const char* alias) {
    return "Resources:\n"
           "  I: {Type: AWS::Connect::Instance, Properties: {InstanceAlias: " +
           std::string(alias) +
           "}}\n"
           "  Q: {Type: AWS::Connect::InstanceStorageConfig, Properties: "
           "{InstanceArn: !GetAtt I.Arn, StorageType: S3}}\n"
           "  A: {Type: AWS::IAM::Role, Properties: {RoleName: !Ref B}}\n"
           "  B: {Type: AWS::IAM::Role, Properties: {RoleName: !Ref A}}\n";
  };
  const auto document = ReadBoth(text("b"), text("a"));
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  EXPECT_EQ(ActionOf(**document, "Previous", "I"), "replace");
  EXPECT_EQ(ActionOf(**document, "Previous", "Q"), "replace");
  EXPECT_EQ(TextOf(**document, {"Resources", "Q", "Change", "ReplacePaths"}),
            R"(["Properties.InstanceArn"])");
  // Names that wait for each other end.
  EXPECT_THAT(ActionOf(**document, "Previous", "A"), StartsWith("?("));
}

TEST(StackChangesTest, BadPreviousTemplatesAreErrorsOfTheirFile) {
  for (const char* bad : {"", "[1]", "Resources: [", "{\"Resources\": 5}"}) {
    const auto document = ReadBoth("Resources: {}\n", bad);
    ASSERT_FALSE(document) << bad;
    EXPECT_EQ(document.error().diagnostic.file, "before.yaml") << bad;
  }
}

Result<std::unique_ptr<const Document>> ReadWithChangeSet(std::string now,
                                                          std::string set) {
  StackInputs inputs;
  inputs.change_set = TemplateFile{.name = "set.json", .bytes = std::move(set)};
  return ReadDocument({.name = "now.yaml",
                       .bytes = std::move(now),
                       .stack = std::move(inputs)});
}

TEST(ChangeSetTest, DecidesBesideATemplate) {
  const auto document = ReadWithChangeSet(
      "Parameters: {Name: {Type: String}}\n"
      "Resources:\n"
      "  A: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Name}}\n"
      "  B: {Type: AWS::S3::Bucket}\n"
      "  C: {Type: AWS::S3::Bucket}\n"
      "  D: {Type: AWS::S3::Bucket}\n",
      R"({"ChangeSetName": "c", "Status": "CREATE_COMPLETE",
          "Parameters": [{"ParameterKey": "Name", "ParameterValue": "n"},
                         {"ParameterKey": "Secret", "ParameterValue": "****"}],
          "Changes": [
        {"Type": "Resource", "ResourceChange": {"Action": "Modify",
          "LogicalResourceId": "A", "ResourceType": "AWS::S3::Bucket",
          "Replacement": "True", "PolicyAction": "ReplaceAndRetain",
          "Details": [{"Target": {"Attribute": "Properties",
            "Name": "BucketName", "RequiresRecreation": "Always"}}]}},
        {"Type": "Resource", "ResourceChange": {"Action": "Add",
          "LogicalResourceId": "B", "ResourceType": "AWS::S3::Bucket"}},
        {"Type": "Resource", "ResourceChange": {"Action": "Dynamic",
          "LogicalResourceId": "C", "ResourceType": "AWS::S3::Bucket"}},
        {"Type": "Resource", "ResourceChange": {"Action": "Remove",
          "LogicalResourceId": "E", "ResourceType": "AWS::S3::Bucket",
          "PolicyAction": "Retain"}}]})");
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  const Document& d = **document;
  EXPECT_EQ(ActionOf(d, "Resources", "A"), "replace");
  EXPECT_EQ(ActionOf(d, "Previous", "A"), "forget");
  EXPECT_EQ(TextOf(d, {"Resources", "A", "Change", "ReplacePaths"}),
            R"(["Properties.BucketName"])");
  EXPECT_EQ(TextOf(d, {"Resources", "A", "Properties", "BucketName"}),
            R"("n")");
  EXPECT_EQ(ActionOf(d, "Resources", "B"), "create");
  EXPECT_EQ(ActionOf(d, "Previous", "B"), "");
  EXPECT_THAT(ActionOf(d, "Previous", "C"), StartsWith("?("));
  EXPECT_EQ(ActionOf(d, "Previous", "D"), "no-op");
  EXPECT_EQ(ActionOf(d, "Previous", "E"), "forget");
  EXPECT_EQ(ActionOf(d, "Resources", "E"), "");
}

// The changes inside a nested stack are in a change set of their own.
TEST(ChangeSetTest, DoesNotTellWhatHappensInNestedStacks) {
  const auto read = [](const char* change) {
    StackInputs inputs;
    inputs.change_set = TemplateFile{
        .name = "set.json",
        .bytes = R"({"ChangeSetName": "c", "Changes": [{"ResourceChange": )" +
                 std::string(change) + "}]}"};
    auto document = ReadCorpus("nested/root.yaml", std::move(inputs));
    EXPECT_TRUE(document) << Render(document.error().diagnostic);
    return *std::move(document);
  };
  const auto modified = read(
      R"({"Action": "Modify", "LogicalResourceId": "Contact", "ResourceType":
          "AWS::CloudFormation::Stack", "Replacement": "False"})");
  EXPECT_THAT(ActionOf(*modified, "Previous", "Contact.Instance"),
              StartsWith("?(the change set of the nested stack"));
  EXPECT_EQ(ActionOf(*modified, "Previous", "Profile"), "no-op");
  const auto other = read(
      R"({"Action": "Modify", "LogicalResourceId": "Profile", "ResourceType":
          "AWS::Connect::SecurityProfile", "Replacement": "False"})");
  EXPECT_EQ(ActionOf(*other, "Previous", "Contact.Instance"), "no-op");
  const auto added = read(
      R"({"Action": "Add", "LogicalResourceId": "Contact", "ResourceType":
          "AWS::CloudFormation::Stack"})");
  EXPECT_EQ(ActionOf(*added, "Resources", "Contact.Instance"), "create");
  EXPECT_EQ(ActionOf(*added, "Previous", "Contact.Instance"), "");
}

TEST(ChangeSetTest, IsAnInputByItself) {
  const auto document = ReadDocument(
      {.name = "set.json",
       .bytes = R"({"ChangeSetId": "c", "NextToken": "more", "Changes": [
        {"Type": "Resource", "ResourceChange": {"Action": "Modify",
          "LogicalResourceId": "I", "ResourceType": "AWS::Connect::Instance",
          "Replacement": "False",
          "BeforeContext": "{\"Properties\":{\"InstanceAlias\":\"acme\"}}",
          "AfterContext": "{\"Properties\":{\"InstanceAlias\":\"acme\",\"Attributes\":{\"ContactflowLogs\":\"true\",\"X\":\"5\"}}}"}},
        {"Type": "Hook"}]})"});
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  EXPECT_EQ(TextOf(**document, {"Plan", "Form"}), R"("change-set")");
  EXPECT_EQ(
      TextOf(**document, {"Resources", "I", "Properties", "InstanceAlias"}),
      R"("acme")");
  // A text that may be a boolean is neither compared as one nor as the other.
  EXPECT_THAT(TextOf(**document, {"Resources", "I", "Properties", "Attributes",
                                  "ContactflowLogs"}),
              StartsWith("?(the change set writes numbers"));
  EXPECT_EQ(ActionOf(**document, "Previous", "I"), "update");
  EXPECT_THAT(TextOf(**document, {"Plan", "Notes"}), HasSubstr("more pages"));
}

TEST(ChangeSetTest, AFailedOneIsErrored) {
  const auto document = ReadDocument(
      {.name = "set.json",
       .bytes =
           R"({"ChangeSetName": "c", "Status": "FAILED", "Changes": []})"});
  ASSERT_TRUE(document);
  EXPECT_EQ(TextOf(**document, {"Plan", "Errored"}), "true");
}

TEST(ChangeSetTest, RefusesWhatIsNone) {
  for (
      const char* bad :
      {"[]", "{}", R"({"Changes": {}})", R"({"Changes": [5]})",
       R"({"Changes": [{"ResourceChange": {"Action": "Add"}}]})",
       R"({"Changes": [{"ResourceChange": {"Action": "Explode", "LogicalResourceId": "A"}}]})",
       "Changes: []", ""}) {
    const auto document = ReadWithChangeSet("Resources: {}\n", bad);
    ASSERT_FALSE(document) << bad;
    EXPECT_EQ(document.error().diagnostic.file, "set.json") << bad;
  }
}

TEST(HookPayloadTest, ReadsTheResourceOfALambdaHook) {
  const auto document = ReadCorpus("lambda_hook_resource.json");
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  EXPECT_EQ(ActionOf(**document, "Resources", "Main"), "create");
  EXPECT_EQ(TextOf(**document, {"Plan", "ClientRequestToken"}), R"("tok-1")");
  EXPECT_EQ(TextOf(**document, {"Plan", "Kind"}), R"("hook")");
  EXPECT_EQ(TextOf(**document, {"Plan", "Complete"}), "false");
}

TEST(HookPayloadTest, ReadsTheStackOfALambdaHook) {
  const auto document = ReadCorpus("lambda_hook_stack.json");
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  EXPECT_EQ(ActionOf(**document, "Previous", "Instance"), "replace");
  // The default is not what the stack has.
  EXPECT_THAT(TextOf(**document, {"Resources", "Instance", "Properties",
                                  "Attributes", "ContactflowLogs"}),
              StartsWith("?("));
  EXPECT_THAT((*document)->file(1).name(), HasSubstr("(the template)"));
}

TEST(HookPayloadTest, ReadsTheContentOfAChangeSet) {
  const auto document = ReadCorpus("lambda_hook_change_set_payload.json");
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  EXPECT_EQ(ActionOf(**document, "Previous", "Recordings"), "delete");
  EXPECT_EQ(ActionOf(**document, "Previous", "Instance"), "update");
  EXPECT_EQ(TextOf(**document, {"Resources", "Instance", "Properties",
                                "Attributes", "ContactflowLogs"}),
            "true");
}

TEST(HookPayloadTest, ReadsGuardHooks) {
  const auto resource = ReadCorpus("guard_hook_resource.yaml");
  ASSERT_TRUE(resource) << Render(resource.error().diagnostic);
  EXPECT_EQ(ActionOf(**resource, "Previous", "Main"), "replace");
  const auto stack = ReadCorpus("guard_hook_stack.yaml");
  ASSERT_TRUE(stack) << Render(stack.error().diagnostic);
  EXPECT_EQ(ActionOf(**stack, "Previous", "Bucket"), "no-op");
  EXPECT_EQ(ActionOf(**stack, "Previous", "Instance"), "delete");
  EXPECT_EQ(
      TextOf(**stack, {"Resources", "Bucket", "Properties", "BucketName"}),
      R"("data-us-west-2")");
}

TEST(HookPayloadTest, DeletionsAndTheOlderFormOfTheRequest) {
  const auto document = ReadDocument(
      {.name = "event.json",
       .bytes = R"({"request": {"clientRequestToken": "t", "hookContext": {
          "awsAccountId": "1", "stackId": "", "hookTypeName": "x::y::z",
          "invocationPoint": "DELETE_PRE_PROVISION",
          "targetName": "AWS::Connect::Instance",
          "targetType": "RESOURCE", "targetLogicalId": "I",
          "targetModel": {"resourceProperties": {"InstanceAlias": "a"}}}},
          "clientRequestToken": "t", "callbackContext": null})"});
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  EXPECT_EQ(ActionOf(**document, "Previous", "I"), "delete");
  EXPECT_EQ(TextOf(**document, {"Previous", "I", "Type"}),
            R"("AWS::Connect::Instance")");
  EXPECT_EQ(ActionOf(**document, "Resources", "I"), "");
}

// Its guide: "if the resource is being deleted, this value will be empty".
TEST(HookPayloadTest, EmptyPropertiesOfADeletionAreNotKnown) {
  const auto document = ReadDocument(
      {.name = "hook.yaml",
       .bytes = "HookContext:\n  InvocationPoint: DELETE_PRE_PROVISION\n"
                "  TargetType: RESOURCE\n"
                "Resources:\n  B: {ResourceType: AWS::S3::Bucket, "
                "ResourceProperties: {}}\n"});
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  EXPECT_EQ(ActionOf(**document, "Previous", "B"), "delete");
  EXPECT_EQ(TextOf(**document, {"Previous", "B", "Properties"}),
            "?(the hook is not told it)");
}

struct BadPayload {
  const char* text;
  const char* says;
};

TEST(HookPayloadTest, SaysWhatIsWrong) {
  for (const BadPayload& bad : {
           BadPayload{R"({"hookTypeName": "x", "requestData": {"payload":
                          "https://s3.amazonaws.com/x"}})",
                      "the payload is still an address"},
           BadPayload{R"({"hookTypeName": "x", "requestData": {}})",
                      "neither `targetModel` nor `payload`"},
           BadPayload{R"({"hookTypeName": "x", "requestData": {"payload":
                          {"template": "Resources: ["}}})",
                      "(the template):1"},
           BadPayload{R"({"template": "{}", "changedResources": []})",
                      "(the template):1:1: the template has no `Resources`"},
           BadPayload{R"({"template": "Resources: {}", "changedResources": 5})",
                      "`changedResources` must be a list"},
           BadPayload{R"({"HookContext": 5})", "`HookContext` must be a map"},
       }) {
    const auto document =
        ReadDocument({.name = "event.json", .bytes = bad.text});
    ASSERT_FALSE(document) << bad.text;
    EXPECT_THAT(Render(document.error().diagnostic), HasSubstr(bad.says));
  }
}

TEST(HookPayloadTest, ADeletedStackIsNotShown) {
  const auto document =
      ReadDocument({.name = "event.json",
                    .bytes = R"({"template": "", "previousTemplate": ""})"});
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  EXPECT_TRUE((*document)->resources().empty());
  EXPECT_THAT(TextOf(**document, {"Plan", "Notes"}),
              HasSubstr("the stack is deleted"));
}

}  // namespace
}  // namespace connectguard
