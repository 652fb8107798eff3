#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

namespace connectguard {

void ParallelFor(std::size_t count,
                 const std::function<void(std::size_t)>& run) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      run(i);
    }
  };
  // Zero when the system does not tell.
  const std::size_t cores =
      std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
  const std::size_t threads = std::min(cores, count);
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
