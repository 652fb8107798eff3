#include "policy/test_runner.h"

#include <algorithm>
#include <utility>

#include "base/parallel.h"
#include "policy/plain_tests.h"
#include "policy/policy_set.h"
#include "policy/policy_tests.h"
#include "policy/test_discovery.h"
#include "policy/test_run.h"

namespace connectguard {
namespace {

FileResult RunOne(const TestRun& run, RulesToTest* rules) {
  if (!rules->text) {
    FileResult file;
    file.path = rules->path;
    file.problems.push_back(rules->text.error().diagnostic);
    return file;
  }
  return rules->is_policy
             ? RunPolicyTests(run, rules->path, *std::move(rules->text))
             : RunPlainTests(run, rules->path, *std::move(rules->text),
                             std::move(rules->tests));
}

bool IsSame(const Diagnostic& a, const Diagnostic& b) {
  return a.file == b.file && a.message == b.message && a.place == b.place;
}

// What is wrong only with all policies together, such as an id that two have,
// or with a file among them that has no header: a gate refuses such a folder.
void CheckSet(const TestRun& run, std::string_view path, TestReport* report) {
  if (report->policies() == 0) {
    return;
  }
  const Result<PolicySet> set = PolicySet::Load(run.files, path, run.functions);
  if (set) {
    return;
  }
  const Diagnostic& problem = set.error().diagnostic;
  for (const FileResult& file : report->files) {
    if (std::any_of(file.problems.begin(), file.problems.end(),
                    [&](const Diagnostic& d) { return IsSame(d, problem); })) {
      return;
    }
  }
  report->problems.push_back(problem);
}

}  // namespace

Result<TestReport> RunTests(const FileReader& files, std::string_view path,
                            const FunctionTable& functions, const Clock& clock,
                            const TestOptions& options) {
  CG_ASSIGN_OR_RETURN(ThingsToTest things, FindThingsToTest(files, path));
  PlanCache plans(files);
  const TestRun run{.files = files,
                    .functions = functions,
                    .clock = clock,
                    .semantics = options.semantics,
                    .with_coverage = options.coverage,
                    .plans = plans};
  TestReport report;
  report.with_coverage = options.coverage;
  report.files.resize(things.rules.size());
  ParallelFor(things.rules.size(), [&](std::size_t i) {
    report.files[i] = RunOne(run, &things.rules[i]);
  });
  report.problems = std::move(things.problems);
  CheckSet(run, path, &report);
  return report;
}

}  // namespace connectguard
