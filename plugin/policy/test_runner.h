// Runs the tests of policies, and holds each policy to having them.
//
// Reads through the FileReader it is given; prints nothing.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/file_reader.h"
#include "base/result.h"
#include "guard/functions.h"
#include "guard/outcome.h"

namespace connectguard {

// One case on one of its two inputs.
struct CaseResult {
  std::string policy_id;
  std::string test_file;
  std::string name;
  bool on_plan = false;  // Judged on the Terraform plan.
  RuleStatus expected = RuleStatus::kPass;
  std::optional<RuleStatus> got;  // Unset: it went wrong, see details.
  // What decided, when it is not what was expected: one line each.
  std::vector<std::string> details;

  bool passed() const { return got == expected; }
};

struct TestReport {
  int policies = 0;
  std::vector<CaseResult> cases;
  // What is wrong with the policies or tests themselves: a policy without
  // tests, a missing kind of case, a file that cannot be read.
  std::vector<Diagnostic> problems;

  int failures() const;
  bool passed() const { return problems.empty() && failures() == 0; }
};

// `path` is a folder of policies, or one .guard file. An error only when there
// is no policy at all.
Result<TestReport> RunPolicyTests(const FileReader& files,
                                  std::string_view path,
                                  const FunctionTable& functions);

// For a person: problems, failed cases (all cases when `verbose`), and a
// closing line such as "42 policies, 210 cases: all passed".
std::string FormatTestReport(const TestReport& report, bool verbose);

}  // namespace connectguard
