#include "readers/message_pack.h"

#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace connectguard {
namespace {

using Kind = PackItem::Kind;

std::string Describe(const PackItem& item) {
  switch (item.kind) {
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return item.boolean ? "true" : "false";
    case Kind::kInt:
      return fmt::format("int {}", item.integer);
    case Kind::kFloat:
      return fmt::format("float {}", item.real);
    case Kind::kString:
      return fmt::format("text {}", item.text);
    case Kind::kBytes:
      return fmt::format("bytes {}", item.text);
    case Kind::kList:
      return fmt::format("list {}", item.size);
    case Kind::kMap:
      return fmt::format("map {}", item.size);
    case Kind::kExtension:
      return fmt::format("extension {}", item.text.size());
    case Kind::kBroken:
      return "broken";
  }
  return "";
}

// Items with a comma between them.
std::string Read(std::string_view bytes) {
  PackReader reader(bytes);
  std::string items;
  while (!reader.at_end()) {
    items += items.empty() ? "" : ", ";
    items += Describe(reader.Take());
  }
  return items;
}

std::string Bytes(std::initializer_list<int> bytes) {
  std::string text;
  for (const int byte : bytes) {
    text += static_cast<char>(byte);
  }
  return text;
}

TEST(MessagePackTest, ReadsEveryForm) {
  EXPECT_EQ(Read(Bytes({0xC0, 0xC2, 0xC3})), "null, false, true");
  EXPECT_EQ(Read(Bytes({0x00, 0x7F, 0xE0, 0xFF})),
            "int 0, int 127, int -32, int -1");
  EXPECT_EQ(Read(Bytes({0xCC, 0xFF, 0xCD, 0x01, 0x00})), "int 255, int 256");
  EXPECT_EQ(Read(Bytes({0xCE, 0xFF, 0xFF, 0xFF, 0xFF})), "int 4294967295");
  EXPECT_EQ(Read(Bytes({0xCF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF})),
            "int 9223372036854775807");
  EXPECT_EQ(Read(Bytes({0xCF, 0x80, 0, 0, 0, 0, 0, 0, 0})),
            "float 9.223372036854776e+18");
  EXPECT_EQ(Read(Bytes({0xD0, 0x80, 0xD1, 0x80, 0x00})),
            "int -128, int -32768");
  EXPECT_EQ(Read(Bytes({0xD2, 0xFF, 0xFF, 0xFF, 0xFE})), "int -2");
  EXPECT_EQ(Read(Bytes({0xD3, 0x80, 0, 0, 0, 0, 0, 0, 0})),
            "int -9223372036854775808");
  EXPECT_EQ(Read(Bytes({0xCA, 0x3F, 0xC0, 0, 0})), "float 1.5");
  EXPECT_EQ(Read(Bytes({0xCB, 0x3F, 0xF8, 0, 0, 0, 0, 0, 0})), "float 1.5");
  EXPECT_EQ(Read(Bytes({0xA2, 'a', 'b', 0xD9, 1, 'c', 0xDA, 0, 1, 'd'})),
            "text ab, text c, text d");
  EXPECT_EQ(Read(Bytes({0xDB, 0, 0, 0, 1, 'e', 0xC4, 1, 'f'})),
            "text e, bytes f");
  EXPECT_EQ(Read(Bytes({0xC5, 0, 1, 'g', 0xC6, 0, 0, 0, 1, 'h'})),
            "bytes g, bytes h");
  EXPECT_EQ(Read(Bytes({0x91, 0xC0, 0x81, 0xA0, 0xC0})),
            "list 1, null, map 1, text , null");
  EXPECT_EQ(Read(Bytes({0xDC, 0, 1, 0xC0, 0xDD, 0, 0, 0, 1, 0xC0})),
            "list 1, null, list 1, null");
  EXPECT_EQ(Read(Bytes({0xDE, 0, 0, 0xDF, 0, 0, 0, 0})), "map 0, map 0");
  EXPECT_EQ(Read(Bytes({0xD4, 0, 0, 0xC7, 2, 12, 'a', 'b'})),
            "extension 1, extension 2");
  EXPECT_EQ(Read(Bytes({0xC8, 0, 1, 12, 'a', 0xC9, 0, 0, 0, 1, 12, 'a'})),
            "extension 1, extension 1");
}

// An end that comes too early is the last item.
TEST(MessagePackTest, EndsAtWhatIsBroken) {
  for (const std::string& bytes :
       {Bytes({0xC1}), Bytes({0xCC}), Bytes({0xCB, 0, 0}), Bytes({0xA3, 'a'}),
        Bytes({0xD9}), Bytes({0xDB, 0xFF, 0xFF, 0xFF, 0xFF, 'a'}),
        Bytes({0xDD, 0xFF, 0xFF, 0xFF, 0xFF, 0xC0}), Bytes({0x8F}),
        Bytes({0xD8, 0, 1}), Bytes({0xC9, 0xFF, 0xFF, 0xFF, 0xFF, 0})}) {
    EXPECT_EQ(Read(bytes), "broken");
  }
  EXPECT_EQ(PackReader("").Take().kind, Kind::kBroken);
}

}  // namespace
}  // namespace connectguard
