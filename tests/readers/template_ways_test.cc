// The ways in which open conditions can turn out.
#include "readers/template_ways.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "readers/corpus_document.h"

namespace connectguard {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TextOf;

std::vector<std::string> WaysOf(const std::string& text) {
  const auto document =
      ReadDocument({.name = "t.yaml", .bytes = text}, {.all_ways = true});
  EXPECT_TRUE(document) << Render(document.error().diagnostic);
  std::vector<std::string> ways;
  for (const Document::Way& way : (*document)->ways()) {
    const Value* value =
        FindPath(way.document->root(), {"Resources", "R", "Properties"});
    ways.push_back(way.when + " -> " +
                   (value == nullptr ? "none" : Summarize(*value, 200)));
  }
  if (!(*document)->undecided().empty()) {
    ways.push_back((*document)->undecided());
  }
  return ways;
}

TEST(TemplateWaysTest, ThereAreNoneWithoutOpenConditions) {
  EXPECT_THAT(WaysOf("Resources: {R: {Type: T}}"), ElementsAre());
  EXPECT_THAT(WaysOf("Parameters: {P: {Type: String, Default: a}}\n"
                     "Conditions: {C: !Equals [!Ref P, a]}\n"
                     "Resources: {R: {Type: T, Condition: C}}\n"),
              ElementsAre());
  // Open, but it decides about nothing.
  EXPECT_THAT(WaysOf("Parameters: {P: {Type: String}}\n"
                     "Conditions: {C: !Equals [!Ref P, a]}\n"
                     "Resources: {R: {Type: T}}\n"),
              ElementsAre());
}

TEST(TemplateWaysTest, KnowTheParameterWhereTheyLeaveNoOther) {
  EXPECT_THAT(
      WaysOf("Parameters: {P: {Type: String}}\n"
             "Conditions: {C: !Equals [!Ref P, a]}\n"
             "Resources: {R: {Type: T, Properties: {V: !Ref P, W: !If [C, 1, "
             "!Ref AWS::NoValue]}}}\n"),
      ElementsAre("`C` is false -> {\"V\": ?(value of the parameter `P`: "
                  "parameter P)}",
                  "`C` is true -> {\"V\": \"a\", \"W\": 1}"));
}

TEST(TemplateWaysTest, ConditionsOfOneParameterExcludeEachOther) {
  const std::string conditions =
      "Conditions:\n  A: !Equals [!Ref P, a]\n  B: !Equals [b, !Ref P]\n"
      "Resources: {R: {Type: T, Properties: {V: !If [A, 1, 2], W: !If [B, 1, "
      "2]}}}\n";
  EXPECT_THAT(WaysOf("Parameters: {P: {Type: String}}\n" + conditions),
              ElementsAre(HasSubstr("`A` is false and `B` is false -> "),
                          HasSubstr("`A` is false and `B` is true -> "),
                          HasSubstr("`A` is true and `B` is false -> ")));
  // One of them is always true.
  EXPECT_THAT(
      WaysOf("Parameters: {P: {Type: String, AllowedValues: [a, b]}}\n" +
             conditions),
      ElementsAre(HasSubstr("`A` is false and `B` is true -> "),
                  HasSubstr("`A` is true and `B` is false -> ")));
}

TEST(TemplateWaysTest, TheOnlyOtherAllowedValueIsKnown) {
  EXPECT_THAT(
      WaysOf("Parameters: {P: {Type: String, AllowedValues: [a, b]}}\n"
             "Mappings: {M: {a: {k: 1}, b: {k: 2}}}\n"
             "Conditions: {C: !Equals [!Ref P, a]}\n"
             "Resources: {R: {Type: T, Properties: {V: !FindInMap [M, !Ref P, "
             "k], W: !If [C, x, y]}}}\n"),
      ElementsAre("`C` is false -> {\"V\": 2, \"W\": \"y\"}",
                  "`C` is true -> {\"V\": 1, \"W\": \"x\"}"));
}

TEST(TemplateWaysTest, GoThroughAndOrNotAndNamedConditions) {
  EXPECT_THAT(
      WaysOf(
          "Parameters: {P: {Type: String}, Q: {Type: String}}\n"
          "Conditions:\n  A: !Equals [!Ref P, x]\n"
          "  B: !And [!Condition A, !Not [!Equals [!Ref Q, y]]]\n"
          "  N: !Not [!Condition B]\n"
          "Resources: {R: {Type: T, Condition: B, Properties: {V: !If [N, 1, "
          "2]}}}\n"),
      ElementsAre("`B` is false and `N` is true -> none",
                  "`B` is true and `N` is false -> {\"V\": 2}"));
}

TEST(TemplateWaysTest, WhatCannotBeReadIsOpenBothWays) {
  for (const char* expression :
       {"!Equals [!Ref P, !Ref Q]", "!Condition Nowhere", "!Condition C", "5",
        "{\"Fn::Equals\": [1]}", "!Not [x]"}) {
    EXPECT_EQ(WaysOf("Parameters: {P: {Type: String}, Q: {Type: String}}\n"
                     "Conditions: {C: " +
                     std::string(expression) +
                     "}\nResources: {R: {Type: T, Condition: C}}\n")
                  .size(),
              2u)
        << expression;
  }
}

TEST(TemplateWaysTest, TooManyAreSaidToBe) {
  std::string parameters = "Parameters:\n";
  std::string conditions = "Conditions:\n";
  std::string resources = "Resources:\n";
  for (int i = 0; i < 7; ++i) {
    const std::string n = std::to_string(i);
    parameters += "  P" + n + ": {Type: String}\n";
    conditions += "  C" + n + ": !Equals [!Ref P" + n + ", x]\n";
    resources += "  R" + n + ": {Type: T, Condition: C" + n + "}\n";
  }
  EXPECT_THAT(WaysOf(parameters + conditions + resources),
              ElementsAre(HasSubstr("too many ways")));
}

// Conditions that double at each step cost neither time nor memory.
TEST(TemplateWaysTest, DoublingConditionsEnd) {
  std::string text =
      "Parameters: {P: {Type: String}}\nConditions:\n"
      "  C0: !Equals [!Ref P, x]\n";
  for (int i = 1; i < 100; ++i) {
    const std::string before = "!Condition C" + std::to_string(i - 1);
    text +=
        "  C" + std::to_string(i) + ": !And [" + before + ", " + before + "]\n";
  }
  EXPECT_EQ(WaysOf(text + "Resources: {R: {Type: T, Condition: C99}}\n").size(),
            2u);
}

TEST(TemplateWaysTest, ConditionsOfNestedStacksCount) {
  std::map<std::string, std::string, std::less<>> files;
  files["c.yaml"] =
      "Parameters: {E: {Type: String}}\n"
      "Conditions: {Own: !Equals [!Ref E, prod]}\n"
      "Resources: {R: {Type: T, Condition: Own}}\n";
  const MemoryFileReader disk(std::move(files));
  Input input{.name = "main.yaml",
              .bytes =
                  "Parameters: {Env: {Type: String, AllowedValues: [dev, "
                  "prod]}}\n"
                  "Conditions: {Main: !Equals [!Ref Env, prod]}\n"
                  "Resources:\n"
                  "  S: {Type: AWS::CloudFormation::Stack, Properties: "
                  "{TemplateURL: c.yaml, Parameters: {E: !Ref Env}}}\n"
                  "  M: {Type: T, Condition: Main}\n"};
  input.disk = &disk;
  const auto document = ReadDocument(std::move(input), {.all_ways = true});
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  std::vector<std::string> ways;
  for (const Document::Way& way : (*document)->ways()) {
    ways.push_back(way.when + ": " +
                   std::to_string(way.document->resources().size()));
  }
  // The two conditions are about the same parameter.
  EXPECT_THAT(ways, ElementsAre("`Main` is false and `S.Own` is false: 1",
                                "`Main` is true and `S.Own` is true: 3"));
}

}  // namespace
}  // namespace connectguard
