#include "base/arena.h"

#include <cstdint>

#include <gtest/gtest.h>

namespace connectguard {
namespace {

TEST(ArenaTest, AlignsWhatItGives) {
  Arena arena;
  for (const std::size_t alignment : {1u, 2u, 8u, 16u, 64u}) {
    arena.Allocate(3, 1);
    const auto address =
        reinterpret_cast<std::uintptr_t>(arena.Allocate(10, alignment));
    EXPECT_EQ(address % alignment, 0u);
  }
}

TEST(ArenaTest, KeepsEarlierBytesWhenItGrows) {
  Arena arena;
  const std::string_view first = arena.CopyText("first");
  for (int i = 0; i < 10000; ++i) {
    arena.CopyText("some more text");
  }
  arena.Allocate(std::size_t{5} << 20, 8);
  EXPECT_EQ(first, "first");
  EXPECT_GE(arena.bytes_reserved(), std::size_t{5} << 20);
}

TEST(ArenaTest, CopiesEmptyText) {
  Arena arena;
  EXPECT_EQ(arena.CopyText(""), "");
}

}  // namespace
}  // namespace connectguard
