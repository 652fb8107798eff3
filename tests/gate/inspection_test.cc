#include "gate/inspection.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file_reader.h"
#include "readers/input.h"

namespace connectguard {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::SizeIs;

constexpr std::chrono::sys_days kToday = std::chrono::year(2026) / 12 / 1;

std::unique_ptr<const Document> Read(std::string text) {
  auto document = ReadDocument({.name = "in", .bytes = std::move(text)});
  EXPECT_TRUE(document);
  return document ? *std::move(document) : nullptr;
}

std::unique_ptr<const Document> Plan(const std::string& name) {
  auto text = DiskFileReader().Read(std::string(CONNECTGUARD_SOURCE_DIR) +
                                    "/tests/corpus/plans/" + name);
  EXPECT_TRUE(text);
  return Read(text ? *std::move(text) : std::string());
}

const InspectedValue* ValueAt(const InspectedResource& resource,
                              std::string_view path) {
  const auto found = std::find_if(
      resource.values.begin(), resource.values.end(),
      [&](const InspectedValue& value) { return value.path == path; });
  return found == resource.values.end() ? nullptr : &*found;
}

constexpr char kLinked[] =
    "Resources:\n"
    "  Main: {Type: 'AWS::Connect::Instance'}\n"
    "  Other: {Type: 'AWS::Connect::Instance'}\n"
    "  Calls:\n"
    "    Type: AWS::Connect::InstanceStorageConfig\n"
    "    Properties:\n"
    "      InstanceArn: !GetAtt Main.Arn\n"
    "      Both: !Sub '${Main}/${Other}'\n";

TEST(InspectionTest, FollowsLinksBothWays) {
  const auto document = Read(kLinked);
  const Inspector inspector(*document, kToday);
  ASSERT_THAT(inspector.links(), SizeIs(2));
  EXPECT_EQ(inspector.links()[0].to->address, "Main");
  EXPECT_EQ(inspector.links()[0].path, "Properties.InstanceArn");
  EXPECT_EQ(inspector.links()[0].more, 1U);
  EXPECT_TRUE(inspector.links()[0].certain);
  EXPECT_EQ(inspector.links()[1].to->address, "Other");
  const InspectedResource main =
      inspector.Inspect({.resource = document->FindResource("Main")});
  ASSERT_THAT(main.referrers, SizeIs(2));
  EXPECT_EQ(main.referrers[1].address, "Calls");
  EXPECT_EQ(main.referrers[1].path, "Properties.Both");
}

constexpr char kConditional[] =
    "Parameters:\n"
    "  Env: {Type: String}\n"
    "  Key: {Type: String, NoEcho: true, Default: hunter2hunter2}\n"
    "Conditions:\n"
    "  IsProd: !Equals [!Ref Env, prod]\n"
    "  IsTest: !Equals [!Ref Env, test]\n"
    "  Always: !Equals [a, a]\n"
    "Resources:\n"
    "  Main:\n"
    "    Type: AWS::Connect::Instance\n"
    "    Condition: Always\n"
    "    Properties:\n"
    "      InstanceAlias: !If [IsProd, live, !If [IsTest, test, dev]]\n"
    "      Attributes: !If [IsProd, {InboundCalls: true}, !Ref AWS::NoValue]\n"
    "      Other: !If [IsProd, !Ref Key, plain]\n"
    "  Store:\n"
    "    Type: AWS::S3::Bucket\n"
    "    Condition: IsProd\n";

TEST(InspectionTest, TellsWhatAnOpenConditionChoosesFrom) {
  const auto document = Read(kConditional);
  const Inspector inspector(*document, kToday);
  const InspectedResource main =
      inspector.Inspect({.resource = document->FindResource("Main")});
  EXPECT_EQ(main.only_if, "");
  const InspectedValue* alias = ValueAt(main, "Properties.InstanceAlias");
  ASSERT_NE(alias, nullptr);
  ASSERT_THAT(alias->alternatives, SizeIs(2));
  EXPECT_EQ(alias->alternatives[0].when, "`IsProd` is true");
  ASSERT_THAT(alias->alternatives[0].values, SizeIs(1));
  EXPECT_EQ(alias->alternatives[0].values[0].value->AsString(), "live");
  EXPECT_EQ(alias->alternatives[1].when, "`IsProd` is false");
  ASSERT_THAT(alias->alternatives[1].values, SizeIs(1));
  EXPECT_THAT(alias->alternatives[1].values[0].alternatives, SizeIs(2));
  const InspectedValue* attributes = ValueAt(main, "Properties.Attributes");
  ASSERT_THAT(attributes->alternatives, SizeIs(2));
  EXPECT_THAT(attributes->alternatives[0].values, SizeIs(2));
  EXPECT_EQ(attributes->alternatives[0].values[1].path,
            "Properties.Attributes.InboundCalls");
  EXPECT_THAT(attributes->alternatives[1].values, SizeIs(0));
  // One of them is secret, so that none is told.
  const InspectedValue* other = ValueAt(main, "Properties.Other");
  EXPECT_TRUE(other->hidden);
  EXPECT_THAT(other->alternatives, SizeIs(0));
}

TEST(InspectionTest, TellsOnWhatTheExistenceOfAResourceDepends) {
  const auto document = Read(kConditional);
  const Inspector inspector(*document, kToday);
  EXPECT_EQ(
      inspector.Inspect({.resource = document->FindResource("Store")}).only_if,
      "`IsProd`");
}

TEST(InspectionTest, TellsWhereAPlannedValueComesFromAndWhyOneIsUnknown) {
  const auto document = Plan("02-flat-insecure.json");
  const Inspector inspector(*document, kToday);
  for (const ResourceInSection& each : inspector.All()) {
    const InspectedResource resource = inspector.Inspect(each);
    for (const InspectedValue& value : resource.values) {
      const bool unknown = value.value->Is(Kind::kUnknown);
      EXPECT_EQ(unknown, !value.reason.empty()) << value.path;
      const bool scalar = !value.value->Is(Kind::kMap) &&
                          !value.value->Is(Kind::kList) && !unknown;
      if (scalar && value.path.starts_with("Properties.") &&
          !value.attribute.empty()) {
        EXPECT_FALSE(value.place.file.empty()) << value.path;
      }
    }
  }
  const InspectedResource instance = inspector.Inspect(
      {.resource = document->FindResource("aws_connect_instance.main")});
  const InspectedValue* logs =
      ValueAt(instance, "Properties.Attributes.ContactflowLogs");
  ASSERT_NE(logs, nullptr);
  EXPECT_EQ(logs->attribute, "contact_flow_logs_enabled");
  EXPECT_EQ(logs->set_in, "");
  EXPECT_GT(logs->place.span.begin, instance.place.span.begin);
}

TEST(InspectionTest, CountsTypesUnderTerraformsNames) {
  const auto document = Read(R"({"format_version": "1.2", "resource_changes": [
    {"address": "acme_thing.a", "mode": "managed", "type": "acme_thing",
     "name": "a", "change": {"actions": ["create"], "before": null,
     "after": {"b": 1}, "after_unknown": {"c": true}}},
    {"address": "acme_thing.b", "mode": "managed", "type": "acme_thing",
     "name": "b", "change": {"actions": ["no-op"], "before": {"b": 1},
     "after": {"b": 1}, "after_unknown": {}}}]})");
  const Inspector inspector(*document, kToday);
  EXPECT_THAT(inspector.Unmapped(), ElementsAre(Pair("acme_thing", 2U)));
  EXPECT_THAT(inspector.Unknown(), ElementsAre(Pair("known after apply", 1U)));
  // What nothing changes stands there once.
  EXPECT_THAT(inspector.All(), SizeIs(2));
}

TEST(InspectionTest, NamesAllInstancesByTheAddressWithoutKeys) {
  const auto document = Read(R"({"format_version": "1.2", "resource_changes": [
    {"address": "acme_thing.a[\"x\"]", "mode": "managed", "type": "acme_thing",
     "name": "a", "change": {"actions": ["create"], "before": null,
     "after": {}, "after_unknown": {}}},
    {"address": "acme_thing.a[\"y\"]", "mode": "managed", "type": "acme_thing",
     "name": "a", "change": {"actions": ["create"], "before": null,
     "after": {}, "after_unknown": {}}}]})");
  const Inspector inspector(*document, kToday);
  EXPECT_THAT(inspector.Named("acme_thing.a"), SizeIs(2));
  EXPECT_THAT(inspector.Named("acme_thing.a[\"y\"]"), SizeIs(1));
  EXPECT_THAT(inspector.Named("acme_thing.b"), SizeIs(0));
}

// A provider copies a secret to where nobody marks it.
TEST(InspectionTest, HidesCopiesOfSecrets) {
  const auto document = Read(R"({"format_version": "1.2", "resource_changes": [
    {"address": "acme_thing.a", "mode": "managed", "type": "acme_thing",
     "name": "a", "change": {"actions": ["create"], "before": null,
     "after": {"tags": {"t": "topsecret"}, "tags_all": {"t": "topsecret"},
               "url": "x://topsecret@y", "free": "text"},
     "after_unknown": {}, "after_sensitive": {"tags": true}}}]})");
  const Inspector inspector(*document, kToday);
  const InspectedResource thing =
      inspector.Inspect({.resource = document->FindResource("acme_thing.a")});
  EXPECT_TRUE(ValueAt(thing, "Properties.tags")->hidden);
  EXPECT_TRUE(ValueAt(thing, "Properties.tags_all.t")->hidden);
  EXPECT_TRUE(ValueAt(thing, "Properties.url")->hidden);
  EXPECT_FALSE(ValueAt(thing, "Properties.free")->hidden);
}

TEST(InspectionTest, ShowsWaiversOfAResource) {
  const auto document = Read(
      "Resources:\n"
      "  Main: # connectguard:ignore A-1, B-2 reason=why until=2026-12-01\n"
      "    # connectguard:ignore C-3 reason=why until=2026-11-30\n"
      "    Type: AWS::Connect::Instance\n"
      "  Other: {Type: 'AWS::Connect::Instance'}\n");
  const Inspector inspector(*document, kToday);
  const InspectedResource main = inspector.Inspect(inspector.All()[0]);
  ASSERT_THAT(main.waivers, SizeIs(2));
  EXPECT_THAT(main.waivers[0].policies, ElementsAre("A-1", "B-2"));
  EXPECT_EQ(main.waivers[0].waiver.reason, "why");
  EXPECT_EQ(main.waivers[0].waiver.place.place.line, 2u);
  EXPECT_EQ(main.waivers[0].why_not, "");
  EXPECT_THAT(main.waivers[1].why_not, testing::HasSubstr("has expired"));
  EXPECT_THAT(inspector.Inspect(inspector.All()[1]).waivers,
              testing::IsEmpty());
}

}  // namespace
}  // namespace connectguard
