#include "readers/terraform_fold.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "readers/terraform_test_plan.h"

namespace connectguard {
namespace {

using testing::HasSubstr;
using testing::IsNull;
using testing::NotNull;

constexpr std::string_view kEnabled =
    R"({"bucket": "b", "versioning_configuration": [{"status": "Enabled"}]})";

TEST(TerraformFoldTest, FindsTheTargetByItsName) {
  const auto document =
      ReadChanges(Change("aws_s3_bucket.a", R"({"bucket": "b"})") + "," +
                  Change("aws_s3_bucket.c", R"({"bucket": "d"})") + "," +
                  Change("aws_s3_bucket_versioning.v", kEnabled));
  EXPECT_EQ(PropertyOf(*document, "aws_s3_bucket.a",
                       "VersioningConfiguration.Status"),
            R"("Enabled")");
  EXPECT_EQ(PropertyOf(*document, "aws_s3_bucket.c", "VersioningConfiguration"),
            "(none)");
  EXPECT_THAT(document->FindResource("aws_s3_bucket_versioning.v"), IsNull());
}

TEST(TerraformFoldTest, KeepsThePlaceOfThePart) {
  const auto document =
      ReadChanges(Change("aws_s3_bucket.a", R"({"bucket": "b"})") + "," +
                  Change("aws_s3_bucket_versioning.v", kEnabled));
  const Value* status = FindProperty(*document, "aws_s3_bucket.a",
                                     "VersioningConfiguration.Status");
  ASSERT_THAT(status, NotNull());
  const Value* bucket =
      FindProperty(*document, "aws_s3_bucket.a", "BucketName");
  EXPECT_GT(status->begin, bucket->end);
  EXPECT_EQ(document->OwnerOf(*status).resource->address, "aws_s3_bucket.a");
}

TEST(TerraformFoldTest, OverridesTheInlineBlock) {
  const auto document = ReadChanges(
      Change("aws_s3_bucket.a",
             R"({"bucket": "b", "versioning": [{"enabled": false}]})") +
      "," + Change("aws_s3_bucket_versioning.v", kEnabled));
  EXPECT_EQ(PropertyOf(*document, "aws_s3_bucket.a", "VersioningConfiguration"),
            R"({"Status": "Enabled"})");
}

TEST(TerraformFoldTest, KeepsPartsOfWhatIsOutsideThePlan) {
  const auto document =
      ReadChanges(Change("aws_s3_bucket.a", R"({"bucket": "other"})") + "," +
                  Change("aws_s3_bucket_versioning.v", kEnabled));
  const Resource* part = document->FindResource("aws_s3_bucket_versioning.v");
  ASSERT_THAT(part, NotNull());
  EXPECT_EQ(part->type, "aws_s3_bucket_versioning");
  EXPECT_EQ(PropertyOf(*document, "aws_s3_bucket.a", "VersioningConfiguration"),
            "(none)");
}

TEST(TerraformFoldTest, DoubtsEveryCandidateWithoutACertainPart) {
  const auto document = ReadChanges(
      Change("aws_s3_bucket.a", R"({"bucket": "b"})") + "," +
          Change("aws_s3_bucket.c", "{}", R"({"bucket": true})") + "," +
          Change("aws_s3_bucket_versioning.v", kEnabled) + "," +
          Change("aws_s3_bucket_versioning.w", "{}", R"({"bucket": true})"),
      Configured("aws_s3_bucket_versioning.w",
                 R"({"bucket": {"references": ["local.x"]}})"));
  EXPECT_EQ(PropertyOf(*document, "aws_s3_bucket.a",
                       "VersioningConfiguration.Status"),
            R"("Enabled")");
  EXPECT_THAT(
      PropertyOf(*document, "aws_s3_bucket.c", "VersioningConfiguration"),
      HasSubstr("`aws_s3_bucket_versioning.w` may configure it: its bucket is "
                "local.x, which the plan does not resolve"));
  EXPECT_THAT(document->FindResource("aws_s3_bucket_versioning.w"), NotNull());
}

TEST(TerraformFoldTest, DoubtsOnlyTheInstancesThatAreMeant) {
  const auto document = ReadChanges(
      Change("aws_s3_bucket.m[0]", "{}", R"({"bucket": true})") + "," +
          Change("aws_s3_bucket.m[1]", "{}", R"({"bucket": true})") + "," +
          Change("aws_s3_bucket.other", "{}", R"({"bucket": true})") + "," +
          Change("aws_s3_bucket_versioning.w", "{}", R"({"bucket": true})"),
      Configured("aws_s3_bucket_versioning.w",
                 R"({"bucket": {"references": ["aws_s3_bucket.m"]}})"));
  EXPECT_THAT(
      PropertyOf(*document, "aws_s3_bucket.m[1]", "VersioningConfiguration"),
      HasSubstr("its bucket is one of several: aws_s3_bucket.m"));
  EXPECT_EQ(
      PropertyOf(*document, "aws_s3_bucket.other", "VersioningConfiguration"),
      "(none)");
}

TEST(TerraformFoldTest, FollowsPartsOfParts) {
  const auto document = ReadChanges(
      Change("aws_s3_bucket.a", "{}", R"({"bucket": true})") + "," +
          Change("aws_s3_bucket_versioning.v", "{}", R"({"bucket": true})") +
          "," +
          Change("aws_s3_bucket_logging.l", R"({"target_prefix": "p"})",
                 R"({"bucket": true})"),
      Configured("aws_s3_bucket_versioning.v",
                 R"({"bucket": {"references": ["aws_s3_bucket.a.id"]}})") +
          "," +
          Configured("aws_s3_bucket_logging.l", R"({"bucket": {"references":
              ["aws_s3_bucket_versioning.v.bucket"]}})"));
  EXPECT_EQ(PropertyOf(*document, "aws_s3_bucket.a",
                       "LoggingConfiguration.LogFilePrefix"),
            R"("p")");
}

TEST(TerraformFoldTest, TwoPartsOfOneTypeAreUncertain) {
  const auto document =
      ReadChanges(Change("aws_s3_bucket.a", R"({"bucket": "b"})") + "," +
                  Change("aws_s3_bucket_versioning.v", kEnabled) + "," +
                  Change("aws_s3_bucket_versioning.w", kEnabled));
  EXPECT_EQ(PropertyOf(*document, "aws_s3_bucket.a", "VersioningConfiguration"),
            "?(`aws_s3_bucket_versioning.v` and `aws_s3_bucket_versioning.w` "
            "both configure it)");
}

TEST(TerraformFoldTest, AttachmentsAddUpWithoutRepeats) {
  const auto attach = [](std::string_view name, std::string_view arn) {
    return "," + Change("aws_iam_role_policy_attachment." + std::string(name),
                        R"({"role": "r", "policy_arn": ")" + std::string(arn) +
                            "\"}");
  };
  const auto document =
      ReadChanges(Change("aws_iam_role.r",
                         R"({"name": "r", "managed_policy_arns": ["x"]})") +
                  attach("a", "x") + attach("b", "y") + attach("c", "y"));
  EXPECT_EQ(PropertyOf(*document, "aws_iam_role.r", "ManagedPolicyArns"),
            R"(["x", "y"])");
}

TEST(TerraformFoldTest, UnresolvedAttachmentLeavesTheListOpen) {
  const auto document =
      ReadChanges(Change("aws_iam_role.r", R"({"name": "r"})") + "," +
                      Change("aws_iam_role_policy_attachment.a",
                             R"({"role": "r", "policy_arn": "x"})") +
                      "," +
                      Change("aws_iam_role_policy_attachment.b",
                             R"({"policy_arn": "y"})", R"({"role": true})"),
                  Configured("aws_iam_role_policy_attachment.b",
                             R"({"role": {"references": ["local.role"]}})"));
  EXPECT_THAT(PropertyOf(*document, "aws_iam_role.r", "ManagedPolicyArns"),
              HasSubstr(R"(["x", ?(`aws_iam_role_policy_attachment.b` may)"));
}

TEST(TerraformFoldTest, EachTargetIsOneElement) {
  const auto document = ReadChanges(
      Change("aws_cloudwatch_event_rule.r", R"({"name": "r"})") + "," +
      Change("aws_cloudwatch_event_target.a",
             R"({"rule": "r", "arn": "x", "target_id": "1"})") +
      "," +
      Change("aws_cloudwatch_event_target.b",
             R"({"rule": "r", "arn": "y", "target_id": "2"})"));
  EXPECT_EQ(PropertyOf(*document, "aws_cloudwatch_event_rule.r", "Targets"),
            R"([{"Arn": "x", "Id": "1"}, {"Arn": "y", "Id": "2"}])");
}

TEST(TerraformFoldTest, DeletedPartsBelongToThePast) {
  const auto document =
      ReadChanges(Change("aws_s3_bucket.a", R"({"bucket": "b"})", "{}",
                         R"("no-op")", R"({"bucket": "b"})") +
                  "," +
                  Change("aws_s3_bucket_versioning.v", "null", "{}",
                         R"("delete")", kEnabled));
  EXPECT_EQ(PropertyOf(*document, "aws_s3_bucket.a", "VersioningConfiguration"),
            "(none)");
  const Resource* before = document->FindPrevious("aws_s3_bucket.a");
  ASSERT_THAT(before, NotNull());
  EXPECT_THAT(FindPath(*before->properties, {"VersioningConfiguration"}),
              NotNull());
}

TEST(TerraformFoldTest, ChangesAreSaid) {
  const auto document = ReadChanges(
      R"({"address": "a.b", "type": "a", "deposed": "d1",
          "change": {"actions": ["delete"], "before": {}, "after": null}},
         {"address": "a.b", "type": "a", "change": {"actions":
          ["create", "forget"], "before": {}, "after": {},
          "replace_paths": [["x", 0, "y"]]}},
         {"address": "a.i", "type": "a", "change": {"actions": ["no-op"],
          "before": {}, "after": {}, "importing": {"id": "1"}}},
         {"address": "data.a.d", "type": "a", "mode": "data",
          "change": {"actions": ["read"], "before": null, "after": {}}})");
  const auto change = [](const Resource* resource) {
    std::string text = resource == nullptr
                           ? ""
                           : Summarize(*Find(*resource->node, "Change"), 400);
    // What a plan does not show.
    const std::size_t more = text.find(", \"PreventDestroy\": ?(");
    return more == std::string::npos ? text : text.substr(0, more) + "}";
  };
  EXPECT_EQ(change(document->FindResource("a.b")),
            R"({"Action": "replace", "ReplacePaths": ["x[0].y"]})");
  EXPECT_EQ(change(document->FindPrevious("a.b")),
            R"({"Action": "forget", "ReplacePaths": ["x[0].y"]})");
  EXPECT_EQ(change(document->FindPrevious("a.b (deposed d1)")),
            R"({"Action": "delete"})");
  EXPECT_EQ(change(document->FindResource("a.i")),
            R"({"Action": "import", "Imported": true})");
  EXPECT_EQ(document->resources().size(), 2u);
}

}  // namespace
}  // namespace connectguard
