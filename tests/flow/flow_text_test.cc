#include "flow/flow_text.h"

#include <string>

#include <gtest/gtest.h>

namespace connectguard {
namespace {

std::string Paths(std::string_view text) {
  std::string paths;
  for (const FlowReference& path : ReferencesIn(text)) {
    paths += path.root + ":" + path.name + "@" + std::to_string(path.begin) +
             "-" + std::to_string(path.end) + " ";
  }
  return paths;
}

TEST(FlowTextTest, FindsPaths) {
  EXPECT_EQ(Paths("$.Attributes.name"), "Attributes:name@0-17 ");
  EXPECT_EQ(Paths("Hello $.Attributes.name. Bye"), "Attributes:name@6-23 ");
  EXPECT_EQ(Paths("$.StoredCustomerInput"), "StoredCustomerInput:@0-21 ");
  EXPECT_EQ(Paths("$.External.a.b$.Lex.x"), "External:a.b@0-14 Lex:x@14-21 ");
  EXPECT_EQ(Paths("$.Attributes['my name']"), "Attributes:my name@0-23 ");
  EXPECT_EQ(Paths("$['Attributes']['x']"), "Attributes:x@0-20 ");
  EXPECT_EQ(Paths("$.Lex.Slots[0]"), "Lex:Slots.0@0-14 ");
  EXPECT_EQ(Paths("$.Attributes.X >> literal"), "Attributes:X@0-14 ");
}

TEST(FlowTextTest, LeavesOtherDollarsAlone) {
  EXPECT_EQ(Paths("it is $5, $.50 or $ .x, $[x], $['a"), "");
  EXPECT_EQ(Paths("${queue} and $"), "");
  EXPECT_EQ(Paths("$.Attributes['open"), "Attributes:@0-12 ");
}

TEST(FlowTextTest, KnowsPlaceholders) {
  for (const char* text : {"${queue}", "arn:{{account}}:x", "<<QUEUE>>",
                           "%%queue%%", "REPLACE_WITH_ARN"}) {
    EXPECT_TRUE(HasPlaceholder(text)) << text;
  }
  for (const char* text : {"$.Attributes.x >> a", "100%", "%%", "a {b} c",
                           "${}", "<< left", "{{\n}}"}) {
    EXPECT_FALSE(HasPlaceholder(text)) << text;
  }
}

TEST(FlowTextTest, ComparesWordsWithoutCase) {
  EXPECT_TRUE(SameWord("True", "true"));
  EXPECT_FALSE(SameWord("True", "tru"));
}

}  // namespace
}  // namespace connectguard
