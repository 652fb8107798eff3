#include "readers/binary_plan.h"

#include <string>
#include <string_view>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "readers/configuration_files.h"
#include "readers/terraform_test_plan.h"

namespace connectguard {
namespace {

using testing::HasSubstr;

std::string ReadFixture(std::string_view name) {
  auto bytes = DiskFileReader().Read(PlanFolder() + "/" + std::string(name));
  EXPECT_TRUE(bytes);
  return bytes ? *std::move(bytes) : std::string();
}

Input TwinOf(std::string_view json, std::string_view binary) {
  Input input = {.name = "plan.json", .bytes = ReadFixture(json)};
  auto files = ReadBinaryPlan("tfplan", ReadFixture(binary));
  EXPECT_TRUE(files);
  input.configuration = *std::move(files);
  return input;
}

TEST(BinaryPlanTest, SaysWhenItWasMadeAndWhether) {
  const auto whole = ReadBinaryPlan("p", ReadFixture("05-locals-vars.tfplan"));
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->plan->timestamp, "2026-11-23T12:19:23Z");
  EXPECT_FALSE(whole->plan->has_targets);
  const auto target = ReadBinaryPlan("p", ReadFixture("23-target.tfplan"));
  ASSERT_TRUE(target);
  EXPECT_TRUE(target->plan->has_targets);
}

TEST(BinaryPlanTest, SurvivesNonsense) {
  for (const std::string_view bytes :
       {std::string_view(),
        std::string_view("\xFF\xFF\xFF\xFF\xFF\xFF\xFF"
                         "\xFF\xFF\xFF\xFF\xFF"),
        std::string_view("\xAA\x01\xFF\xFF\xFF\xFF\x7F"),
        std::string_view("\x0F"), std::string_view("\x09\x01")}) {
    EXPECT_EQ(ReadBinaryPlanFacts(bytes).timestamp, "");
  }
}

TEST(BinaryPlanTest, RefusesAnotherPlan) {
  const auto same = ReadTerraformPlan(
      TwinOf("05-locals-vars.json", "05-locals-vars.tfplan"), {});
  EXPECT_TRUE(same);
  const auto other =
      ReadTerraformPlan(TwinOf("05-locals-vars.json", "03-modules.tfplan"), {});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(other.error().diagnostic.message,
              HasSubstr("the binary plan is another one: it was made at "
                        "2026-11-23T12:19:21Z, this at 2026-11-23T12:19:23Z"));
}

// What `complete` does not say in plans of OpenTofu, the targets say.
TEST(BinaryPlanTest, TellsWhetherThePlanIsPartial) {
  Input input = TwinOf("23-target.json", "23-target.tfplan");
  const std::string_view fact = R"("complete":false,)";
  const std::string_view other = R"("complete":false)";
  std::size_t at = input.bytes.find(fact);
  std::size_t size = fact.size();
  if (at == std::string::npos) {
    at = input.bytes.find(other);
    size = other.size();
  }
  ASSERT_NE(at, std::string::npos);
  input.bytes.erase(at, size);
  const auto document = ReadTerraformPlan(std::move(input), {});
  ASSERT_TRUE(document);
  EXPECT_FALSE(FindPath((*document)->root(), {"Plan", "Complete"})->boolean);
}

// Split resources that the configuration does not have are not left out.
TEST(BinaryPlanTest, SourcesSayWhatAPartialPlanCannotLeaveOut) {
  const auto document =
      ReadTerraformPlan(TwinOf("23-target.json", "23-target.tfplan"), {});
  ASSERT_TRUE(document);
  EXPECT_THAT(PropertyOf(**document, "aws_s3_bucket.recordings",
                         "PublicAccessBlockConfiguration"),
              HasSubstr("may be left out"));
  EXPECT_EQ(PropertyOf(**document, "aws_s3_bucket.recordings",
                       "ReplicationConfiguration"),
            "(none)");
}

}  // namespace
}  // namespace connectguard
