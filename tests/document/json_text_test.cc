#include "document/json_text.h"

#include <limits>

#include <gtest/gtest.h>

#include "base/arena.h"
#include "document/value_builder.h"

namespace connectguard {
namespace {

class JsonTextTest : public ::testing::Test {
 protected:
  std::string Text(JsonLayout layout) {
    return JsonText(*builder_.Finish(), layout);
  }

  Arena arena_;
  KeyTable keys_{&arena_};
  ValueBuilder builder_{&arena_, &keys_};
};

TEST_F(JsonTextTest, WritesEveryKind) {
  builder_.StartMap({});
  builder_.AddKey("z");
  builder_.AddNull({});
  builder_.AddKey("a\"");
  builder_.StartList({});
  builder_.AddBool(true, {});
  builder_.AddInt(-7, {});
  builder_.AddFloat(1, {});
  builder_.AddFloat(std::numeric_limits<double>::infinity(), {});
  builder_.AddString("é", {});
  builder_.StartMap({});
  builder_.EndMap();
  builder_.StartList({});
  builder_.EndList();
  builder_.EndList();
  builder_.EndMap();
  EXPECT_EQ(Text(JsonLayout::kCompact),
            R"({"z":null,"a\"":[true,-7,1.0,null,"é",{},[]]})");
}

TEST_F(JsonTextTest, IndentsByTwo) {
  builder_.StartList({});
  builder_.StartMap({});
  builder_.AddKey("a");
  builder_.AddInt(1, {});
  builder_.AddKey("b");
  builder_.AddInt(2, {});
  builder_.EndMap();
  builder_.EndList();
  EXPECT_EQ(Text(JsonLayout::kIndented),
            "[\n  {\n    \"a\": 1,\n    \"b\": 2\n  }\n]");
}

TEST_F(JsonTextTest, EscapesWhatJsonMust) {
  EXPECT_EQ(JsonString("\"\\\b\f\n\r\t\x01/\x7f"),
            "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001/\x7f\"");
}

}  // namespace
}  // namespace connectguard
