// Our reader of JSON beside nlohmann/json: the same texts are JSON to both, and
// mean the same.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "readers/read_text.h"

namespace connectguard {
namespace {

using testing::Parsed;
using testing::ParseJson;
using Json = nlohmann::ordered_json;

bool IsSame(const Value& ours, const Json& theirs);

bool IsSameMap(const Value& ours, const Json& theirs) {
  if (!theirs.is_object() || theirs.size() != ours.size) {
    return false;
  }
  std::size_t number = 0;
  for (const auto& [key, value] : theirs.items()) {
    const Member& member = ours.AsMap()[number++];
    if (member.key->text != key || !IsSame(member.value, value)) {
      return false;
    }
  }
  return true;
}

bool IsSameList(const Value& ours, const Json& theirs) {
  if (!theirs.is_array() || theirs.size() != ours.size) {
    return false;
  }
  for (std::size_t i = 0; i < ours.size; ++i) {
    if (!IsSame(ours.AsList()[i], theirs[i])) {
      return false;
    }
  }
  return true;
}

bool IsSame(const Value& ours, const Json& theirs) {
  switch (ours.kind) {
    case Kind::kNull:
      return theirs.is_null();
    case Kind::kBool:
      return theirs.is_boolean() && theirs.get<bool>() == ours.boolean;
    case Kind::kInt:
      return theirs.is_number_integer() &&
             theirs.get<std::int64_t>() == ours.integer;
    case Kind::kFloat:
      return theirs.is_number() && theirs.get<double>() == ours.real;
    case Kind::kString:
      return theirs.is_string() &&
             theirs.get_ref<const std::string&>() == ours.AsString();
    case Kind::kMap:
      return IsSameMap(ours, theirs);
    case Kind::kList:
      return IsSameList(ours, theirs);
    default:
      return false;
  }
}

// True when the text is JSON to both.
bool ExpectAgreement(const std::string& text) {
  const Parsed ours = ParseJson(text);
  const bool theirs = Json::accept(text);
  if (!ours.good() &&
      ours.message().find("stands twice") != std::string::npos) {
    return false;  // Refused by intent.
  }
  EXPECT_EQ(ours.good(), theirs) << text << "\n" << ours.Line();
  if (!ours.good() || !theirs) {
    return false;
  }
  EXPECT_TRUE(IsSame(ours.root(), Json::parse(text))) << text << "\n"
                                                      << ours.Line();
  return true;
}

TEST(JsonAgreementTest, OnNumbers) {
  for (const char* number : {"0",
                             "-0",
                             "00",
                             "-",
                             "-01",
                             "0.0",
                             "0.",
                             ".0",
                             "1.5e",
                             "1.5e+",
                             "1E5",
                             "1e-5",
                             "1e+05",
                             "1e400",
                             "-1e400",
                             "1e-400",
                             "0e400",
                             "1e-2147483647",
                             "1e99999999999999999999",
                             "4.9e-324",
                             "2e-324",
                             "1.7976931348623157e308",
                             "1.7976931348623159e308",
                             "9223372036854775807",
                             "9223372036854775808",
                             "-9223372036854775808",
                             "-9223372036854775809",
                             "18446744073709551615",
                             "18446744073709551616",
                             "123456789012345678901234567890",
                             "0.1",
                             "1.0000000000000002",
                             "9007199254740993.0",
                             "1 ",
                             "+1",
                             "0x1",
                             "1_0",
                             "1f",
                             "1e5.",
                             "--1",
                             "NaN",
                             "Infinity",
                             "inf",
                             "nan",
                             "1e",
                             "0e",
                             "0e0",
                             "-0.0e-0"}) {
    ExpectAgreement(number);
    ExpectAgreement(std::string("[") + number + "]");
    ExpectAgreement(std::string("{\"a\":") + number + "}");
  }
}

TEST(JsonAgreementTest, OnRandomNumbers) {
  std::mt19937 random(1);
  const auto digits = [&](std::size_t most) {
    std::string made;
    for (std::size_t count = 1 + random() % most; count > 0; --count) {
      made += static_cast<char>('0' + random() % 10);
    }
    return made;
  };
  int good = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string number = random() % 2 == 0 ? "-" : "";
    number += digits(25);
    number += random() % 2 == 0 ? "." + digits(25) : "";
    number += random() % 2 == 0 ? "e-" + digits(3) : "";
    good += ExpectAgreement("[" + number + "]") ? 1 : 0;
  }
  EXPECT_GT(good, 15'000);
}

TEST(JsonAgreementTest, OnEveryPairOfBytesInAString) {
  int good = 0;
  for (int first = 1; first < 256; ++first) {
    for (int second = 1; second < 256; ++second) {
      const std::string inside = {static_cast<char>(first),
                                  static_cast<char>(second)};
      good += ExpectAgreement("[\"" + inside + "\"]") ? 1 : 0;
    }
  }
  // Printable characters and DEL, without quote and backslash; characters of
  // two bytes; escapes.
  EXPECT_EQ(good, 94 * 94 + 1920 + 8);
}

TEST(JsonAgreementTest, OnEscapesOfHalfCharacters) {
  for (const char* text :
       {R"("\ud83d\ude00")", R"("\uD83D\uDE00x")", R"("\ud83d")",
        R"("\ud83dx")", R"("\ud83d\n")", R"("\ud83d\ud83d")", R"("\ude00")",
        R"("\ude00\ud83d")", R"("\ud83d\u0041")", R"("\uFFFF")", R"("\u0000")",
        R"("\u12")", R"("\u12g4")", R"("\u")", R"("\ud83d\u")", R"("\)"}) {
    ExpectAgreement(text);
  }
}

TEST(JsonAgreementTest, OnRealPlans) {
  const std::filesystem::path plans =
      std::filesystem::path(CONNECTGUARD_SOURCE_DIR) / "tests/corpus/plans";
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(plans)) {
    if (entry.path().extension() == ".json") {
      std::ifstream in(entry.path());
      EXPECT_TRUE(ExpectAgreement({std::istreambuf_iterator<char>(in), {}}))
          << entry.path();
      ++count;
    }
  }
  EXPECT_GT(count, 5);
}

// What slips of the hand make of a text.
TEST(JsonAgreementTest, OnDamagedTexts) {
  const std::string whole =
      "{\n \"Resources\": {\n  \"A\": {\"Type\": \"AWS::S3::Bucket\",\r\n"
      "   \"n\": [1, -2.5, 1e3, true, null, \"caf\xC3\xA9\"], \"e\": {},\n"
      "\t\"t\": \"a \\u00e9\\n\\\"b\\\" # c: d\"}, \"B\": [], \"C\": false}\n}";
  const std::string_view pieces[] = {
      "\"", "\\",    ",",    ":",    "{",       "}",           "[",  "]",
      " ",  "\n",    "\t",   "-",    "1",       "0",           ".",  "e",
      "'",  "\xC2",  "\xA8", "/",    "\\u0041", "\\ud83d",     "\r", "true",
      "",   "false", "null", "\x7F", "\x1F",    "\xEF\xBB\xBF"};
  std::mt19937 random(1);
  const auto below = [&](std::size_t limit) { return random() % limit; };
  int good = 0;
  for (int round = 0; round < 8'000; ++round) {
    std::string text = whole;
    for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
      text.replace(below(text.size()), below(3),
                   pieces[below(std::size(pieces))]);
    }
    good += ExpectAgreement(text) ? 1 : 0;
  }
  EXPECT_GT(good, 800);
}

}  // namespace
}  // namespace connectguard
