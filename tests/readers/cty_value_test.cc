#include "readers/cty_value.h"

#include <memory>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/limits.h"
#include "document/document.h"
#include "document/dump.h"
#include "readers/made_plan.h"

namespace connectguard {
namespace {

using testing::HasSubstr;

// `threshold` is a number and `version` a text; of the others nobody knows.
class SomeTypes : public CtyTypes {
 public:
  NumberText TypeOf(std::string_view path) const override {
    return path == "threshold" || path == "l.threshold" ? NumberText::kNumber
           : path == "version"                          ? NumberText::kText
                                                        : NumberText::kNotKnown;
  }
};

// A value, and what is written of it.
class CtyValueTest : public testing::Test {
 protected:
  std::string Known(const std::string& pack) {
    return Written([&](CtyWriter* writer) { return writer->WriteKnown(pack); });
  }
  std::string Unknown(const std::string& pack) {
    return Written(
        [&](CtyWriter* writer) { return writer->WriteUnknown(pack); });
  }
  std::string Sensitive(const std::string& pack, const CtyMarks& marks) {
    return Written(
        [&](CtyWriter* writer) { return writer->WriteSensitive(pack, marks); });
  }

  std::size_t unclear_ = 0;

 private:
  template <typename Write>
  std::string Written(Write write) {
    Document document;
    document.AddFile("tfplan", "");
    ValueBuilder builder = document.NewBuilder();
    const SomeTypes types;
    PlaceCounter places;
    CtyWriter writer(&types, &places, &builder);
    if (const Status written = write(&writer); !written) {
      return "error: " + written.error().diagnostic.message;
    }
    unclear_ = writer.unclear();
    const std::string text = Dump(*builder.Finish());
    std::string line;
    bool line_starts = false;
    for (const char c : text) {
      line_starts = c == '\n' || (line_starts && c == ' ');
      line += line_starts ? "" : std::string(1, c);
    }
    return line;
  }
};

// {"a": "x", "b": unknown, "c": [unknown, 1], "d": {}}
std::string Mixed() {
  return "\x84" + PackText("a") + PackText("x") + PackText("b") +
         std::string(kPackUnknown) + PackText("c") + "\x92" +
         std::string(kPackUnknown) + "\x01" + PackText("d") + "\x80";
}

TEST_F(CtyValueTest, KeepsWhatIsKnownApartFromWhatIsNot) {
  EXPECT_EQ(Known(Mixed()), R"({"a": "x","c": [null,1],"d": {}})");
  EXPECT_EQ(Unknown(Mixed()), R"({"b": true,"c": [true,false],"d": {}})");
  EXPECT_EQ(Known(std::string(kPackUnknown)), "null");
  EXPECT_EQ(Unknown(std::string(kPackUnknown)), "true");
}

TEST_F(CtyValueTest, MarksWhatIsSensitive) {
  CtyMarks marks;
  marks.members["a"].all = true;
  marks.members["c"].items[1].all = true;
  marks.members["gone"].all = true;
  EXPECT_EQ(Sensitive(Mixed(), marks),
            R"({"a": true,"c": [false,true],"d": {}})");
  marks.members["c"].all = true;
  EXPECT_EQ(Sensitive(Mixed(), marks), R"({"a": true,"c": true,"d": {}})");
  marks.all = true;
  EXPECT_EQ(Sensitive(Mixed(), marks), "true");
}

// An attribute of any type is a pair of its type and its value; an unknown
// value may say more of itself.
TEST_F(CtyValueTest, ReadsValuesWithTheirType) {
  const std::string type = "\xC4\x08\"string\"";
  const std::string refined("\xC7\x03\x0C\x81\x01\xC2", 6);
  const std::string value = "\x82" + PackText("v") + "\x92" + type +
                            PackText("x") + PackText("u") + "\x92" + type +
                            refined;
  EXPECT_EQ(Known(value), R"({"v": "x"})");
  EXPECT_EQ(Unknown(value), R"({"u": true})");
}

// What neither 64 bits nor a double hold exactly is written as a text.
TEST_F(CtyValueTest, TellsNumbersFromTextsWhereThatIsKnown) {
  const auto map = [](std::string_view key, std::string_view text) {
    return "\x81" + PackText(key) + PackText(text);
  };
  EXPECT_EQ(Known(map("threshold", "0.1")), R"({"threshold": 0.1})");
  EXPECT_EQ(Known(map("version", "1.2")), R"({"version": "1.2"})");
  EXPECT_EQ(unclear_, 0U);
  EXPECT_EQ(Known(map("other", "-1.2")), "{}");
  EXPECT_EQ(unclear_, 1U);
  EXPECT_EQ(Unknown(map("other", "-1.2")), R"({"other": true})");
  EXPECT_EQ(Known("\x81" + PackText("l") + "\x91" + map("threshold", "0.7")),
            R"({"l": [{"threshold": 0.7}]})");
  EXPECT_EQ(Known(map("other", "92233720368547758070")), "{}");
  // Numbers would have been written as numbers, so these are texts.
  for (const std::string_view text :
       {"12", "1.5", "0.25", "1.", ".5", "1.2.3", "1e3", "-", "0x1", "1,5",
        "9223372036854775807", "18446744073709551616"}) {
    EXPECT_EQ(Known(map("other", text)),
              "{\"other\": \"" + std::string(text) + "\"}");
  }
}

TEST_F(CtyValueTest, RefusesWhatIsNoValue) {
  EXPECT_THAT(Known(""), HasSubstr("is cut off"));
  EXPECT_THAT(Known("\x91"), HasSubstr("is cut off"));
  EXPECT_THAT(Known("\xC4\x01x"), HasSubstr("is cut off"));
  EXPECT_THAT(Known(std::string("\xC0\xC0")), HasSubstr("bytes behind it"));
  EXPECT_THAT(Known("\x81\x01\x01"), HasSubstr("a key is no text"));
  EXPECT_THAT(Known("\xA1\xFF"), HasSubstr("not in UTF-8"));
  EXPECT_THAT(Known("\x82" + PackText("k") + "\x01" + PackText("k") + "\x02"),
              HasSubstr("has a key twice"));
  const std::string deep(1'000'000, '\x91');
  CtyMarks all;
  all.all = true;
  EXPECT_THAT(Known(deep), HasSubstr("inside each other"));
  EXPECT_THAT(Sensitive(deep, all), HasSubstr("inside each other"));
}

}  // namespace
}  // namespace connectguard
