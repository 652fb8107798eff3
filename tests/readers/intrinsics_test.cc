#include "readers/intrinsics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "document/dump.h"
#include "readers/cloudformation.h"
#include "readers/yaml_reader.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;

constexpr const char* kDeclarations = R"(
Parameters:
  Env: {Type: String, Default: prod}
  Retain: {Type: Number, Default: "30"}
  Ratio: {Type: Number, Default: 0.5}
  Account: {Type: String, Default: 012345678901}
  Logs: {Type: String, Default: "true", AllowedValues: ["true", "false"]}
  Flag: {Type: String, Default: "true"}
  Names: {Type: CommaDelimitedList, Default: "a, b,c"}
  Ports: {Type: List<Number>, Default: "80,443"}
  None: {Type: CommaDelimitedList, Default: ""}
  Secret: {Type: String, NoEcho: true, Default: hunter2}
  Open: {Type: String}
  Ami: {Type: "AWS::SSM::Parameter::Value<String>", Default: /a/b}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  IsDev: !Not [!Condition IsProd]
  IsOpen: !Equals [!Ref Open, x]
  Loop: !Not [!Condition Loop]
Mappings:
  Sizes:
    prod: {size: big, zones: [x, y]}
Resources:
  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub "rec-${Env}"}}
  Unnamed: {Type: AWS::S3::Bucket}
  Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: t}}
  RingA: {Type: AWS::IAM::Role, Properties: {RoleName: !Ref RingB}}
  RingB: {Type: AWS::IAM::Role, Properties: {RoleName: !Ref RingA}}
  Left: {Type: AWS::SNS::Topic, Condition: IsDev}
  It:
    Type: AWS::Any::Thing
    Properties:
      Before: 1
      V: )";

std::unique_ptr<const Document> ReadWith(const std::string& expression) {
  auto document =
      ReadCloudFormation({.name = "t.yaml",
                          .bytes = kDeclarations + expression + "\n",
                          .format = InputFormat::kCloudFormation},
                         {});
  EXPECT_TRUE(document) << Render(document.error().diagnostic);
  return document ? *std::move(document) : nullptr;
}

const Value* ValueIn(const Document& document) {
  return FindPath(document.root(), {"Resources", "It", "Properties", "V"});
}

struct IntrinsicCase {
  const char* written;
  const char* expected;
};

void PrintTo(const IntrinsicCase& c, std::ostream* out) { *out << c.written; }

class IntrinsicTest : public ::testing::TestWithParam<IntrinsicCase> {};

TEST_P(IntrinsicTest, StandsFor) {
  const auto document = ReadWith(GetParam().written);
  ASSERT_NE(document, nullptr);
  const Value* value = ValueIn(*document);
  EXPECT_EQ(value == nullptr ? "absent" : Summarize(*value, 500),
            GetParam().expected);
}

#define DEPLOYED "known when the stack is deployed"

INSTANTIATE_TEST_SUITE_P(
    Parameters, IntrinsicTest,
    ::testing::Values(
        IntrinsicCase{"!Ref Env", "\"prod\""},
        IntrinsicCase{"!Ref Retain", "30"}, IntrinsicCase{"!Ref Ratio", "0.5"},
        IntrinsicCase{"!Ref Account", "\"012345678901\""},
        IntrinsicCase{"!Ref Logs", "true"},
        IntrinsicCase{"!Ref Flag", "\"true\""},
        IntrinsicCase{"!Ref Names", "[\"a\", \"b\", \"c\"]"},
        IntrinsicCase{"!Ref Ports", "[80, 443]"},
        IntrinsicCase{"!Ref None", "[]"},
        IntrinsicCase{"!Ref Secret", "(sensitive)"},
        IntrinsicCase{"!Sub \"x-${Secret}\"", "(sensitive)"},
        IntrinsicCase{"!If [IsOpen, !Ref Secret, x]", "(sensitive)"},
        IntrinsicCase{"!Ref Open",
                      "?(value of the parameter `Open`: parameter Open)"},
        IntrinsicCase{"!Ref Ami",
                      "?(value of the SSM parameter that `Ami` names: "
                      "parameter Ami)"},
        IntrinsicCase{"!Ref Nobody",
                      "?(refers to `Nobody`, which this template does not "
                      "make: Nobody)"},
        IntrinsicCase{"!Ref Left",
                      "?(refers to `Left`, which this template does not make: "
                      "Left)"},
        IntrinsicCase{"!Ref AWS::NoValue", "absent"},
        IntrinsicCase{"[a, !Ref AWS::NoValue, b]", "[\"a\", \"b\"]"},
        IntrinsicCase{"!Ref AWS::Partition", "\"aws\""},
        IntrinsicCase{"!Ref AWS::Region", "?(" DEPLOYED ": AWS::Region)"}));

INSTANTIATE_TEST_SUITE_P(
    References, IntrinsicTest,
    ::testing::Values(
        IntrinsicCase{"!Ref Bucket", "\"rec-prod\""},
        IntrinsicCase{"!Ref Unnamed", "?(" DEPLOYED ": Unnamed)"},
        IntrinsicCase{"!Ref Topic", "?(" DEPLOYED ": Topic)"},
        IntrinsicCase{"!Ref RingA", "?(" DEPLOYED ": RingA)"},
        IntrinsicCase{"!GetAtt Topic.TopicArn",
                      "?(" DEPLOYED ": Topic.TopicArn)"},
        IntrinsicCase{"{\"Fn::GetAtt\": \"Topic.A.B\"}",
                      "?(" DEPLOYED ": Topic.A.B)"},
        IntrinsicCase{"{\"Fn::GetAtt\": [Topic, !Ref Env]}",
                      "?(" DEPLOYED ": Topic.prod)"},
        IntrinsicCase{"!GetAtt Nobody.Arn",
                      "?(refers to `Nobody`, which this template does not "
                      "make: Nobody)"},
        IntrinsicCase{"!GetAtt Topic",
                      "?(`Fn::GetAtt` is not written as it must be)"},
        IntrinsicCase{"!ImportValue x",
                      "?(exported by another stack: export x)"},
        IntrinsicCase{"!GetAZs \"\"",
                      "?(`Fn::GetAZs` is evaluated when the stack is "
                      "deployed)"},
        IntrinsicCase{"!Cidr [!GetAtt Topic.Block, 2, 8]",
                      "?(`Fn::Cidr` is evaluated when the stack is deployed: "
                      "Topic.Block)"},
        IntrinsicCase{"{\"Fn::Unknown\": known after apply}",
                      "?(known after apply)"},
        IntrinsicCase{"{Ref: [a]}", "{\"Ref\": [\"a\"]}"},
        IntrinsicCase{"\"{{resolve:secretsmanager:x}}\"",
                      "\"{{resolve:secretsmanager:x}}\""}));

INSTANTIATE_TEST_SUITE_P(
    Texts, IntrinsicTest,
    ::testing::Values(
        IntrinsicCase{"!Sub plain", "\"plain\""},
        IntrinsicCase{"!Sub \"${Env}-${!Env}-${ Retain }\"",
                      "\"prod-${Env}-30\""},
        IntrinsicCase{"!Sub \"${Env\"", "\"${Env\""},
        IntrinsicCase{"!Sub \"arn:${AWS::Partition}:s3:::${Bucket}/*\"",
                      "\"arn:aws:s3:::rec-prod/*\""},
        IntrinsicCase{"!Sub \"${AWS::Region}/${Topic.Arn}/${AWS::Region}\"",
                      "?(" DEPLOYED ": AWS::Region, Topic.Arn)"},
        IntrinsicCase{"!Sub [\"${A}-${Env}\", {A: !Ref Retain}]",
                      "\"30-prod\""},
        IntrinsicCase{"!Sub [\"${Env}\", {Env: own}]", "\"own\""},
        IntrinsicCase{"!Sub [a]", "?(`Fn::Sub` is not written as it must be)"},
        IntrinsicCase{"!Join [\",\", [a, !Ref Env, 1, true]]",
                      "\"a,prod,1,true\""},
        IntrinsicCase{"!Join [\"-\", [a, !Ref AWS::NoValue, b]]", "\"a-b\""},
        IntrinsicCase{"!Join [\"/\", !Ref Names]", "\"a/b/c\""},
        IntrinsicCase{"!Join [\"\", [a, !Ref Open]]",
                      "?(" DEPLOYED ": parameter Open)"},
        IntrinsicCase{"!Join [\"\", !GetAtt Topic.List]",
                      "?(" DEPLOYED ": Topic.List)"},
        IntrinsicCase{"!Join [\"\", [!Join [\"\", [!Sub \"${Topic.Arn}x\"]]]]",
                      "?(" DEPLOYED ": Topic.Arn)"},
        IntrinsicCase{"!Base64 \"\"", "\"\""},
        IntrinsicCase{"!Base64 a", "\"YQ==\""},
        IntrinsicCase{"!Base64 ab", "\"YWI=\""},
        IntrinsicCase{"!Base64 abc", "\"YWJj\""}));

INSTANTIATE_TEST_SUITE_P(
    Choices, IntrinsicTest,
    ::testing::Values(
        IntrinsicCase{"!If [IsProd, {a: 1}, b]", "{\"a\": 1}"},
        IntrinsicCase{"!If [IsDev, {a: 1}, b]", "\"b\""},
        IntrinsicCase{"!If [IsDev, a, !Ref AWS::NoValue]", "absent"},
        IntrinsicCase{"!If [IsOpen, !GetAtt Topic.Arn, b]",
                      "?(depends on the condition `IsOpen`: condition IsOpen, "
                      "Topic.Arn)"},
        IntrinsicCase{"!If [Loop, a, b]",
                      "?(depends on the condition `Loop`: condition Loop)"},
        IntrinsicCase{"!If [Nobody, a, b]",
                      "?(depends on the condition `Nobody`: condition "
                      "Nobody)"},
        IntrinsicCase{"!Select [1, !Ref Names]", "\"b\""},
        IntrinsicCase{"!Select [\"0\", [!Ref Env]]", "\"prod\""},
        IntrinsicCase{"!Select [5, [a]]", "?(the list has no item `5`)"},
        IntrinsicCase{"!Select [-1, [a]]", "?(the list has no item `-1`)"},
        IntrinsicCase{"!Select [0, !GetAZs \"\"]", "?(" DEPLOYED ")"},
        IntrinsicCase{"!Split [\"--\", \"a--b----c\"]",
                      "[\"a\", \"b\", \"\", \"c\"]"},
        IntrinsicCase{"!Split [\"\", \"a\"]",
                      "?(`Fn::Split` is not written as it must be)"},
        IntrinsicCase{"!Select [1, !Split [\",\", !Sub \"x,${Env}\"]]",
                      "\"prod\""},
        IntrinsicCase{"!FindInMap [Sizes, !Ref Env, size]", "\"big\""},
        IntrinsicCase{"!FindInMap [Sizes, prod, zones]", "[\"x\", \"y\"]"},
        IntrinsicCase{"!FindInMap [Sizes, dev, size]",
                      "?(the mapping has no such entry)"},
        IntrinsicCase{"!FindInMap [Sizes, dev, size, {DefaultValue: d}]",
                      "\"d\""},
        IntrinsicCase{"!FindInMap [Sizes, !Ref AWS::Region, size]",
                      "?(" DEPLOYED ": AWS::Region)"},
        IntrinsicCase{"!Length [a, b]", "2"}));

TEST(IntrinsicsTest, MarksReferencesExactOnlyWhenTheyAreTheWholeValue) {
  for (const char* written : {"!GetAtt Topic.Arn", "!Sub \"${Topic.Arn}\""}) {
    const auto document = ReadWith(written);
    const Value* value = ValueIn(*document);
    ASSERT_EQ(value->References().size(), 1u) << written;
    const Reference& reference = value->References()[0];
    EXPECT_EQ(reference.text, "Topic.Arn");
    EXPECT_EQ(reference.target, "Topic");
    EXPECT_EQ(reference.attribute, "Arn");
    EXPECT_TRUE(reference.exact) << written;
    EXPECT_FALSE(value->unknown->may_be_absent);
  }
  const auto document = ReadWith("!Sub \"${Topic.Arn}/*\"");
  EXPECT_FALSE(ValueIn(*document)->References()[0].exact);
}

TEST(IntrinsicsTest, LinksTheNameOfAResource) {
  const auto document = ReadWith("!Ref Bucket");
  const Value* value = ValueIn(*document);
  EXPECT_TRUE(value->linked);
  ASSERT_EQ(value->References().size(), 1u);
  EXPECT_EQ(value->References()[0].target, "Bucket");
}

TEST(IntrinsicsTest, GivesValuesFromElsewhereThePlaceOfUse) {
  for (const char* written :
       {"!Ref Env", "!FindInMap [Sizes, prod, zones]", "!Sub \"${Env}\""}) {
    const auto document = ReadWith(written);
    const Value* value = ValueIn(*document);
    EXPECT_EQ(document->file(0).text().substr(value->begin,
                                              value->end - value->begin),
              written);
  }
}

TEST(IntrinsicsTest, SaysThatAnUndecidedValueMayBeAbsent) {
  EXPECT_TRUE(ValueIn(*ReadWith("!If [IsOpen, a, !Ref AWS::NoValue]"))
                  ->unknown->may_be_absent);
  EXPECT_FALSE(
      ValueIn(*ReadWith("!If [IsOpen, a, b]"))->unknown->may_be_absent);
}

// Conditions are seen through the resources that they decide on.
struct ConditionCase {
  const char* condition;
  ConditionTruth truth;
};

void PrintTo(const ConditionCase& c, std::ostream* out) { *out << c.condition; }

class ConditionTest : public ::testing::TestWithParam<ConditionCase> {};

TEST_P(ConditionTest, IsDecidedInThreeValues) {
  const std::string text = std::string(R"(
Parameters:
  Env: {Type: String, Default: prod}
  Size: {Type: Number, Default: 5}
  Open: {Type: String}
  Secret: {Type: String, NoEcho: true, Default: x}
Conditions:
  "Yes": !Equals [a, a]
  "No": !Equals [a, b]
  Open: !Equals [!Ref Open, a]
  C: )") + GetParam().condition +
                           "\nResources: {}\n";
  Document document;
  const auto file = document.AddFile("t", text);
  const auto root = ReadYaml(&document, file, YamlDialect::kCloudFormation);
  ASSERT_TRUE(root) << Render(root.error().diagnostic);
  ResolvedValues values(&document);
  EXPECT_EQ(Intrinsics(&values, **root).TruthOf("C"), GetParam().truth);
}

INSTANTIATE_TEST_SUITE_P(
    All, ConditionTest,
    ::testing::Values(
        ConditionCase{"!Equals [!Ref Env, prod]", ConditionTruth::kTrue},
        ConditionCase{"!Equals [!Ref Size, \"5\"]", ConditionTruth::kTrue},
        ConditionCase{"!Equals [true, \"true\"]", ConditionTruth::kTrue},
        ConditionCase{"!Equals [!Ref Env, !Ref Open]",
                      ConditionTruth::kUnknown},
        ConditionCase{"!Equals [!Ref Open, !Ref Open]", ConditionTruth::kTrue},
        ConditionCase{"!Equals [!Ref Secret, x]", ConditionTruth::kUnknown},
        ConditionCase{"!Equals [a]", ConditionTruth::kUnknown},
        ConditionCase{"!Not [!Condition Yes]", ConditionTruth::kFalse},
        ConditionCase{"!Not [!Condition Open]", ConditionTruth::kUnknown},
        ConditionCase{"!And [!Condition Yes, !Condition Open]",
                      ConditionTruth::kUnknown},
        ConditionCase{"!And [!Condition Open, !Condition No]",
                      ConditionTruth::kFalse},
        ConditionCase{"!And [!Condition Yes, !Condition Yes]",
                      ConditionTruth::kTrue},
        ConditionCase{"!Or [!Condition Open, !Condition Yes]",
                      ConditionTruth::kTrue},
        ConditionCase{"!Or [!Condition Open, !Condition No]",
                      ConditionTruth::kUnknown},
        ConditionCase{"!Or [!Condition No, !Condition No]",
                      ConditionTruth::kFalse},
        ConditionCase{"{Condition: \"Yes\"}", ConditionTruth::kTrue},
        ConditionCase{"!Contains [[a], a]", ConditionTruth::kUnknown},
        ConditionCase{"plain", ConditionTruth::kUnknown}));

// --- Bounds ------------------------------------------------------------------

Result<std::unique_ptr<const Document>> ReadJsonTemplate(std::string text) {
  return ReadCloudFormation({.name = "t.json",
                             .bytes = std::move(text),
                             .format = InputFormat::kCloudFormation},
                            {});
}

TEST(IntrinsicsTest, EndsTextsThatDouble) {
  std::string text = R"({"Resources":{"B0":{"Type":"AWS::S3::Bucket",)"
                     R"("Properties":{"BucketName":"0123456789"}})";
  for (int i = 1; i < 60; ++i) {
    const std::string below = "${B" + std::to_string(i - 1) + "}";
    text += ",\"B" + std::to_string(i) +
            "\":{\"Type\":\"AWS::S3::Bucket\",\"Properties\":{\"BucketName\":"
            "{\"Fn::Sub\":\"" +
            below + below + "\"}}}";
  }
  const auto read = ReadJsonTemplate(text + "}}");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kLimit);
}

TEST(IntrinsicsTest, EndsLongChainsOfNamesAndConditions) {
  std::string resources;
  std::string conditions;
  for (int i = 0; i < 5000; ++i) {
    const std::string next = std::to_string(i + 1);
    const std::string comma = i == 0 ? "" : ",";
    resources += comma + "\"B" + std::to_string(i) +
                 "\":{\"Type\":\"AWS::S3::Bucket\",\"Condition\":\"C0\","
                 "\"Properties\":{\"BucketName\":{\"Ref\":\"B" +
                 next + "\"}}}";
    conditions += comma + "\"C" + std::to_string(i) +
                  "\":{\"Fn::Not\":[{\"Condition\":\"C" + next + "\"}]}";
  }
  const auto names = ReadJsonTemplate("{\"Resources\":{" + resources + "}}");
  ASSERT_FALSE(names);
  EXPECT_EQ(names.error().code, ErrorCode::kLimit);
  const auto both = ReadJsonTemplate("{\"Resources\":{" + resources +
                                     "},\"Conditions\":{" + conditions + "}}");
  ASSERT_FALSE(both);
  EXPECT_EQ(both.error().code, ErrorCode::kLimit);
}

TEST(IntrinsicsTest, ResolvesDeeplyNestedFunctionsOnce) {
  std::string text;
  std::string closing;
  for (int i = 0; i < 120; ++i) {
    text += R"({"Fn::Join":["",["x",)";
    closing += "]]}";
  }
  const auto read =
      ReadJsonTemplate(R"({"Resources":{"R":{"Type":"T","Properties":{"P":)" +
                       text + "\"y\"" + closing + "}}}}");
  ASSERT_TRUE(read) << Render(read.error().diagnostic);
  const Value* value =
      FindPath((*read)->root(), {"Resources", "R", "Properties", "P"});
  EXPECT_EQ(value->AsString(), std::string(120, 'x') + "y");
}

// --- JSON in texts -----------------------------------------------------------

std::string ContentOf(const std::string& content) {
  const auto document = ReadWith(
      "1\n  Flow:\n    Type: AWS::Connect::ContactFlow\n    Properties:\n"
      "      Content: " +
      content);
  return Summarize(*FindPath(document->root(),
                             {"Resources", "Flow", "Properties", "Content"}),
                   500);
}

TEST(IntrinsicsTest, ParsesAContactFlow) {
  EXPECT_EQ(ContentOf(R"('{"Version":"2019","Actions":[]}')"),
            R"({"Version": "2019", "Actions": []})");
  EXPECT_EQ(ContentOf("{Version: x}"), R"({"Version": "x"})");
  EXPECT_EQ(ContentOf("not json"), "\"not json\"");
  EXPECT_EQ(ContentOf("'17'"), "\"17\"");
  EXPECT_EQ(ContentOf("!GetAtt Topic.Arn"), "?(" DEPLOYED ": Topic.Arn)");
}

TEST(IntrinsicsTest, KeepsTheStructureAroundUnknownPieces) {
  EXPECT_EQ(
      ContentOf(
          R"(!Sub '{"Id":"${Topic.Arn}","T":"a ${AWS::Region} b ${Topic.Arn}","E":"${Env}","N":1}')"),
      R"({"Id": ?(known when the stack is deployed: Topic.Arn), )"
      R"("T": ?(known when the stack is deployed: AWS::Region, Topic.Arn), )"
      R"("E": "prod", "N": 1})");
  EXPECT_EQ(ContentOf(R"(!Join ["", ['{"Id":"', !GetAtt Topic.Arn, '"}']])"),
            R"({"Id": ?(known when the stack is deployed: Topic.Arn)})");
  EXPECT_EQ(ContentOf(R"(!Sub '{"${Topic.Arn}":1}')"),
            "?(" DEPLOYED ": Topic.Arn)");
  EXPECT_EQ(ContentOf(R"(!Sub '{"Id":${Topic.Arn}}')"),
            "?(" DEPLOYED ": Topic.Arn)");
  EXPECT_EQ(ContentOf("!Sub '{\"Id\":\"\xEE\x80\x80"
                      "7\xEE\x80\x81${Topic.Arn}\"}'"),
            "?(" DEPLOYED ": Topic.Arn)");
}

}  // namespace
}  // namespace connectguard
