#include "policy/test_input.h"

#include "document/dump.h"
#include "readers/yaml_reader.h"

namespace connectguard {
namespace {

class TestInputTest : public testing::Test {
 protected:
  // The document that an input becomes.
  const Document& Read(std::string yaml) {
    const std::uint16_t file = source_.AddFile("input.yml", std::move(yaml));
    const auto value = ReadYaml(&source_, file, YamlDialect::kGuardTest);
    EXPECT_TRUE(value) << Render(value.error().diagnostic);
    auto made = ReadTestInput(**value, "input of `a`", {});
    EXPECT_TRUE(made) << Render(made.error().diagnostic);
    made_ = *std::move(made);
    return *made_.document;
  }

  const Value* At(const Document& document,
                  std::initializer_list<std::string_view> keys) {
    return FindPath(document.root(), keys);
  }

  Document source_;
  TestDocument made_;
};

TEST_F(TestInputTest, IsReadAsATemplate) {
  const Document& document = Read(R"(
Resources:
  A:
    Type: AWS::S3::Bucket
    Properties: {BucketName: "quote \" and \\ and \t", Count: 5, Share: 2.0}
  B:
    Type: AWS::S3::BucketPolicy
    Properties: {Bucket: !Ref A}
)");
  ASSERT_EQ(document.resources().size(), 2u);
  const Value* a = document.resources()[0].properties;
  EXPECT_EQ(StringAt(*a, "BucketName"), "quote \" and \\ and \t");
  EXPECT_EQ(Find(*a, "Count")->integer, 5);
  EXPECT_TRUE(Find(*a, "Share")->Is(Kind::kFloat));
  const Value* bucket = Find(*document.resources()[1].properties, "Bucket");
  ASSERT_EQ(bucket->References().size(), 1u);
  EXPECT_EQ(bucket->References()[0].target, "A");
}

TEST_F(TestInputTest, ResourcesMayBeLeftOut) {
  const Document& document = Read("{}");
  EXPECT_TRUE(document.resources().empty());
  ASSERT_NE(At(document, {"Resources"}), nullptr);
  EXPECT_TRUE(At(document, {"Resources"})->Is(Kind::kMap));
}

TEST_F(TestInputTest, UnknownValuesHaveTheirReason) {
  const Document& document = Read(R"(
Resources:
  A:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: {"Fn::Unknown": "known after apply"}
      Tags: [{Key: a, Value: {"Fn::Unknown": "the tag is computed"}}]
)");
  const Value* properties = document.resources()[0].properties;
  const Value* name = Find(*properties, "BucketName");
  ASSERT_TRUE(name->Is(Kind::kUnknown)) << Dump(*name);
  EXPECT_EQ(name->unknown->reason, "known after apply");
  const Value& tag = Find(*properties, "Tags")->AsList()[0];
  EXPECT_EQ(Find(tag, "Value")->unknown->reason, "the tag is computed");
  for (const Identifier& identifier : document.resources()[0].identifiers) {
    EXPECT_EQ(identifier.text.find("known after"), std::string_view::npos);
  }
}

TEST_F(TestInputTest, ChangesAndPriorStateTakeTheReadersPlace) {
  const Document& document = Read(R"(
Resources:
  A:
    Type: AWS::S3::Bucket
    Change: {Action: replace, ReplacePaths: [BucketName]}
  B: {Type: AWS::S3::Bucket}
Previous:
  C: {Type: AWS::S3::Bucket, Change: {Action: delete}}
Plan: {ClosedWorld: true}
)");
  EXPECT_EQ(StringAt(*At(document, {"Resources", "A", "Change"}), "Action"),
            "replace");
  ASSERT_NE(At(document, {"Resources", "B", "Change"}), nullptr);
  ASSERT_EQ(document.previous().size(), 1u);
  EXPECT_EQ(document.previous()[0].address, "C");
  EXPECT_TRUE(At(document, {"Plan", "ClosedWorld"})->boolean);
  EXPECT_EQ(StringAt(*At(document, {"Plan"}), "Kind"), "cloudformation");
}

}  // namespace
}  // namespace connectguard
