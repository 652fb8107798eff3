#include "base/parallel.h"

#include <atomic>
#include <numeric>
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

// As a service does for its clients: all share the threads that help.
TEST(ParallelForTest, ServesManyThatAskAtOnce) {
  constexpr std::size_t kRounds = 200;
  std::vector<std::size_t> sums(8, 0);
  std::vector<std::thread> askers;
  for (std::size_t& sum : sums) {
    askers.emplace_back([&sum] {
      for (std::size_t round = 0; round < kRounds; ++round) {
        std::vector<std::size_t> pieces(20, 0);
        ParallelFor(pieces.size(), [&](std::size_t i) { pieces[i] = i; });
        sum = std::accumulate(pieces.begin(), pieces.end(), sum);
      }
    });
  }
  for (std::thread& asker : askers) {
    asker.join();
  }
  EXPECT_THAT(sums, testing::Each(kRounds * 190));
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
