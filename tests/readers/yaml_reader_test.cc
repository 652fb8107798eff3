#include "readers/yaml_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "readers/read_text.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;
using testing::Parsed;
using testing::ParseYaml;

constexpr YamlDialect kTemplate = YamlDialect::kCloudFormation;
constexpr YamlDialect kValidate31 = YamlDialect::kGuardValidate31;
constexpr YamlDialect kValidate32 = YamlDialect::kGuardValidate32;
constexpr YamlDialect kTest = YamlDialect::kGuardTest;

// One scalar after the other, each in its four readings.
struct ScalarCase {
  const char* text;
  const char* as_template;
  const char* as_validate31;
  const char* as_validate32;
  const char* as_test;
};

void PrintTo(const ScalarCase& c, std::ostream* out) { *out << c.text; }

class YamlScalarTest : public ::testing::TestWithParam<ScalarCase> {
 protected:
  static std::string Read(YamlDialect dialect) {
    const Parsed parsed =
        ParseYaml(std::string("k: ") + GetParam().text + "\n", dialect);
    return parsed.good() ? Summarize(*Find(parsed.root(), "k")) : "error";
  }
};

TEST_P(YamlScalarTest, HasItsTypeInEveryDialect) {
  EXPECT_EQ(Read(kTemplate), GetParam().as_template);
  EXPECT_EQ(Read(kValidate31), GetParam().as_validate31);
  EXPECT_EQ(Read(kValidate32), GetParam().as_validate32);
  EXPECT_EQ(Read(kTest), GetParam().as_test);
}

INSTANTIATE_TEST_SUITE_P(
    All, YamlScalarTest,
    ::testing::Values(
        ScalarCase{"", "null", "\"\"", "\"\"", "null"},
        ScalarCase{"~", "null", "null", "null", "null"},
        ScalarCase{"null", "null", "null", "null", "null"},
        ScalarCase{"Null", "null", "null", "null", "null"},
        ScalarCase{"nULL", "\"nULL\"", "null", "null", "\"nULL\""},
        ScalarCase{"true", "true", "true", "true", "true"},
        ScalarCase{"True", "true", "\"True\"", "\"True\"", "true"},
        ScalarCase{"TRUE", "true", "\"TRUE\"", "\"TRUE\"", "true"},
        ScalarCase{"tRUE", "\"tRUE\"", "\"tRUE\"", "\"tRUE\"", "\"tRUE\""},
        ScalarCase{"yes", "true", "\"yes\"", "true", "\"yes\""},
        ScalarCase{"Yes", "true", "\"Yes\"", "\"Yes\"", "\"Yes\""},
        ScalarCase{"off", "false", "\"off\"", "false", "\"off\""},
        ScalarCase{"y", "\"y\"", "\"y\"", "true", "\"y\""},
        ScalarCase{"7", "7", "7", "7", "7"},
        ScalarCase{"-7", "-7", "-7", "-7", "-7"},
        ScalarCase{"+7", "7", "7", "7", "7"},
        ScalarCase{"-0", "0", "0", "0", "0"},
        ScalarCase{"007", "\"007\"", "7", "7", "\"007\""},
        ScalarCase{"012345678901", "\"012345678901\"", "12345678901",
                   "12345678901", "\"012345678901\""},
        ScalarCase{"0x1F", "\"0x1F\"", "\"0x1F\"", "\"0x1F\"", "31"},
        ScalarCase{"-0x1F", "\"-0x1F\"", "\"-0x1F\"", "\"-0x1F\"", "-31"},
        ScalarCase{"0o17", "\"0o17\"", "\"0o17\"", "\"0o17\"", "15"},
        ScalarCase{"1_000", "\"1_000\"", "\"1_000\"", "\"1_000\"", "\"1_000\""},
        ScalarCase{"1.5", "1.5", "1.5", "1.5", "1.5"},
        ScalarCase{"00.5", "0.5", "0.5", "0.5", "0.5"},
        ScalarCase{".5", "0.5", "0.5", "0.5", "0.5"},
        ScalarCase{"5.", "5.0", "5.0", "5.0", "5.0"},
        ScalarCase{"1e3", "\"1e3\"", "1000.0", "1000.0", "1000.0"},
        ScalarCase{"1.0e3", "1000.0", "1000.0", "1000.0", "1000.0"},
        ScalarCase{"1E400", "\"1E400\"", "inf", "inf", "\"1E400\""},
        ScalarCase{".", "\".\"", "\".\"", "\".\"", "\".\""},
        ScalarCase{"1e", "\"1e\"", "\"1e\"", "\"1e\"", "\"1e\""},
        ScalarCase{"1.2.3", "\"1.2.3\"", "\"1.2.3\"", "\"1.2.3\"", "\"1.2.3\""},
        ScalarCase{"inf", "\"inf\"", "inf", "inf", "\"inf\""},
        ScalarCase{"-Infinity", "\"-Infinity\"", "-inf", "-inf",
                   "\"-Infinity\""},
        ScalarCase{".inf", "\".inf\"", "\".inf\"", "\".inf\"", "inf"},
        ScalarCase{"2012-10-17", "\"2012-10-17\"", "\"2012-10-17\"",
                   "\"2012-10-17\"", "\"2012-10-17\""},
        ScalarCase{"12:30:45", "\"12:30:45\"", "\"12:30:45\"", "\"12:30:45\"",
                   "\"12:30:45\""},
        ScalarCase{"9223372036854775808", "9.223372036854776e+18",
                   "9.223372036854776e+18", "9.223372036854776e+18",
                   "-9223372036854775808"},
        ScalarCase{"18446744073709551616", "1.8446744073709552e+19",
                   "1.8446744073709552e+19", "1.8446744073709552e+19", "error"},
        ScalarCase{"'5'", "\"5\"", "\"5\"", "\"5\"", "\"5\""},
        ScalarCase{"\"\"", "\"\"", "\"\"", "\"\"", "\"\""},
        ScalarCase{"|-\n  5", "\"5\"", "\"5\"", "\"5\"", "\"5\""},
        ScalarCase{"!!str 5", "\"5\"", "\"5\"", "\"5\"", "\"5\""},
        ScalarCase{"!!int \"5\"", "5", "5", "5", "5"},
        ScalarCase{"!!int abc", "error", "error", "error", "error"},
        ScalarCase{"!!float 5", "5.0", "5.0", "5.0", "5.0"},
        ScalarCase{"!!null \"x\"", "error", "null", "null", "error"},
        ScalarCase{"!!bool yes", "true", "\"yes\"", "\"yes\"", "error"},
        ScalarCase{"!!bool \"true\"", "true", "true", "true", "true"},
        ScalarCase{"!!timestamp 2001-01-01", "\"2001-01-01\"", "\"2001-01-01\"",
                   "\"2001-01-01\"", "\"2001-01-01\""},
        ScalarCase{"!Foo 5", "error", "\"5\"", "\"5\"", "5"},
        ScalarCase{"! 5", "\"5\"", "\"5\"", "\"5\"", "5"},
        ScalarCase{"!Ref X", "{\"Ref\": \"X\"}", "{\"Ref\": \"X\"}",
                   "{\"Ref\": \"X\"}", "{\"Ref\": \"X\"}"},
        ScalarCase{"!Ref 5", "{\"Ref\": \"5\"}", "{\"Ref\": \"5\"}",
                   "{\"Ref\": \"5\"}", "{\"Ref\": 5}"},
        ScalarCase{"!GetAtt a.b.c", "{\"Fn::GetAtt\": [\"a\", \"b.c\"]}",
                   "{\"Fn::GetAtt\": \"a.b.c\"}", "{\"Fn::GetAtt\": \"a.b.c\"}",
                   "{\"Fn::GetAtt\": \"a.b.c\"}"},
        ScalarCase{"!GetAtt [a, b]", "{\"Fn::GetAtt\": [\"a\", \"b\"]}",
                   "{\"Fn::GetAtt\": [\"a\", \"b\"]}",
                   "{\"Fn::GetAtt\": [\"a\", \"b\"]}",
                   "{\"Fn::GetAtt\": [\"a\", \"b\"]}"},
        ScalarCase{"!Condition C", "{\"Condition\": \"C\"}",
                   "{\"Condition\": \"C\"}", "{\"Condition\": \"C\"}",
                   "{\"Condition\": \"C\"}"},
        ScalarCase{"!Join x", "{\"Fn::Join\": \"x\"}", "\"x\"", "\"x\"",
                   "{\"Fn::Join\": \"x\"}"},
        ScalarCase{"!ImportValue [x]", "{\"Fn::ImportValue\": [\"x\"]}",
                   "[\"x\"]", "[\"x\"]", "{\"Fn::ImportValue\": [\"x\"]}"},
        ScalarCase{"!GetAZs {Ref: x}", "{\"Fn::GetAZs\": {\"Ref\": \"x\"}}",
                   "{\"Ref\": \"x\"}", "{\"Ref\": \"x\"}",
                   "{\"Fn::GetAZs\": {\"Ref\": \"x\"}}"},
        ScalarCase{
            "!Transform {Name: x}", "{\"Fn::Transform\": {\"Name\": \"x\"}}",
            "{\"Name\": \"x\"}", "{\"Name\": \"x\"}", "{\"Name\": \"x\"}"},
        ScalarCase{"!Sub [\"${A}\", {A: 1}]",
                   "{\"Fn::Sub\": [\"${A}\", {\"A\": 1}]}",
                   "{\"Fn::Sub\": [\"${A}\", {\"A\": 1}]}",
                   "{\"Fn::Sub\": [\"${A}\", {\"A\": 1}]}",
                   "{\"Fn::Sub\": [\"${A}\", {\"A\": 1}]}"}));

TEST(YamlReaderTest, SpansValuesInBytes) {
  const Parsed parsed = ParseYaml(
      "# ünïcode\n"
      "clé: é✓😀   # trailing\n"
      "list:\n"
      "  - 'ß'\n"
      "  - !Ref Läng\n"
      "\n"
      "# comment\n"
      "flow: [ä, {ö: 1}]  \n"
      "block: |\n"
      "  zeile\n"
      "\n"
      "\n"
      "empty:\n"
      "last: x\n");
  ASSERT_TRUE(parsed.good()) << parsed.Line();
  const Value& root = parsed.root();
  EXPECT_EQ(parsed.Written(*Find(root, "clé")), "é✓😀");
  const Value& list = *Find(root, "list");
  EXPECT_EQ(parsed.Written(list), "- 'ß'\n  - !Ref Läng");
  EXPECT_EQ(parsed.Written(list.AsList()[0]), "'ß'");
  EXPECT_EQ(parsed.Written(list.AsList()[1]), "!Ref Läng");
  EXPECT_EQ(parsed.Written(*Find(list.AsList()[1], "Ref")), "Läng");
  EXPECT_EQ(parsed.Written(*Find(root, "flow")), "[ä, {ö: 1}]");
  EXPECT_EQ(parsed.Written(Find(root, "flow")->AsList()[1]), "{ö: 1}");
  EXPECT_EQ(parsed.Written(*Find(root, "block")), "|\n  zeile");
  EXPECT_EQ(parsed.Written(*Find(root, "empty")), "");
  EXPECT_EQ(parsed.Written(*Find(root, "last")), "x");
  EXPECT_EQ(root.begin, 12u);
}

TEST(YamlReaderTest, SpansAreTrueAfterAByteOrderMarkAndWithCarriageReturns) {
  const Parsed parsed = ParseYaml(
      "\xEF\xBB\xBF"
      "a: 1\r\nb:\r\n  c: é\r\n");
  ASSERT_TRUE(parsed.good()) << parsed.Line();
  EXPECT_EQ(parsed.Written(*Find(parsed.root(), "a")), "1");
  EXPECT_EQ(parsed.Written(*FindPath(parsed.root(), {"b", "c"})), "é");
}

TEST(YamlReaderTest, ReadsJsonAsFlow) {
  const char* text = "{\n\t\"a\": [1, 1,], # c\n\t\"b\":{\"c\":\"e\"}\n}";
  for (const YamlDialect dialect : {kTemplate, kValidate31, kTest}) {
    EXPECT_EQ(ParseYaml(text, dialect).Line(),
              R"({"a": [1, 1], "b": {"c": "e"}})");
  }
}

TEST(YamlReaderTest, FollowsAliases) {
  const char* text = "a: &x {k: [1, *y]}\n";
  EXPECT_THAT(ParseYaml(text).message(), HasSubstr("no anchor `&y`"));
  const char* good = "a: &x {k: 1}\nb: [*x, *x]\n*s : 2\n";
  EXPECT_FALSE(ParseYaml(good).good());
  const char* keys = "a: &x {k: &s one}\nb: [*x, *x]\n*s : 2\n";
  for (const YamlDialect dialect : {kTemplate, kTest}) {
    EXPECT_EQ(ParseYaml(keys, dialect).Line(),
              R"({"a": {"k": "one"}, "b": [{"k": "one"}, {"k": "one"}], )"
              R"("one": 2})");
  }
  const Parsed refused = ParseYaml(keys, kValidate32);
  ASSERT_FALSE(refused.good());
  EXPECT_EQ(refused.message(), "aliases are not read here");
  EXPECT_EQ(refused.place(), "2:5");
  EXPECT_TRUE(ParseYaml("a: &x {k: 1}", kValidate31).good());
}

TEST(YamlReaderTest, RefusesAliasesThatContainThemselves) {
  const Parsed parsed = ParseYaml("a: &x [1, *x]");
  ASSERT_FALSE(parsed.good());
  EXPECT_THAT(parsed.message(), HasSubstr("inside what it repeats"));
}

TEST(YamlReaderTest, EndsAliasBombs) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string below = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 9; ++j) {
      text += below + ", ";
    }
    text += below + "]\n";
  }
  const Parsed parsed = ParseYaml(text);
  ASSERT_FALSE(parsed.good());
  EXPECT_EQ(parsed.error().code, ErrorCode::kLimit);
}

TEST(YamlReaderTest, AppliesMergeKeysInTemplatesOnly) {
  const char* text =
      "base: &b {a: 1, c: 1}\n"
      "more: &m\n"
      "  <<: *b\n"
      "  c: 2\n"
      "  d: 2\n"
      "one:\n"
      "  a: 3\n"
      "  <<: *b\n"
      "many:\n"
      "  <<: [*m, *b, {e: 5}]\n";
  EXPECT_EQ(ParseYaml(text).Line(),
            R"({"base": {"a": 1, "c": 1}, "more": {"c": 2, "d": 2, "a": 1}, )"
            R"("one": {"a": 3, "c": 1}, )"
            R"("many": {"c": 2, "d": 2, "a": 1, "e": 5}})");
  EXPECT_EQ(ParseYaml("b: {<<: {k: 1}}", kTest).Line(),
            R"({"b": {"<<": {"k": 1}}})");
  EXPECT_EQ(ParseYaml("b: {<<: {k: 1}}", kValidate31).Line(),
            R"({"b": {"<<": {"k": 1}}})");
  EXPECT_EQ(ParseYaml("b: {\"<<\": 1}").Line(), R"({"b": {"<<": 1}})");
  EXPECT_THAT(ParseYaml("b: {<<: 1}").message(), HasSubstr("needs a map"));
}

TEST(YamlReaderTest, HandlesDuplicateKeysByDialect) {
  const char* text = "a: 1\nb: 3\na: 2\n";
  EXPECT_EQ(ParseYaml(text, kValidate31).Line(), R"({"a": 2, "b": 3})");
  for (const YamlDialect dialect : {kTemplate, kTest}) {
    const Parsed parsed = ParseYaml(text, dialect);
    ASSERT_FALSE(parsed.good());
    EXPECT_EQ(parsed.message(), "the key `a` stands twice in one map");
    EXPECT_EQ(parsed.place(), "3:1");
  }
}

TEST(YamlReaderTest, TellsOfDuplicateKeysWhenAsked) {
  Document document;
  const auto file = document.AddFile(
      "t.yaml", "a: &x\n  k: 1\n  k: {}\nb:\n  <<: *x\n  k: 3\na: 4\n");
  DuplicateKeys duplicates;
  const auto root = ReadYaml(&document, file, kTemplate, &duplicates);
  ASSERT_TRUE(root);
  EXPECT_EQ(Summarize(**root), R"({"a": 4, "b": {"k": 3}})");
  EXPECT_THAT(
      DuplicateKeyNotes(duplicates, document.file(file)),
      ::testing::ElementsAre("the key `k` stands twice in one map, at "
                             "t.yaml:2:3 and at 3:3: the last one counts",
                             "the key `a` stands twice in one map, at "
                             "t.yaml:1:1 and at 7:1: the last one counts"));
}

TEST(YamlReaderTest, HandlesKeysThatAreNoTextByDialect) {
  EXPECT_EQ(ParseYaml("{5: a, true: b, on: c, 2012-10-17: d}").Line(),
            R"({"5": "a", "true": "b", "on": "c", "2012-10-17": "d"})");
  for (const YamlDialect dialect : {kValidate31, kValidate32, kTest}) {
    EXPECT_EQ(ParseYaml("a: 1\n5: x\n", dialect).message(),
              "the key `5` is read as a number");
    EXPECT_EQ(ParseYaml("true: x\n", dialect).message(),
              "the key `true` is read as a boolean");
    EXPECT_EQ(ParseYaml("~: x\n", dialect).message(),
              "the key `~` is read as null");
    EXPECT_EQ(ParseYaml("? [a]\n: x\n", dialect).message(),
              "a key must be text");
    EXPECT_TRUE(ParseYaml("\"5\": x\n", dialect).good());
  }
  EXPECT_TRUE(ParseYaml("on: x\n", kValidate31).good());
  EXPECT_FALSE(ParseYaml("on: x\n", kValidate32).good());
  EXPECT_FALSE(ParseYaml("? [a]\n: x\n").good());
}

TEST(YamlReaderTest, ReadsTheFirstOfSeveralDocuments) {
  EXPECT_EQ(ParseYaml("---\na: 1\n---\nb: [\n", kValidate31).Line(),
            R"({"a": 1})");
  for (const YamlDialect dialect : {kTemplate, kTest}) {
    const Parsed parsed = ParseYaml("a: 1\n---\nb: 1\n", dialect);
    ASSERT_FALSE(parsed.good());
    EXPECT_EQ(parsed.message(), "a second document starts here");
    EXPECT_EQ(parsed.place(), "2:1");
  }
  EXPECT_TRUE(ParseYaml("---\na: 1\n...\n").good());
}

TEST(YamlReaderTest, RefusesInputsWithoutDocument) {
  for (const char* text : {"", "\n\n", "# only a comment\n"}) {
    for (const YamlDialect dialect : {kTemplate, kValidate31, kTest}) {
      EXPECT_EQ(ParseYaml(text, dialect).message(),
                "the input holds no YAML document");
    }
  }
  EXPECT_EQ(ParseYaml("---\n", kValidate31).Line(), "\"\"");
  EXPECT_EQ(ParseYaml("# c\n%YAML 1.1\n---\na: 1\n", kValidate31).Line(),
            R"({"a": 1})");
}

TEST(YamlReaderTest, ExpandsNestedTags) {
  EXPECT_EQ(ParseYaml("c: !Not\n  - !Equals\n    - !Ref X\n    - y\n").Line(),
            R"({"c": {"Fn::Not": [{"Fn::Equals": [{"Ref": "X"}, "y"]}]}})");
  EXPECT_EQ(ParseYaml("d: !Base64\n  Fn::Sub: x\n").Line(),
            R"({"d": {"Fn::Base64": {"Fn::Sub": "x"}}})");
  EXPECT_EQ(ParseYaml("d: !Base64\n  Fn::Sub: x\n", kValidate32).Line(),
            R"({"d": {"Fn::Sub": "x"}})");
}

TEST(YamlReaderTest, RefusesDeepNestingQuickly) {
  std::string block;
  for (int i = 0; i < 50'000; ++i) {
    block += "- ";
  }
  for (const std::string& text :
       {std::string(100'000, '['), std::string(100'000, '{'), block}) {
    const Parsed parsed = ParseYaml(text);
    ASSERT_FALSE(parsed.good());
    EXPECT_EQ(parsed.error().code, ErrorCode::kLimit) << parsed.Line();
  }
  std::string tagged;
  for (int i = 0; i < 300; ++i) {
    tagged += "!Not [";
  }
  EXPECT_EQ(ParseYaml(tagged + "a" + std::string(300, ']')).error().code,
            ErrorCode::kLimit);
}

struct BadYaml {
  const char* text;
  const char* place;
  const char* message;
};

void PrintTo(const BadYaml& bad, std::ostream* out) { *out << bad.text; }

class BadYamlTest : public ::testing::TestWithParam<BadYaml> {};

TEST_P(BadYamlTest, SaysWhatIsWrongAndWhere) {
  for (const YamlDialect dialect : {kTemplate, kValidate31, kTest}) {
    const Parsed parsed = ParseYaml(GetParam().text, dialect);
    ASSERT_FALSE(parsed.good());
    EXPECT_EQ(parsed.error().code, ErrorCode::kBadInput);
    EXPECT_EQ(parsed.place(), GetParam().place);
    EXPECT_EQ(parsed.message(), GetParam().message);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, BadYamlTest,
    ::testing::Values(
        BadYaml{"a:\n\tb: 1\n", "2:1", "a tab is not allowed as indentation"},
        BadYaml{"é: ü\na: \"x\n", "2:4", "this quoted text is not closed"},
        BadYaml{"a: 'x\n", "1:4", "this quoted text is not closed"},
        BadYaml{"a: [1\n", "1:4", "this `[` is not closed"},
        BadYaml{"a: {b: 1\n", "1:4", "this `{` is not closed"},
        BadYaml{"a: b: c\n", "1:5", "`:` is not allowed here"},
        BadYaml{"a: @x\n", "1:4", "a value cannot start with `@`"},
        BadYaml{"a: `x`\n", "1:4", "a value cannot start with ```"},
        BadYaml{"a: 1\nb\nc: 2\n", "2:1", "`:` is missing after this key"},
        BadYaml{"a: \"\\x\"\n", "1:7", "this escape needs hexadecimal digits"},
        BadYaml{"a: \"\\q\"\n", "1:5",
                "this escape is not known in double quotes"},
        BadYaml{"a: \"\\ud83d\\ude00\"\n", "1:7",
                "this escape stands for no character"},
        BadYaml{"a: \xC3(\n", "1:4", "the text is not valid UTF-8 here"},
        BadYaml{"a: \x01\n", "1:4",
                "a control character is not allowed in YAML"},
        BadYaml{"a: !x!y z\n", "1:4", "this tag's prefix is not declared"}));

TEST(YamlReaderTest, RefusesUnknownShortTagsInTemplates) {
  const Parsed parsed = ParseYaml("a: !Subb x\n");
  ASSERT_FALSE(parsed.good());
  EXPECT_EQ(parsed.message(), "CloudFormation has no tag `!Subb`");
  EXPECT_EQ(parsed.error().diagnostic.hint, "did you mean `!Sub`?");
}

class EmbeddedYamlTest : public ::testing::Test {
 protected:
  const Value& Text(std::string text) {
    ValueBuilder builder = document_.NewBuilder();
    builder.AddString(text, {.begin = 10, .end = 20, .file = 0});
    return *builder.Finish();
  }
  Document document_;
  ValueBuilder builder_ = document_.NewBuilder();
};

TEST_F(EmbeddedYamlTest, ReadsTheTestDialect) {
  const Value& text = Text("{\"a\": [!Ref X, 0x10]}");
  const auto root = ReadEmbeddedYaml(text, &builder_);
  ASSERT_TRUE(root);
  EXPECT_EQ(Summarize(**root), R"({"a": [{"Ref": "X"}, 16]})");
  EXPECT_EQ((*root)->parent, &text);
  EXPECT_EQ(Find(**root, "a")->span(), text.span());
}

TEST_F(EmbeddedYamlTest, LeavesTheBuilderReadyAfterAnError) {
  for (const char* bad : {"", "{a: [b, {5: c}]}", "a: 1\na: 2", "a: [*x]",
                          "18446744073709551616", "a: [1, !!int x]"}) {
    const auto failed = ReadEmbeddedYaml(Text(bad), &builder_);
    ASSERT_FALSE(failed) << bad;
    EXPECT_FALSE(failed.error().diagnostic.has_place);
    const auto good = ReadEmbeddedYaml(Text("k: 1"), &builder_);
    ASSERT_TRUE(good) << good.error().diagnostic.message;
    EXPECT_EQ(Summarize(**good), "{\"k\": 1}");
  }
}

}  // namespace
}  // namespace connectguard
