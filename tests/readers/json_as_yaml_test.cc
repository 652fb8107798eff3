#include "readers/json_as_yaml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "readers/read_text.h"

namespace connectguard {
namespace {

using testing::Parsed;
using testing::ParseYaml;

constexpr YamlDialect kDialects[] = {YamlDialect::kGuardValidate31,
                                     YamlDialect::kGuardValidate32};

// Every value with its kind, span and exact content.
void Describe(const Value& value, std::string* out) {
  *out += fmt::format("{}@{}-{}", KindName(value.kind), value.begin, value.end);
  switch (value.kind) {
    case Kind::kMap:
      for (const Member& member : value.AsMap()) {
        EXPECT_EQ(member.value.parent, &value);
        *out += fmt::format(" <{}>: ", member.key->text);
        Describe(member.value, out);
      }
      break;
    case Kind::kList:
      for (const Value& item : value.AsList()) {
        EXPECT_EQ(item.parent, &value);
        *out += " - ";
        Describe(item, out);
      }
      break;
    case Kind::kString:
      *out += fmt::format(" <{}>", value.AsString());
      break;
    default:
      *out += " " + Summarize(value);
  }
  *out += ";";
}

std::string Described(const Value& value) {
  std::string out;
  Describe(value, &out);
  return out;
}

// What the quick way makes of it; empty when it leaves the text to libyaml.
std::string Quickly(std::string text, YamlDialect dialect) {
  Document document;
  const auto file = document.AddFile("in.json", std::move(text));
  ValueBuilder builder = document.NewBuilder();
  if (!ReadJsonAsYaml(document.file(file).text(), file, dialect, &builder)) {
    return "";
  }
  return Described(*builder.Finish());
}

// A comment behind the text makes no difference to YAML, and is no JSON.
std::string ByLibyaml(const std::string& text, YamlDialect dialect) {
  const Parsed parsed = ParseYaml(text + "\n#", dialect);
  return parsed.good() ? Described(parsed.root()) : parsed.message();
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

void ExpectSame(const std::string& text) {
  for (const YamlDialect dialect : kDialects) {
    const std::string quick = Quickly(text, dialect);
    ASSERT_NE(quick, "") << text;
    EXPECT_EQ(quick, ByLibyaml(text, dialect)) << text;
  }
}

TEST(JsonAsYamlTest, ReadsWhatLibyamlReads) {
  for (const std::string& text : std::vector<std::string>{
           "{}", "[]", " { } \r\n", "\n[ ]\n", R"({"a":1,"b":[true,false]})",
           "{\"a\": null,\r\n\t\"b\"  :\t-1.5}", R"([0, -0, 1.0, 1e3, 1E-2])",
           "[9223372036854775807, 9223372036854775808, -9223372036854775808]",
           "[1e400, -1e400, 1e-400, 0.1, 123456789.125]",
           R"(["\"\\\/\b\f\n\r\t", "\u00e9\u20AC\u0041\u0000x", "\ufeff"])",
           "[\"caf\xC3\xA9\", \"\xF0\x9F\x98\x80\", \"\xC2\xA0\", \"z\"]",
           R"({"a": 1, "b": 2, "a": {"c": 3}})", R"({"": "", " ": " "})",
           R"(["yes", "no", "~", "null", "1", "<<", "!Ref x", "- a", "# b"])",
           R"({"<<": {"a": 1}, "Fn::Sub": "${A}", "y": "!Sub"})",
           R"([[[[{"a":[{"b":{}}]}]]]])",
           "{\"" + std::string(1021, 'k') + "\":1}",
           "[\"" + std::string(5000, 'v') + "\"]"}) {
    ExpectSame(text);
  }
}

TEST(JsonAsYamlTest, LeavesTheRestToLibyaml) {
  for (const std::string& text :
       std::vector<std::string>{"",
                                " ",
                                "a: 1",
                                "1",
                                "\"a\"",
                                "{\"a\":1,}",
                                "[1,]",
                                "[1 2]",
                                "{\"a\" 1}",
                                "{a: 1}",
                                "{'a': 1}",
                                "{1: 1}",
                                "[True]",
                                "[01a]",
                                "[007]",
                                "[.5]",
                                "[+1]",
                                "[1.]",
                                "[-]",
                                "[- 1]",
                                "[--1]",
                                "[1-2]",
                                "[nan]",
                                "[inf]",
                                "[0x10]",
                                "[1_000]",
                                "{} {}",
                                "{} #",
                                "// c\n{}",
                                "\t{}",
                                "{}\t",
                                "\xEF\xBB\xBF{}",
                                "[\"a\nb\"]",
                                "[\"a\tb\"]",
                                "[\"\\x41\"]",
                                "[\"\\ud83d\\ude00\"]",
                                "[\"\\u12\"]",
                                "[\"a",
                                "[\"\x7F\"]",
                                "[\"\xC2\x85\"]",
                                "[\"\xE2\x80\xA8\"]",
                                "[\"\xE2\x80\xA9\"]",
                                "[\"\xEF\xBB\xBF\"]",
                                "[\"\xEF\xBF\xBF\"]",
                                "[\"\xC3\"]",
                                "[\"\xED\xA0\x80\"]",
                                "{\"a\"\n: 1}",
                                "{\"a\"\t: 1}",
                                "{\"" + std::string(1030, 'k') + "\":1}",
                                std::string(401, '[') + std::string(401, ']'),
                                std::string("[\0]", 3),
                                std::string("{}\0", 3)}) {
    for (const YamlDialect dialect : kDialects) {
      EXPECT_EQ(Quickly(text, dialect), "") << text;
    }
  }
}

TEST(JsonAsYamlTest, ReadsRealFilesAsLibyamlDoes) {
  const std::filesystem::path root = CONNECTGUARD_SOURCE_DIR;
  int count = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(root / "tests/corpus/plans")) {
    if (entry.path().extension() == ".json" && entry.file_size() < 100'000) {
      ExpectSame(ReadFile(entry.path()));
      ++count;
    }
  }
  EXPECT_GT(count, 5);
}

// Whatever a slip of the hand makes of a text, the quick way never reads it
// otherwise than libyaml does.
TEST(JsonAsYamlTest, AgreesWithLibyamlOnDamagedTexts) {
  const std::string whole =
      "{\n \"Resources\": {\n  \"A\": {\"Type\": \"AWS::S3::Bucket\",\r\n"
      "   \"n\": [1, -2.5, 1e3, true, null, \"caf\xC3\xA9\"], \"e\": {},\n"
      "\t\"t\": \"a \\u00e9\\n\\\"b\\\" # c: d\"}, \"B\": []}\n}\n";
  const std::string_view pieces[] = {
      "\"", "\\",   ",",    ":", "{", "}",       "[",  "]", " ",  "\n",
      "\t", "-",    "1",    "0", ".", "e",       "#",  "'", "!",  "&a ",
      "*a", "\xC2", "\xA8", "?", "|", "\\u0041", "\r", "~", ": ", "true"};
  std::mt19937 random(1);
  const auto below = [&](std::size_t limit) { return random() % limit; };
  int read = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string text = whole;
    for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
      const std::size_t at = below(text.size());
      const std::size_t length = below(3);
      text.replace(at, length, pieces[below(std::size(pieces))]);
    }
    const YamlDialect dialect = kDialects[below(2)];
    const std::string quick = Quickly(text, dialect);
    if (!quick.empty()) {
      ++read;
      ASSERT_EQ(quick, ByLibyaml(text, dialect)) << text;
    }
  }
  EXPECT_GT(read, 400);
}

}  // namespace
}  // namespace connectguard
