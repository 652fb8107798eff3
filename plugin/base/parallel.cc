#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <optional>
#include <system_error>
#include <thread>
#include <vector>

namespace connectguard {

namespace {

thread_local bool within_piece = false;

// How many threads are to work on so many pieces.
std::size_t ThreadsFor(std::size_t count) {
  if (within_piece) {
    return 1;
  }
  // Zero when the system does not tell.
  const std::size_t cores =
      std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
  return std::min(cores, count);
}

// Hands out so many pieces, from both ends: what stands side by side is often
// alike, and two threads at it wait for the same things.
class Pieces {
 public:
  explicit Pieces(std::size_t count) : count_(count) {}

  // The next piece from that end; nothing when all are taken.
  std::optional<std::size_t> Take(bool from_back) {
    const std::uint64_t taken = taken_.fetch_add(from_back ? kOneOfBack : 1);
    const std::uint64_t front = taken % kOneOfBack;
    const std::uint64_t back = taken / kOneOfBack;
    if (front + back >= count_) {
      return std::nullopt;
    }
    return from_back ? count_ - 1 - back : front;
  }

 private:
  static constexpr std::uint64_t kOneOfBack = std::uint64_t{1} << 32;

  std::size_t count_;
  // How many at the front, and above it how many at the back.
  std::atomic<std::uint64_t> taken_ = 0;
};

}  // namespace

void ParallelFor(std::size_t count,
                 const std::function<void(std::size_t)>& run) {
  const std::size_t threads = ThreadsFor(count);
  Pieces pieces(count);
  const auto work = [&](bool from_back) {
    const bool outside = within_piece;
    within_piece = within_piece || threads > 1;
    while (const std::optional<std::size_t> piece = pieces.Take(from_back)) {
      run(*piece);
    }
    within_piece = outside;
  };
  std::vector<std::thread> helpers;
  for (std::size_t i = 1; i < threads; ++i) {
    try {
      helpers.emplace_back(work, /*from_back=*/i % 2 == 1);
    } catch (const std::system_error&) {
      break;  // No more threads to be had: those that run do all of it.
    }
  }
  work(/*from_back=*/false);
  for (std::thread& helper : helpers) {
    helper.join();
  }
}

}  // namespace connectguard
