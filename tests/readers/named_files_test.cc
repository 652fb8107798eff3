#include "readers/named_files.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file_reader.h"
#include "base/sha256.h"
#include "readers/terraform_test_plan.h"
#include "support/process.h"

namespace connectguard {
namespace {

using testing::HasSubstr;
using testing::NotNull;

using Files = std::map<std::string, std::string, std::less<>>;

// The flow of plan 01 that the plan names as a file, and which another flow of
// the plan has as text.
std::string Whisper() {
  const auto document = ReadPlanFixture("01-flat-secure");
  const Value* source = document->source();
  for (const Value& change : Find(*source, "resource_changes")->AsList()) {
    if (StringAt(change, "address") == "aws_connect_contact_flow.hold") {
      return std::string(
          FindPath(change, {"change", "after", "content"})->AsString());
    }
  }
  ADD_FAILURE() << "plan 01 has no such flow";
  return "";
}

std::unique_ptr<const Document> ReadPlan01(const FileReader& disk) {
  auto text = DiskFileReader().Read(PlanFolder() + "/01-flat-secure.json");
  EXPECT_TRUE(text);
  ConfigurationFiles files;
  files.folder = {.path = "live", .disk = &disk};
  auto document = ReadTerraformPlan({.name = "plan.json",
                                     .bytes = *std::move(text),
                                     .configuration = std::move(files)},
                                    {});
  EXPECT_TRUE(document);
  return document ? *std::move(document) : nullptr;
}

const Value* ContentOf(const Document& document) {
  return FindPath(ResourceAt(document, "aws_connect_contact_flow.whisper"),
                  {"Properties", "Content"});
}

TEST(NamedFilesTest, FlowComesFromTheFileThatWasPlanned) {
  const MemoryFileReader disk(Files{{"live/whisper.json", Whisper()}});
  const auto document = ReadPlan01(disk);
  ASSERT_THAT(document, NotNull());
  const Value* content = ContentOf(*document);
  ASSERT_THAT(content, NotNull());
  const Value* start = FindPath(*content, {"StartAction"});
  ASSERT_THAT(start, NotNull());
  EXPECT_EQ(start->AsString(), "a");
  const SourceFile& file = document->file(start->span().file);
  EXPECT_EQ(file.name(), "live/whisper.json");
  EXPECT_EQ(file.text().substr(start->span().begin, 3), "\"a\"");
}

TEST(NamedFilesTest, ChangedOrMissingFileIsUnknown) {
  const MemoryFileReader changed(Files{{"live/whisper.json", Whisper() + " "}});
  const auto document = ReadPlan01(changed);
  ASSERT_THAT(document, NotNull());
  ASSERT_TRUE(ContentOf(*document)->Is(Kind::kUnknown));
  EXPECT_THAT(std::string(ContentOf(*document)->unknown->reason),
              HasSubstr("no longer what was planned"));

  const MemoryFileReader empty((Files()));
  const auto without = ReadPlan01(empty);
  ASSERT_THAT(without, NotNull());
  ASSERT_TRUE(ContentOf(*without)->Is(Kind::kUnknown));
  EXPECT_THAT(std::string(ContentOf(*without)->unknown->reason),
              HasSubstr("cannot be read in `live`"));
}

// What a flow's file says, or why that is not known.
std::string Read(const FileReader& disk, const std::string& folder,
                 std::string_view name, std::string_view hash) {
  Document document;
  NamedFiles files(WorkingFolder{.path = folder, .disk = &disk}, &document);
  const auto content = files.Read(name, hash);
  return content ? Dump(**content) : content.error();
}

TEST(NamedFilesTest, NeedsAHash) {
  const MemoryFileReader disk(Files{{"live/f.json", "{}"}});
  EXPECT_THAT(Read(disk, "live", "f.json", ""),
              HasSubstr("no `content_hash` says what is in it"));
  EXPECT_EQ(Read(disk, "live", "f.json", Sha256Base64("{}")), "{}");
}

TEST(NamedFilesTest, TextThatIsNoJsonStaysText) {
  const MemoryFileReader disk(Files{{"live/f.json", "{\"a\": "}});
  EXPECT_EQ(Read(disk, "live/", "./f.json", Sha256Base64("{\"a\": ")),
            "\"{\\\"a\\\": \"");
}

TEST(NamedFilesTest, ReadsNothingOutsideTheFolder) {
  const TemporaryFolder folder;
  const std::string live = folder.Inside("live");
  std::filesystem::create_directory(live);
  folder.Write("secret.json", "{}");
  folder.Write("live/flow.json", "{}");
  std::filesystem::create_symlink("../secret.json", live + "/link.json");
  const DiskFileReader disk;
  const std::string hash = Sha256Base64("{}");
  EXPECT_EQ(Read(disk, live, "flow.json", hash), "{}");
  EXPECT_EQ(Read(disk, live, live + "/flow.json", hash), "{}");
  for (const std::string& name :
       {std::string("../secret.json"), std::string("link.json"),
        folder.Inside("secret.json")}) {
    EXPECT_THAT(Read(disk, live, name, hash), HasSubstr("which is not in"));
  }
}

}  // namespace
}  // namespace connectguard
