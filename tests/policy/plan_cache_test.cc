#include "policy/plan_cache.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace connectguard {
namespace {

constexpr char kPlan[] =
    R"({"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{}},"configuration":{"root_module":{}},"complete":true,"errored":false})";

// Counts how often a file is read.
class CountingReader final : public FileReader {
 public:
  Result<std::string> Read(std::string_view path) const override {
    ++reads;
    return files_.Read(path);
  }
  Result<std::vector<std::string>> List(std::string_view path) const override {
    return files_.List(path);
  }
  Result<std::vector<std::string>> Walk(
      std::string_view path, const WalkOptions& options) const override {
    return files_.Walk(path, options);
  }

  mutable std::atomic<int> reads = 0;

 private:
  MemoryFileReader files_{{{"plan.json", kPlan}}};
};

TEST(PlanCacheTest, ReadsAPlanOnceForAllThreads) {
  const CountingReader reader;
  PlanCache plans(reader);
  std::vector<std::thread> threads;
  std::vector<const Document*> seen(8);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    threads.emplace_back(
        [&, i] { seen[i] = plans.Read("plan.json", false)->get(); });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(reader.reads, 1);
  EXPECT_NE(seen[0], nullptr);
  EXPECT_THAT(seen, testing::Each(seen[0]));
}

TEST(PlanCacheTest, AClosedWorldIsAnotherDocument) {
  const CountingReader reader;
  PlanCache plans(reader);
  EXPECT_NE(plans.Read("plan.json", false)->get(),
            plans.Read("plan.json", true)->get());
}

TEST(PlanCacheTest, RemembersWhatCannotBeRead) {
  const CountingReader reader;
  PlanCache plans(reader);
  EXPECT_FALSE(plans.Read("gone.json", false));
  EXPECT_EQ(plans.Read("gone.json", false).error().code, ErrorCode::kMissing);
  EXPECT_EQ(reader.reads, 1);
}

}  // namespace
}  // namespace connectguard
