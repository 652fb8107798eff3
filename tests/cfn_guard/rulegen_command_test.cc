#include "cfn_guard/rulegen_command.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "cfn_guard/recorded.h"
#include "guard/evaluator.h"
#include "guard/functions.h"
#include "guard/parser.h"
#include "readers/yaml_reader.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class RulegenTest : public ::testing::Test {
 protected:
  // The exit code; -1 stands for an error.
  int Generate(std::string text) {
    world_ =
        std::make_unique<FakeWorld>(TextFiles{{"t.yaml", std::move(text)}});
    const Result<int> code = RunRulegen(
        {.template_file = "t.yaml", .output_file = ""}, world_->environment);
    return code.value_or(-1);
  }
  // Of the properties of one resource of type AWS::X.
  int GenerateFor(const std::string& properties) {
    return Generate("Resources: {A: {Type: AWS::X, Properties: {" + properties +
                    "}}}");
  }
  std::string out() const { return world_->out.str(); }
  std::string err() const { return world_->err.str(); }

  // What the rules of out() say of the template.
  RuleStatus Judge() const {
    const FunctionTable functions = StandardFunctions(ReadEmbeddedYaml);
    const auto rules = ParseRules("x.guard", out(), functions).value();
    Document document;
    document.AddFile("t.yaml", *world_->files.Read("t.yaml"));
    document.SetRoot(ReadYaml(&document, 0, YamlDialect::kGuardTest).value());
    return Evaluate(*rules, document).rules.at(0).status();
  }

  std::unique_ptr<FakeWorld> world_;
};

std::vector<std::string> SortedLines(const std::string& text) {
  std::vector<std::string> lines;
  for (const std::string_view line : Split(text, '\n')) {
    lines.emplace_back(line);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST_F(RulegenTest, WritesTheLinesOfTheReference) {
  ASSERT_EQ(Generate(Recorded("rulegen/template.yaml")), 0);
  EXPECT_EQ(SortedLines(out()), SortedLines(Recorded("rulegen/rules.guard")));
}

TEST_F(RulegenTest, KeepsTheOrderOfTheTemplate) {
  ASSERT_EQ(Generate("Resources:\n"
                     "  B: {Type: T::B, Properties: {z: 2, a: 1}}\n"
                     "  A: {Type: T::A, Properties: {a: 1}}\n"
                     "  C: {Type: T::B, Properties: {z: 1}}\n"),
            0);
  EXPECT_EQ(out(),
            "let t_b_resources = Resources.*[ Type == 'T::B' ]\n"
            "rule t_b when %t_b_resources !empty {\n"
            "  %t_b_resources.Properties.z IN [2, 1]\n"
            "  %t_b_resources.Properties.a == 1\n"
            "}\n"
            "let t_a_resources = Resources.*[ Type == 'T::A' ]\n"
            "rule t_a when %t_a_resources !empty {\n"
            "  %t_a_resources.Properties.a == 1\n"
            "}\n");
}

// Where the reference would print rules that do not parse or do not hold.
TEST_F(RulegenTest, WritesRulesThatHoldForTheTemplate) {
  for (const char* properties : {
           R"(A: 1e20)",
           R"(A: " b ")",
           R"(A: "b\nc")",
           R"(A: 'b "c" d')",
           R"(A: "b\\\"c")",
           R"(A: 'C:\dir')",
           R"(A: ["b\nc", 'C:\dir', 'b "c" d'])",
           R"(A: {"b c": {'d"e': [1, 2.5, null, true]}})",
           R"("A-B": 1)",
           R"("A.B c": 1)",
           R"(A: !Ref B)",
           R"(A: !GetAtt B.c)",
           R"(this: 1, keys: 2, some: 3, when: 4)",
       }) {
    ASSERT_EQ(GenerateFor(properties), 0) << properties << err();
    EXPECT_EQ(Judge(), RuleStatus::kPass) << properties << "\n" << out();
  }
}

TEST_F(RulegenTest, SaysWhatCannotBeWritten) {
  ASSERT_EQ(GenerateFor(R"(A: "b\\", B: -2.5, C: .inf, "1": 2, "%x": 3,
                           D: [1, "b\\"], E: 18446744073709551615, F: 1)"),
            0);
  EXPECT_EQ(out(),
            "let aws_x_resources = Resources.*[ Type == 'AWS::X' ]\n"
            "rule aws_x when %aws_x_resources !empty {\n"
            "  # A: a value of it cannot be written as a literal\n"
            "  # B: a value of it cannot be written as a literal\n"
            "  # C: a value of it cannot be written as a literal\n"
            "  # 1: no query reaches a key of this name\n"
            "  # %x: no query reaches a key of this name\n"
            "  # D: a value of it cannot be written as a literal\n"
            "  # E: a value of it cannot be written as a literal\n"
            "  %aws_x_resources.Properties.F == 1\n"
            "}\n");
  ASSERT_EQ(GenerateFor("A: -1.5"), 0);
  EXPECT_EQ(out(),
            "# AWS::X:\n  # A: a value of it cannot be written as a literal\n");
}

TEST_F(RulegenTest, GivesTypesNamesOfTheirOwn) {
  ASSERT_EQ(Generate("Resources:\n"
                     "  A: {Type: Custom::A-B, Properties: {a: 1}}\n"
                     "  B: {Type: Custom::A_B, Properties: {a: 1}}\n"
                     "  C: {Type: 3D, Properties: {a: 1}}\n"),
            0);
  EXPECT_THAT(out(), HasSubstr("rule custom_a_b when"));
  EXPECT_THAT(out(), HasSubstr("rule custom_a_b_2 when"));
  EXPECT_THAT(out(), HasSubstr("rule type_3d when"));
}

TEST_F(RulegenTest, SaysWhatIsWrongWithTheTemplate) {
  EXPECT_EQ(Generate("A: 1"), kRulegenBadTemplate);
  EXPECT_EQ(err(), "Template lacks a Resources section\n");
  EXPECT_EQ(Generate("Resources: [1]"), kRulegenBadTemplate);
  EXPECT_THAT(err(), HasSubstr("it is a list, expected a map"));
  EXPECT_EQ(Generate("Resources: {A: {Properties: {B: 1}}}"),
            kRulegenBadTemplate);
  EXPECT_THAT(err(), HasSubstr("resource `A` has no Type"));
  EXPECT_EQ(Generate("{"), kRulegenBadTemplate);
  EXPECT_THAT(err(), StartsWith("Parsing error handling template file, Error"));
  EXPECT_THAT(out(), IsEmpty());
}

TEST_F(RulegenTest, WritesNothingForATemplateWithoutProperties) {
  EXPECT_EQ(Generate("Resources: {A: {Type: T}, B: 5}"), 0);
  EXPECT_EQ(out(), "");
}

TEST_F(RulegenTest, WritesToAFile) {
  FakeWorld world(
      TextFiles{{"t.yaml", "Resources: {A: {Type: T, Properties: {A: 1}}}"}});
  EXPECT_EQ(RunRulegen({.template_file = "t.yaml", .output_file = "o.guard"},
                       world.environment),
            0);
  EXPECT_THAT(world.written["o.guard"], StartsWith("let t_resources = "));
  EXPECT_THAT(world.out.str(), IsEmpty());
}

TEST_F(RulegenTest, AnswersWithAnErrorForAMissingTemplate) {
  FakeWorld world;
  EXPECT_FALSE(RunRulegen({.template_file = "t.yaml", .output_file = ""},
                          world.environment));
}

}  // namespace
}  // namespace connectguard
