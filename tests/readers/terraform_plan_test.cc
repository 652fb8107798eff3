#include "readers/terraform_plan.h"

#include <string>
#include <string_view>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file_reader.h"
#include "document/path.h"
#include "readers/terraform_test_plan.h"

namespace connectguard {
namespace {

using testing::HasSubstr;
using testing::IsNull;
using testing::Not;
using testing::NotNull;

Error ReadError(std::string json) {
  const auto result =
      ReadTerraformPlan({.name = "plan.json", .bytes = std::move(json)}, {});
  EXPECT_FALSE(result);
  return result ? Error{} : result.error();
}

TEST(TerraformPlanTest, MapsAttributesToProperties) {
  const auto document = ReadPlanFixture("02-flat-insecure");
  const Value& instance = ResourceAt(*document, "aws_connect_instance.main");
  EXPECT_EQ(StringAt(instance, "Type"), "AWS::Connect::Instance");
  const Value* logs =
      FindPath(instance, {"Properties", "Attributes", "ContactflowLogs"});
  ASSERT_THAT(logs, NotNull());
  EXPECT_TRUE(logs->Is(Kind::kBool));
  EXPECT_FALSE(logs->boolean);
  EXPECT_EQ(StringAt(*Find(instance, "Change"), "Action"), "create");
}

TEST(TerraformPlanTest, LeadsFromPropertyBackToAttribute) {
  const auto document = ReadPlanFixture("02-flat-insecure");
  const Value& instance = ResourceAt(*document, "aws_connect_instance.main");
  const Value* logs =
      FindPath(instance, {"Properties", "Attributes", "ContactflowLogs"});
  ASSERT_THAT(logs, NotNull());
  const Value* source = document->SourceValueAt(logs->span());
  ASSERT_THAT(source, NotNull());
  EXPECT_EQ(PathOf(*source),
            "/resource_changes/1/change/after/contact_flow_logs_enabled");
}

TEST(TerraformPlanTest, FoldsSplitResourcesIntoTheBucket) {
  const auto document = ReadPlanFixture("02-flat-insecure");
  const Value& bucket = ResourceAt(*document, "aws_s3_bucket.recordings");
  EXPECT_EQ(StringAt(*Find(bucket, "Properties"), "AccessControl"),
            "PublicRead");
  const Value* destroy =
      FindPath(bucket, {"Properties", "x-tf", "ForceDestroy"});
  ASSERT_THAT(destroy, NotNull());
  EXPECT_TRUE(destroy->boolean);
  EXPECT_THAT(document->FindResource("aws_s3_bucket_acl.recordings"), IsNull());
  EXPECT_THAT(document->FindResource("aws_s3_bucket_policy.public"), NotNull());
}

TEST(TerraformPlanTest, ParsesPoliciesAndAppendsAttachments) {
  const auto document = ReadPlanFixture("02-flat-insecure");
  const Value& role = ResourceAt(*document, "aws_iam_role.admin");
  const Value* policies = FindPath(role, {"Properties", "Policies"});
  ASSERT_THAT(policies, NotNull());
  ASSERT_EQ(policies->size, 1u);
  const Value* statement = FindPath(policies->AsList()[0],
                                    {"PolicyDocument", "Statement", "Action"});
  ASSERT_THAT(statement, NotNull());
  EXPECT_EQ(statement->AsString(), "*");
  const Value* managed = FindPath(role, {"Properties", "ManagedPolicyArns"});
  ASSERT_THAT(managed, NotNull());
  ASSERT_EQ(managed->size, 2u);
  const Value& unknown = managed->AsList()[0];
  ASSERT_TRUE(unknown.Is(Kind::kUnknown));
  ASSERT_EQ(unknown.References().size(), 1u);
  EXPECT_EQ(unknown.References()[0].target, "aws_iam_policy.connect_all");
  EXPECT_EQ(unknown.References()[0].attribute, "arn");
  EXPECT_TRUE(unknown.References()[0].exact);
  EXPECT_FALSE(unknown.unknown->may_be_absent);
  EXPECT_EQ(managed->AsList()[1].AsString(),
            "arn:aws:iam::aws:policy/AmazonConnect_FullAccess");
}

TEST(TerraformPlanTest, LeavesOutWhatANewBucketDoesNotSet) {
  const auto document = ReadPlanFixture("02-flat-insecure");
  const Value& bucket = ResourceAt(*document, "aws_s3_bucket.recordings");
  EXPECT_THAT(FindPath(bucket, {"Properties", "LifecycleConfiguration"}),
              IsNull());
  EXPECT_THAT(FindPath(bucket, {"Properties", "BucketEncryption"}), IsNull());
}

TEST(TerraformPlanTest, KeepsUnknownBlocksUnknown) {
  const auto document = ReadPlanFixture("02-flat-insecure");
  const Value& bucket = ResourceAt(*document, "aws_s3_bucket.recordings");
  const Value* lock =
      FindPath(bucket, {"Properties", "ObjectLockConfiguration"});
  ASSERT_THAT(lock, NotNull());
  EXPECT_TRUE(lock->Is(Kind::kUnknown));
}

TEST(TerraformPlanTest, LinksKnownNamesToTheirResource) {
  const auto document = ReadPlanFixture("02-flat-insecure");
  const Value& policy = ResourceAt(*document, "aws_s3_bucket_policy.public");
  const Value* bucket = FindPath(policy, {"Properties", "Bucket"});
  ASSERT_THAT(bucket, NotNull());
  EXPECT_EQ(bucket->AsString(), "acme-dev-recordings");
  ASSERT_EQ(bucket->References().size(), 1u);
  EXPECT_EQ(bucket->References()[0].target, "aws_s3_bucket.recordings");
}

TEST(TerraformPlanTest, NamesResourcesByTheirIdentifiers) {
  const auto document = ReadPlanFixture("02-flat-insecure");
  const Resource* bucket = document->FindResource("aws_s3_bucket.recordings");
  ASSERT_THAT(bucket, NotNull());
  EXPECT_EQ(bucket->native_type, "aws_s3_bucket");
  ASSERT_EQ(bucket->identifiers.size(), 1u);
  EXPECT_EQ(bucket->identifiers[0].attribute, "bucket");
  EXPECT_EQ(bucket->identifiers[0].text, "acme-dev-recordings");
}

TEST(TerraformPlanTest, TellsThatAFlowComesFromAFile) {
  const auto document = ReadPlanFixture("01-flat-secure");
  const Value& flow = ResourceAt(*document, "aws_connect_contact_flow.whisper");
  const Value* content = FindPath(flow, {"Properties", "Content"});
  ASSERT_THAT(content, NotNull());
  ASSERT_TRUE(content->Is(Kind::kUnknown));
  EXPECT_EQ(content->unknown->reason,
            "the flow is read from file `./whisper.json` at apply");
  const Value& hold = ResourceAt(*document, "aws_connect_contact_flow.hold");
  const Value* start = FindPath(hold, {"Properties", "Content", "StartAction"});
  ASSERT_THAT(start, NotNull());
  EXPECT_EQ(start->AsString(), "a");
}

TEST(TerraformPlanTest, NeverShowsSensitiveValues) {
  const auto document = ReadPlanFixture("06-sensitive");
  const std::string text = Dump(document->root());
  EXPECT_THAT(text, HasSubstr("\"Password\": (sensitive)"));
  EXPECT_THAT(text, HasSubstr("\"AssumeRolePolicyDocument\": (sensitive)"));
  for (const char* secret :
       {"Correct-Horse-1", "s3cr3t", "hidden", "33333333", "sts:AssumeRole"}) {
    EXPECT_THAT(text, Not(HasSubstr(secret)));
  }
}

TEST(TerraformPlanTest, DoubtsBucketsWhenALocalHidesTheTarget) {
  const auto document = ReadPlanFixture("05-locals-vars");
  for (const std::string_view address :
       {"aws_s3_bucket.rec", "aws_s3_bucket.log"}) {
    const Value& bucket = ResourceAt(*document, address);
    const Value* versioning =
        FindPath(bucket, {"Properties", "VersioningConfiguration"});
    ASSERT_THAT(versioning, NotNull());
    ASSERT_TRUE(versioning->Is(Kind::kUnknown));
    EXPECT_THAT(std::string(versioning->unknown->reason),
                HasSubstr("may configure it: its bucket is local."));
    const Value* access =
        FindPath(bucket, {"Properties", "PublicAccessBlockConfiguration"});
    ASSERT_THAT(access, NotNull());
    EXPECT_TRUE(access->Is(Kind::kUnknown));
  }
  // It is not lost.
  EXPECT_THAT(document->FindResource("aws_s3_bucket_versioning.via_local"),
              NotNull());
}

TEST(TerraformPlanTest, FollowsModulesBothWays) {
  const auto document = ReadPlanFixture("03-modules");
  const Value& config = ResourceAt(
      *document,
      "module.connect.aws_connect_instance_storage_config.this[\"CALL_"
      "RECORDINGS\"]");
  const Value* bucket =
      FindPath(config, {"Properties", "S3Config", "BucketName"});
  ASSERT_THAT(bucket, NotNull());
  ASSERT_EQ(bucket->References().size(), 1u);
  EXPECT_EQ(bucket->References()[0].target,
            "module.storage.module.bucket.aws_s3_bucket.this");
  EXPECT_EQ(bucket->References()[0].text, "var.recording_bucket");
  EXPECT_TRUE(bucket->References()[0].exact);
}

TEST(TerraformPlanTest, KeepsDeletedResourcesInPreviousOnly) {
  const auto document = ReadPlanFixture("18-destroy");
  EXPECT_TRUE(document->resources().empty());
  EXPECT_FALSE(document->previous().empty());
  for (const Resource& resource : document->previous()) {
    EXPECT_EQ(StringAt(*Find(*resource.node, "Change"), "Action"), "delete");
  }
}

TEST(TerraformPlanTest, SaysWhatReplacesAndWhatMoved) {
  const auto replaced = ReadPlanFixture("10-replace");
  const Value& instance = ResourceAt(*replaced, "aws_connect_instance.main");
  const Value* change = Find(instance, "Change");
  EXPECT_EQ(StringAt(*change, "Action"), "replace");
  const Value* paths = Find(*change, "ReplacePaths");
  ASSERT_THAT(paths, NotNull());
  EXPECT_EQ(paths->AsList()[0].AsString(), "identity_management_type");
  EXPECT_THAT(replaced->FindPrevious("aws_connect_instance.main"), NotNull());

  const auto moved = ReadPlanFixture("09-moved");
  bool was = false;
  for (const Resource& resource : moved->resources()) {
    was = was || Find(*Find(*resource.node, "Change"), "Was") != nullptr;
  }
  EXPECT_TRUE(was);
}

TEST(TerraformPlanTest, SaysWhetherThePlanIsWhole) {
  const auto errored = ReadPlanFixture("21-errored");
  EXPECT_TRUE(FindPath(errored->root(), {"Plan", "Errored"})->boolean);
  EXPECT_FALSE(FindPath(errored->root(), {"Plan", "Complete"})->boolean);
  const auto target = ReadPlanFixture("19-target-and-replace-flag");
  EXPECT_FALSE(FindPath(target->root(), {"Plan", "Complete"})->boolean);
  EXPECT_FALSE(FindPath(target->root(), {"Plan", "Errored"})->boolean);
  EXPECT_TRUE(
      FindPath(target->root(), {"Plan", "ClosedWorld"})->Is(Kind::kUnknown));
}

TEST(TerraformPlanTest, TakesTheCallersWordForTheClosedWorld) {
  const auto document = ReadTerraformPlan(
      {.name = "plan.json", .bytes = R"({"format_version": "1.2"})"},
      {.closed_world = true});
  ASSERT_TRUE(document);
  EXPECT_TRUE(FindPath((*document)->root(), {"Plan", "ClosedWorld"})->boolean);
  EXPECT_TRUE(FindPath((*document)->root(), {"Plan", "Complete"})->boolean);
}

TEST(TerraformPlanTest, RefusesWhatIsNoPlan) {
  EXPECT_EQ(ReadError("{}").diagnostic.message,
            "not a terraform plan: no `format_version`");
  EXPECT_EQ(ReadError("[]").diagnostic.message,
            "not a terraform plan: no `format_version`");
  EXPECT_EQ(ReadError(R"({"format_version": "2.0"})").diagnostic.message,
            "plan format `2.0` is not supported");
  EXPECT_EQ(ReadError(R"({"format_version": "1.0", "values": {}})")
                .diagnostic.message,
            "this is a terraform state, not a plan");
}

TEST(TerraformPlanTest, RefusesWrongShapesWithTheirPlace) {
  const Error error =
      ReadError("{\"format_version\": \"1.2\",\n \"resource_changes\": {}}");
  EXPECT_EQ(error.code, ErrorCode::kBadInput);
  EXPECT_EQ(error.diagnostic.message, "`resource_changes` must be a list");
  EXPECT_EQ(error.diagnostic.place, (LineColumn{.line = 2, .column = 22}));
}

struct WrongChange {
  std::string_view change;
  std::string_view message;
};

class WrongChangeTest : public testing::TestWithParam<WrongChange> {};

TEST_P(WrongChangeTest, IsRefused) {
  const std::string json =
      R"({"format_version": "1.2", "resource_changes": [)" +
      std::string(GetParam().change) + "]}";
  EXPECT_EQ(ReadError(json).diagnostic.message, GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongChangeTest,
    testing::Values(
        WrongChange{"3", "a resource change needs `address` and `type`"},
        WrongChange{R"({"address": "a.b"})",
                    "a resource change needs `address` and `type`"},
        WrongChange{R"({"address": "a.b", "type": "a"})",
                    "`a.b` has no `change`"},
        WrongChange{R"({"address": "a.b", "type": "a", "change": {}})",
                    "`actions` must be a list of words"},
        WrongChange{
            R"({"address": "a.b", "type": "a", "change": {"actions": []}})",
            "`actions` must be a list of words"},
        WrongChange{
            R"({"address": "a.b", "type": "a", "change": {"actions": ["x"]}})",
            "action `x` is not known"},
        WrongChange{R"({"address": "a.b", "type": "a",
                        "change": {"actions": ["create"], "after": 1}})",
                    "`after` must be a map or null"}));

// The whole canonical document of each plan.
class TerraformGoldenTest : public testing::TestWithParam<const char*> {};

TEST_P(TerraformGoldenTest, GivesTheSameDocument) {
  const auto document = ReadPlanFixture(GetParam());
  const std::string path =
      PlanFolder() + "/" + std::string(GetParam()) + ".document";
  CompareWithGolden(path, Dump(document->root()) + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    Plans, TerraformGoldenTest,
    testing::Values("01-flat-secure", "02-flat-insecure", "03-modules",
                    "04-count-foreach", "05-locals-vars", "06-sensitive",
                    "07-policy-documents", "08-dynamic", "09-moved",
                    "10-replace", "11-delete", "12-checks",
                    "13-aliases-depends", "14-update-noop-drift", "15-import",
                    "16-unknown-keys", "17-refresh-only", "18-destroy",
                    "19-target-and-replace-flag", "20-noop", "21-errored",
                    "23-target"),
    [](const auto& plan) {
      std::string name = plan.param;
      for (char& c : name) {
        c = c == '-' ? '_' : c;
      }
      return name;
    });

}  // namespace
}  // namespace connectguard
