#include "cfn_guard/parse_tree.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cfn_guard/recorded.h"
#include "document/json_text.h"
#include "guard/functions.h"
#include "guard/parser.h"
#include "readers/yaml_reader.h"
#include "readers/yaml_writer.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;

class ParseTreeTest : public ::testing::Test {
 protected:
  Result<const Value*> Tree(std::string text) {
    rules_ = ParseRules("x.guard", std::move(text), functions_).value();
    return ParseTree(*rules_, &arena_);
  }
  std::string Json(std::string text) {
    return JsonText(**Tree(std::move(text)), JsonLayout::kCompact);
  }

  FunctionTable functions_ = StandardFunctions(ReadEmbeddedYaml);
  Arena arena_;
  std::unique_ptr<const RuleFile> rules_;
};

TEST_F(ParseTreeTest, PrintsEveryFormAsTheReference) {
  const Value* tree = *Tree(Recorded("parse_tree/forms.guard"));
  EXPECT_EQ(JsonText(*tree, JsonLayout::kIndented),
            Recorded("parse_tree/forms.json"));
  EXPECT_EQ(*YamlText(*tree), Recorded("parse_tree/forms.yaml"));
}

TEST_F(ParseTreeTest, PrintsStringsAsTheReference) {
  const Value* tree = *Tree(Recorded("parse_tree/strings.guard"));
  EXPECT_EQ(JsonText(*tree, JsonLayout::kIndented),
            Recorded("parse_tree/strings.json"));
  EXPECT_EQ(*YamlText(*tree), Recorded("parse_tree/strings.yaml"));
}

TEST_F(ParseTreeTest, PrintsNullForAFileWithoutRules) {
  EXPECT_EQ(Json("# only a comment"), "null");
}

TEST_F(ParseTreeTest, TellsAnEmptyMessageFromNone) {
  EXPECT_THAT(Json("A exists # <<x>>\n"), HasSubstr("\"custom_message\":null"));
  EXPECT_THAT(Json("A exists # x\n <<>>"),
              HasSubstr("\"custom_message\":\"\""));
}

TEST_F(ParseTreeTest, CountsColumnsInCharacters) {
  EXPECT_THAT(Json("'\u00e9\U0001F600' exists B exists"),
              HasSubstr("\"location\":{\"line\":1,\"column\":13}"));
}

TEST_F(ParseTreeTest, RefusesNumbersWithoutEnd) {
  const Result<const Value*> tree = Tree("let x = [1e+999]");
  ASSERT_FALSE(tree);
  EXPECT_THAT(tree.error().diagnostic.message, HasSubstr("too large"));
}

}  // namespace
}  // namespace connectguard
