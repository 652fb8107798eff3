// Parameters that are given beside a template: their file formats, what is
// refused, and what they make of the template.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "document/dump.h"
#include "readers/cloudformation.h"
#include "readers/parameters_file.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Listed(const Result<std::vector<GivenParameter>>& read) {
  if (!read) {
    return Render(read.error().diagnostic);
  }
  std::string text;
  for (const GivenParameter& each : *read) {
    text += each.name + "=" + each.value.value_or("(kept)") + ";";
  }
  return text;
}

TEST(ParametersFileTest, ReadsTheFormatsOfTheCommandLine) {
  EXPECT_EQ(Listed(ReadParametersFile(
                "p.json",
                R"([{"ParameterKey": "A", "ParameterValue": "x=y"},
                    {"ParameterKey": "B", "UsePreviousValue": true}])")),
            "A=x=y;B=(kept);");
  EXPECT_EQ(Listed(ReadParametersFile(
                "p.json", R"({"Parameters": {"A": "1", "L": ["a", "b"], "N": 5},
                              "Tags": {"t": "v"}})")),
            "A=1;L=a,b;N=5;");
  EXPECT_EQ(Listed(ReadParametersFile("p.json", R"(["A=1", "B="])")),
            "A=1;B=;");
}

struct BadFile {
  const char* text;
  const char* says;
};

TEST(ParametersFileTest, SaysWhatIsWrongWithoutShowingValues) {
  for (const BadFile& bad : {
           BadFile{R"({"A": "hunter2"})", "p.json:1:1: this is no file of"},
           BadFile{R"("hunter2")", "this is no file of parameters"},
           BadFile{R"(["hunter2"])", "p.json:1:2: a parameter must be"},
           BadFile{R"(["=hunter2"])", "a parameter must be `Name=value`"},
           BadFile{R"([5])", "a parameter must have a `ParameterKey`"},
           BadFile{R"([{"ParameterKey": "A"}])",
                   "the value of the parameter `A` must be text"},
           BadFile{R"({"Parameters": {"A": {"b": "hunter2"}}})",
                   "the value of the parameter `A` must be text"},
           BadFile{"[\"A=1\",\n\"A=hunter2\"]",
                   "p.json:2:1: the parameter `A` is given twice"},
           BadFile{R"(["A=hunter2")", "p.json:1"},
           BadFile{"", "p.json"},
       }) {
    const std::string said = Listed(ReadParametersFile("p.json", bad.text));
    EXPECT_THAT(said, HasSubstr(bad.says)) << bad.text;
    EXPECT_THAT(said, Not(HasSubstr("hunter2"))) << bad.text;
  }
}

TEST(ParametersFileTest, ParsesAnAssignment) {
  EXPECT_EQ(ParseParameter("A=b=c")->value, "b=c");
  EXPECT_EQ(ParseParameter("A=")->value, "");
  for (const char* bad : {"hunter2", "=hunter2", ""}) {
    const auto parsed = ParseParameter(bad);
    ASSERT_FALSE(parsed) << bad;
    EXPECT_EQ(parsed.error().code, ErrorCode::kUsage);
    EXPECT_THAT(Render(parsed.error().diagnostic), Not(HasSubstr("hunter2")));
  }
}

constexpr const char* kTemplate = R"(
Parameters:
  Env: {Type: String, AllowedValues: [dev, prod], Default: dev}
  Alias: {Type: String, MinLength: 3, MaxLength: 5}
  Days: {Type: Number, MinValue: 1, MaxValue: 30, Default: 7}
  Logs: {Type: String, AllowedValues: ["true", "false"]}
  Zones: {Type: CommaDelimitedList, AllowedValues: [a, b]}
  Ports: {Type: "List<Number>", Default: "1"}
  Token: {Type: String, NoEcho: true, AllowedValues: [swordfish]}
  Ami: {Type: "AWS::SSM::Parameter::Value<String>", Default: /x}
Rules:
  ProdKeepsLong:
    RuleCondition: !Equals [!Ref Env, prod]
    Assertions:
      - Assert: !Contains [["30"], !Ref Days]
        AssertDescription: production keeps logs for 30 days
Resources:
  R:
    Type: AWS::Any::Thing
    Properties:
      Env: !Ref Env
      Alias: !Ref Alias
      Days: !Ref Days
      Logs: !Ref Logs
      Zones: !Ref Zones
      Token: !Ref Token
      Region: !Ref AWS::Region
      Suffix: !Ref AWS::URLSuffix
)";

Result<std::unique_ptr<const Document>> ReadWith(
    const std::vector<std::string>& assignments) {
  StackInputs inputs;
  for (const std::string& each : assignments) {
    inputs.parameters.push_back(*ParseParameter(each));
  }
  return ReadCloudFormation({.name = "t.yaml",
                             .bytes = kTemplate,
                             .format = InputFormat::kCloudFormation,
                             .stack = std::move(inputs)},
                            {});
}

TEST(ParametersTest, GiveTheTemplateItsValues) {
  const auto document =
      ReadWith({"Env=prod", "Alias=acme", "Days=30", "Logs=true", "Zones=a, b",
                "Token=swordfish", "AWS::Region=cn-north-1"});
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  const std::string properties =
      Dump(*(*document)->FindResource("R")->properties);
  for (const char* part :
       {R"("Env": "prod")", R"("Alias": "acme")", R"("Days": 30)",
        R"("Logs": true)", R"("Region": "cn-north-1")",
        R"("Suffix": "amazonaws.com.cn")", "(sensitive)"}) {
    EXPECT_THAT(properties, HasSubstr(part));
  }
  EXPECT_THAT(properties, Not(HasSubstr("swordfish")));
}

TEST(ParametersTest, KeptValuesAreUnknownInSpiteOfADefault) {
  StackInputs inputs;
  inputs.parameters.push_back({.name = "Env"});
  const auto document =
      ReadCloudFormation({.name = "t.yaml",
                          .bytes = kTemplate,
                          .format = InputFormat::kCloudFormation,
                          .stack = std::move(inputs)},
                         {});
  ASSERT_TRUE(document);
  EXPECT_TRUE(
      FindPath((*document)->root(), {"Resources", "R", "Properties", "Env"})
          ->Is(Kind::kUnknown));
}

struct BadValue {
  const char* assignment;
  const char* message;
  const char* hint;
};

TEST(ParametersTest, AreCheckedAsCloudFormationDoes) {
  for (const BadValue& bad : {
           BadValue{"Evn=dev", "the template has no parameter `Evn`",
                    "did you mean `Env`?"},
           BadValue{"Env=prd",
                    "the parameter `Env` has a value that is not "
                    "allowed, found `prd`",
                    "did you mean `prod`?"},
           BadValue{"Env=", "not allowed", "use one of: dev, prod"},
           BadValue{"Days=x",
                    "the parameter `Days` must be a number, found `x`", ""},
           BadValue{"Days=31", "must be at most 30, found `31`", ""},
           BadValue{"Days=0", "must be at least 1, found `0`", ""},
           BadValue{"Alias=ab", "must have at least 3 characters", ""},
           BadValue{"Alias=abcdef", "must have at most 5 characters", ""},
           BadValue{"Zones=a,c", "not allowed, found `c`", ""},
           BadValue{"Ports=1,x", "must be a number, found `x`", ""},
           BadValue{"Token=hunter2",
                    "the parameter `Token` has a value that is not allowed",
                    "use one of: swordfish"},
           BadValue{"AWS::NoValue=x", "the template has no parameter", ""},
           BadValue{"Env=prod",
                    "the parameters break the rule `ProdKeepsLong`: "
                    "production keeps logs for 30 days",
                    "Rules"},
       }) {
    const auto document = ReadWith({bad.assignment});
    ASSERT_FALSE(document) << bad.assignment;
    EXPECT_EQ(document.error().code, ErrorCode::kBadInput);
    const Diagnostic& said = document.error().diagnostic;
    EXPECT_THAT(said.message, HasSubstr(bad.message));
    EXPECT_THAT(said.hint, HasSubstr(bad.hint));
    EXPECT_THAT(Render(said), Not(HasSubstr("hunter2")));
  }
}

TEST(ParametersTest, RulesThatTheDefaultsBreakAreForTheDeployment) {
  const auto document = ReadCloudFormation(
      {.name = "t.yaml",
       .bytes = "Parameters: {E: {Type: String, Default: x}}\n"
                "Rules: {R: {Assertions: [{Assert: !Equals [!Ref E, y]}]}}\n"
                "Resources: {}\n",
       .format = InputFormat::kCloudFormation},
      {});
  EXPECT_TRUE(document);
}

TEST(ParametersTest, AreNotForPlans) {
  StackInputs inputs;
  inputs.parameters.push_back({.name = "A", .value = "b"});
  const auto document = ReadDocument(
      {.name = "plan.json",
       .bytes = R"({"format_version": "1.2", "resource_changes": []})",
       .stack = std::move(inputs)});
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, ErrorCode::kUsage);
}

Result<std::unique_ptr<const Document>> ReadWithPattern(
    std::string_view pattern, const std::string& assignment) {
  StackInputs inputs;
  inputs.parameters.push_back(*ParseParameter(assignment));
  return ReadCloudFormation(
      {.name = "t.yaml",
       .bytes = fmt::format("Parameters:\n"
                            "  P:\n    Type: CommaDelimitedList\n"
                            "    AllowedPattern: '{}'\n"
                            "    ConstraintDescription: letters please\n"
                            "  S: {{Type: String, NoEcho: true, "
                            "AllowedPattern: '[a-z]+'}}\n"
                            "Resources: {{R: {{Type: AWS::Any::Thing}}}}\n",
                            pattern),
       .format = InputFormat::kCloudFormation,
       .stack = std::move(inputs)},
      {});
}

TEST(ParametersTest, MatchTheirPatternAsAWhole) {
  for (const char* good : {"P=abc", "P=abc, def", "P=", "S=abc"}) {
    EXPECT_TRUE(ReadWithPattern("[a-z]+", good)) << good;
  }
  EXPECT_TRUE(ReadWithPattern(R"(\w{2,3}(?i:X)?)", "P=abX"));
  const auto bad = ReadWithPattern("[a-z]+", "P=abc,d1");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, ErrorCode::kBadInput);
  EXPECT_EQ(bad.error().diagnostic.message,
            "the parameter `P` must match `[a-z]+`, found `d1`");
  EXPECT_EQ(bad.error().diagnostic.hint, "letters please");
}

TEST(ParametersTest, NeverShowASecretThatMissesItsPattern) {
  const auto bad = ReadWithPattern("x", "S=hunter2");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().diagnostic.message,
            "the parameter `S` must match `[a-z]+`");
  EXPECT_THAT(Render(bad.error().diagnostic), Not(HasSubstr("hunter2")));
}

// Java reads them, or reads them otherwise.
TEST(ParametersTest, SayWhichPatternsWereNotChecked) {
  for (const char* pattern :
       {"(?=a).*", "a++", "[a-z&&[^b]]+", "[a[b]]+", "[]a]+", "[^]a]+", "[a",
        R"(\p{Alpha}+)", R"((a)\1)"}) {
    const auto document = ReadWithPattern(pattern, "P=12,34");
    ASSERT_TRUE(document) << pattern;
    const Value* notes = FindPath((*document)->root(), {"Plan", "Notes"});
    ASSERT_NE(notes, nullptr) << pattern;
    ASSERT_EQ(notes->size, 1u) << pattern;
    EXPECT_EQ(notes->AsList()[0].AsString(),
              "the parameter `P` was not checked against its AllowedPattern, "
              "which cannot be read");
  }
}

}  // namespace
}  // namespace connectguard
