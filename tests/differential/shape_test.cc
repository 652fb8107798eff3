#include "differential/shape.h"

#include <gtest/gtest.h>

#include "differential/engine.h"
#include "differential/shape_documents.h"
#include "guard/functions.h"
#include "guard/parser.h"
#include "readers/yaml_reader.h"

namespace connectguard::differential {
namespace {

constexpr char kRules[] =
    "let buckets = Resources.*[ Type == 'AWS::S3::Bucket' ]\n"
    "let levels = ['low', 'high']\n"
    "rule r when %buckets !empty { check(%buckets.Properties) }\n"
    "rule check(bucket) {\n"
    "  %bucket {\n"
    "    Tags[*].Key is_string\n"
    "    Level in %levels\n"
    "    Port == 443 or Encryption { Enabled == true }\n"
    "  }\n"
    "}\n";

std::unique_ptr<Shape> ShapeOfText(const std::string& rules) {
  static const FunctionTable functions = StandardFunctions(ReadEmbeddedYaml);
  const auto parsed = ParseRules("rules.guard", rules, functions);
  EXPECT_TRUE(parsed);
  return ShapeOf(**parsed);
}

TEST(ShapeTest, FollowsVariablesAndCalls) {
  const auto root = ShapeOfText(kRules);
  Shape* resource = root->Key("Resources")->Member();
  ASSERT_EQ(resource->Key("Type")->values.size(), 1u);
  EXPECT_EQ(resource->Key("Type")->values[0].text, "AWS::S3::Bucket");
  Shape* properties = resource->Key("Properties");
  ASSERT_EQ(properties->Key("Level")->values.size(), 2u);
  EXPECT_EQ(properties->Key("Level")->values[1].text, "high");
  EXPECT_EQ(properties->Key("Port")->values[0].text, "443");
  EXPECT_EQ(properties->Key("Encryption")->Key("Enabled")->values[0].text,
            "true");
  EXPECT_EQ(properties->Key("Tags")->Element()->Key("Key")->kinds.size(), 1u);
}

TEST(ShapeTest, DocumentsMakeRulesPassAndFail) {
  const auto root = ShapeOfText(kRules);
  Random random(1);
  std::uint8_t seen = 0;
  for (int i = 0; i < 200; ++i) {
    const Answer answer =
        AskEngine(kRules, ToJson(RandomDocument(*root, &random), false));
    if (answer.kind == AnswerKind::kStatuses) {
      seen |= answer.rules.at("r");
    }
  }
  EXPECT_EQ(seen, kPassBit | kFailBit | kSkipBit);
}

}  // namespace
}  // namespace connectguard::differential
