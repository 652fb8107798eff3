// Texts that `jsonencode` makes of what is known only after apply: what the
// sources say of them, held against what the very plan made when it was
// applied.
#include "readers/encoded_json.h"

#include <memory>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "readers/configuration_files.h"
#include "readers/json_reader.h"
#include "readers/may_be.h"
#include "readers/terraform_test_plan.h"

namespace connectguard {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string ReadFixture(const std::string& name) {
  auto text = DiskFileReader().Read(PlanFolder() + "/" + name);
  EXPECT_TRUE(text);
  return text ? *std::move(text) : std::string();
}

std::unique_ptr<const Document> ReadEncoded() {
  Input input = {.name = "plan.json", .bytes = ReadFixture("25-encoded.json")};
  auto files = ReadBinaryPlan("tfplan", ReadFixture("25-encoded.tfplan"));
  EXPECT_TRUE(files);
  input.configuration = *std::move(files);
  auto document = ReadTerraformPlan(std::move(input), {});
  EXPECT_TRUE(document);
  return *std::move(document);
}

const Value* TextOf(const Document& document, std::string_view address) {
  const Value* properties = Find(ResourceAt(document, address), "Properties");
  for (const char* name :
       {"PolicyDocument", "AssumeRolePolicyDocument", "Content"}) {
    if (const Value* text = Find(*properties, name)) {
      return text;
    }
  }
  return nullptr;
}

TEST(EncodedJsonTest, TurnsOutAsItWasApplied) {
  const auto document = ReadEncoded();
  Document applied;
  applied.AddFile("applied", ReadFixture("applied/25-encoded.json"));
  const auto truth = ReadJson(&applied, 0);
  ASSERT_TRUE(truth);
  int known = 0;
  for (const Member& member : (*truth)->AsMap()) {
    const Value* text = TextOf(*document, member.key->text);
    ASSERT_NE(text, nullptr) << member.key->text;
    known += text->Is(Kind::kMap) ? 1 : 0;
    EXPECT_TRUE(MayBe(*text, member.value)) << member.key->text << '\n'
                                            << Dump(*text) << '\n'
                                            << Dump(member.value);
  }
  EXPECT_EQ(known, 7);
}

TEST(EncodedJsonTest, ReadsScalarsListsAndReferences) {
  const auto document = ReadEncoded();
  const std::string at = "PolicyDocument.Statement.0.";
  const auto plain = [&](const std::string& path) {
    return PropertyOf(*document, "aws_iam_policy.plain", at + path);
  };
  EXPECT_EQ(plain("Effect"), "\"Allow\"");
  EXPECT_EQ(plain("Action"), "[\"connect:*\", \"s3:GetObject\"]");
  EXPECT_EQ(plain("Condition.NumericLessThan.aws:MultiFactorAuthAge"), "3600");
  EXPECT_EQ(plain("Condition.Bool.aws:SecureTransport"), "true");
  EXPECT_EQ(plain("Resource.2"), "\"arn:aws:s3:::acme-recordings/*\"");
  EXPECT_EQ(ReferenceOf(*document, "aws_iam_policy.plain", at + "Resource.0"),
            "=aws_connect_instance.main arn");
  EXPECT_EQ(ReferenceOf(*document, "aws_iam_policy.plain", at + "Resource.1"),
            "aws_connect_instance.main arn");
  EXPECT_EQ(ReferenceOf(*document, "aws_connect_contact_flow.flow",
                        "Content.Actions.0.Parameters.LambdaFunctionARN"),
            "=aws_lambda_function.f arn");
}

TEST(EncodedJsonTest, FollowsLocalsAndFunctionsOnCollections) {
  const auto document = ReadEncoded();
  EXPECT_EQ(PropertyOf(*document, "aws_iam_policy.through_local",
                       "PolicyDocument.Statement.1.Action"),
            "\"connect:Describe*\"");
  EXPECT_EQ(ReferenceOf(*document, "aws_iam_policy.merged",
                        "PolicyDocument.Statement.2.Resource"),
            "=aws_s3_bucket.recordings arn");
  EXPECT_THAT(PropertyOf(*document, "aws_iam_policy.computed",
                         "PolicyDocument.Statement.0.Action"),
              HasSubstr("?("));
}

TEST(EncodedJsonTest, StaysUnknownBehindOtherFunctions) {
  const auto document = ReadEncoded();
  for (const char* address :
       {"aws_iam_policy.edited", "aws_iam_policy.either"}) {
    EXPECT_TRUE(TextOf(*document, address)->Is(Kind::kUnknown)) << address;
  }
  // Nothing is made up without sources.
  const auto alone = ReadPlanFixture("25-encoded");
  EXPECT_TRUE(TextOf(*alone, "aws_iam_policy.plain")->Is(Kind::kUnknown));
}

// Constants in a folder may be others than those that were planned.
TEST(EncodedJsonTest, BelievesOnlyTheBinaryPlan) {
  Input input = {.name = "plan.json", .bytes = ReadFixture("25-encoded.json")};
  auto files = ReadBinaryPlan("tfplan", ReadFixture("25-encoded.tfplan"));
  ASSERT_TRUE(files);
  files->plan.reset();
  input.configuration = *std::move(files);
  const auto document = ReadTerraformPlan(std::move(input), {});
  ASSERT_TRUE(document);
  EXPECT_TRUE(TextOf(**document, "aws_iam_policy.plain")->Is(Kind::kUnknown));
}

TEST(EncodedJsonTest, HidesSecrets) {
  const auto document = ReadEncoded();
  EXPECT_EQ(PropertyOf(*document, "aws_iam_policy.secret", "PolicyDocument"),
            "(sensitive)");
  EXPECT_THAT(Dump(document->root()), Not(HasSubstr("partner-secret")));
}

}  // namespace
}  // namespace connectguard
