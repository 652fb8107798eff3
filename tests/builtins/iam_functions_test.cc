// Questions about IAM policies as rules ask them.
#include "builtins/iam_functions.h"

#include <memory>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "builtins/builtins.h"
#include "document/dump.h"
#include "guard/evaluator.h"
#include "guard/parser.h"
#include "readers/yaml_reader.h"

namespace connectguard {
namespace {

using ::testing::HasSubstr;

const FunctionTable& Functions() {
  static const FunctionTable functions = AllFunctions(ReadEmbeddedYaml);
  return functions;
}

struct Answer {
  std::string status;
  std::string found;    // The values that failed.
  std::string unknown;  // The reasons of what is unknown.
};

// What becomes of `%grants empty` for the policies of a template.
Answer GrantsIn(std::string_view policy,
                std::string_view question =
                    "{ Action: 'connect:DeleteInstance', Resource: '*' }") {
  Document document;
  const std::uint16_t file =
      document.AddFile("t.yaml", "Policy: " + std::string(policy) + "\n");
  const auto root = ReadYaml(&document, file, YamlDialect::kCloudFormation);
  if (!root) {
    return {Render(root.error().diagnostic), {}, {}};
  }
  document.SetRoot(*root);
  const auto rules =
      ParseRules("t.guard",
                 "let question = " + std::string(question) +
                     "\nlet grants = iam_allows(Policy, %question)\n"
                     "rule t { %grants empty }\n",
                 Functions());
  if (!rules) {
    return {Render(rules.error().diagnostic), {}, {}};
  }
  const Evaluation evaluation = Evaluate(**rules, document);
  const RuleRecord& record = evaluation.rules.front();
  if (record.error) {
    return {Render(record.error->diagnostic), {}, {}};
  }
  Answer answer{std::string(StatusName(record.status())), {}, {}};
  for (const ClauseRecord& clause : record.clauses) {
    if (clause.unknown != nullptr) {
      answer.unknown += clause.unknown->unknown->reason;
    } else if (clause.from != nullptr) {
      answer.found += Summarize(*clause.from);
    }
  }
  return answer;
}

TEST(IamAllowsTest, GivesTheStatementsThatAllow) {
  const Answer answer = GrantsIn(
      "{Version: '2012-10-17', Statement: ["
      "{Sid: read, Effect: Allow, Action: 's3:Get*', Resource: '*'}, "
      "{Sid: all, Effect: Allow, Action: 'connect:*', Resource: '*'}]}");
  EXPECT_EQ(answer.status, "FAIL");
  EXPECT_THAT(answer.found, HasSubstr("\"all\""));
  EXPECT_THAT(answer.found, ::testing::Not(HasSubstr("\"read\"")));
}

TEST(IamAllowsTest, GivesNothingWhereNothingAllows) {
  for (const char* policy :
       {"{Statement: {Effect: Allow, Action: 's3:*', Resource: '*'}}",
        "{Statement: [{Effect: Allow, Action: '*', Resource: '*'}, {Effect: "
        "Deny, Action: 'connect:Delete*', Resource: '*'}]}",
        "{Statement: {Effect: Allow, NotAction: 'connect:*', Resource: '*'}}",
        "{Statement: []}"}) {
    EXPECT_EQ(GrantsIn(policy).status, "PASS") << policy;
  }
}

// A Deny that spares someone does not end the matter.
TEST(IamAllowsTest, SeesThroughADenyWithConditions) {
  EXPECT_EQ(GrantsIn("{Statement: [{Effect: Allow, Action: '*', Resource: "
                     "'*'}, {Effect: Deny, Action: 'connect:*', Resource: '*', "
                     "Condition: {Bool: {aws:MultiFactorAuthPresent: "
                     "'false'}}}]}")
                .status,
            "FAIL");
}

TEST(IamAllowsTest, ReadsDocumentsThatAreText) {
  EXPECT_EQ(GrantsIn("'{\"Statement\": {\"Effect\": \"Allow\", \"Action\": "
                     "\"connect:*\", \"Resource\": \"*\"}}'")
                .status,
            "FAIL");
  const Answer no_document = GrantsIn("'{\"Statement\": ['");
  EXPECT_EQ(no_document.status, "UNKNOWN");
  EXPECT_THAT(no_document.unknown, HasSubstr("no policy document"));
}

TEST(IamAllowsTest, WhatCannotBeReadIsUnknown) {
  const Answer answer = GrantsIn(
      "{Statement: {Effect: Allow, Action: 'connect:*', Resource: "
      "'*', Condition: {NoSuchOperator: {a: b}}}}");
  EXPECT_EQ(answer.status, "UNKNOWN");
  EXPECT_NE(answer.unknown, "");
  EXPECT_EQ(GrantsIn("5").status, "UNKNOWN");
}

TEST(IamAllowsTest, AQuestionHasToBeClear) {
  constexpr char kPolicy[] =
      "{Statement: {Effect: Allow, Action: '*', Resource: '*'}}";
  for (const char* question :
       {"'connect:DeleteInstance'", "{ Actions: 'connect:DeleteInstance' }",
        "{ Effect: 'Allow', Action: '*', Resource: '*' }", "5"}) {
    EXPECT_THAT(GrantsIn(kPolicy, question).status, HasSubstr("t.guard:2:"))
        << question;
  }
}

TEST(IamAllowsTest, AsksForOneResource) {
  constexpr char kQuestion[] =
      "{ Action: 'connect:DeleteInstance', Resource: "
      "'arn:aws:connect:eu-west-1:111122223333:instance/i' }";
  const auto of = [&](std::string_view instance) {
    return GrantsIn(
               "{Statement: {Effect: Allow, Action: 'connect:*', "
               "Resource: 'arn:aws:connect:eu-west-1:111122223333:" +
                   std::string(instance) + "'}}",
               kQuestion)
        .status;
  };
  EXPECT_EQ(of("instance/i"), "FAIL");
  EXPECT_EQ(of("instance/*"), "FAIL");
  EXPECT_EQ(of("instance/other"), "PASS");
}

}  // namespace
}  // namespace connectguard
