#include "policy/test_report.h"

#include <algorithm>
#include <numeric>

namespace connectguard {
namespace {

template <typename Count>
std::size_t Sum(const std::vector<FileResult>& files, Count count) {
  return std::accumulate(files.begin(), files.end(), std::size_t{0},
                         [&](std::size_t sum, const FileResult& file) {
                           return sum + static_cast<std::size_t>(count(file));
                         });
}

bool IsSameCase(const CaseResult& a, const CaseResult& b) {
  return a.test_file == b.test_file && a.line == b.line &&
         a.on_plan == b.on_plan;
}

}  // namespace

std::size_t TestReport::policies() const {
  return Sum(files, [](const FileResult& f) { return f.is_policy; });
}

std::size_t TestReport::cases() const {
  return Sum(files, [](const FileResult& file) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < file.cases.size(); ++i) {
      const bool again = i > 0 && IsSameCase(file.cases[i - 1], file.cases[i]);
      count += again ? 0 : 1;
    }
    return count;
  });
}

std::size_t TestReport::expectations() const {
  return Sum(files, [](const FileResult& file) { return file.cases.size(); });
}

std::size_t TestReport::failures() const {
  return Sum(files, [](const FileResult& file) {
    return std::count_if(file.cases.begin(), file.cases.end(),
                         [](const CaseResult& c) { return !c.passed; });
  });
}

std::size_t TestReport::problem_count() const {
  return problems.size() +
         Sum(files, [](const FileResult& f) { return f.problems.size(); });
}

std::size_t TestReport::warning_count() const {
  return Sum(files, [](const FileResult& f) { return f.warnings.size(); });
}

CoverageCounts TestReport::coverage() const {
  CoverageCounts total;
  for (const FileResult& file : files) {
    for (const RuleCoverage& rule : file.coverage) {
      total.Add(rule.counts);
    }
  }
  return total;
}

}  // namespace connectguard
