#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

namespace connectguard {

namespace {

thread_local bool within_piece = false;

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

// One call of ParallelFor.
class Job {
 public:
  Job(std::size_t count, const std::function<void(std::size_t)>& run)
      : pieces_(count), run_(run) {}

  // Until no piece is left; others may still be at theirs.
  void Work(bool from_back) {
    within_piece = true;
    while (const std::optional<std::size_t> piece = pieces_.Take(from_back)) {
      run_(*piece);
    }
    within_piece = false;
  }

  // Of the threads that help; under the lock of Helpers.
  std::size_t joined = 0;
  std::size_t at_work = 0;

 private:
  Pieces pieces_;
  const std::function<void(std::size_t)>& run_;
};

// Threads that help whoever asks, and sleep until then: to start one for each
// call costs more than a small call takes, and what a thread prepares once (for
// regular expressions, for memory) it prepares once.
class Helpers {
 public:
  static Helpers& OfProcess() {
    // Never destroyed: its threads sleep until the process ends.
    static Helpers* const helpers = new Helpers;
    return *helpers;
  }

  // Zero when there is one core, or when the system does not tell.
  std::size_t most() const { return most_; }

  // To so many threads; no more than `most` will come.
  void Offer(Job* job, std::size_t wanted) {
    const std::lock_guard lock(mutex_);
    StartThreads(std::min(wanted, most_));
    jobs_.push_back(job);
    for (std::size_t i = 0; i < std::min(wanted, started_); ++i) {
      offered_.notify_one();
    }
  }

  // Returns when nobody is at the job.
  void Withdraw(Job* job) {
    std::unique_lock lock(mutex_);
    std::erase(jobs_, job);
    done_.wait(lock, [&] { return job->at_work == 0; });
  }

 private:
  void StartThreads(std::size_t wanted) {
    while (started_ < wanted) {
      try {
        std::thread([this] { Help(); }).detach();
      } catch (const std::system_error&) {
        return;  // No more to be had: those that run do all of it.
      }
      ++started_;
    }
  }

  [[noreturn]] void Help() {
    std::unique_lock lock(mutex_);
    while (true) {
      offered_.wait(lock, [&] { return !jobs_.empty(); });
      Job* const job = jobs_.front();
      const bool from_back = job->joined % 2 == 0;
      ++job->joined;
      ++job->at_work;
      lock.unlock();
      job->Work(from_back);
      lock.lock();
      // There is nothing left of it.
      std::erase(jobs_, job);
      --job->at_work;
      done_.notify_all();
    }
  }

  const std::size_t most_ =
      std::max<std::size_t>(std::thread::hardware_concurrency(), 1) - 1;
  std::mutex mutex_;
  std::condition_variable offered_;
  std::condition_variable done_;
  std::deque<Job*> jobs_;
  std::size_t started_ = 0;
};

}  // namespace

void ParallelFor(std::size_t count,
                 const std::function<void(std::size_t)>& run) {
  Helpers& helpers = Helpers::OfProcess();
  if (count <= 1 || within_piece || helpers.most() == 0) {
    for (std::size_t i = 0; i < count; ++i) {
      run(i);
    }
    return;
  }
  Job job(count, run);
  helpers.Offer(&job, count - 1);
  job.Work(/*from_back=*/false);
  helpers.Withdraw(&job);
}

}  // namespace connectguard
