// A binary plan alone says what its JSON says together with it.
#include <string>
#include <string_view>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/sha256.h"
#include "readers/configuration_files.h"
#include "readers/input.h"
#include "readers/made_plan.h"
#include "readers/terraform_test_plan.h"

namespace connectguard {
namespace {

using testing::HasSubstr;

std::string ReadFixture(std::string_view name) {
  auto bytes = DiskFileReader().Read(PlanFolder() + "/" + std::string(name));
  EXPECT_TRUE(bytes) << name;
  return bytes ? *std::move(bytes) : std::string();
}

Result<std::unique_ptr<const Document>> ReadAlone(std::string bytes) {
  return ReadDocument({.name = "tfplan", .bytes = std::move(bytes)});
}

class BinaryPlanAloneTest : public testing::TestWithParam<const char*> {};

TEST_P(BinaryPlanAloneTest, GivesTheDocumentOfItsTwin) {
  const std::string name = GetParam();
  const std::string bytes = ReadFixture(name + ".tfplan");
  const auto alone = ReadAlone(bytes);
  ASSERT_TRUE(alone) << Render(alone.error().diagnostic);
  Input json = {.name = "plan.json", .bytes = ReadFixture(name + ".json")};
  auto files = ReadBinaryPlan("tfplan", bytes);
  ASSERT_TRUE(files);
  json.configuration = *std::move(files);
  const auto twin = ReadDocument(std::move(json));
  ASSERT_TRUE(twin) << Render(twin.error().diagnostic);
  EXPECT_EQ(Dump((*alone)->root()), Dump((*twin)->root()));
  EXPECT_EQ((*alone)->digest(), Sha256Hex(bytes));
}

INSTANTIATE_TEST_SUITE_P(
    Plans, BinaryPlanAloneTest,
    testing::Values("01-flat-secure", "02-flat-insecure", "03-modules",
                    "04-count-foreach", "05-locals-vars", "06-sensitive",
                    "07-policy-documents", "08-dynamic", "09-moved",
                    "10-replace", "11-delete", "12-checks",
                    "13-aliases-depends", "14-update-noop-drift", "15-import",
                    "16-unknown-keys", "18-destroy",
                    "19-target-and-replace-flag", "20-noop", "21-errored",
                    "22-computed-keys", "23-target", "24-policies",
                    "25-encoded", "26-awscc", "27-secrets", "28-numbers",
                    "29-overrides", "30-waivers", "31-removed"),
    [](const auto& plan) {
      std::string name = plan.param;
      for (char& c : name) {
        c = c == '-' ? '_' : c;
      }
      return name;
    });

std::string ProblemOf(std::string bytes) {
  const auto document = ReadAlone(std::move(bytes));
  return document ? "" : document.error().diagnostic.message;
}

TEST(BinaryPlanTest, AloneRefusesOtherArchives) {
  EXPECT_THAT(ProblemOf(ArchiveOf({{"main.tf", ""}})),
              HasSubstr("this archive is not a plan: it has no `tfplan`"));
  EXPECT_THAT(ProblemOf(ArchiveOf({{"tfplan", "nonsense"}})),
              HasSubstr("`tfplan` inside it cannot be read"));
  EXPECT_THAT(ProblemOf(ArchiveOf({{"tfplan", ""}})),
              HasSubstr("version 0 of binary plans is not supported"));
  EXPECT_THAT(ProblemOf("PK\x03\x04"), HasSubstr("the archive is broken"));
  const std::string whole = ReadFixture("02-flat-insecure.tfplan");
  EXPECT_THAT(ProblemOf(whole.substr(0, whole.size() / 2)),
              HasSubstr("the archive is broken"));
}

TEST(BinaryPlanTest, AloneRefusesAnEncryptedPlan) {
  const auto encrypted = ReadAlone(
      R"({"meta":{},"encrypted_data":"AAAA","encryption_version":"v0"})");
  ASSERT_FALSE(encrypted);
  EXPECT_THAT(encrypted.error().diagnostic.message,
              HasSubstr("an encrypted plan"));
  EXPECT_THAT(encrypted.error().diagnostic.hint, HasSubstr("tofu show -json"));
}

TEST(BinaryPlanTest, AloneTakesNoSecondBinaryPlan) {
  const std::string bytes = ReadFixture("02-flat-insecure.tfplan");
  Input input = {.name = "tfplan", .bytes = bytes};
  input.configuration = *ReadBinaryPlan("tfplan", bytes);
  const auto document = ReadDocument(std::move(input));
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, ErrorCode::kUsage);
}

// OpenTofu does not say whether a plan is whole, but with what it was cut.
TEST(BinaryPlanTest, AloneTellsWhetherAPlanOfOpenTofuIsPartial) {
  const std::string lock =
      "provider \"registry.opentofu.org/hashicorp/aws\" {}";
  const std::string message = NumberField(1, 3) + BytesField(14, "1.10.0");
  const auto complete = [&](const std::string& extra) {
    const auto document = ReadAlone(ArchiveOf(
        {{"tfplan", message + extra}, {".terraform.lock.hcl", lock}}));
    EXPECT_TRUE(document);
    return document &&
           FindPath((*document)->root(), {"Plan", "Complete"})->boolean;
  };
  EXPECT_TRUE(complete(""));
  EXPECT_FALSE(complete(BytesField(5, "aws_x.y")));
  EXPECT_FALSE(complete(BytesField(6, "aws_x.y")));
  EXPECT_FALSE(complete(BytesField(27, "")));
}

// What only the schema of the provider holds secret is marked in the plan.
TEST(BinaryPlanTest, AloneHidesWhatTheSchemaHoldsSecret) {
  const auto document = ReadAlone(ReadFixture("28-numbers.tfplan"));
  ASSERT_TRUE(document);
  const std::string text = Dump((*document)->root());
  EXPECT_THAT(text, HasSubstr("\"Threshold\": 0.8"));
  EXPECT_THAT(text, HasSubstr("\"secret_string\": (sensitive)"));
  EXPECT_THAT(text, testing::Not(HasSubstr("plan-Literal-Secret")));
}

// The local that says which bucket has versions is another one there.
TEST(BinaryPlanTest, AloneFollowsOverrideFiles) {
  const auto document = ReadAlone(ReadFixture("29-overrides.tfplan"));
  ASSERT_TRUE(document);
  EXPECT_EQ(
      PropertyOf(**document, "aws_s3_bucket.b", "VersioningConfiguration"),
      "{\"Status\": \"Suspended\"}");
  EXPECT_EQ(
      PropertyOf(**document, "aws_s3_bucket.a", "VersioningConfiguration"),
      "(none)");
  const WrittenResource* written =
      (*document)->FindWritten("aws_connect_instance.main");
  ASSERT_NE(written, nullptr);
  std::string places;
  for (const auto& [path, span] : written->attributes) {
    places +=
        std::string(path) + " in " + (*document)->file(span.file).name() + "\n";
  }
  EXPECT_THAT(places,
              HasSubstr("contact_flow_logs_enabled in live_override.tf\n"));
  EXPECT_THAT(places, HasSubstr("instance_alias in main.tf\n"));
}

// A number that the plan holds as a text, of a type that nobody knows.
TEST(BinaryPlanTest, AloneTakesWhatMayBeANumberAsNotKnown) {
  const std::string value = "\x81" + PackText("ratio") + PackText("0.1");
  const auto document = ReadAlone(ArchiveOf(
      {{"tfplan",
        MessageWith(ResourceField(
            "other_x.y", NumberField(1, 1) + ValueField(2, value)))}}));
  ASSERT_TRUE(document);
  EXPECT_THAT(Dump((*document)->root()), HasSubstr("\"ratio\": ?"));
  EXPECT_THAT(Dump((*document)->root()),
              HasSubstr("1 value was taken as not known"));
}

}  // namespace
}  // namespace connectguard
