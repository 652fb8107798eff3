#include "readers/terraform_sources.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file_reader.h"
#include "readers/configuration_files.h"
#include "readers/terraform_test_plan.h"

namespace connectguard {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsNull;
using testing::NotNull;

using Files = std::map<std::string, std::string, std::less<>>;

ConfigurationFiles ReadFolder(Files files) {
  auto read = ReadWorkingDirectory("live", MemoryFileReader(std::move(files)));
  EXPECT_TRUE(read);
  return read ? *std::move(read) : ConfigurationFiles();
}

std::vector<std::string> Names(const ConfigurationFiles& files) {
  std::vector<std::string> names;
  for (const ConfigurationFile& file : files.files) {
    names.push_back(file.module + " " + file.name);
  }
  return names;
}

TEST(ConfigurationFilesTest, FollowsModulesOfAWorkingDirectory) {
  const ConfigurationFiles files = ReadFolder({
      {"live/main.tf",
       "module \"a\" {\n source = \"./mods/a\"\n}\n"
       "module \"b\" {\n source = \"hashicorp/b/aws\"\n}\n"
       "module \"c\" {\n source = \"git::x\"\n}\n"},
      {"live/more.tf.json", "{}"},
      {"live/mods/a/a.tf", "module \"n\" {\n source = \"../n\"\n}\n"},
      {"live/mods/a/../n/n.tf", ""},
      {"live/.terraform/modules/modules.json",
       R"({"Modules": [{"Key": "b", "Dir": ".terraform/modules/b"}]})"},
      {"live/.terraform/modules/b/b.tf", ""},
      {"live/unrelated/x.tf", ""},
  });
  EXPECT_THAT(Names(files),
              ElementsAre(" live/main.tf", "module.a live/mods/a/a.tf",
                          "module.a.module.n live/mods/a/../n/n.tf",
                          "module.b live/.terraform/modules/b/b.tf"));
  EXPECT_THAT(files.left_out,
              ElementsAre("live/more.tf.json is JSON, which is not read as "
                          "configuration",
                          "module c is not installed: run `terraform init`"));
}

TEST(ConfigurationFilesTest, EndsOnModulesThatCallThemselves) {
  const ConfigurationFiles files =
      ReadFolder({{"live/main.tf", "module \"a\" {\n source = \"./.\"\n}\n"}});
  EXPECT_LT(files.files.size(), 40u);
  EXPECT_FALSE(files.left_out.empty());
}

TEST(ConfigurationFilesTest, RefusesWhatIsNoPlan) {
  const auto text = ReadBinaryPlan("tfplan", "{}");
  ASSERT_FALSE(text);
  EXPECT_THAT(text.error().diagnostic.message, HasSubstr("no archive"));
  const auto empty = ReadWorkingDirectory("live", MemoryFileReader({}));
  EXPECT_FALSE(empty);
}

TEST(ConfigurationFilesTest, ReadsABinaryPlan) {
  auto bytes = DiskFileReader().Read(PlanFolder() + "/03-modules.tfplan");
  ASSERT_TRUE(bytes);
  const auto files = ReadBinaryPlan("tfplan", *bytes);
  ASSERT_TRUE(files);
  EXPECT_THAT(Names(*files),
              testing::UnorderedElementsAre(
                  " main.tf", "module.connect modules/connect/main.tf",
                  "module.storage modules/storage/main.tf",
                  "module.storage.module.bucket modules/bucket/main.tf"));
}

TEST(TerraformSourcesTest, SaysWhatItDoesNotUnderstand) {
  ConfigurationFiles files;
  files.files = {{"", "main.tf", "locals {\n a = 1\n}\n"},
                 {"", "broken.tf", "locals {\n  x = \n}\n"}};
  Document document;
  const TerraformSources sources(std::move(files), &document);
  EXPECT_THAT(sources.left_out(),
              ElementsAre("broken.tf:2:7 is not understood: expected a value"));
  const SourceModule* root = sources.Module("");
  ASSERT_THAT(root, NotNull());
  EXPECT_TRUE(root->locals.contains("a"));
  EXPECT_THAT(sources.Module("module.a"), IsNull());
}

double NumberIn(const hcl::Expression* expression) {
  const double* number =
      expression == nullptr ? nullptr : std::get_if<double>(&expression->node);
  return number == nullptr ? -1 : *number;
}

TEST(TerraformSourcesTest, AppliesOverridesInTheOrderOfTheirNames) {
  ConfigurationFiles files;
  files.files = {
      {"", "override.tf", "locals {\n b = 3\n c = 3\n}\n"},
      {"", "b_override.tf",
       "locals {\n b = 2\n}\noutput \"o\" {\n value = 2\n}\n"
       "variable \"v\" {\n default = 2\n sensitive = true\n}\n"
       "module \"m\" {\n x = 2\n}\nresource \"a_b\" \"gone\" {}\n"},
      {"", "main.tf",
       "locals {\n a = 1\n b = 1\n c = 1\n}\noutput \"o\" {\n value = 1\n}\n"
       "variable \"v\" {\n type = number\n default = 1\n}\n"
       "module \"m\" {\n source = \"./m\"\n x = 1\n y = 1\n}\n"}};
  Document document;
  const TerraformSources sources(std::move(files), &document);
  EXPECT_THAT(sources.left_out(), IsEmpty());
  const SourceModule& root = *sources.Module("");
  EXPECT_EQ(NumberIn(root.locals.at("a")), 1);
  EXPECT_EQ(NumberIn(root.locals.at("b")), 3);
  EXPECT_EQ(NumberIn(root.locals.at("c")), 3);
  EXPECT_EQ(NumberIn(root.outputs.at("o")), 2);
  EXPECT_EQ(NumberIn(root.variables.at("v").preset), 2);
  EXPECT_THAT(root.variables.at("v").type, NotNull());
  EXPECT_TRUE(root.variables.at("v").is_sensitive);
  const hcl::Body& call = root.calls.at("m").block->body;
  EXPECT_EQ(NumberIn(call.Find("x")), 2);
  EXPECT_EQ(NumberIn(call.Find("y")), 1);
  EXPECT_THAT(call.Find("source"), NotNull());
  EXPECT_FALSE(root.resources.contains("a_b.gone"));
}

// Of a resource, attributes one by one and blocks by their type.
TEST(TerraformSourcesTest, MergesOverriddenResources) {
  ConfigurationFiles files;
  files.files = {
      {"", "main.tf",
       "resource \"a_b\" \"x\" {\n one = 1\n two = 1\n kept { n = 1 }\n"
       " rule { n = 1 }\n dynamic \"rule\" {\n  for_each = []\n"
       "  content {}\n }\n"
       " lifecycle {\n  prevent_destroy = true\n  ignore_changes = []\n "
       "}\n}\n"},
      {"", "x_override.tf",
       "resource \"a_b\" \"x\" {\n two = 2\n three = 2\n rule { n = 2 }\n"
       " lifecycle { prevent_destroy = false }\n}\n"}};
  Document document;
  const TerraformSources sources(std::move(files), &document);
  const SourceBlock& source = sources.Module("")->resources.at("a_b.x");
  const hcl::Body& body = source.block->body;
  EXPECT_EQ(NumberIn(body.Find("one")), 1);
  EXPECT_EQ(NumberIn(body.Find("two")), 2);
  EXPECT_EQ(NumberIn(body.Find("three")), 2);
  std::vector<std::string> blocks;
  for (const hcl::Block& block : body.blocks) {
    blocks.push_back(block.type);
    if (block.type == "rule") {
      EXPECT_EQ(NumberIn(block.body.Find("n")), 2);
    }
    if (block.type == "lifecycle") {
      EXPECT_FALSE(std::get<bool>(block.body.Find("prevent_destroy")->node));
      EXPECT_THAT(block.body.Find("ignore_changes"), NotNull());
    }
  }
  EXPECT_THAT(blocks, ElementsAre("kept", "lifecycle", "rule"));
  EXPECT_EQ(source.FileOf("one"), 0);
  EXPECT_EQ(source.FileOf("two"), 1);
  EXPECT_EQ(source.FileOf("rule"), 1);
}

// Nobody knows what it would have changed.
TEST(TerraformSourcesTest, AnOverrideThatIsNotUnderstoodSpoilsItsModule) {
  ConfigurationFiles files;
  files.files = {{"", "main.tf", "locals {\n a = 1\n}\n"},
                 {"", "override.tf", "locals {\n  x = \n}\n"},
                 {"module.m", "m.tf", "locals {\n a = 1\n}\n"}};
  Document document;
  const TerraformSources sources(std::move(files), &document);
  EXPECT_FALSE(sources.left_out().empty());
  EXPECT_TRUE(sources.Module("")->locals.empty());
  EXPECT_FALSE(sources.Module("module.m")->locals.empty());
}

TEST(TerraformSourcesTest, AnOverrideInJsonSpoilsItsModuleAsWell) {
  Document document;
  const TerraformSources sources(
      ReadFolder({{"live/main.tf", "locals {\n a = 1\n}\n"},
                  {"live/x_override.tf.json", "{}"}}),
      &document);
  EXPECT_THAT(sources.left_out(),
              ElementsAre(HasSubstr("x_override.tf.json is JSON")));
  EXPECT_TRUE(sources.Module("")->locals.empty());
}

std::unique_ptr<const Document> ReadWith(const std::string& plan,
                                         ConfigurationFiles files) {
  auto json = DiskFileReader().Read(PlanFolder() + "/" + plan + ".json");
  EXPECT_TRUE(json);
  Input input = {.name = "plan.json", .bytes = *std::move(json)};
  input.configuration = std::move(files);
  auto document = ReadTerraformPlan(std::move(input), {});
  EXPECT_TRUE(document);
  return document ? *std::move(document) : nullptr;
}

ConfigurationFiles SourcesOf(const std::string& plan) {
  auto bytes = DiskFileReader().Read(PlanFolder() + "/" + plan + ".tfplan");
  EXPECT_TRUE(bytes);
  auto files = ReadBinaryPlan("tfplan", *bytes);
  EXPECT_TRUE(files);
  return files ? *std::move(files) : ConfigurationFiles();
}

TEST(PlanWithSourcesTest, FoldsWhatLocalsHide) {
  const auto document = ReadWith("05-locals-vars", SourcesOf("05-locals-vars"));
  EXPECT_EQ(PropertyOf(*document, "aws_s3_bucket.rec",
                       "VersioningConfiguration.Status"),
            "\"Enabled\"");
  EXPECT_EQ(PropertyOf(*document, "aws_s3_bucket.rec",
                       "PublicAccessBlockConfiguration.BlockPublicAcls"),
            "true");
  EXPECT_EQ(ReferenceOf(*document, "aws_s3_bucket.rec",
                        "LoggingConfiguration.DestinationBucketName"),
            "=aws_s3_bucket.log id");
  EXPECT_THAT(document->FindResource("aws_s3_bucket_versioning.via_local"),
              IsNull());
}

TEST(PlanWithSourcesTest, KnowsWhatDynamicBlocksRefer) {
  const auto document = ReadWith("08-dynamic", SourcesOf("08-dynamic"));
  EXPECT_EQ(ReferenceOf(*document, "aws_connect_instance_storage_config.c",
                        "S3Config.EncryptionConfig.KeyId"),
            "=aws_kms_key.k arn");
}

TEST(PlanWithSourcesTest, KnowsPreventDestroy) {
  const auto change = [](const Document& document) {
    return PropertyOf(document, "aws_s3_bucket.rec", "") +
           Summarize(*FindPath(ResourceAt(document, "aws_s3_bucket.rec"),
                               {"Change", "PreventDestroy"}),
                     200);
  };
  EXPECT_THAT(change(*ReadPlanFixture("05-locals-vars")),
              HasSubstr("a plan does not show `lifecycle` blocks"));
  ConfigurationFiles files = SourcesOf("05-locals-vars");
  EXPECT_THAT(change(*ReadWith("05-locals-vars", files)),
              testing::EndsWith("false"));
  std::string& text = files.files[0].text;
  constexpr std::string_view kBucket = "resource \"aws_s3_bucket\" \"rec\" {";
  text.insert(text.find(kBucket) + kBucket.size(),
              "\n  lifecycle {\n    prevent_destroy = true\n  }\n");
  EXPECT_THAT(change(*ReadWith("05-locals-vars", files)),
              testing::EndsWith("true"));
}

// A working directory may be newer than the plan.
TEST(PlanWithSourcesTest, DoesNotTrustOtherSources) {
  ConfigurationFiles files = SourcesOf("05-locals-vars");
  std::string& text = files.files[0].text;
  const std::string_view was = "bucket = local.bucket_id";
  text.replace(text.find(was), was.size(), "bucket = aws_s3_bucket.log.id");
  const auto document = ReadWith("05-locals-vars", std::move(files));
  EXPECT_THAT(document->FindResource("aws_s3_bucket_versioning.via_local"),
              NotNull());
  const Value* notes = FindPath(document->root(), {"Plan", "Notes"});
  ASSERT_THAT(notes, NotNull());
  EXPECT_THAT(std::string(notes->AsList()[0].AsString()),
              HasSubstr("does not have 1 planned resource as planned, such as "
                        "`aws_s3_bucket_versioning.via_local`"));
  EXPECT_THAT(document->FindWritten("aws_s3_bucket_versioning.via_local"),
              IsNull());
}

// Locals that lead to each other in a circle, or too far, are unknown.
TEST(PlanWithSourcesTest, EndsOnLocalsThatLeadNowhere) {
  const std::string_view was = "bucket_id = aws_s3_bucket.rec.id";
  std::string chain = "bucket_id = local.l0\n";
  for (int i = 0; i < 3000; ++i) {
    chain +=
        "l" + std::to_string(i) + " = local.l" + std::to_string(i + 1) + "\n";
  }
  chain += "l3000 = aws_s3_bucket.rec.id";
  for (const std::string& instead :
       {std::string("bucket_id = local.chain"), chain}) {
    ConfigurationFiles files = SourcesOf("05-locals-vars");
    std::string& text = files.files[0].text;
    text.replace(text.find(was), was.size(), instead);
    const auto document = ReadWith("05-locals-vars", std::move(files));
    EXPECT_EQ(
        ReferenceOf(*document, "aws_s3_bucket_versioning.via_local", "bucket"),
        "[local.bucket_id]");
  }
}

TEST(PlanWithSourcesTest, TellsWhatWasAssumedWithoutThem) {
  const auto alone = ReadPlanFixture("04-count-foreach");
  const Value* notes = FindPath(alone->root(), {"Plan", "Notes"});
  ASSERT_THAT(notes, NotNull());
  EXPECT_THAT(std::string(notes->AsList()[0].AsString()),
              HasSubstr("was taken to mean the instance with the same key"));
  const auto with = ReadWith("04-count-foreach", SourcesOf("04-count-foreach"));
  EXPECT_THAT(FindPath(with->root(), {"Plan", "Notes"}), IsNull());
}

TEST(PlanWithSourcesTest, KnowsWhereThingsAreWritten) {
  const auto document = ReadWith("03-modules", SourcesOf("03-modules"));
  const WrittenResource* written = document->FindWritten(
      "module.connect.aws_connect_instance_storage_config.this");
  ASSERT_THAT(written, NotNull());
  const SourceFile& file = document->file(written->header.file);
  EXPECT_EQ(file.name(), "modules/connect/main.tf");
  EXPECT_EQ(file.At(written->header.begin).line, 14u);
  std::vector<std::string> places;
  for (const auto& [path, span] : written->attributes) {
    const LineColumn at = file.At(span.begin);
    places.push_back(std::string(path) + " " + std::to_string(at.line) + ":" +
                     std::to_string(at.column));
  }
  EXPECT_THAT(places,
              testing::IsSupersetOf(
                  {"instance_id 16:3", "storage_config 18:3",
                   "storage_config.s3_config.bucket_name 21:7",
                   "storage_config.s3_config.encryption_config.key_id 25:9"}));
}

}  // namespace
}  // namespace connectguard
