// Edge cases of the meaning of policies: statements, a question, the answer.
#include "iam/questions.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "iam/policy_text.h"

namespace connectguard::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct MayCase {
  const char* name;
  const char* statements;
  const char* query;
  const char* expected;
};

// One question about an identity policy of today.
class MayTest : public ::testing::TestWithParam<MayCase> {};

TEST_P(MayTest, Answers) {
  PolicyTexts texts;
  const IamAnswer answer =
      texts.MayBy(texts.Statements(GetParam().statements), GetParam().query);
  EXPECT_TRUE(Explained(answer).starts_with(GetParam().expected))
      << Explained(answer);
}

constexpr const char* kGetAX =
    R"({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/a/x"})";
constexpr const char* kAnything = R"({"Action": "*"})";

const std::vector<MayCase>& ElementCases() {
  static const std::vector<MayCase> cases = {
      {"EmptyActionList",
       R"({"Effect": "Allow", "Action": [], "Resource": "*"})", kAnything,
       "no"},
      {"EmptyNotActionList",
       R"({"Effect": "Allow", "NotAction": [], "Resource": "*"})", kAnything,
       "unknown"},
      {"EmptyResourceList",
       R"({"Effect": "Allow", "Action": "*", "Resource": []})", kAnything,
       "no"},
      {"ActionWithComma",
       R"({"Effect": "Allow", "Action": "s3:GetObject,PutObject",
           "Resource": "*"})",
       kAnything, "no"},
      {"ActionWithBlankDeniesNothing",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
          {"Effect": "Deny", "Action": "s3:GetObject ", "Resource": "*"})",
       kGetAX, "yes"},
      {"ActionWithCommaInNotActionExcludesNothing",
       R"({"Effect": "Allow", "NotAction": "s3:GetObject,PutObject",
           "Resource": "*"})",
       kGetAX, "yes"},
      {"ActionWithoutName",
       R"({"Effect": "Allow", "Action": "s3:", "Resource": "*"})", kAnything,
       "no"},
      {"WildcardInServiceMayAllow",
       R"({"Effect": "Allow", "Action": "*:*", "Resource": "*"})", kGetAX,
       "unknown"},
      {"WildcardInServiceDoesNotAllowOthers",
       R"({"Effect": "Allow", "Action": "i*:GetObject", "Resource": "*"})",
       kGetAX, "no"},
      {"WildcardInServiceMayDeny",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
          {"Effect": "Deny", "Action": "*:Get*", "Resource": "*"})",
       kGetAX, "unknown"},
      {"DoubleStarInName",
       R"({"Effect": "Allow", "Action": "s3:**", "Resource": "*"})", kGetAX,
       "yes"},
      {"ActionOfEitherCase",
       R"({"Effect": "Allow", "Action": "S3:getOBJECT", "Resource": "*"})",
       kGetAX, "yes"},
      {"PartitionOfEitherCase",
       R"({"Effect": "Allow", "Action": "s3:*",
           "Resource": "arn:AWS:S3:::b/*"})",
       kGetAX, "yes"},
      {"ResourceOfOneCase",
       R"({"Effect": "Allow", "Action": "s3:*",
           "Resource": "arn:aws:s3:::B/*"})",
       kGetAX, "no"},
      {"ShortArn",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3"})",
       kGetAX, "yes"},
      {"ArnStar",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "arn:*"})", kGetAX,
       "yes"},
      {"ArnStarIsNotStar",
       R"({"Effect": "Allow", "Action": "*", "Resource": "*"},
          {"Effect": "Deny", "Action": "*", "Resource": "arn:*"})",
       kAnything, "yes"},
      {"ResourceThatIsNoArn",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "b/a/x"})", kGetAX,
       "no"},
      {"PatternThatIsNoArn",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "a*"})", kGetAX,
       "unknown"},
      {"QuestionMarkAtColon",
       R"({"Effect": "Allow", "Action": "s3:*",
           "Resource": "arn:aws:s3??:b/a/x"})",
       kGetAX, "no"},
      {"StarDoesNotCrossColon",
       R"({"Effect": "Allow", "Action": "s3:*",
           "Resource": "arn:aws:s3:*:a/x"})",
       R"({"Action": "s3:*", "Resource": "arn:aws:s3:::b:a/x"})", "no"},
      {"StarCrossesColonInResource",
       R"({"Effect": "Allow", "Action": "lambda:*",
           "Resource": "arn:aws:lambda:*:*:function:f*"})",
       R"({"Action": "lambda:InvokeFunction",
           "Resource": "arn:aws:lambda:us-east-1:1:function:f:PROD"})",
       "yes"},
      {"NotResourceListIsNeither",
       R"({"Effect": "Allow", "Action": "*",
           "NotResource": ["arn:aws:s3:::b/*", "arn:aws:s3:::c/*"]})",
       kGetAX, "no"},
      {"StatementsTogetherDenyAll",
       R"({"Effect": "Allow", "Action": "s3:GetObject",
           "Resource": "arn:aws:s3:::b/*"},
          {"Effect": "Deny", "Action": "*", "Resource": "arn:aws:s3:::b/a*"},
          {"Effect": "Deny", "Action": "*", "NotResource": "arn:aws:s3:::b/a*"})",
       kAnything, "no"},
  };
  return cases;
}

const std::vector<MayCase>& VariableCases() {
  static const std::vector<MayCase> cases = {
      {"FallbackWhenAbsent",
       R"({"Effect": "Allow", "Action": "s3:*",
           "Resource": "arn:aws:s3:::b/${aws:PrincipalTag/t, 'a'}/*"})",
       R"({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/a/x",
           "Condition": {"Null": {"aws:PrincipalTag/t": "true"}}})",
       "yes"},
      {"NoFallbackWhenAbsent",
       R"({"Effect": "Allow", "Action": "s3:*",
           "Resource": "arn:aws:s3:::b/${aws:PrincipalTag/t}/*"})",
       R"({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/a/x",
           "Condition": {"Null": {"aws:PrincipalTag/t": "true"}}})",
       "no"},
      {"FallbackIsNotUsedWhenPresent",
       R"({"Effect": "Allow", "Action": "s3:*",
           "Resource": "arn:aws:s3:::b/${aws:PrincipalTag/t, 'a'}/*"})",
       R"({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/a/x",
           "Condition": {"StringEquals": {"aws:PrincipalTag/t": "z"}}})",
       "no"},
      {"ValueIsFoundFromTheResource",
       R"({"Effect": "Allow", "Action": "s3:*",
           "Resource": "arn:aws:s3:::b/${aws:PrincipalTag/t}/x"})",
       kGetAX,
       "yes: s3:GetObject on arn:aws:s3:::b/a/x with "
       "aws:principaltag/t=a"},
      {"StarInValueIsText",
       R"({"Effect": "Allow", "Action": "s3:*",
           "Resource": "arn:aws:s3:::b/${aws:PrincipalTag/t}/x"})",
       R"({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/a/x",
           "Condition": {"StringEquals": {"aws:PrincipalTag/t": "*"}}})",
       "no"},
      {"SameVariableTwice",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource":
           "arn:aws:s3:::${aws:PrincipalTag/t}/${aws:PrincipalTag/t}/x"})",
       kGetAX, "unknown"},
      {"StatementPinsTheVariable",
       R"({"Effect": "Allow", "Action": "s3:*",
           "Resource": "arn:aws:s3:::b/${aws:username}/*",
           "Condition": {"StringEquals": {"aws:username": "bob"}}})",
       kGetAX, "no"},
      {"PrincipalPinsTheVariable",
       R"({"Effect": "Allow", "Action": "s3:*",
           "Resource": "arn:aws:s3:::b/${aws:username}/*"})",
       R"({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/a/x",
           "Condition": {"ArnEquals": {
             "aws:PrincipalArn": "arn:aws:iam::111122223333:user/bob"}}})",
       "no"},
      {"RolesHaveNoUsername",
       R"({"Effect": "Allow", "Action": "s3:*",
           "Resource": "arn:aws:s3:::b/${aws:username}/*"})",
       R"({"Action": "s3:GetObject", "Condition": {"ArnLike": {
             "aws:PrincipalArn": "arn:aws:iam::111122223333:role/R"}}})",
       "no"},
      {"VariableComparedWithANumber",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"NumericGreaterThan": {"aws:PrincipalTag/n": "10"},
            "StringEquals": {"aws:PrincipalTag/n": "${aws:SourceVpc}"}}})",
       R"({"Action": "s3:*", "Condition":
           {"StringEquals": {"aws:PrincipalTag/n": "11"}}})",
       "yes"},
      {"VariableComparedWithASmallNumber",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"NumericGreaterThan": {"aws:PrincipalTag/n": "10"},
            "StringEquals": {"aws:PrincipalTag/n": "${aws:SourceVpc}"}}})",
       R"({"Action": "s3:*", "Condition":
           {"StringEquals": {"aws:PrincipalTag/n": "9"}}})",
       "no"},
      {"UnclosedVariable",
       R"({"Effect": "Allow", "Action": "s3:*",
           "Resource": "arn:aws:s3:::b/${aws:username"})",
       kGetAX, "unknown"},
      {"VariableInAccount",
       R"({"Effect": "Allow", "Action": "s3:*",
           "Resource": "arn:aws:s3::${aws:PrincipalAccount}:b/*"})",
       R"({"Action": "s3:GetObject", "Resource": "arn:aws:s3::1:b/a"})",
       "unknown"},
      {"NotResourceWithoutValue",
       R"({"Effect": "Allow", "Action": "s3:*",
           "NotResource": "arn:aws:s3:::b/${aws:PrincipalTag/t}/*"})",
       R"({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/a/x",
           "Condition": {"Null": {"aws:PrincipalTag/t": "true"}}})",
       "unknown"},
      {"NegatedOperatorWithoutValueHolds",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
           "Condition": {"StringNotEquals": {
             "aws:SourceVpc": "${aws:PrincipalTag/t}"}}})",
       R"({"Action": "s3:GetObject", "Condition": {
             "Null": {"aws:PrincipalTag/t": "true"},
             "StringEquals": {"aws:SourceVpc": "v"}}})",
       "yes"},
      {"OperatorWithoutValueFails",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
           "Condition": {"StringLike": {
             "aws:SourceVpc": "*${aws:PrincipalTag/t}"}}})",
       R"({"Action": "s3:GetObject", "Condition": {
             "Null": {"aws:PrincipalTag/t": "true"},
             "StringEquals": {"aws:SourceVpc": "v"}}})",
       "no"},
  };
  return cases;
}

constexpr const char* kGet = R"({"Action": "s3:GetObject"})";

const std::vector<MayCase>& ConditionCases() {
  static const std::vector<MayCase> cases = {
      {"NullTrueOrFalse",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"Null": {"aws:SourceVpc": ["true", "false"]}}})",
       kGet, "yes"},
      {"NullIfExists",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"NullIfExists": {"aws:SourceVpc": "true"}}})",
       kGet, "unknown"},
      {"NullOfAlwaysPresentKey",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"Null": {"aws:SecureTransport": "true"}}})",
       kGet, "no"},
      {"ForAnyValueOnOneValue",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"ForAnyValue:StringEquals": {"aws:SourceVpc": "a"},
            "ForAnyValue:StringLike": {"aws:SourceVpc": "b*"}}})",
       kGet, "no"},
      {"ForAnyValueOnSeveralValues",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"ForAnyValue:StringEquals": {"aws:TagKeys": "a"},
            "ForAnyValue:StringLike": {"aws:TagKeys": "b*"}}})",
       kGet, "yes"},
      {"ForAllValuesLimitsForAnyValue",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "c"]},
            "ForAnyValue:StringLike": {"aws:TagKeys": "b*"}}})",
       kGet, "no"},
      {"ForAllValuesNegatedOnAbsent",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"ForAllValues:StringNotEquals": {"aws:TagKeys": "a"}}})",
       R"({"Action": "s3:GetObject",
           "Condition": {"Null": {"aws:TagKeys": "true"}}})",
       "yes"},
      {"ForAnyValueNegatedOnAbsent",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"ForAnyValue:StringNotEquals": {"aws:TagKeys": "a"}}})",
       R"({"Action": "s3:GetObject",
           "Condition": {"Null": {"aws:TagKeys": "true"}}})",
       "no"},
      {"ForAnyValueIfExistsOnAbsent",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"ForAnyValue:StringEqualsIfExists": {"aws:TagKeys": "a"}}})",
       R"({"Action": "s3:GetObject",
           "Condition": {"Null": {"aws:TagKeys": "true"}}})",
       "unknown"},
      {"SeveralValuesWithoutSetOperator",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"StringEquals": {"aws:TagKeys": "a"}}})",
       R"({"Action": "s3:GetObject", "Condition":
           {"ForAnyValue:StringEquals": {"aws:TagKeys": "a"}}})",
       "unknown"},
      {"SeveralValuesWithoutSetOperatorWhenAbsent",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"StringNotEquals": {"aws:TagKeys": "a"}}})",
       R"({"Action": "s3:GetObject",
           "Condition": {"Null": {"aws:TagKeys": "true"}}})",
       "yes"},
      {"UnknownOperatorInAllow",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {" ArnEquals": {"aws:SourceArn": "arn:aws:s3:::b"}}})",
       kGet, "unknown"},
      {"UnknownOperatorInDeny",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
          {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition":
           {"StringMatches": {"aws:SourceVpc": "v"}}})",
       kGet, "unknown"},
      {"OperatorInAnyCase",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"foranyvalue:stringLIKE": {"aws:TagKeys": "a*"}}})",
       kGet, "yes"},
      {"BoolWithOtherValue",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"Bool": {"aws:SecureTransport": "maybe"}}})",
       kGet, "unknown"},
      {"BoolInAnyCase",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"Bool": {"aws:SecureTransport": "TRUE"}}})",
       kGet, "yes"},
      {"BoolHasTwoValues",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
          {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition":
           {"Bool": {"aws:SecureTransport": true}}},
          {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition":
           {"StringEquals": {"aws:SecureTransport": "false"}}})",
       kGet, "no"},
      {"NumberWithExponent",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"NumericLessThan": {"s3:max-keys": "1e3"}}})",
       kGet, "unknown"},
      {"NumberAsJsonNumber",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"NumericEquals": {"s3:max-keys": 10}}})",
       R"({"Action": "s3:*", "Condition":
           {"NumericEquals": {"s3:max-keys": "10.0"}}})",
       "yes"},
      {"NumberAndTextOfOneKey",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"NumericGreaterThan": {"s3:max-keys": "10"},
            "StringEquals": {"s3:max-keys": "11"}}})",
       kGet, "yes"},
      {"NegatedNumberOnOtherText",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"NumericNotEquals": {"acme:Count": "10"}}})",
       R"({"Action": "s3:*", "Condition":
           {"StringEquals": {"acme:Count": "many"}}})",
       "unknown"},
      {"NumberOnOtherText",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"NumericLessThan": {"aws:PrincipalTag/n": "10"}}},
          {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"NumericGreaterThanEquals": {"aws:PrincipalTag/n": "10"}}})",
       R"({"Action": "s3:*", "Condition":
           {"StringEquals": {"aws:PrincipalTag/n": "many"}}})",
       "no"},
      {"DateWithoutZone",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"DateLessThan": {"aws:CurrentTime": "2026-01-01T00:00:00"}}})",
       kGet, "unknown"},
      {"DatesOfTwoZones",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"DateLessThan": {"aws:CurrentTime": "2026-01-01T02:00:00+02:00"},
            "DateGreaterThan": {"aws:CurrentTime": "2026-01-01T00:00:00Z"}}})",
       kGet, "no"},
      {"AddressOfOtherFamily",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}})",
       R"({"Action": "s3:*", "Condition":
           {"IpAddress": {"aws:SourceIp": "2001:db8::/32"}}})",
       "no"},
      {"MappedAddress",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"IpAddress": {"aws:SourceIp": "::ffff:10.0.0.0/104"}}})",
       R"({"Action": "s3:*", "Condition":
           {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}})",
       "unknown"},
      {"HostBitsAreDropped",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"IpAddress": {"aws:SourceIp": "10.1.2.3/8"}}})",
       R"({"Action": "s3:*", "Condition":
           {"IpAddress": {"aws:SourceIp": "10.200.0.1"}}})",
       "yes"},
      {"BadRange",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
          {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition":
           {"IpAddress": {"aws:SourceIp": "10.0.0.0/33"}}})",
       R"({"Action": "s3:*", "Condition":
           {"Null": {"aws:SourceIp": "false"}}})",
       "unknown"},
      {"BadRangeWhenAbsent",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
          {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition":
           {"IpAddress": {"aws:SourceIp": "10.0.0.0/33"}}})",
       R"({"Action": "s3:*", "Condition":
           {"Null": {"aws:SourceIp": "true"}}})",
       "yes"},
      {"BinaryOfOtherSpelling",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"BinaryEquals": {"acme:Key": "QUJDRR=="}}})",
       R"({"Action": "s3:*", "Condition":
           {"BinaryEquals": {"acme:Key": "QUJDRQ=="}}})",
       "yes"},
      {"ArnLikeOnShortPattern",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"ArnLike": {"aws:SourceArn": "arn:aws:s3:*"}}})",
       R"({"Action": "s3:*", "Condition":
           {"StringEquals": {"aws:SourceArn": "arn:aws:s3:::b"}}})",
       "unknown"},
      {"ArnEqualsTakesWildcards",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::b*"}}})",
       R"({"Action": "s3:*", "Condition":
           {"StringEquals": {"aws:SourceArn": "arn:aws:s3:::bucket"}}})",
       "yes"},
      {"KeysAreAnded",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"StringEquals": {"aws:SourceVpc": "v", "aws:SourceVpce": "e"}}})",
       R"({"Action": "s3:*", "Condition":
           {"Null": {"aws:SourceVpce": "true"}}})",
       "no"},
      {"ListWithoutValues",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"StringNotEquals": {"aws:SourceVpc": []}}})",
       R"({"Action": "s3:*", "Condition":
           {"Null": {"aws:SourceVpc": "false"}}})",
       "unknown"},
      {"ServiceLinkedRolesHaveNoPolicies",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})",
       R"({"Action": "s3:*", "Condition": {"ArnLike": {"aws:PrincipalArn":
           "arn:aws:iam::*:role/aws-service-role/*"}}})",
       "unknown"},
      {"ContradictoryQuestion",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})",
       R"({"Action": "s3:*", "Condition": {
           "StringEquals": {"aws:SourceVpc": "v"},
           "Null": {"aws:SourceVpc": "true"}}})",
       "unknown"},
  };
  return cases;
}

const std::vector<MayCase>& HoleCases() {
  static const std::vector<MayCase> cases = {
      {"UnknownActionOfAllow",
       R"({"Effect": "Allow", "Action": "<unknown>", "Resource": "*"})", kGet,
       "unknown"},
      {"UnknownActionBesideAKnownOne",
       R"({"Effect": "Allow", "Action": ["s3:Get*", "<unknown>"],
           "Resource": "*"})",
       kGet, "yes"},
      {"UnknownActionOfDeny",
       R"({"Effect": "Allow", "Action": "*", "Resource": "*"},
          {"Effect": "Deny", "Action": ["iam:*", "<unknown>"],
           "Resource": "*"})",
       kGet, "unknown"},
      {"UnknownNotAction",
       R"({"Effect": "Allow", "NotAction": ["s3:Get*", "<unknown>"],
           "Resource": "*"})",
       kGet, "no"},
      {"UnknownResourceThatDoesNotMatter",
       R"({"Effect": "Allow", "Action": "*", "Resource": "*"},
          {"Effect": "Deny", "Action": "iam:*", "Resource": "<unknown>"})",
       kGet, "yes"},
      {"UnknownResourceOfDenySomewhere",
       R"({"Effect": "Allow", "Action": "*", "Resource": "*"},
          {"Effect": "Deny", "Action": "s3:*", "Resource": "<unknown>"})",
       kGetAX, "unknown"},
      {"UnknownConditionValue",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"StringEquals": {"aws:SourceVpc": "<unknown>"}}})",
       R"({"Action": "s3:*", "Condition":
           {"StringEquals": {"aws:SourceVpc": "v"}}})",
       "unknown"},
      {"UnknownConditionValueNeedsTheKey",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"StringEquals": {"aws:SourceVpc": "<unknown>"}}})",
       R"({"Action": "s3:*", "Condition":
           {"Null": {"aws:SourceVpc": "true"}}})",
       "no"},
      {"UnknownValueOfNegatedOperator",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"StringNotEquals": {"aws:SourceVpc": ["v", "<unknown>"]}}})",
       R"({"Action": "s3:*", "Condition":
           {"StringEquals": {"aws:SourceVpc": "v"}}})",
       "no"},
      {"UnknownNumber",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition":
           {"NumericLessThan": {"s3:max-keys": "<unknown>"}}})",
       R"({"Action": "s3:*", "Condition":
           {"NumericEquals": {"s3:max-keys": "5"}}})",
       "unknown"},
      {"UnknownEffect",
       R"({"Effect": "Allow", "Action": "*", "Resource": "*"},
          {"Effect": "<unknown>", "Action": "s3:*", "Resource": "*"})",
       kGet, "unknown"},
      {"UnknownEffectElsewhere",
       R"({"Effect": "Allow", "Action": "*", "Resource": "*"},
          {"Effect": "<unknown>", "Action": "iam:*", "Resource": "*"})",
       kGet, "yes"},
      {"UnknownStatement",
       R"({"Effect": "Allow", "Action": "*", "Resource": "*"}, "<unknown>")",
       kGet, "unknown"},
      {"UnknownStatementBesideDeny",
       R"({"Effect": "Deny", "Action": "*", "Resource": "*"}, "<unknown>")",
       kGet, "no"},
  };
  return cases;
}

std::string NameOf(const ::testing::TestParamInfo<MayCase>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(Elements, MayTest, ::testing::ValuesIn(ElementCases()),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(Variables, MayTest,
                         ::testing::ValuesIn(VariableCases()), NameOf);
INSTANTIATE_TEST_SUITE_P(Conditions, MayTest,
                         ::testing::ValuesIn(ConditionCases()), NameOf);
INSTANTIATE_TEST_SUITE_P(Holes, MayTest, ::testing::ValuesIn(HoleCases()),
                         NameOf);

TEST(QuestionsTest, NameTheStatementsThatDecide) {
  PolicyTexts texts;
  const IamPolicy& policy = texts.Statements(
      R"({"Sid": "Other", "Effect": "Allow", "Action": "iam:*",
          "Resource": "*"},
         {"Sid": "All", "Effect": "Allow", "Action": "s3:*", "Resource": "*"},
         {"Sid": "No", "Effect": "Deny", "Action": "s3:Put*",
          "Resource": "*"})");
  const IamAnswer yes = texts.MayBy(policy, kGet);
  ASSERT_EQ(yes.evidence.size(), 1u);
  EXPECT_EQ(yes.evidence[0]->sid, "All");
  EXPECT_EQ(yes.evidence[0]->number, 2u);
  const IamAnswer no = texts.MayBy(policy, R"({"Action": "s3:PutObject"})");
  EXPECT_EQ(no.verdict, IamVerdict::kNo);
  ASSERT_EQ(no.evidence.size(), 1u);
  EXPECT_EQ(no.evidence[0]->sid, "No");
  const IamAnswer nobody = texts.MayBy(policy, R"({"Action": "sqs:*"})");
  EXPECT_EQ(nobody.verdict, IamVerdict::kNo);
  EXPECT_TRUE(nobody.evidence.empty());
}

// A request without a key that every request has would slip past the second
// Deny.
TEST(QuestionsTest, WitnessHasWhatEveryRequestHas) {
  PolicyTexts texts;
  for (const char* condition : {R"({"Null": {"aws:CurrentTime": "false"}})",
                                R"({"Null": {"aws:PrincipalArn": "false"}})",
                                R"({"StringLike": {"aws:userid": "*"}})"}) {
    const IamAnswer answer =
        texts.MayBy(texts.Statements(
                        R"({"Effect": "Allow", "Action": "*", "Resource": "*"},
               {"Effect": "Deny", "Action": ["iam:*", "<unknown>"],
                "Resource": "*", "Condition": )" +
                        std::string(condition) + "}"),
                    kGet);
    EXPECT_EQ(answer.verdict, IamVerdict::kUnknown)
        << condition << ": " << Explained(answer);
  }
}

TEST(QuestionsTest, NameTheHole) {
  PolicyTexts texts;
  const IamPolicy& policy = texts.Statements(
      R"({"Effect": "Allow", "Action": "s3:*", "Resource": "<unknown>"
})");
  const IamAnswer answer = texts.MayBy(policy, kGet);
  EXPECT_EQ(answer.verdict, IamVerdict::kUnknown);
  ASSERT_EQ(answer.holes.size(), 1u);
  EXPECT_EQ(answer.reason, "known after apply");
  EXPECT_TRUE(answer.holes[0]->value->Is(Kind::kUnknown));
}

TEST(QuestionsTest, SayWhenTheBudgetEnds) {
  PolicyTexts texts;
  std::string statements =
      R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})";
  for (char c = 'a'; c < 'a' + 20; ++c) {
    statements += R"(, {"Effect": "Deny", "Action": "*",
      "NotResource": "arn:aws:s3:::*)" +
                  std::string(2, c) + R"(*"})";
  }
  const IamPolicy& policy = texts.Statements(statements);
  const IamLayers layers{.identity = PolicyRefs{&policy}};
  const IamQuery& query = texts.Query(kGet);
  const IamAnswer first = May(layers, query, {.steps = 100'000});
  EXPECT_EQ(first.verdict, IamVerdict::kUnknown);
  EXPECT_THAT(first.reason, HasSubstr("steps"));
  EXPECT_EQ(Explained(May(layers, query, {.steps = 100'000})),
            Explained(first));
}

TEST(QuestionsTest, EscapesListExceptions) {
  PolicyTexts texts;
  const IamPolicy& scp = texts.Statements(
      R"({"Effect": "Deny", "Action": "connect:DeleteInstance",
          "Resource": "*", "Condition": {
            "ArnNotLike": {"aws:PrincipalArn":
              "arn:aws:iam::*:role/BreakGlass"},
            "StringNotEquals": {"aws:PrincipalTag/team": "platform"}}})",
      IamPolicyKind::kScp);
  const IamPolicy* const one = &scp;
  const IamEscapes escapes = Escapes(
      {&one, 1}, texts.Query(R"({"Action": "connect:DeleteInstance"})"));
  EXPECT_EQ(escapes.answer.verdict, IamVerdict::kYes);
  EXPECT_TRUE(escapes.complete);
  ASSERT_EQ(escapes.exceptions.size(), 2u);
  EXPECT_THAT(
      escapes.exceptions[0].conditions,
      ElementsAre("aws:PrincipalArn in arn:aws:iam::*:role/BreakGlass"));
  EXPECT_THAT(escapes.exceptions[0].witness.principal,
              HasSubstr(":role/BreakGlass"));
  EXPECT_THAT(escapes.exceptions[1].conditions,
              ElementsAre("aws:PrincipalTag/team in platform"));
}

TEST(QuestionsTest, EscapesOfADenialThatHoldsAreNone) {
  PolicyTexts texts;
  const IamPolicy& scp = texts.Statements(
      R"({"Effect": "Deny", "Action": "connect:Delete*", "Resource": "*"})",
      IamPolicyKind::kScp);
  const IamPolicy* const one = &scp;
  const IamEscapes escapes = Escapes(
      {&one, 1}, texts.Query(R"({"Action": "connect:DeleteInstance"})"));
  EXPECT_EQ(escapes.answer.verdict, IamVerdict::kNo);
  EXPECT_TRUE(escapes.exceptions.empty());
}

TEST(QuestionsTest, EscapesOfAPorousScp) {
  PolicyTexts texts;
  const IamPolicy& scp = texts.Statements(
      R"({"Effect": "Deny", "Action": "iam:DeleteRole",
          "Resource": "arn:aws:iam::*:role/ConnectUserRole"})",
      IamPolicyKind::kScp);
  const IamPolicy* const one = &scp;
  const IamEscapes escapes =
      Escapes({&one, 1}, texts.Query(R"({"Action": ["iam:DeleteRole",
        "iam:UpdateAssumeRolePolicy"],
        "Resource": "arn:aws:iam::*:role/*ConnectUserRole"})"));
  ASSERT_EQ(escapes.exceptions.size(), 2u);
  EXPECT_THAT(escapes.exceptions[0].conditions,
              ElementsAre("action not in iam:DeleteRole"));
  EXPECT_THAT(
      escapes.exceptions[1].conditions,
      ElementsAre("resource not in arn:aws:iam::*:role/ConnectUserRole"));
}

TEST(QuestionsTest, DenialOfAnEmptyQuestionIsNoDenial) {
  PolicyTexts texts;
  const IamPolicy& scp =
      texts.Statements(R"({"Effect": "Deny", "Action": "*", "Resource": "*"})",
                       IamPolicyKind::kScp);
  const IamAnswer answer =
      texts.DeniedBy(scp, R"({"Action": "s3:*", "Condition": {"StringEquals":
               {"aws:PrincipalArn": "arn:aws:iam::*:role/BreakGlass"}}})");
  EXPECT_EQ(answer.verdict, IamVerdict::kUnknown);
  EXPECT_THAT(answer.reason, HasSubstr("no request fits"));
}

TEST(QuestionsTest, NeverPrintSensitiveValues) {
  PolicyTexts texts;
  Document document;
  ValueBuilder builder = document.NewBuilder();
  const Value& source = texts.Parse(
      R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow",
          "Action": "s3:*", "Resource": "arn:aws:s3:::secret-bucket"}})");
  builder.BeginSensitive();
  builder.AddCopy(source);
  builder.EndSensitive();
  const Value& sensitive = *builder.Finish();
  const IamAnswer answer =
      texts.MayBy(texts.Policy(sensitive, IamPolicyKind::kIdentity), kGet);
  EXPECT_EQ(answer.verdict, IamVerdict::kYes);
  EXPECT_TRUE(answer.witness_hidden);
  EXPECT_FALSE(answer.witness);
}

TEST(QuestionsTest, WitnessIsOneLine) {
  PolicyTexts texts;
  const IamAnswer answer =
      texts.MayBy(texts.Statements(
                      R"({"Effect": "Allow", "Action": "connect:*", "Resource":
              "arn:aws:connect:*:*:instance/*", "Condition": {
                "ForAnyValue:StringEquals": {"aws:TagKeys": ["a"]},
                "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/R"},
                "Null": {"aws:SourceVpc": "true"}}})"),
                  R"({"Action": "connect:DeleteInstance"})");
  EXPECT_EQ(Explained(answer),
            "yes: connect:DeleteInstance on "
            "arn:aws:connect:us-east-1:111122223333:instance/example by "
            "arn:aws:iam::111122223333:role/R with aws:TagKeys=a, without "
            "aws:SourceVpc");
}

}  // namespace
}  // namespace connectguard::testing
