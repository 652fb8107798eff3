// How attributes become properties: defaults, blocks, conditions, unknowns.
#include "readers/terraform_mapping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "readers/terraform_test_plan.h"

namespace connectguard {
namespace {

using testing::IsNull;
using testing::NotNull;

TEST(TerraformMappingTest, FillsProviderDefaults) {
  const auto document = ReadChanges(
      Change("aws_connect_instance.a", R"({"contact_lens_enabled": null})"));
  EXPECT_EQ(PropertyOf(*document, "aws_connect_instance.a",
                       "Attributes.ContactflowLogs"),
            "false");
  EXPECT_EQ(
      PropertyOf(*document, "aws_connect_instance.a", "Attributes.ContactLens"),
      "true");
  EXPECT_EQ(PropertyOf(*document, "aws_connect_instance.a", "DirectoryId"),
            "(none)");
}

TEST(TerraformMappingTest, DoesNotFillWhatIsUnknown) {
  const auto document =
      ReadChanges(Change("aws_connect_instance.a", "{}",
                         R"({"contact_flow_logs_enabled": true})"));
  EXPECT_EQ(PropertyOf(*document, "aws_connect_instance.a",
                       "Attributes.ContactflowLogs"),
            "?(known after apply)");
}

TEST(TerraformMappingTest, EntersBlocksAndMergesUnknowns) {
  const auto document = ReadChanges(Change(
      "aws_connect_instance_storage_config.a",
      R"({"storage_config": [{"storage_type": "S3",
                 "s3_config": [{"bucket_prefix": "p"}],
                 "kinesis_stream_config": []}]})",
      R"({"storage_config": [{"s3_config": [{"bucket_name": true}]}]})"));
  EXPECT_EQ(PropertyOf(*document, "aws_connect_instance_storage_config.a",
                       "S3Config"),
            R"({"BucketName": ?(known after apply), "BucketPrefix": "p"})");
  EXPECT_EQ(PropertyOf(*document, "aws_connect_instance_storage_config.a",
                       "KinesisStreamConfig"),
            "(none)");
}

TEST(TerraformMappingTest, UnknownBlockIsUnknownAsAWhole) {
  const auto document = ReadChanges(
      Change("aws_s3_bucket.a", "{}",
             R"({"lifecycle_rule": true, "object_lock_configuration": true})"));
  EXPECT_EQ(PropertyOf(*document, "aws_s3_bucket.a", "LifecycleConfiguration"),
            "?(known after apply)");
  EXPECT_EQ(PropertyOf(*document, "aws_s3_bucket.a", "ObjectLockConfiguration"),
            "?(known after apply)");
}

TEST(TerraformMappingTest, UnsetBlockOfANewBucketIsAbsent) {
  const auto document = ReadChanges(
      Change("aws_s3_bucket.a", "{}",
             R"({"lifecycle_rule": true, "versioning": true})"),
      Configured("aws_s3_bucket.a", R"({"lifecycle_rule": [{"id": {}}]})"));
  EXPECT_EQ(PropertyOf(*document, "aws_s3_bucket.a", "VersioningConfiguration"),
            "(none)");
  EXPECT_EQ(PropertyOf(*document, "aws_s3_bucket.a", "LifecycleConfiguration"),
            "?(known after apply)");
}

TEST(TerraformMappingTest, UnsetBlockOfAnOldBucketStaysUnknown) {
  const auto document =
      ReadChanges(Change("aws_s3_bucket.a", "{}", R"({"versioning": true})",
                         R"("update")", "{}"),
                  Configured("aws_s3_bucket.a", "{}"));
  EXPECT_EQ(PropertyOf(*document, "aws_s3_bucket.a", "VersioningConfiguration"),
            "?(known after apply)");
}

TEST(TerraformMappingTest, UnknownElementKeepsItsPlace) {
  const auto document =
      ReadChanges(Change("aws_dynamodb_table.a",
                         R"({"attribute": [{"name": "a", "type": "S"}, null]})",
                         R"({"attribute": [{}, true]})"));
  EXPECT_EQ(
      PropertyOf(*document, "aws_dynamodb_table.a", "AttributeDefinitions"),
      R"([{"AttributeName": "a", "AttributeType": "S"}, )"
      R"(?(known after apply)])");
}

TEST(TerraformMappingTest, TranslatesWords) {
  const auto document = ReadChanges(Change(
      "aws_s3_bucket.a",
      R"({"acl": "log-delivery-write", "versioning": [{"enabled": false}],
                 "lifecycle_rule": [{"enabled": true}]})"));
  EXPECT_EQ(PropertyOf(*document, "aws_s3_bucket.a", "AccessControl"),
            R"("LogDeliveryWrite")");
  EXPECT_EQ(PropertyOf(*document, "aws_s3_bucket.a",
                       "VersioningConfiguration.Status"),
            R"("Suspended")");
  EXPECT_EQ(PropertyOf(*document, "aws_s3_bucket.a",
                       "LifecycleConfiguration.Rules.0.Status"),
            R"("Enabled")");
}

TEST(TerraformMappingTest, DropsWhatMeansNothing) {
  const auto document = ReadChanges(
      Change("aws_cloudwatch_log_group.a", R"({"retention_in_days": 0})") +
      "," +
      Change("aws_kinesis_stream.off",
             R"({"encryption_type": "NONE", "kms_key_id": "k"})") +
      "," +
      Change("aws_kinesis_stream.on",
             R"({"encryption_type": "KMS", "kms_key_id": "k"})") +
      "," +
      Change("aws_kinesis_firehose_delivery_stream.off",
             R"({"server_side_encryption": [{"enabled": false,
                 "key_type": "AWS_OWNED_CMK"}]})") +
      "," +
      Change("aws_kinesis_firehose_delivery_stream.on",
             R"({"server_side_encryption": [{"enabled": true,
                 "key_type": "AWS_OWNED_CMK"}]})"));
  EXPECT_EQ(
      PropertyOf(*document, "aws_cloudwatch_log_group.a", "RetentionInDays"),
      "(none)");
  EXPECT_EQ(PropertyOf(*document, "aws_kinesis_stream.off", "StreamEncryption"),
            "(none)");
  EXPECT_EQ(PropertyOf(*document, "aws_kinesis_stream.on", "StreamEncryption"),
            R"({"EncryptionType": "KMS", "KeyId": "k"})");
  EXPECT_EQ(PropertyOf(*document, "aws_kinesis_firehose_delivery_stream.off",
                       "DeliveryStreamEncryptionConfigurationInput"),
            "(none)");
  EXPECT_EQ(PropertyOf(*document, "aws_kinesis_firehose_delivery_stream.on",
                       "DeliveryStreamEncryptionConfigurationInput"),
            R"({"KeyType": "AWS_OWNED_CMK"})");
}

TEST(TerraformMappingTest, UnknownConditionMakesThePartUnknown) {
  const auto document = ReadChanges(
      Change("aws_kinesis_firehose_delivery_stream.a",
             R"({"server_side_encryption": [{"key_type": "AWS_OWNED_CMK"}]})",
             R"({"server_side_encryption": [{"enabled": true}]})"));
  EXPECT_EQ(PropertyOf(*document, "aws_kinesis_firehose_delivery_stream.a",
                       "DeliveryStreamEncryptionConfigurationInput"),
            "?(known after apply)");
}

TEST(TerraformMappingTest, GivesAQueueWithAnInlinePolicyAQueuePolicy) {
  const auto document = ReadChanges(
      Change(
          "aws_sqs_queue.a",
          R"({"name": "q", "url": "https://sqs/q", "policy": "{\"Statement\": []}"})") +
      "," + Change("aws_sqs_queue.b", R"({"name": "q"})"));
  EXPECT_EQ(PropertyOf(*document, "aws_sqs_queue.a (policy)", "Queues"),
            R"(["https://sqs/q"])");
  EXPECT_EQ(PropertyOf(*document, "aws_sqs_queue.a (policy)", "PolicyDocument"),
            R"({"Statement": []})");
  EXPECT_EQ(document->FindResource("aws_sqs_queue.b (policy)"), nullptr);
}

TEST(TerraformMappingTest, MakesListsOfMapsAndSiblings) {
  const auto document = ReadChanges(
      Change("aws_dynamodb_table.a",
             R"({"hash_key": "h", "range_key": "r", "tags_all": {"A": "1"}})") +
      "," + Change("aws_sns_topic_policy.a", R"({"arn": "x", "policy": ""})"));
  EXPECT_EQ(PropertyOf(*document, "aws_dynamodb_table.a", "KeySchema"),
            R"([{"AttributeName": "h", "KeyType": "HASH"}, )"
            R"({"AttributeName": "r", "KeyType": "RANGE"}])");
  EXPECT_EQ(PropertyOf(*document, "aws_dynamodb_table.a", "Tags"),
            R"([{"Key": "A", "Value": "1"}])");
  EXPECT_EQ(PropertyOf(*document, "aws_sns_topic_policy.a", "Topics"),
            R"(["x"])");
  EXPECT_EQ(PropertyOf(*document, "aws_sns_topic_policy.a", "PolicyDocument"),
            "(none)");
}

TEST(TerraformMappingTest, FallsBackToTags) {
  const auto document =
      ReadChanges(Change("aws_iam_user.a", R"({"tags": {"A": "1"}})"));
  EXPECT_EQ(PropertyOf(*document, "aws_iam_user.a", "Tags"),
            R"([{"Key": "A", "Value": "1"}])");
}

TEST(TerraformMappingTest, KeepsTextThatIsNoJson) {
  const auto document = ReadChanges(
      Change("aws_iam_policy.a", R"({"policy": "{not json"})") + "," +
      Change("aws_iam_policy.b", R"({"policy": "5"})") + "," +
      Change("aws_iam_policy.c", R"({"policy": "{\"Version\": \"1\"}"})"));
  EXPECT_EQ(PropertyOf(*document, "aws_iam_policy.a", "PolicyDocument"),
            R"("{not json")");
  EXPECT_EQ(PropertyOf(*document, "aws_iam_policy.b", "PolicyDocument"),
            R"("5")");
  EXPECT_EQ(PropertyOf(*document, "aws_iam_policy.c", "PolicyDocument"),
            R"({"Version": "1"})");
}

TEST(TerraformMappingTest, ChoosesTheTypeByAnAttribute) {
  const auto document = ReadChanges(
      Change("aws_directory_service_directory.a",
             R"({"type": "MicrosoftAD"})") +
      "," + Change("aws_directory_service_directory.b", "{}") + "," +
      Change("aws_directory_service_directory.c",
             R"({"type": "ADConnector"})"));
  const auto type = [&](std::string_view address) {
    return document->FindResource(address)->type;
  };
  EXPECT_EQ(type("aws_directory_service_directory.a"),
            "AWS::DirectoryService::MicrosoftAD");
  EXPECT_EQ(type("aws_directory_service_directory.b"),
            "AWS::DirectoryService::SimpleAD");
  EXPECT_EQ(type("aws_directory_service_directory.c"),
            "Synthetic::DirectoryService::ADConnector");
}

TEST(TerraformMappingTest, MakesOneResourceForEachGroup) {
  const auto document =
      ReadChanges(Change("aws_iam_user_group_membership.a",
                         R"({"user": "u", "groups": ["g", "h"]})"));
  EXPECT_EQ(document->resources().size(), 2u);
  EXPECT_EQ(PropertyOf(*document, "aws_iam_user_group_membership.a (groups 2)",
                       "GroupName"),
            R"("h")");
  EXPECT_EQ(PropertyOf(*document, "aws_iam_user_group_membership.a (groups 2)",
                       "Users"),
            R"(["u"])");
}

TEST(TerraformMappingTest, InlinePolicyIsAPolicyOfItsOwn) {
  const auto document = ReadChanges(
      Change("aws_s3_bucket.a", R"({"bucket": "b", "policy": "{}"})") + "," +
          Change("aws_s3_bucket.b", R"({"bucket": "c"})",
                 R"({"policy": true})"),
      Configured("aws_s3_bucket.a", R"({"policy": {}})") + "," +
          Configured("aws_s3_bucket.b", "{}"));
  const Resource* policy = document->FindResource("aws_s3_bucket.a (policy)");
  ASSERT_THAT(policy, NotNull());
  EXPECT_EQ(policy->type, "AWS::S3::BucketPolicy");
  EXPECT_EQ(PropertyOf(*document, "aws_s3_bucket.a (policy)", "Bucket"),
            R"("b")");
  EXPECT_THAT(document->FindResource("aws_s3_bucket.b (policy)"), IsNull());
}

TEST(TerraformMappingTest, KeepsUnmappedTypesAsTheyAre) {
  const auto document = ReadChanges(
      Change("acme_widget.a", R"({"size": 3, "none": null, "of": [null]})",
             R"({"id": true, "of": [true], "empty": [], "no": false})"));
  EXPECT_EQ(document->FindResource("acme_widget.a")->type, "acme_widget");
  EXPECT_EQ(
      Summarize(*document->FindResource("acme_widget.a")->properties, 200),
      R"({"size": 3, "of": [?(known after apply)], )"
      R"("id": ?(known after apply)})");
}

TEST(TerraformMappingTest, ConstantsAreSet) {
  const auto document = ReadChanges(Change(
      "aws_connect_lambda_function_association.a", R"({"function_arn": "f"})"));
  EXPECT_EQ(PropertyOf(*document, "aws_connect_lambda_function_association.a",
                       "IntegrationType"),
            R"("LAMBDA_FUNCTION")");
}

TEST(TerraformMappingTest, SurvivesShapesThatNoProviderHas) {
  const auto document = ReadChanges(
      Change(
          "aws_s3_bucket.a",
          R"({"bucket": 3, "versioning": "x", "lifecycle_rule": {"a": 1},
                 "acl": ["x"], "tags_all": "t", "policy": 7})",
          R"({"bucket": [true], "versioning": [[true]], "acl": {"b": true}})") +
      "," + Change("aws_iam_role.a", "{}", "true"));
  EXPECT_THAT(document->FindResource("aws_s3_bucket.a"), NotNull());
  EXPECT_EQ(PropertyOf(*document, "aws_iam_role.a", "RoleName"),
            "?(known after apply)");
}

}  // namespace
}  // namespace connectguard
