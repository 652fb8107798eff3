#include "base/file_reader.h"

#include <chrono>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/sha256.h"

namespace connectguard {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class DiskFileReaderTest : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = fs::path(testing::TempDir()) /
                 testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(directory_);
    fs::create_directories(directory_ / "b");
    std::ofstream(directory_ / "b" / "two.txt") << "two";
    std::ofstream(directory_ / "one.txt") << "one";
  }
  void TearDown() override { fs::remove_all(directory_); }

  std::string Path(const std::string& name) const {
    return (directory_ / name).string();
  }

  fs::path directory_;
  DiskFileReader disk_;
};

TEST_F(DiskFileReaderTest, ReadsAFile) {
  EXPECT_EQ(*disk_.Read(Path("one.txt")), "one");
}

TEST_F(DiskFileReaderTest, SaysThatAFileIsMissing) {
  const auto result = disk_.Read(Path("none"));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kMissing);
}

TEST_F(DiskFileReaderTest, RefusesADirectory) {
  const auto result = disk_.Read(Path("b"));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kBadInput);
}

TEST_F(DiskFileReaderTest, WalksFolderByFolder) {
  fs::create_directories(directory_ / "b.c");
  std::ofstream(directory_ / "b.c" / "three.txt") << "three";
  EXPECT_THAT(
      *disk_.Walk(directory_.string(), {}),
      ElementsAre(Path("b/two.txt"), Path("b.c/three.txt"), Path("one.txt")));
  EXPECT_THAT(*disk_.Walk(Path("one.txt"), {}), ElementsAre(Path("one.txt")));
  EXPECT_FALSE(disk_.Walk(Path("none"), {}));
}

TEST_F(DiskFileReaderTest, WalksIntoLinkedFoldersWhenAsked) {
  fs::create_directories(directory_ / "in");
  fs::create_symlink("../one.txt", directory_ / "in" / "file.txt");
  fs::create_directory_symlink("../b", directory_ / "in" / "folder");
  fs::create_directory_symlink("..", directory_ / "in" / "loop");
  fs::create_symlink("nowhere", directory_ / "in" / "broken");
  EXPECT_THAT(*disk_.Walk(Path("in"), {}), ElementsAre(Path("in/file.txt")));
  EXPECT_THAT(*disk_.Walk(Path("in"), {.into_linked_folders = true}),
              ElementsAre(Path("in/file.txt"), Path("in/folder/two.txt"),
                          Path("in/loop/b/two.txt"), Path("in/loop/one.txt")));
}

TEST_F(DiskFileReaderTest, WalksTheOldestFirstWhenAsked) {
  const auto now = fs::file_time_type::clock::now();
  fs::last_write_time(directory_ / "one.txt", now - std::chrono::hours(2));
  fs::last_write_time(directory_ / "b", now - std::chrono::hours(1));
  EXPECT_THAT(*disk_.Walk(directory_.string(), {.by_modification = true}),
              ElementsAre(Path("one.txt"), Path("b/two.txt")));
}

TEST_F(DiskFileReaderTest, ListsFilesBelowADirectorySorted) {
  fs::create_symlink(directory_ / "one.txt", directory_ / "link.txt");
  EXPECT_THAT(*disk_.List(directory_.string()),
              ElementsAre(Path("b/two.txt"), Path("one.txt")));
  EXPECT_THAT(*disk_.List(Path("one.txt")), ElementsAre(Path("one.txt")));
  EXPECT_FALSE(disk_.List(Path("none")));
}

TEST_F(DiskFileReaderTest, NamesFilesWithoutLinks) {
  fs::create_symlink(directory_ / "one.txt", directory_ / "b" / "link.txt");
  const std::string real = fs::canonical(directory_ / "one.txt").string();
  EXPECT_EQ(DiskFileReader().Canonical(Path("b/../b/link.txt")), real);
  EXPECT_EQ(DiskFileReader().Canonical("no/such/file"), "no/such/file");
}

TEST(MemoryFileReaderTest, ActsLikeADisk) {
  const MemoryFileReader files({{"p/a", "1"}, {"p/b/c", "2"}, {"pq", "3"}});
  EXPECT_EQ(*files.Read("p/a"), "1");
  EXPECT_FALSE(files.Read("p/x"));
  EXPECT_THAT(*files.List("p"), ElementsAre("p/a", "p/b/c"));
  EXPECT_FALSE(files.List("q"));
}

// The digest of "abc" in FIPS 180-4.
TEST(Sha256Test, MatchesTheStandardsExample) {
  EXPECT_EQ(Sha256Hex("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256Test, Base64IsWhatTerraformWrites) {
  // filebase64sha256 of a file that holds `abc`.
  EXPECT_EQ(Sha256Base64("abc"),
            "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

TEST(MemoryFileReaderTest, WalksFolderByFolder) {
  const MemoryFileReader memory(
      {{"d/b.c/x", ""}, {"d/b/x", ""}, {"d/b-c", ""}, {"e/x", ""}});
  EXPECT_THAT(*memory.Walk("d", {}), ElementsAre("d/b/x", "d/b-c", "d/b.c/x"));
}

}  // namespace
}  // namespace connectguard
