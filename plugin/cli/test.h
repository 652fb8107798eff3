// `connectguard test`: runs the tests that stand beside policies and rules.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "cli/environment.h"
#include "report/test_writer.h"

namespace connectguard {

struct TestCommand {
  std::string path;  // A folder, or one rules file.
  TestReportFormat format = TestReportFormat::kText;
  bool verbose = false;  // Names the cases that hold as well.
  bool guard_compat = false;
  bool coverage = false;
  std::optional<unsigned> min_coverage;  // In percent; asks for coverage.
};

// Answers the exit code: 0 when every case holds, 1 when one does not or when
// the clauses are covered too little.
int RunTest(const TestCommand& command, const Environment& environment);

}  // namespace connectguard
