#include "readers/terraform_types.h"

#include <algorithm>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace connectguard {
namespace {

using testing::ElementsAre;
using testing::NotNull;

const TerraformTypes& Table() {
  const Result<const TerraformTypes*>& table = TerraformTypes::Get();
  EXPECT_TRUE(table) << Render(table.error().diagnostic);
  return **table;
}

const AttributeRule& RuleOf(const TerraformType& type, std::string_view path) {
  const auto found = std::find_if(
      type.attributes.begin(), type.attributes.end(),
      [&](const AttributeRule& rule) { return rule.from_path == path; });
  EXPECT_NE(found, type.attributes.end()) << path;
  return *found;
}

std::string ParseError(std::string types) {
  const auto table = TerraformTypes::Parse("{\"types\": " + types + "}");
  EXPECT_FALSE(table);
  return table ? "" : table.error().diagnostic.message;
}

TEST(TerraformTypesTest, KnowsTheBuiltInTypes) {
  EXPECT_EQ(Table().all().size(), 101u);
  const TerraformType* type = Table().Find("aws_connect_instance");
  ASSERT_THAT(type, NotNull());
  EXPECT_EQ(type->type, "AWS::Connect::Instance");
  EXPECT_EQ(Table().Find("aws_unheard_of"), nullptr);
}

TEST(TerraformTypesTest, EveryDefaultHasAnAttribute) {
  for (const auto& type : Table().all()) {
    for (const auto& [attribute, value] : type->defaults) {
      bool mapped = attribute == type->type_attribute;
      for (const AttributeRule& rule : type->attributes) {
        mapped = mapped || rule.from_path == attribute;
      }
      EXPECT_TRUE(mapped) << type->name << " " << attribute;
    }
  }
}

TEST(TerraformTypesTest, NoLineStandsTwice) {
  for (const auto& type : Table().all()) {
    std::set<std::string> seen;
    for (const AttributeRule& rule : type->attributes) {
      std::string key = rule.from_path + " ";
      for (const PathStep& step : rule.to) {
        key += "." + step.key + std::to_string(step.index);
      }
      EXPECT_TRUE(seen.insert(key).second) << type->name << " " << key;
    }
  }
}

TEST(TerraformTypesTest, TargetsKnowWhatIsMergedIntoThem) {
  const TerraformType* bucket = Table().Find("aws_s3_bucket");
  ASSERT_THAT(bucket, NotNull());
  EXPECT_GE(bucket->merged.size(), 10u);
  EXPECT_THAT(bucket->match_attributes, ElementsAre("id", "bucket"));
}

TEST(TerraformTypesTest, UnknownBlocksStandAtWhatTheyDecide) {
  const TerraformType& bucket = *Table().Find("aws_s3_bucket");
  // lifecycle_rule [*] id -> LifecycleConfiguration Rules [*] Id
  const AttributeRule& id = RuleOf(bucket, "lifecycle_rule.id");
  EXPECT_THAT(id.unknown_length, ElementsAre(1, 1, 3, 4));
  // versioning enabled -> VersioningConfiguration Status
  const AttributeRule& versioning = RuleOf(bucket, "versioning.enabled");
  EXPECT_THAT(versioning.unknown_length, ElementsAre(1, 1, 2));
  // inbound_calls_enabled -> Attributes InboundCalls, of which there are more.
  const AttributeRule& calls =
      RuleOf(*Table().Find("aws_connect_instance"), "inbound_calls_enabled");
  EXPECT_THAT(calls.unknown_length, ElementsAre(1, 2));
}

TEST(TerraformTypesTest, RefusesMistakesInTheTable) {
  EXPECT_EQ(ParseError("3"), "`types` must be a map");
  EXPECT_EQ(ParseError(R"({"a": {}})"), "`type` is missing");
  EXPECT_EQ(ParseError(R"({"a": {"type": "A"}})"),
            "`attributes` must be a list");
  EXPECT_EQ(ParseError(R"({"a": {"type": "A", "attributes": [["x"]]}})"),
            "an attribute needs two paths");
  EXPECT_EQ(ParseError(R"({"a": {"type": "A", "attributes": [["x[", "y"]]}})"),
            "an attribute needs two paths");
  EXPECT_EQ(
      ParseError(R"({"a": {"type": "A", "attributes": [["x", "Y", "jsn"]]}})"),
      "`jsn` is not known");
  EXPECT_EQ(ParseError(R"({"a": {"type": "A", "merge_into": {"type": "b"},
                          "attributes": []}})"),
            "`a` is merged into `b`, which is no type of the table");
}

}  // namespace
}  // namespace connectguard
