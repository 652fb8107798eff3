#include "readers/terraform_references.h"

#include <array>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "readers/terraform_address.h"
#include "readers/terraform_test_plan.h"

namespace connectguard {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

TEST(TerraformAddressTest, SplitsAddresses) {
  const ResourceAddress plain = ParseResourceAddress("aws_s3_bucket.b");
  EXPECT_EQ(plain.module, "");
  EXPECT_EQ(plain.base, "aws_s3_bucket.b");
  EXPECT_EQ(plain.local, "aws_s3_bucket.b");
  EXPECT_EQ(plain.key, "");
  const ResourceAddress deep = ParseResourceAddress(
      R"(module.a["x.y]\""].module.b.data.aws_s3_bucket.c["k[0].z"])");
  EXPECT_EQ(deep.module, R"(module.a["x.y]\""].module.b)");
  EXPECT_EQ(deep.local, "data.aws_s3_bucket.c");
  EXPECT_EQ(deep.key, R"(["k[0].z"])");
  EXPECT_EQ(WithoutKeys(deep.module), "module.a.module.b");
}

TEST(TerraformAddressTest, SurvivesNonsense) {
  for (const std::string_view text :
       {"", ".", "[", "module.", "module.a", "a[", "a.b[\"", "data.", "..[].",
        "module.[0].a.b"}) {
    const ResourceAddress parts = ParseResourceAddress(text);
    EXPECT_LE(parts.base.size() + parts.key.size(), text.size());
  }
}

TEST(TerraformAddressTest, DropsPrefixes) {
  const std::array<std::string_view, 6> texts = {
      "a.b[\"k\"].id", "a.b[\"k\"]", "a.b", "a.bc", "each.key", "a.bc"};
  EXPECT_THAT(LongestReferences(texts),
              ElementsAre("a.b[\"k\"].id", "a.bc", "each.key"));
}

// A queue whose instance_id is unknown and was written like this.
struct ReferenceCase {
  std::string_view references;  // As in a plan.
  std::string_view expected;    // As ReferenceOf says it.
};

class ReferenceTest : public testing::TestWithParam<ReferenceCase> {};

TEST_P(ReferenceTest, IsResolved) {
  const std::string changes =
      Change("aws_connect_instance.one", "{}", R"({"id": true})") + "," +
      Change("aws_connect_instance.many[\"a\"]", "{}") + "," +
      Change("aws_connect_instance.many[\"b\"]", "{}") + "," +
      Change("aws_connect_queue.q[\"a\"]", "{}", R"({"instance_id": true})");
  const auto document = ReadChanges(
      changes, Configured("aws_connect_queue.q",
                          "{\"instance_id\": {\"references\": [" +
                              std::string(GetParam().references) + "]}}"));
  EXPECT_EQ(ReferenceOf(*document, "aws_connect_queue.q[\"a\"]", "InstanceArn"),
            GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    All, ReferenceTest,
    testing::Values(
        ReferenceCase{
            R"("aws_connect_instance.one.id", "aws_connect_instance.one")",
            "=aws_connect_instance.one id"},
        ReferenceCase{R"("aws_connect_instance.many[\"b\"].id",
                         "aws_connect_instance.many[\"b\"]",
                         "aws_connect_instance.many")",
                      "=aws_connect_instance.many[\"b\"] id"},
        ReferenceCase{R"("aws_connect_instance.many", "each.key")",
                      "=aws_connect_instance.many[\"a\"] "},
        ReferenceCase{R"("aws_connect_instance.many")",
                      "[aws_connect_instance.many]"},
        ReferenceCase{R"("aws_connect_instance.many[\"c\"].id")",
                      "[aws_connect_instance.many[\"c\"].id]"},
        ReferenceCase{R"("local.instance")", "[local.instance]"},
        ReferenceCase{R"("data.aws_connect_instance.x.id")",
                      "[data.aws_connect_instance.x.id]"},
        ReferenceCase{R"("var.instance")", "[var.instance]"},
        ReferenceCase{R"("each.value.id", "each.value")", "[each.value.id]"}));

TEST(TerraformReferencesTest, TextWithAReferenceInsideIsNotExact) {
  const auto document = ReadChanges(
      Change("aws_connect_instance.i", "{}") + "," +
          Change("aws_lambda_permission.p", "{}", R"({"source_arn": true})"),
      Configured("aws_lambda_permission.p",
                 R"({"source_arn": {"references":
                     ["aws_connect_instance.i.arn"]}})"));
  EXPECT_EQ(ReferenceOf(*document, "aws_lambda_permission.p", "SourceArn"),
            "aws_connect_instance.i arn");
}

TEST(TerraformReferencesTest, SeveralElementsOfOneExpressionAreNotExact) {
  const auto document =
      ReadChanges(Change("aws_connect_security_profile.p", "{}") + "," +
                      Change("aws_connect_user.u",
                             R"({"security_profile_ids": [null, "known"]})",
                             R"({"security_profile_ids": [true, false]})"),
                  Configured("aws_connect_user.u",
                             R"({"security_profile_ids": {"references": [
                 "aws_connect_security_profile.p.security_profile_id"]}})"));
  EXPECT_EQ(
      ReferenceOf(*document, "aws_connect_user.u", "SecurityProfileArns.0"),
      "aws_connect_security_profile.p security_profile_id");
  const Value* known =
      FindProperty(*document, "aws_connect_user.u", "SecurityProfileArns.1");
  ASSERT_NE(known, nullptr);
  EXPECT_THAT(known->References(), SizeIs(0));
}

TEST(TerraformReferencesTest, DynamicBlocksAreNotExact) {
  // One block is in the configuration, two are in the plan.
  const auto document =
      ReadChanges(Change("aws_connect_queue.q", "{}") + "," +
                      Change("aws_connect_routing_profile.r",
                             R"({"queue_configs": [{}, {}]})",
                             R"({"queue_configs": [{"queue_id": true},
                                       {"queue_id": true}]})"),
                  Configured("aws_connect_routing_profile.r",
                             R"({"queue_configs": [{"queue_id": {"references":
                     ["aws_connect_queue.q.queue_id"]}}]})"));
  EXPECT_EQ(ReferenceOf(*document, "aws_connect_routing_profile.r",
                        "QueueConfigs.1.QueueReference.QueueArn"),
            "aws_connect_queue.q queue_id");
}

// Without tags, tags_all is the provider's default tags, or nothing.
TEST(TerraformReferencesTest, TagsAreUnknownOnlyWhenSomebodyMayGiveThem) {
  const auto tags = [](std::string_view provider, std::string_view written) {
    std::string json =
        R"({"format_version": "1.2", "resource_changes": [)" +
        Change("aws_sns_topic.t", "{}", R"({"tags_all": true})") +
        R"(], "configuration": {"provider_config": {"aws": )";
    json += provider;
    json += R"(}, "root_module": {"resources": [)";
    json += Configured("aws_sns_topic.t", written);
    json += "]}}}";
    const auto document = ReadPlanText(std::move(json));
    return FindProperty(*document, "aws_sns_topic.t", "Tags") != nullptr;
  };
  constexpr std::string_view kPlain = R"({"name": "aws"})";
  EXPECT_FALSE(tags(kPlain, "{}"));
  EXPECT_TRUE(tags(kPlain, R"({"tags": {"references": ["local.tags"]}})"));
  EXPECT_TRUE(tags(R"({"name": "aws", "expressions": {"default_tags":
                       [{"tags": {"references": ["var.tags"]}}]}})",
                   "{}"));
}

TEST(TerraformReferencesTest, TellsWhatNobodyWrote) {
  const auto document = ReadChanges(
      Change("aws_kms_key.k", "{}",
             R"({"rotation_period_in_days": true, "description": true})") +
          "," +
          Change("aws_s3_bucket.b", "{}", R"({"object_lock_configuration": true,
              "tags_all": true})") +
          "," + Change("aws_sns_topic.t", "{}", R"({"tags_all": true})"),
      Configured("aws_kms_key.k", R"({"description": {"references":
                                     ["local.text"]}})") +
          "," + Configured("aws_s3_bucket.b", "{}") + "," +
          Configured("aws_sns_topic.t",
                     R"({"tags": {"references": ["aws_kms_key.k.id"]}})"));
  const auto unset = [&](std::string_view address, std::string_view path) {
    const Value* value = FindProperty(*document, address, path);
    return value != nullptr && value->Is(Kind::kUnknown) &&
           value->unknown->unset;
  };
  EXPECT_TRUE(unset("aws_kms_key.k", "RotationPeriodInDays"));
  EXPECT_FALSE(unset("aws_kms_key.k", "Description"));
  // It may have been written as a dynamic block.
  EXPECT_FALSE(unset("aws_s3_bucket.b", "ObjectLockConfiguration"));
  EXPECT_EQ(FindProperty(*document, "aws_s3_bucket.b", "Tags"), nullptr);
  EXPECT_EQ(ReferenceOf(*document, "aws_sns_topic.t", "Tags"),
            "aws_kms_key.k id");
}

TEST(TerraformReferencesTest, KnownTextIsLinked) {
  const auto document = ReadChanges(
      Change("aws_kms_key.k", "{}") + "," +
          Change("aws_sns_topic.t", R"({"kms_master_key_id": "1234"})"),
      Configured("aws_sns_topic.t", R"({"kms_master_key_id": {"references":
                                        ["aws_kms_key.k.id"]}})"));
  EXPECT_EQ(PropertyOf(*document, "aws_sns_topic.t", "KmsMasterKeyId"),
            R"("1234")");
  EXPECT_EQ(ReferenceOf(*document, "aws_sns_topic.t", "KmsMasterKeyId"),
            "aws_kms_key.k id");
}

TEST(TerraformReferencesTest, FollowsForEachOverAResource) {
  const auto document =
      ReadChanges(Change("aws_connect_instance.i[\"a\"]", "{}") + "," +
                      Change("aws_connect_instance.i[\"b\"]", "{}") + "," +
                      Change("aws_connect_queue.q[\"b\"]", "{}",
                             R"({"instance_id": true})"),
                  R"({"address": "aws_connect_queue.q",
          "for_each_expression": {"references": ["aws_connect_instance.i"]},
          "expressions": {"instance_id":
            {"references": ["each.value.id", "each.value"]}}})");
  EXPECT_EQ(ReferenceOf(*document, "aws_connect_queue.q[\"b\"]", "InstanceArn"),
            "=aws_connect_instance.i[\"b\"] id");
}

// `i[count.index / 2]` and `element(i, count.index + 1)` look the same.
TEST(TerraformReferencesTest, TakesTheSameIndexOnlyAmongCounterparts) {
  const auto queue_of = [](int instances, int queues) {
    std::string changes;
    for (int i = 0; i < instances; ++i) {
      changes +=
          Change("aws_connect_instance.i[" + std::to_string(i) + "]", "{}") +
          ",";
    }
    for (int i = 0; i < queues; ++i) {
      changes += Change("aws_connect_queue.q[" + std::to_string(i) + "]", "{}",
                        R"({"instance_id": true})") +
                 ",";
    }
    changes.pop_back();
    const auto document = ReadChanges(
        changes, Configured("aws_connect_queue.q", R"({"instance_id":
                     {"references": ["aws_connect_instance.i",
                                     "count.index"]}})"));
    return ReferenceOf(*document, "aws_connect_queue.q[0]", "InstanceArn");
  };
  EXPECT_EQ(queue_of(3, 3), "=aws_connect_instance.i[0] ");
  EXPECT_EQ(queue_of(3, 2), "=aws_connect_instance.i[0] ");
  EXPECT_EQ(queue_of(3, 4), "[aws_connect_instance.i]");
  EXPECT_EQ(queue_of(3, 1), "[aws_connect_instance.i]");
}

TEST(TerraformReferencesTest, FollowsManyExpressionsByIndex) {
  std::string expressions = R"({"instance_id": {"references":
      ["aws_connect_instance.i.id"]})";
  for (int i = 0; i < 100; ++i) {
    expressions += ", \"a" + std::to_string(i) + "\": {}";
  }
  expressions += R"(, "outbound_caller_config": [{"outbound_flow_id":
      {"references": ["aws_connect_contact_flow.f.contact_flow_id"]}}]})";
  const auto document = ReadChanges(
      Change("aws_connect_instance.i", "{}") + "," +
          Change("aws_connect_contact_flow.f", "{}") + "," +
          Change("aws_connect_queue.q", R"({"outbound_caller_config": [{}]})",
                 R"({"instance_id": true,
                     "outbound_caller_config": [{"outbound_flow_id": true}]})"),
      Configured("aws_connect_queue.q", expressions));
  EXPECT_EQ(ReferenceOf(*document, "aws_connect_queue.q", "InstanceArn"),
            "=aws_connect_instance.i id");
  EXPECT_EQ(ReferenceOf(*document, "aws_connect_queue.q",
                        "OutboundCallerConfig.OutboundFlowArn"),
            "=aws_connect_contact_flow.f contact_flow_id");
}

TEST(TerraformReferencesTest, EndsOnModulesThatReferInCircles) {
  const auto document = ReadPlanText(R"({"format_version": "1.2",
    "resource_changes": [)" + Change("x_y.z", "{}", R"({"a": true})") +
                                     R"(],
    "configuration": {"root_module": {
      "resources": [{"address": "x_y.z", "expressions":
        {"a": {"references": ["module.m.o", "module.m.p"]}}}],
      "module_calls": {"m": {
        "expressions": {"v": {"references": ["module.m.o", "module.m.p"]}},
        "module": {"outputs": {
          "o": {"expression": {"references": ["var.v"]}},
          "p": {"expression": {"references": ["var.v"]}}}}}}}}})");
  const Value* value = FindProperty(*document, "x_y.z", "a");
  ASSERT_NE(value, nullptr);
  EXPECT_THAT(value->References(), SizeIs(2));
}

}  // namespace
}  // namespace connectguard
