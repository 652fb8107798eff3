#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "builtins/rule_answer.h"
#include "builtins/sample_document.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;

// Resource `r` with a list of texts.
std::unique_ptr<const Document> WithTexts(std::string_view list) {
  return Template(fmt::format(
      "  r:\n    Type: T::A::B\n    Properties:\n      Texts: {}\n", list));
}

std::string PartsOf(std::string_view list, std::string_view part) {
  const auto document = WithTexts(list);
  return AnswerOf(*document,
                  fmt::format("let texts = Resources.r.Properties.Texts[*]\n"
                              "let answer = arn_parts(%texts, '{}')",
                              part))
      .found;
}

constexpr std::string_view kQueue =
    "['arn:aws:connect:eu-west-2:111122223333:instance/i-1/queue/q-1']";

TEST(ArnPartsTest, TakesAnArnApart) {
  EXPECT_EQ(PartsOf(kQueue, "partition"), "\"aws\"\n");
  EXPECT_EQ(PartsOf(kQueue, "service"), "\"connect\"\n");
  EXPECT_EQ(PartsOf(kQueue, "region"), "\"eu-west-2\"\n");
  EXPECT_EQ(PartsOf(kQueue, "account"), "\"111122223333\"\n");
  EXPECT_EQ(PartsOf(kQueue, "resource"), "\"instance/i-1/queue/q-1\"\n");
  EXPECT_EQ(PartsOf(kQueue, "instance"), "\"i-1\"\n");
}

TEST(ArnPartsTest, AnswersForEachArnThatSaysIt) {
  constexpr std::string_view kTexts =
      "['arn:aws:s3:::calls/x', 'Hello: you: there: is: no: arn', 5,"
      " 'arn:aws:lambda:us-east-1:444455556666:function:look:up:1']";
  EXPECT_EQ(PartsOf(kTexts, "account"), "\"444455556666\"\n");
  EXPECT_EQ(PartsOf(kTexts, "region"), "\"us-east-1\"\n");
  EXPECT_EQ(PartsOf(kTexts, "resource"),
            "\"calls/x\"\n\"function:look:up:1\"\n");
  EXPECT_EQ(PartsOf(kTexts, "instance"), "");
}

TEST(ArnPartsTest, WhatIsNoSuchPartGivesNothing) {
  // AWS's own views, placeholders, and ARNs that end too early.
  EXPECT_EQ(PartsOf("['arn:aws:connect:eu-west-2:aws:view/form:1']", "account"),
            "");
  EXPECT_EQ(PartsOf("['arn:aws:sns:{{region}}:{{account}}:t']", "region"), "");
  EXPECT_EQ(PartsOf("['arn:aws:sns:{{region}}:{{account}}:t']", "account"), "");
  EXPECT_EQ(PartsOf("['arn:aws:sns:eu-west-1', 'arn:', 'arn']", "region"), "");
  EXPECT_EQ(PartsOf("['arn:aws:sns:eu-west-1:12345678901:t']", "account"), "");
  // Of another service that has instances as well.
  EXPECT_EQ(PartsOf("['arn:aws:ec2:eu-west-1:111122223333:instance/i-1']",
                    "instance"),
            "");
}

TEST(ArnPartsTest, HangsBelowTheArn) {
  const auto document = WithTexts(kQueue);
  EXPECT_EQ(AnswerOf(*document,
                     "let texts = Resources.r.Properties.Texts[*]\n"
                     "let answer = arn_parts(%texts, 'region')")
                .paths,
            "/Resources/r/Properties/Texts/0\n");
}

TEST(ArnPartsTest, UnknownTextsHaveUnknownParts) {
  const auto document = WithTexts("[!ImportValue x]");
  const Answer answer = AnswerOf(*document,
                                 "let texts = Resources.r.Properties.Texts[*]\n"
                                 "let answer = arn_parts(%texts, 'region')");
  EXPECT_EQ(answer.status, "UNKNOWN");
  EXPECT_EQ(answer.found, "");
}

TEST(ArnPartsTest, SensitiveTextsHaveSensitiveParts) {
  const SampleDocument sample(R"({"r": {"Type": "T::A::B", "Properties": {
      "Text": {"$sensitive": "arn:aws:sns:eu-west-1:111122223333:t"}}}})");
  const Answer answer = AnswerOf(
      sample.document(),
      "let answer = arn_parts(Resources.r.Properties.Text, 'account')");
  EXPECT_EQ(answer.status, "FAIL");
  EXPECT_EQ(answer.found, "(sensitive)\n");
}

TEST(ArnPartsTest, NamesThePartsThatThereAre) {
  const auto document = WithTexts(kQueue);
  for (const char* part :
       {"'acount'", "5", "['region', 'account']",
        "Resources.r.Properties.Texts[ this == 'none' ]", "Resources.r.*"}) {
    const Answer answer = AnswerOf(
        *document, fmt::format("let part = {}\n"
                               "let texts = Resources.r.Properties.Texts[*]\n"
                               "let answer = arn_parts(%texts, %part)",
                               part));
    EXPECT_THAT(answer.status, HasSubstr("is not a part of an ARN")) << part;
    EXPECT_THAT(answer.status, HasSubstr("'account'")) << part;
  }
}

}  // namespace
}  // namespace connectguard
