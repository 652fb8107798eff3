#include "base/parallel.h"

#include <atomic>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace connectguard {
namespace {

TEST(ParallelForTest, RunsEachPieceOnce) {
  std::vector<int> runs(1000, 0);
  ParallelFor(runs.size(), [&](std::size_t i) { ++runs[i]; });
  EXPECT_THAT(runs, testing::Each(1));
}

TEST(ParallelForTest, IsDoneWhenItReturns) {
  std::atomic<std::size_t> sum = 0;
  ParallelFor(64, [&](std::size_t i) { sum += i; });
  EXPECT_EQ(sum, 64U * 63U / 2);
}

TEST(ParallelForTest, RunsOnePieceOnTheCallingThread) {
  std::thread::id thread;
  ParallelFor(1, [&](std::size_t) { thread = std::this_thread::get_id(); });
  EXPECT_EQ(thread, std::this_thread::get_id());
}

TEST(ParallelForTest, RunsNothingWhereThereIsNothing) {
  ParallelFor(0, [](std::size_t) { FAIL() << "there is no piece"; });
}

TEST(ParallelForTest, RunsInsideOfAPiece) {
  std::vector<int> runs(16, 0);
  ParallelFor(4, [&](std::size_t outer) {
    ParallelFor(4, [&](std::size_t inner) { ++runs[outer * 4 + inner]; });
  });
  EXPECT_THAT(runs, testing::Each(1));
}

TEST(ParallelForTest, StartsNoThreadsInsideOfAPiece) {
  std::atomic<std::size_t> elsewhere = 0;
  ParallelFor(2, [&](std::size_t) {
    const std::thread::id outer = std::this_thread::get_id();
    ParallelFor(64, [&](std::size_t) {
      elsewhere += std::this_thread::get_id() == outer ? 0 : 1;
    });
  });
  EXPECT_EQ(elsewhere, 0U);
}

}  // namespace
}  // namespace connectguard
