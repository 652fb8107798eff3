#include "readers/yaml_writer.h"

#include <limits>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "base/arena.h"
#include "document/json_text.h"
#include "document/value_builder.h"
#include "readers/yaml_reader.h"

namespace connectguard {
namespace {

class YamlWriterTest : public ::testing::Test {
 protected:
  // Writes what stands in a YAML text of ours.
  std::string Rewrite(std::string text) {
    Document document;
    const std::uint16_t file = document.AddFile("x.yaml", std::move(text));
    const Result<const Value*> value =
        ReadYaml(&document, file, YamlDialect::kGuardTest);
    EXPECT_TRUE(value);
    return value ? YamlText(**value).value_or("") : "";
  }

  std::string WriteString(std::string_view text) {
    Arena arena;
    KeyTable keys(&arena);
    ValueBuilder builder(&arena, &keys);
    builder.AddString(text, {});
    return YamlText(*builder.Finish()).value_or("");
  }
};

TEST_F(YamlWriterTest, DoesNotIndentListsBelowTheirKey) {
  EXPECT_EQ(Rewrite("{a: [1, [2, []], {b: {}, c: [x]}]}"),
            "a:\n- 1\n- - 2\n  - []\n- b: {}\n  c:\n  - x\n");
}

TEST_F(YamlWriterTest, WritesScalarsOfEveryType) {
  EXPECT_EQ(Rewrite("[null, true, -3, 1.0, 1e20, .inf, -.inf, .nan]"),
            "- null\n- true\n- -3\n- 1.0\n- 1e20\n- .inf\n- -.inf\n- .nan\n");
}

TEST_F(YamlWriterTest, QuotesWhatIsNotAStringWithoutQuotes) {
  EXPECT_EQ(WriteString("true"), "'true'\n");
  EXPECT_EQ(WriteString("1"), "'1'\n");
  EXPECT_EQ(WriteString("0x1F"), "'0x1F'\n");
  EXPECT_EQ(WriteString("~"), "'~'\n");
  EXPECT_EQ(WriteString(""), "''\n");
  EXPECT_EQ(WriteString("%q"), "'%q'\n");
  EXPECT_EQ(WriteString("a: b"), "'a: b'\n");
  EXPECT_EQ(WriteString("yes"), "yes\n");
  EXPECT_EQ(WriteString("007"), "007\n");
  EXPECT_EQ(WriteString("tab\tx"), "\"tab\\tx\"\n");
}

TEST_F(YamlWriterTest, WritesCharactersOfEveryPlane) {
  EXPECT_EQ(
      Rewrite("{a: \U0001F600 \u00e9, b: [\U0001D11E, \uE000\U0001F601]}"),
      "a: \U0001F600 \u00e9\nb:\n- \U0001D11E\n- \uE000\U0001F601\n");
}

TEST_F(YamlWriterTest, WritesLinesAsLiteralBlock) {
  EXPECT_EQ(Rewrite("{a: \"x\\ny\", b: \"x\\n\"}"),
            "a: |-\n  x\n  y\nb: |\n  x\n");
}

TEST_F(YamlWriterTest, DoesNotFoldLongLines) {
  std::string line;
  for (int i = 0; i < 100; ++i) {
    line += "word ";
  }
  line += "end";
  EXPECT_EQ(WriteString(line), line + "\n");
}

}  // namespace
}  // namespace connectguard
