#include "readers/zip_archive.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file_reader.h"
#include "readers/terraform_test_plan.h"

namespace connectguard {
namespace {

using testing::HasSubstr;

std::string PlanBytes() {
  auto bytes = DiskFileReader().Read(PlanFolder() + "/05-locals-vars.tfplan");
  EXPECT_TRUE(bytes);
  return bytes ? *std::move(bytes) : std::string();
}

// What goes wrong when the archive is opened and all is unpacked; empty when
// nothing does.
std::string ProblemOf(std::string_view bytes) {
  const auto archive = ZipArchive::Open("tfplan", bytes);
  if (!archive) {
    return archive.error().diagnostic.message;
  }
  for (const ZipArchive::Entry& entry : archive->entries()) {
    if (const auto text = archive->Unpack(entry); !text) {
      return text.error().diagnostic.message;
    }
  }
  return "";
}

void Put32(std::string* bytes, std::size_t at, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) {
    (*bytes)[at + i] = static_cast<char>(value >> (8 * i) & 0xFF);
  }
}

// The directory's entry of a file, 46 bytes before its name.
std::size_t EntryOf(const std::string& bytes, std::string_view name) {
  return bytes.rfind(name) - 46;
}

constexpr std::string_view kMain = "tfconfig/m-/main.tf";

TEST(ZipArchiveTest, UnpacksABinaryPlan) {
  const std::string bytes = PlanBytes();
  const auto archive = ZipArchive::Open("tfplan", bytes);
  ASSERT_TRUE(archive);
  const ZipArchive::Entry* entry = archive->Find(kMain);
  ASSERT_NE(entry, nullptr);
  const auto text = archive->Unpack(*entry);
  ASSERT_TRUE(text);
  EXPECT_THAT(*text, HasSubstr("bucket_id = aws_s3_bucket.rec.id"));
  EXPECT_EQ(ProblemOf(bytes), "");
  EXPECT_EQ(archive->Find("tfconfig/none.tf"), nullptr);
}

struct DamageCase {
  const char* name;
  std::function<void(std::string*)> damage;
  std::string_view message;
};

class DamagedZipTest : public testing::TestWithParam<DamageCase> {};

TEST_P(DamagedZipTest, IsRefused) {
  std::string bytes = PlanBytes();
  GetParam().damage(&bytes);
  EXPECT_THAT(ProblemOf(bytes), HasSubstr(GetParam().message));
}

void Rename(std::string* bytes, std::string_view to) {
  for (std::size_t at = bytes->find(kMain); at != std::string::npos;
       at = bytes->find(kMain, at + 1)) {
    bytes->replace(at, kMain.size(), to);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, DamagedZipTest,
    testing::Values(
        DamageCase{"Climbing",
                   [](std::string* b) { Rename(b, "tfconfig/../../m.tf"); },
                   "`tfconfig/../../m.tf` lies outside of it"},
        DamageCase{"Absolute",
                   [](std::string* b) { Rename(b, "/etc/passwd__main.t"); },
                   "lies outside of it"},
        DamageCase{"Backslash",
                   [](std::string* b) { Rename(b, "..\\config/m-/ma.tf"); },
                   "lies outside of it"},
        DamageCase{
            "Gigabyte",
            [](std::string* b) { Put32(b, EntryOf(*b, kMain) + 24, 1U << 30); },
            "`tfconfig/m-/main.tf` in the archive is too large"},
        DamageCase{"LargerThanItSays",
                   [](std::string* b) { Put32(b, EntryOf(*b, kMain) + 24, 9); },
                   "`tfconfig/m-/main.tf` is damaged"},
        DamageCase{"WrongChecksum",
                   [](std::string* b) { Put32(b, EntryOf(*b, kMain) + 16, 9); },
                   "is damaged"},
        DamageCase{
            "CutOff",
            [](std::string* b) { Put32(b, EntryOf(*b, kMain) + 20, 1U << 20); },
            "is cut off"},
        DamageCase{"Encrypted",
                   [](std::string* b) { (*b)[EntryOf(*b, kMain) + 8] |= 1; },
                   "is encrypted"},
        DamageCase{"SharedBytes",
                   [](std::string* b) {
                     const std::size_t other =
                         EntryOf(*b, "tfconfig/modules.json");
                     b->replace(EntryOf(*b, kMain) + 42, 4,
                                b->substr(other + 42, 4));
                   },
                   "its files share bytes"},
        DamageCase{"NoDirectory",
                   [](std::string* b) { b->resize(b->size() / 2); },
                   "it has no directory"},
        DamageCase{"OnlyAStart", [](std::string* b) { b->resize(4); },
                   "it has no directory"}),
    [](const auto& each) { return each.param.name; });

// No byte of a plan makes reading it crash, whatever it is.
TEST(ZipArchiveTest, SurvivesAnyByte) {
  const std::string whole = PlanBytes();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 0xFF);
    ProblemOf(bytes);
    if (at % 16 == 0) {
      ProblemOf(std::string_view(whole).substr(0, at));
    }
  }
}

}  // namespace
}  // namespace connectguard
