#include "readers/json_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "readers/read_text.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;
using testing::Parsed;
using testing::ParseJson;

TEST(JsonReaderTest, ReadsEveryKind) {
  const Parsed parsed = ParseJson(
      R"({"n":null,"t":true,"f":false,"i":-7,"r":1.5,"e":1e2,"s":"a\u00e9\n",)"
      R"("l":[1,[]],"m":{}})");
  EXPECT_EQ(parsed.Line(),
            R"({"n": null, "t": true, "f": false, "i": -7, "r": 1.5, )"
            R"("e": 100.0, "s": "aé\n", "l": [1, []], "m": {}})");
}

TEST(JsonReaderTest, ReadsScalarsAtTheRoot) {
  EXPECT_EQ(ParseJson("17").Line(), "17");
  EXPECT_EQ(ParseJson(" \"x\" ").Line(), "\"x\"");
  EXPECT_EQ(ParseJson("null").Line(), "null");
}

TEST(JsonReaderTest, SpansValuesExactly) {
  const Parsed parsed = ParseJson(
      "{ \"a\" : -1.5e3 , \"é\":\"x\\\"y\",\n \"l\": [ 1,true ,{\"k\":null} "
      "]\n}");
  ASSERT_TRUE(parsed.good()) << parsed.Line();
  const Value& root = parsed.root();
  EXPECT_EQ(root.begin, 0u);
  EXPECT_EQ(root.end, parsed.document->file(0).text().size());
  EXPECT_EQ(parsed.Written(*Find(root, "a")), "-1.5e3");
  EXPECT_EQ(parsed.Written(*Find(root, "é")), "\"x\\\"y\"");
  const Value& list = *Find(root, "l");
  EXPECT_EQ(parsed.Written(list), "[ 1,true ,{\"k\":null} ]");
  EXPECT_EQ(parsed.Written(list.AsList()[0]), "1");
  EXPECT_EQ(parsed.Written(list.AsList()[1]), "true");
  EXPECT_EQ(parsed.Written(list.AsList()[2]), "{\"k\":null}");
  EXPECT_EQ(parsed.Written(*Find(list.AsList()[2], "k")), "null");
}

TEST(JsonReaderTest, SpansANumberBeforeABracketAndAtTheEnd) {
  const Parsed list = ParseJson("[12]");
  EXPECT_EQ(list.Written(list.root().AsList()[0]), "12");
  EXPECT_EQ(list.Written(list.root()), "[12]");
  const Parsed alone = ParseJson(" 12");
  EXPECT_EQ(alone.Written(alone.root()), "12");
}

TEST(JsonReaderTest, MakesFloatsOfIntegersBeyond64Bits) {
  const Parsed parsed = ParseJson(
      "[9223372036854775807,9223372036854775808,-9223372036854775809,"
      "18446744073709551616]");
  const auto items = parsed.root().AsList();
  EXPECT_TRUE(items[0].Is(Kind::kInt));
  EXPECT_TRUE(items[1].Is(Kind::kFloat));
  EXPECT_EQ(items[1].real, 9223372036854775808.0);
  EXPECT_TRUE(items[2].Is(Kind::kFloat));
  EXPECT_TRUE(items[3].Is(Kind::kFloat));
}

TEST(JsonReaderTest, ToleratesAByteOrderMark) {
  const Parsed parsed = ParseJson("\xEF\xBB\xBF{\"a\":1}");
  ASSERT_TRUE(parsed.good()) << parsed.Line();
  EXPECT_EQ(parsed.root().begin, 3u);
  EXPECT_EQ(parsed.Written(*Find(parsed.root(), "a")), "1");
}

TEST(JsonReaderTest, PointsAtTheSecondOfDuplicateKeys) {
  const Parsed parsed =
      ParseJson("{\"a\": {\n  \"k\\\"\": 1,\n  \"k\\\"\" : 2}}");
  ASSERT_FALSE(parsed.good());
  EXPECT_EQ(parsed.message(), "the key `k\"` stands twice in one object");
  EXPECT_EQ(parsed.place(), "3:3");
}

TEST(JsonReaderTest, TellsOfDuplicateKeysWhenAsked) {
  DuplicateKeys duplicates;
  const Parsed parsed = ParseJson(
      "{\"a\": {\n  \"k\": 1,\n  \"k\" : 2, \"k\": [3]},\n\"a\": 4,\"b\":5}",
      {.duplicates = &duplicates});
  EXPECT_EQ(parsed.Line(), R"({"a": 4, "b": 5})");
  EXPECT_THAT(
      DuplicateKeyNotes(duplicates, parsed.document->file(0)),
      ::testing::ElementsAre("the key `k` stands twice in one map, at "
                             "in.json:2:3 and at 3:3: the last one counts",
                             "the key `k` stands twice in one map, at "
                             "in.json:3:3 and at 3:12: the last one counts",
                             "the key `a` stands twice in one map, at "
                             "in.json:1:2 and at 4:1: the last one counts"));
}

TEST(JsonReaderTest, NamesOnlySomeOfManyDuplicateKeys) {
  std::string text = "{\"k\":0";
  for (int i = 0; i < 1000; ++i) {
    text += ",\"k\":0";
  }
  DuplicateKeys duplicates;
  const Parsed parsed = ParseJson(text + "}", {.duplicates = &duplicates});
  EXPECT_EQ(parsed.Line(), R"({"k": 0})");
  const auto notes = DuplicateKeyNotes(duplicates, parsed.document->file(0));
  ASSERT_EQ(notes.size(), 11u);
  EXPECT_EQ(notes.back(),
            "990 more keys of in.json stand twice in one map: the last one "
            "counts");
}

TEST(JsonReaderTest, SkipsRootMembers) {
  const Parsed parsed = ParseJson(
      R"({"a":1,"skip":{"x":[1,{"y":{}}],"skip":2},"b":{"skip":3},"scalar":4})",
      {.skip_root_members = {"skip", "scalar"}});
  EXPECT_EQ(parsed.Line(), R"({"a": 1, "b": {"skip": 3}})");
}

TEST(JsonReaderTest, RefusesDeepNestingQuickly) {
  for (const bool skipped : {false, true}) {
    std::string text = skipped ? "{\"skip\":" : "";
    text += std::string(100'000, '[');
    const Parsed parsed = ParseJson(text, {.skip_root_members = {"skip"}});
    ASSERT_FALSE(parsed.good());
    EXPECT_EQ(parsed.error().code, ErrorCode::kLimit);
    EXPECT_THAT(parsed.message(), HasSubstr("400"));
  }
  EXPECT_TRUE(ParseJson(std::string(400, '[') + std::string(400, ']')).good());
  EXPECT_FALSE(ParseJson(std::string(401, '[') + std::string(401, ']')).good());
}

struct BadJson {
  const char* text;
  const char* place;
  const char* message;
};

void PrintTo(const BadJson& bad, std::ostream* out) { *out << bad.text; }

class BadJsonTest : public ::testing::TestWithParam<BadJson> {};

TEST_P(BadJsonTest, SaysWhatIsWrongAndWhere) {
  const Parsed parsed = ParseJson(GetParam().text);
  ASSERT_FALSE(parsed.good());
  EXPECT_EQ(parsed.error().code, ErrorCode::kBadInput);
  EXPECT_EQ(parsed.place(), GetParam().place);
  EXPECT_EQ(parsed.message(), GetParam().message);
  EXPECT_EQ(parsed.error().diagnostic.file, "in.json");
}

INSTANTIATE_TEST_SUITE_P(
    All, BadJsonTest,
    ::testing::Values(
        BadJson{"", "1:1", "the input is empty"},
        BadJson{" \n", "2:1", "the input is empty"},
        BadJson{"{\"a\": 1", "1:8",
                "the text ends before the JSON is complete"},
        BadJson{"[1,", "1:4", "the text ends before the JSON is complete"},
        BadJson{"{\"a\":", "1:6", "the text ends before the JSON is complete"},
        BadJson{"[tru", "1:5", "the text ends before the JSON is complete"},
        BadJson{"[-", "1:2", "the text ends before the JSON is complete"},
        BadJson{"{\"a\" 1}", "1:6", "expected `:` after the key"},
        BadJson{"{\"a\": }", "1:7", "expected a value before `}`"},
        BadJson{"[1 2]", "1:4", "expected `,` or `]`"},
        BadJson{"{\"a\":1\n \"b\":2}", "2:2", "expected `,` or `}`"},
        BadJson{"[1,,2]", "1:4", "expected a value before `,`"},
        BadJson{"[1,]", "1:3", "there is a comma before `]`"},
        BadJson{"{\"a\":1,}", "1:7", "there is a comma before `}`"},
        BadJson{"{a:1}", "1:2", "expected a key in double quotes"},
        BadJson{"{'a':1}", "1:2", "single quotes do not make a JSON string"},
        BadJson{"{\"a\":1} x", "1:9",
                "there is text after the end of the JSON value"},
        BadJson{"{}{}", "1:3", "there is text after the end of the JSON value"},
        BadJson{"{ // c\n}", "1:3", "JSON has no comments"},
        BadJson{"[True]", "1:2", "`True` is not a JSON value"},
        BadJson{"[NaN]", "1:2", "`NaN` is not a JSON value"},
        BadJson{"[012]", "1:2", "the number `012` has a leading zero"},
        BadJson{"[+1]", "1:2", "`+1` is not a JSON number"},
        BadJson{"[1.]", "1:2", "`1.` is not a JSON number"},
        BadJson{"[.5]", "1:2", "`.5` is not a JSON number"},
        BadJson{"[1, 1e400]", "1:5", "the number `1e400` is too large"},
        BadJson{"[1e-2147483648]", "1:2",
                "the exponent of the number `1e-2147483648` is too small"},
        BadJson{"[\"a\nb\"]", "1:2", "this string is not closed on its line"},
        BadJson{"[\"ab", "1:2", "this string is not closed"},
        BadJson{"{\"ab", "1:2", "this string is not closed"},
        BadJson{"[\"a\tb\"]", "1:4", "control character 0x09 in a string"},
        BadJson{"[\"a\\x\"]", "1:4", "`\\x` is not an escape that JSON knows"},
        BadJson{"[\"\\u12g4\"]", "1:3",
                "`\\u12g4` is not an escape that JSON knows"},
        BadJson{"[\"\\ud800x\"]", "1:3",
                "`\\ud800` is not an escape that JSON knows"},
        BadJson{"[\"\xC3(\"]", "1:3", "the text is not valid UTF-8 here"},
        BadJson{"\x89PNG", "1:1", "`\\x89` cannot start a JSON value"},
        BadJson{"}", "1:1", "expected a value before `}`"},
        BadJson{"]", "1:1", "expected a value before `]`"},
        BadJson{"[1}", "1:3", "expected `,` or `]`"}));

TEST(JsonReaderTest, RendersOneErrorWithCaretAndHint) {
  EXPECT_EQ(ParseJson("{\n  \"a\": yes\n}").Line(),
            "in.json:2:8: `yes` is not a JSON value\n"
            "    \"a\": yes\n"
            "         ^\n"
            "  hint: text needs double quotes\n");
}

class EmbeddedJsonTest : public ::testing::Test {
 protected:
  const Value& Text(std::string text) {
    ValueBuilder builder = document_.NewBuilder();
    builder.AddString(text, {.begin = 10, .end = 20, .file = 0});
    return *builder.Finish();
  }
  Document document_;
  ValueBuilder builder_ = document_.NewBuilder();
};

TEST_F(EmbeddedJsonTest, HangsBelowItsStringAndSpansAllOfIt) {
  const Value& text = Text(R"({"Statement":[{"Effect":"Allow"}]})");
  const auto root = ReadEmbeddedJson(text, &builder_, nullptr);
  ASSERT_TRUE(root);
  EXPECT_EQ((*root)->parent, &text);
  const Value* list = Find(**root, "Statement");
  ASSERT_NE(list, nullptr);
  const Value* effect = Find(list->AsList()[0], "Effect");
  ASSERT_NE(effect, nullptr);
  EXPECT_EQ(effect->span(), text.span());
  EXPECT_EQ((*root)->span(), text.span());
}

TEST_F(EmbeddedJsonTest, LeavesTheBuilderReadyAfterAnError) {
  for (const char* bad : {"", "{\"a\": [1, {\"b\"", "{\"a\":1,\"a\":2}",
                          "{\"a\":{\"b\":1,\"b\":2}"}) {
    const auto failed = ReadEmbeddedJson(Text(bad), &builder_, nullptr);
    ASSERT_FALSE(failed) << bad;
    EXPECT_FALSE(failed.error().diagnostic.has_place);
    EXPECT_THAT(failed.error().diagnostic.message,
                HasSubstr("the string is not valid JSON: "));
    const auto good = ReadEmbeddedJson(Text("{\"k\":1}"), &builder_, nullptr);
    ASSERT_TRUE(good) << good.error().diagnostic.message;
    EXPECT_EQ(Summarize(**good), "{\"k\": 1}");
  }
}

TEST_F(EmbeddedJsonTest, KeepsSensitivity) {
  ValueBuilder builder = document_.NewBuilder();
  builder.BeginSensitive();
  builder.AddString("{\"a\":1}", {});
  builder.EndSensitive();
  const auto root = ReadEmbeddedJson(*builder.Finish(), &builder_, nullptr);
  ASSERT_TRUE(root);
  EXPECT_TRUE((*root)->sensitive);
  EXPECT_TRUE(Find(**root, "a")->sensitive);
}

}  // namespace
}  // namespace connectguard
