#include "readers/flow_export.h"

#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "document/dump.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;

std::unique_ptr<const Document> Read(const std::string& bytes,
                                     const std::string& name = "x/main.json") {
  auto document = ReadDocument({.name = name, .bytes = bytes});
  EXPECT_TRUE(document) << document.error().diagnostic.message;
  return document ? *std::move(document) : nullptr;
}

const Value& PropertiesOf(const Document& document) {
  return *document.resources().front().properties;
}

TEST(FlowExportTest, AFlowIsAResource) {
  const auto document =
      Read(R"({"Version": "2019-10-30", "StartAction": "a", "Actions": []})");
  ASSERT_NE(document, nullptr);
  ASSERT_EQ(document->resources().size(), 1u);
  const Resource& flow = document->resources().front();
  EXPECT_EQ(flow.address, "main");
  EXPECT_EQ(flow.type, "AWS::Connect::ContactFlow");
  EXPECT_EQ(StringAt(*Find(*flow.properties, "Content"), "StartAction"), "a");
  EXPECT_EQ(StringAt(*Find(document->root(), "Plan"), "Kind"), "flow");
}

// Not even its type is guessed.
TEST(FlowExportTest, WhatTheFileDoesNotSayIsUnknown) {
  const auto document = Read(R"({"StartAction": "a", "Actions": []})");
  for (const char* property : {"Type", "InstanceArn"}) {
    const Value* value = Find(PropertiesOf(*document), property);
    ASSERT_NE(value, nullptr) << property;
    EXPECT_TRUE(value->Is(Kind::kUnknown)) << property;
    EXPECT_FALSE(value->unknown->may_be_absent) << property;
  }
}

TEST(FlowExportTest, TheEditorNotesNameAndType) {
  const auto document = Read(
      R"({"StartAction": "a", "Actions": [],
          "Metadata": {"name": "Waiting room", "type": "customerQueue"}})");
  EXPECT_EQ(document->resources().front().address, "Waiting room");
  EXPECT_EQ(StringAt(PropertiesOf(*document), "Type"), "CUSTOMER_QUEUE");
}

TEST(FlowExportTest, TheLegacyExportNotesThemElsewhere) {
  const auto document = Read(
      R"({"modules": [], "version": "1", "type": "agentWhisper", "start": "a",
          "metadata": {"name": "whisper"}})");
  EXPECT_EQ(document->resources().front().address, "whisper");
  EXPECT_EQ(StringAt(PropertiesOf(*document), "Type"), "AGENT_WHISPER");
}

constexpr const char* kDescribed = R"({"ContactFlow": {
  "Arn": "arn:aws:connect:eu-west-2:111122223333:instance/I/contact-flow/F",
  "Id": "F", "Name": "front", "Type": "QUEUE_TRANSFER", "State": "ARCHIVED",
  "Content": "{\"StartAction\": \"a\", \"Actions\": []}"}})";

TEST(FlowExportTest, AnAnswerOfTheApiSaysMore) {
  const auto document = Read(kDescribed);
  const Value& properties = PropertiesOf(*document);
  EXPECT_EQ(StringAt(properties, "Type"), "QUEUE_TRANSFER");
  EXPECT_EQ(StringAt(properties, "State"), "ARCHIVED");
  EXPECT_EQ(StringAt(properties, "InstanceArn"),
            "arn:aws:connect:eu-west-2:111122223333:instance/I");
  EXPECT_EQ(StringAt(*Find(properties, "Content"), "StartAction"), "a");
  const auto identifiers = document->resources().front().identifiers;
  ASSERT_EQ(identifiers.size(), 3u);
  EXPECT_EQ(identifiers[1].text,
            "arn:aws:connect:eu-west-2:111122223333:instance/I/contact-flow/F");
  EXPECT_EQ(identifiers[2].text, "F");
}

TEST(FlowExportTest, AModuleHasNoType) {
  const auto document = Read(
      R"({"ContactFlowModule": {"Name": "m", "Content": "{\"Actions\": []}"}})");
  EXPECT_EQ(document->resources().front().type,
            "AWS::Connect::ContactFlowModule");
  EXPECT_EQ(Find(PropertiesOf(*document), "Type"), nullptr);
}

// What is wrong with it is for the flow's own analyses to say.
TEST(FlowExportTest, ContentThatIsNoJsonStaysText) {
  const auto document =
      Read(R"({"ContactFlow": {"Name": "m", "Content": "{\"Actions\": ["}})");
  EXPECT_TRUE(Find(PropertiesOf(*document), "Content")->Is(Kind::kString));
}

TEST(FlowExportTest, TextThatIsNoJsonIsAnError) {
  const auto document = ReadDocument(
      {.name = "f.json", .bytes = R"({"StartAction": "a", "Actions": [)"});
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, ErrorCode::kBadInput);
  EXPECT_EQ(document.error().diagnostic.file, "f.json");
}

TEST(FlowExportTest, TemplatesStayTemplates) {
  const auto document = Read(
      R"({"Resources": {"A": {"Type": "AWS::S3::Bucket"}}, "Metadata": {},
          "Mappings": {"Actions": {"a": {"b": "c"}}}})");
  EXPECT_EQ(StringAt(*Find(document->root(), "Plan"), "Kind"),
            "cloudformation");
}

TEST(FlowExportTest, TheWorldIsOpenUntilSaidOtherwise) {
  const auto open = Read(kDescribed);
  EXPECT_TRUE(
      FindPath(open->root(), {"Plan", "ClosedWorld"})->Is(Kind::kUnknown));
  const auto closed =
      ReadDocument({.name = "f", .bytes = kDescribed}, {.closed_world = true});
  ASSERT_TRUE(closed);
  EXPECT_THAT(Dump((*closed)->root()), HasSubstr("\"ClosedWorld\": true"));
}

TEST(FlowExportTest, PlacesAreThoseOfTheFile) {
  const auto document =
      Read("{\n  \"StartAction\": \"a\",\n  \"Actions\": []}");
  const Value* start =
      FindPath(PropertiesOf(*document), {"Content", "StartAction"});
  EXPECT_EQ(document->file(start->file).At(start->begin).line, 2u);
}

}  // namespace
}  // namespace connectguard
