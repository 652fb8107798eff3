#include "document/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "document/value_builder.h"

namespace connectguard {
namespace {

void AddResource(ValueBuilder* builder, std::string_view address,
                 std::string_view type) {
  builder->AddKey(address);
  builder->StartMap({});
  builder->AddKey("Type");
  builder->AddString(type, {});
  builder->AddKey("Properties");
  builder->StartMap({});
  builder->AddKey("Name");
  builder->AddString(address, {});
  builder->EndMap();
  builder->EndMap();
}

class DocumentTest : public testing::Test {
 protected:
  void SetUp() override {
    ValueBuilder builder = document_.NewBuilder();
    builder.StartMap({});
    builder.AddKey("Resources");
    builder.StartMap({});
    AddResource(&builder, "a", "AWS::S3::Bucket");
    AddResource(&builder, "b", "AWS::KMS::Key");
    AddResource(&builder, "c", "AWS::S3::Bucket");
    builder.EndMap();
    builder.AddKey("Previous");
    builder.StartMap({});
    AddResource(&builder, "a", "AWS::S3::Bucket");
    builder.EndMap();
    builder.AddKey("Plan");
    builder.StartMap({});
    builder.EndMap();
    builder.EndMap();
    document_.SetNaming("b", {.native_type = "aws_kms_key", .identifiers = {}});
    document_.SetRoot(builder.Finish());
  }

  Document document_;
};

TEST_F(DocumentTest, IndexesResourcesByAddressAndType) {
  ASSERT_EQ(document_.resources().size(), 3u);
  EXPECT_EQ(document_.FindResource("b")->type, "AWS::KMS::Key");
  EXPECT_EQ(document_.FindResource("b")->native_type, "aws_kms_key");
  EXPECT_EQ(document_.FindResource("none"), nullptr);
  EXPECT_EQ(document_.FindPrevious("c"), nullptr);
  const auto buckets = document_.ResourceNodes("AWS::S3::Bucket");
  ASSERT_EQ(buckets.size(), 2u);
  EXPECT_EQ(KeyOf(*buckets[1]), "c");
  EXPECT_EQ(document_.PreviousNodes("AWS::S3::Bucket").size(), 1u);
  EXPECT_TRUE(document_.ResourceNodes("AWS::None::None").empty());
  EXPECT_TRUE(document_.resources_typed());
}

TEST_F(DocumentTest, FindsTheOwnerOfAValue) {
  const Value* name = Find(*document_.FindResource("b")->properties, "Name");
  const Document::Owner owner = document_.OwnerOf(*name);
  EXPECT_EQ(owner.resource, document_.FindResource("b"));
  EXPECT_TRUE(owner.planned);
  const Document::Owner before =
      document_.OwnerOf(*document_.FindPrevious("a")->properties);
  EXPECT_EQ(before.resource, document_.FindPrevious("a"));
  EXPECT_FALSE(before.planned);
  EXPECT_EQ(document_.OwnerOf(*Find(document_.root(), "Plan")).resource,
            nullptr);
  EXPECT_EQ(document_.OwnerOf(document_.root()).resource, nullptr);
}

TEST(DocumentSourceTest, FindsTheInnermostValueWrittenAtAPlace) {
  Document document;
  ValueBuilder builder = document.NewBuilder();
  builder.StartMap({0, 30, 0});
  builder.AddKey("after");
  builder.StartMap({9, 25, 0});
  builder.AddKey("name");
  builder.AddString("x", {18, 21, 0});
  builder.EndMap();
  builder.EndMap();
  const Value* source = builder.Finish();
  document.SetSource(source);
  EXPECT_EQ(KeyOf(*document.SourceValueAt({18, 21, 0})), "name");
  EXPECT_EQ(KeyOf(*document.SourceValueAt({10, 12, 0})), "after");
  EXPECT_EQ(document.SourceValueAt({26, 28, 0}), source);
  EXPECT_EQ(document.SourceValueAt({40, 41, 0}), nullptr);
  EXPECT_EQ(document.SourceValueAt({18, 21, 1}), nullptr);
}

TEST(DocumentTypesTest, SaysWhenATypeIsNotAKnownString) {
  Document document;
  ValueBuilder builder = document.NewBuilder();
  builder.StartMap({});
  builder.AddKey("Resources");
  builder.StartMap({});
  AddResource(&builder, "a", "T");
  builder.AddKey("odd");
  builder.AddInt(1, {});
  builder.EndMap();
  builder.EndMap();
  document.SetRoot(builder.Finish());
  EXPECT_FALSE(document.resources_typed());
  EXPECT_EQ(document.resources().size(), 1u);
}

}  // namespace
}  // namespace connectguard
