#include "analysis/aws_policies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/inspect.h"

namespace connectguard {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr AskerWords kNoWords{};

TEST(AwsPoliciesTest, AreAllReadable) {
  EXPECT_GE(AwsPolicyNames().size(), 8u);
  for (const std::string_view name : AwsPolicyNames()) {
    auto text = NamedAwsPolicy(name);
    ASSERT_TRUE(text) << name;
    EXPECT_EQ(text->name, name);
    EXPECT_THAT(text->text, HasSubstr("\n")) << name;
    const auto file = ReadPolicy(*std::move(text), IamPolicyKind::kIdentity,
                                 {.words = kNoWords});
    ASSERT_TRUE(file) << name;
    EXPECT_TRUE(MistakesOf(*file).empty()) << name;
  }
}

TEST(AwsPoliciesTest, GoByNamesAndArns) {
  for (const char* name :
       {"AWSLambdaBasicExecutionRole",
        "service-role/AWSLambdaBasicExecutionRole",
        "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"}) {
    const auto found = FindAwsPolicy(name);
    ASSERT_TRUE(found && *found) << name;
    EXPECT_EQ((*found)->arn,
              "arn:aws:iam::aws:policy/service-role/"
              "AWSLambdaBasicExecutionRole");
  }
  EXPECT_EQ((*FindAwsPolicy("arn:aws-us-gov:iam::aws:policy/"
                            "AdministratorAccess"))
                ->arn,
            "arn:aws-us-gov:iam::aws:policy/AdministratorAccess");
}

// A part of a name is none, nor is the policy of an account.
TEST(AwsPoliciesTest, AreNothingElse) {
  for (const char* name :
       {"", "Access", "LambdaBasicExecutionRole", "administratoraccess",
        "role.json", "arn:aws:iam::111122223333:policy/AdministratorAccess"}) {
    const auto found = FindAwsPolicy(name);
    ASSERT_TRUE(found) << name;
    EXPECT_FALSE(*found) << name;
    EXPECT_EQ(NamedAwsPolicy(name).error().code, ErrorCode::kMissing);
  }
}

TEST(AwsPoliciesTest, ListWhatThereIsForAnUnknownArn) {
  const auto found = FindAwsPolicy("arn:aws:iam::aws:policy/SecurityAudit");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::kMissing);
  EXPECT_THAT(Render(found.error().diagnostic),
              AllOf(HasSubstr("SecurityAudit"), HasSubstr("PowerUserAccess, "),
                    HasSubstr("FullAWSAccess")));
}

}  // namespace
}  // namespace connectguard
