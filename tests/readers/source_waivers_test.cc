#include "readers/source_waivers.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hcl/parser.h"
#include "readers/terraform_test_plan.h"

namespace connectguard {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// "POLICY address" of each waiver; without address what stands at nothing.
std::vector<std::string> Places(const std::vector<WrittenWaiver>& waivers) {
  std::vector<std::string> places;
  for (const WrittenWaiver& waiver : waivers) {
    places.push_back((waiver.policies.empty() ? "" : waiver.policies.front()) +
                     (waiver.at.empty() ? "" : " " + waiver.at.front()));
  }
  return places;
}

std::vector<std::string> PlacesIn(std::string text, std::string module = "") {
  // Short for the tests.
  for (std::size_t at = text.find('@'); at != std::string::npos;
       at = text.find('@')) {
    text.replace(at, 1, "# connectguard:ignore ");
  }
  const SourceFile source("main.tf", std::move(text));
  const auto file = hcl::Parse(source);
  EXPECT_TRUE(file) << Render(file.error().diagnostic);
  return file ? Places(FindSourceWaivers(**file, source, 0, module))
              : std::vector<std::string>();
}

TEST(SourceWaiversTest, StandInTheirBlock) {
  EXPECT_THAT(
      PlacesIn("resource \"x\" \"y\" { @A\n"
               "  @B\n"
               "  a = [1, @C\n"
               "  2]\n"
               "  b { @D\n"
               "  }\n"
               "  @E\n"
               "} @F\n"),
      ElementsAre("A x.y", "B x.y", "C x.y", "D x.y", "E x.y", "F x.y"));
}

TEST(SourceWaiversTest, StandRightAboveTheirBlock) {
  EXPECT_THAT(PlacesIn("@A\n"
                       "# prose\n"
                       "  @B\r\n"
                       "/* more */\n"
                       "resource \"x\" \"y\" {\n}\n"
                       "@C\n"
                       "data \"x\" \"z\" {}\n"
                       "@D\n"
                       "module \"m\" {}\n",
                       "module.o"),
              ElementsAre("A module.o.x.y", "B module.o.x.y",
                          "C module.o.data.x.z", "D module.o.module.m"));
}

TEST(SourceWaiversTest, StandAtWhatIsRemoved) {
  EXPECT_THAT(PlacesIn("@A\n"
                       "removed {\n"
                       "  from = module.n.x.y\n"
                       "  @B\n"
                       "  lifecycle {\n    destroy = true\n  }\n"
                       "}\n"
                       "removed {\n  from = module.n @C\n}\n"
                       "removed {\n  @D\n}\n",
                       "module.m"),
              ElementsAre("A module.m.module.n.x.y", "B module.m.module.n.x.y",
                          "C module.m.module.n", "D"));
}

TEST(SourceWaiversTest, StandAtNothing) {
  EXPECT_THAT(PlacesIn("@A\n"
                       "\n"
                       "resource \"x\" \"y\" {\n}\n"
                       "@B\n"
                       "\n"
                       "@C\n"
                       "locals { @D\n}\n"
                       "@E\n"),
              ElementsAre("A", "B", "C", "D", "E"));
}

TEST(SourceWaiversTest, AreNoTexts) {
  EXPECT_THAT(PlacesIn("resource \"x\" \"y\" {\n"
                       "  a = \"@A\"\n"
                       "  b = <<EOT\n@B\n${c @C\n}\nEOT\n"
                       "}\n"),
              ElementsAre("C x.y"));
}

TEST(SourceWaiversTest, ABlockBehindAnotherOnItsLineIsNotMeant) {
  EXPECT_THAT(PlacesIn("resource \"x\" \"y\" {\n} @A\n"
                       "resource \"x\" \"z\" {\n}\n"),
              ElementsAre("A x.y"));
}

// --- Of a real plan ----------------------------------------------------------

Input WaiverPlan() {
  auto bytes = DiskFileReader().Read(PlanFolder() + "/30-waivers.tfplan");
  EXPECT_TRUE(bytes);
  return {.name = "tfplan", .bytes = bytes ? *bytes : std::string()};
}

TEST(SourceWaiversTest, ComeFromABinaryPlan) {
  const auto document = ReadTerraformPlan(WaiverPlan(), {});
  ASSERT_TRUE(document) << Render(document.error().diagnostic);
  const auto waivers = (*document)->waivers();
  EXPECT_THAT(
      Places({waivers.begin(), waivers.end()}),
      ElementsAre("CONNECT-LOG-1",
                  "CONNECT-LOG-1 aws_connect_instance.training",
                  "CONNECT-LOG-1 aws_connect_instance.main",
                  "CONNECT-STORAGE-1 "
                  "aws_connect_instance_storage_config.calls",
                  "CONNECT-LOG-1 module.store", "CONNECT-LOG-1 module.store",
                  "CONNECT-LGO-1 module.store.aws_connect_instance.archive"));
  for (const WrittenWaiver& waiver : waivers) {
    EXPECT_TRUE(waiver.in_input);
    EXPECT_EQ(waiver.problem, "");
  }
  EXPECT_EQ((*document)->file(waivers[2].place.file).name(), "main.tf");
  EXPECT_EQ(
      (*document)->file(waivers[2].place.file).At(waivers[2].place.begin).line,
      27u);
}

// The plan in JSON, with a working directory of this text.
std::unique_ptr<const Document> WithSource(const std::string& main) {
  auto json = DiskFileReader().Read(PlanFolder() + "/30-waivers.json");
  EXPECT_TRUE(json);
  Input input{.name = "plan.json", .bytes = json ? *json : std::string()};
  input.configuration =
      *ReadWorkingDirectory("live", MemoryFileReader({{"live/main.tf", main}}));
  auto document = ReadTerraformPlan(std::move(input), {});
  EXPECT_TRUE(document) << Render(document.error().diagnostic);
  return document ? *std::move(document) : nullptr;
}

TEST(SourceWaiversTest, CountOnlyWhereTheSourceIsWhatWasPlanned) {
  const auto document = WithSource(
      "resource \"aws_connect_instance\" \"main\" {\n"
      "  # connectguard:ignore A-1 reason=same\n"
      "  instance_alias = \"main\"\n"
      "}\n"
      "resource \"aws_connect_instance\" \"training\" {\n"
      "  # connectguard:ignore A-1 reason=other\n"
      "  instance_alias = var.other\n"
      "}\n"
      "resource \"aws_connect_instance\" \"more\" {\n"
      "  # connectguard:ignore A-1 reason=\"not planned\"\n"
      "}\n"
      "module \"store\" {\n"
      "  # connectguard:ignore A-1 reason=called\n"
      "  source = \"registry/store\"\n"
      "}\n"
      "module \"more\" {\n"
      "  # connectguard:ignore A-1 reason=\"not called\"\n"
      "  source = \"registry/more\"\n"
      "}\n"
      "data \"aws_region\" \"here\" {\n"
      "  # connectguard:ignore A-1 reason=\"read already\"\n"
      "}\n"
      "removed {\n"
      "  # connectguard:ignore A-1 reason=\"it is still there\"\n"
      "  from = aws_s3_bucket.recordings\n"
      "}\n");
  ASSERT_NE(document, nullptr);
  std::map<std::string, std::pair<bool, std::string>> found;
  for (const WrittenWaiver& waiver : document->waivers()) {
    found[waiver.at.front()] = {waiver.in_input, waiver.problem};
  }
  const std::pair<bool, std::string> good = {true, ""};
  const std::pair<bool, std::string> absent = {false, ""};
  EXPECT_EQ(found["aws_connect_instance.main"], good);
  EXPECT_THAT(found["aws_connect_instance.training"].second,
              HasSubstr("not what was planned"));
  EXPECT_EQ(found["aws_connect_instance.more"], absent);
  EXPECT_EQ(found["module.store"], good);
  EXPECT_EQ(found["module.more"], absent);
  EXPECT_EQ(found["data.aws_region.here"], good);
  EXPECT_THAT(found["aws_s3_bucket.recordings"].second,
              HasSubstr("not what was planned"));
}

}  // namespace
}  // namespace connectguard
