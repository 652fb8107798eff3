// What is read out of a string has the place where it stands in the file.
#include "readers/text_places.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "readers/input.h"
#include "readers/read_text.h"

namespace connectguard {
namespace {

using testing::Parsed;
using testing::ParseJson;
using testing::ParseYaml;

// The written form of each byte of the string at `key`; empty: not followed.
std::vector<std::string> Written(const Parsed& parsed, std::string_view key) {
  const Value* text = Find(parsed.root(), key);
  std::vector<std::string> written;
  const auto places = TextPlaces::Of(*parsed.document, *text);
  for (std::size_t i = 0; places && i < text->size; ++i) {
    const SourceSpan span = places->SpanOf(i, i + 1);
    written.emplace_back(parsed.document->file(span.file).text().substr(
        span.begin, span.end - span.begin));
  }
  return written;
}

using Strings = std::vector<std::string>;

TEST(TextPlacesTest, JsonEscapes) {
  EXPECT_EQ(Written(ParseJson(R"({"a": "x\"\\\n/y"})"), "a"),
            (Strings{"x", "\\\"", "\\\\", "\\n", "/", "y"}));
  // Each byte of a character that an escape stands for has the whole escape.
  EXPECT_EQ(Written(ParseJson(R"({"a": "\u00e4\ud83d\ude00z"})"), "a"),
            (Strings{"\\u00e4", "\\u00e4", "\\ud83d\\ude00", "\\ud83d\\ude00",
                     "\\ud83d\\ude00", "\\ud83d\\ude00", "z"}));
}

TEST(TextPlacesTest, YamlStyles) {
  EXPECT_EQ(Written(ParseYaml("a: xy"), "a"), (Strings{"x", "y"}));
  EXPECT_EQ(Written(ParseYaml("a: 'x''y'"), "a"), (Strings{"x", "''", "y"}));
  EXPECT_EQ(Written(ParseYaml("a: \"x\\\"y\""), "a"),
            (Strings{"x", "\\\"", "y"}));
  EXPECT_EQ(Written(ParseYaml("a: |\n    x\n\n      y\n"), "a"),
            (Strings{"x", "\n", "\n", " ", " ", "y", "\n"}));
  EXPECT_EQ(Written(ParseYaml("a: |-\n  x\n  y\nb: 1\n"), "a"),
            (Strings{"x", "\n", "y"}));
  EXPECT_EQ(Written(ParseYaml("a: |\r\n  x\r\n  y\r\n"), "a"),
            (Strings{"x", "\r", "y", "\r"}));
}

TEST(TextPlacesTest, QuotedTextOverSeveralLines) {
  EXPECT_EQ(Written(ParseYaml("a: 'x \n   y'"), "a"),
            (Strings{"x", " \n   ", "y"}));
  EXPECT_EQ(Written(ParseYaml("a: \"x\n\n  y\""), "a"),
            (Strings{"x", "\n\n  ", "y"}));
  EXPECT_EQ(Written(ParseYaml("a: \"x\\\n  y\""), "a"), (Strings{"x", "y"}));
}

TEST(TextPlacesTest, FoldedBlocks) {
  EXPECT_EQ(Written(ParseYaml("a: >\n  x\n  y\n"), "a"),
            (Strings{"x", "\n  ", "y", "\n"}));
  EXPECT_EQ(Written(ParseYaml("a: >-  # why\r\n  x\r\n\r\n  y\r\n"), "a"),
            (Strings{"x", "\r\n\r\n  ", "y"}));
  EXPECT_EQ(Written(ParseYaml("a: >\n\n  x\n    y\n  z\nb: 1\n"), "a"),
            (Strings{"\n\n  ", "x", "\n  ", " ", " ", "y", "\n  ", "z", "\n"}));
  EXPECT_EQ(Written(ParseYaml("a: >1+\n  x\n\n"), "a"),
            (Strings{" ", "x", "\n\n", "\n\n"}));
}

// What libyaml makes of random blocks is found again, byte by byte.
TEST(TextPlacesTest, FollowsEveryFoldedBlock) {
  std::mt19937 random(1);
  const auto any = [&](const Strings& of) { return of[random() % of.size()]; };
  int read = 0;
  for (int round = 0; round < 5'000; ++round) {
    std::string text = "a: >" + any({"", "-", "+", "2", "2-", "2+"}) + "\n";
    text += "  x\n";
    for (std::size_t lines = random() % 8; lines > 0; --lines) {
      text += any({"", " ", "  ", "   ", "  x", "  x ", "   x", "  \tx",
                   "  x y", "    z  ", "  \xC3\xA4", "      "});
      text += any({"\n", "\n", "\r\n"});
    }
    text += any({"", "b: 1\n", "\n\nb: 1", "  x"});
    const Parsed parsed = ParseYaml(text);
    if (!parsed.good() || !parsed.root().Is(Kind::kMap)) {
      continue;
    }
    const std::string_view value = Find(parsed.root(), "a")->AsString();
    const Strings written = Written(parsed, "a");
    ASSERT_EQ(written.size(), value.size()) << text;
    for (std::size_t i = 0; i < value.size(); ++i) {
      ASSERT_TRUE(written[i] == value.substr(i, 1) ||
                  (written[i].find_first_of("\r\n") != std::string::npos &&
                   (value[i] == ' ' || value[i] == '\n')))
          << text;
    }
    ++read;
  }
  EXPECT_GT(read, 4'000);
}

TEST(TextPlacesTest, WhatIsNotFollowedHasNoPlaces) {
  EXPECT_EQ(Written(ParseYaml("a: \"x\\x41\""), "a"), Strings{});
  EXPECT_EQ(Written(ParseYaml("a: x\n  y"), "a"), Strings{});
  EXPECT_EQ(Written(ParseYaml("a: ''"), "a"), Strings{});
  EXPECT_EQ(Written(ParseYaml("a: \"x\r \n  y\""), "a"), Strings{});
  EXPECT_EQ(Written(ParseYaml("a: 'x\r \r\n  y'"), "a"), Strings{});
}

TEST(TextPlacesTest, PiecesOfTexts) {
  const Parsed parsed = ParseJson(R"({"a": "x\"yz", "b": "uvw"})");
  const auto a = TextPlaces::Of(*parsed.document, *Find(parsed.root(), "a"));
  const auto b = TextPlaces::Of(*parsed.document, *Find(parsed.root(), "b"));
  ASSERT_TRUE(a && b);
  TextPlaces all(parsed.root().span());
  all.AddMade(2);
  all.Add(*a, 1, 2);
  all.AddMade(1);
  all.Add(*b, 2, 1);
  all.Add(*b, 0, 0);
  EXPECT_EQ(all.size(), 6u);
  const auto written = [&](std::size_t begin, std::size_t end) {
    const SourceSpan span = all.SpanOf(begin, end);
    return std::string(parsed.document->file(span.file).text().substr(
        span.begin, span.end - span.begin));
  };
  EXPECT_EQ(written(0, 1), "");
  EXPECT_EQ(written(2, 4), "\\\"y");
  EXPECT_EQ(written(4, 5), "");
  EXPECT_EQ(written(3, 6), "yz\", \"b\": \"uvw");
}

// --- Through the readers -----------------------------------------------------

// Every string below the value, as it stands in the file, without quotes.
void CollectWritten(const Document& document, const Value& value,
                    std::vector<std::string>* out) {
  if (value.Is(Kind::kMap)) {
    for (const Member& member : value.AsMap()) {
      CollectWritten(document, member.value, out);
    }
  } else if (value.Is(Kind::kList)) {
    for (const Value& item : value.AsList()) {
      CollectWritten(document, item, out);
    }
  } else {
    std::string written(document.file(value.file)
                            .text()
                            .substr(value.begin, value.end - value.begin));
    std::erase_if(written, [](char c) { return c == '"' || c == '\\'; });
    out->push_back(written);
  }
}

std::vector<std::string> ContentOf(const std::string& content) {
  const auto document =
      ReadDocument({.name = "template.yml",
                    .bytes = "Parameters: {Queue: {Type: String}}\n"
                             "Resources:\n"
                             "  Main:\n"
                             "    Type: AWS::Connect::ContactFlow\n"
                             "    Properties:\n"
                             "      Content: " +
                             content});
  std::vector<std::string> written;
  if (!document) {
    ADD_FAILURE() << document.error().diagnostic.message;
    return written;
  }
  const Value* flow =
      Find(*(*document)->FindResource("Main")->properties, "Content");
  CollectWritten(**document, *flow, &written);
  return written;
}

TEST(TextPlacesTest, FlowsInTemplates) {
  const Strings expected = {"start", "Wait", "30"};
  const std::string flow =
      R"({"StartAction": "start", "Actions": [{"Type": "Wait", "Seconds": 30}]})";
  EXPECT_EQ(ContentOf("'" + flow + "'"), expected);
  EXPECT_EQ(ContentOf("|\n        " + flow + "\n"), expected);
  EXPECT_EQ(ContentOf(">\n        " + flow + "\n"), expected);
  EXPECT_EQ(ContentOf("!Sub |\n        " + flow + "\n"), expected);
  EXPECT_EQ(ContentOf("!Sub >-\n        " + flow + "\n"), expected);
  EXPECT_EQ(ContentOf("!Sub '" + flow + "'"), expected);
  EXPECT_EQ(ContentOf("!Join ['', ['" + flow.substr(0, 20) + "', '" +
                      flow.substr(20) + "']]"),
            (Strings{"sta', 'rt", "Wait", "30"}));
  std::string escaped;
  for (const char c : flow) {
    escaped += c == '"' ? "\\\"" : std::string(1, c);
  }
  EXPECT_EQ(ContentOf("\"" + escaped + "\""), expected);
}

TEST(TextPlacesTest, FlowsWithUnknownPieces) {
  EXPECT_EQ(ContentOf(R"(!Sub |
        {"StartAction": "${Queue}",
         "Actions": [{"Type": "Wait ${Queue} now", "Seconds": 30}]}
)"),
            (Strings{"${Queue}", "Wait ${Queue} now", "30"}));
  // Known pieces stand where the template names them.
  EXPECT_EQ(ContentOf(R"(!Sub
        - '{"StartAction": "${Word}", "Actions": [{"Type": "Wait"}]}'
        - {Word: start}
)"),
            (Strings{"${Word}", "Wait"}));
}

}  // namespace
}  // namespace connectguard
