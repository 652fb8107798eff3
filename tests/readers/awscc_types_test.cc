#include "readers/awscc_types.h"

#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "readers/terraform_test_plan.h"
#include "readers/terraform_types.h"

namespace connectguard {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::NotNull;

TEST(AwsccTypesTest, NamesFollowTheProvidersRule) {
  EXPECT_EQ(AwsccName("InstanceArn"), "instance_arn");
  EXPECT_EQ(AwsccName("S3Config"), "s3_config");
  EXPECT_EQ(AwsccName("KMSMasterKeyID"), "kms_master_key_id");
  EXPECT_EQ(AwsccName("SSEAlgorithm"), "sse_algorithm");
  EXPECT_EQ(AwsccType("AWS::Connect::SecurityProfile"),
            "awscc_connect_security_profile");
  EXPECT_EQ(AwsccType("AWS::IAM::SAMLProvider"), "awscc_iam_saml_provider");
}

TEST(AwsccTypesTest, EveryTypeOfTheTableIsFound) {
  const auto known = TerraformTypes::Get();
  ASSERT_TRUE(known);
  const auto table = TerraformTypes::Parse(AwsccTable(**known));
  ASSERT_TRUE(table) << Render(table.error().diagnostic);
  EXPECT_GT((*table)->all().size(), 80u);
  for (const auto& type : (*table)->all()) {
    EXPECT_THAT((*known)->Find(type->name), NotNull()) << type->name;
  }
  const TerraformType* profile =
      (*known)->Find("awscc_connect_security_profile");
  ASSERT_THAT(profile, NotNull());
  EXPECT_EQ(profile->type, "AWS::Connect::SecurityProfile");
  EXPECT_THAT(profile->identifiers, Contains("security_profile_arn"));
  EXPECT_EQ((*known)->Find("awscc_no_such_type"), nullptr);
}

class AwsccPlanTest : public testing::Test {
 protected:
  const Value* Property(std::string_view address,
                        std::initializer_list<std::string_view> path) {
    const Value* properties =
        FindPath(ResourceAt(*document_, address), {"Properties"});
    return properties == nullptr ? nullptr : FindPath(*properties, path);
  }

  std::unique_ptr<const Document> document_ = ReadPlanFixture("26-awscc");
};

TEST_F(AwsccPlanTest, PropertiesAreThoseOfCloudFormation) {
  const Value* permissions =
      Property("awscc_connect_security_profile.agent", {"Permissions"});
  ASSERT_THAT(permissions, NotNull());
  ASSERT_TRUE(permissions->Is(Kind::kList));
  ASSERT_EQ(permissions->size, 2u);
  EXPECT_EQ(permissions->AsList()[1].AsString(), "Users.Edit");
  const Value* tags = Property("awscc_connect_security_profile.agent",
                               {"AllowedAccessControlTags"});
  ASSERT_THAT(tags, NotNull());
  EXPECT_THAT(Dump(*tags), HasSubstr("\"Key\": \"Team\""));
  const Value* logs = Property("awscc_connect_instance.main",
                               {"Attributes", "ContactflowLogs"});
  ASSERT_THAT(logs, NotNull());
  EXPECT_TRUE(logs->Is(Kind::kBool) && logs->boolean);
}

TEST_F(AwsccPlanTest, DocumentsInTextAreStructures) {
  const Value* policy =
      Property("awscc_kms_key.recordings", {"KeyPolicy", "Statement"});
  ASSERT_THAT(policy, NotNull());
  EXPECT_TRUE(policy->Is(Kind::kList));
  const Value* start = Property("awscc_connect_contact_flow.inbound",
                                {"Content", "StartAction"});
  ASSERT_THAT(start, NotNull());
  EXPECT_EQ(start->AsString(), "end");
}

TEST_F(AwsccPlanTest, UnknownReferencesAreLinks) {
  const Value* instance =
      Property("awscc_connect_security_profile.agent", {"InstanceArn"});
  ASSERT_THAT(instance, NotNull());
  ASSERT_TRUE(instance->Is(Kind::kUnknown));
  ASSERT_EQ(instance->unknown->references.size(), 1u);
  EXPECT_EQ(instance->unknown->references[0].target,
            "awscc_connect_instance.main");
}

TEST_F(AwsccPlanTest, WhatTheAuthorLeavesOutIsAbsent) {
  EXPECT_EQ(Property("awscc_connect_instance.main", {"DirectoryId"}), nullptr);
  EXPECT_EQ(Property("awscc_s3_bucket.recordings", {"AccessControl"}), nullptr);
}

}  // namespace
}  // namespace connectguard
