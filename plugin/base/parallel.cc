#include "base/parallel.h"

#include <algorithm>
#include <atomic>
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

}  // namespace

void ParallelFor(std::size_t count,
                 const std::function<void(std::size_t)>& run) {
  const std::size_t threads = ThreadsFor(count);
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    const bool outside = within_piece;
    within_piece = within_piece || threads > 1;
    for (std::size_t i = next++; i < count; i = next++) {
      run(i);
    }
    within_piece = outside;
  };
  std::vector<std::thread> helpers;
  for (std::size_t i = 1; i < threads; ++i) {
    try {
      helpers.emplace_back(work);
    } catch (const std::system_error&) {
      break;  // No more threads to be had: those that run do all of it.
    }
  }
  work();
  for (std::thread& helper : helpers) {
    helper.join();
  }
}

}  // namespace connectguard
