#include "base/file_reader.h"

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

TEST_F(DiskFileReaderTest, ListsFilesBelowADirectorySorted) {
  fs::create_symlink(directory_ / "one.txt", directory_ / "link.txt");
  EXPECT_THAT(*disk_.List(directory_.string()),
              ElementsAre(Path("b/two.txt"), Path("one.txt")));
  EXPECT_THAT(*disk_.List(Path("one.txt")), ElementsAre(Path("one.txt")));
  EXPECT_FALSE(disk_.List(Path("none")));
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

}  // namespace
}  // namespace connectguard
