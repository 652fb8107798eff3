// What came of the tests of policies and plain rules files.
//
// Thread rule: plain data that owns its texts.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "guard/outcome.h"
#include "rule_tests/coverage.h"

namespace connectguard {

// A check that kept a rule from the status that was expected.
struct DecidingClause {
  RuleStatus status = RuleStatus::kFail;  // kFail or kUnknown.
  std::string clause;                     // As it was written, on one line.
  std::uint32_t line = 0;                 // In the rules file.
  std::string path;                       // Of the value that was looked at.
  std::string input_file;
  std::uint32_t input_line = 0;  // 0: the input has no lines worth naming.
  // What the value lacks, or the value itself; never both.
  std::string missing;
  std::string found;
  std::string unknown;  // What it depends on; mostly empty.
};

// One case on one input, for one rule.
struct CaseResult {
  std::string test_file;
  std::uint32_t line = 0;  // Of the case.
  std::string name;
  std::string rule;
  bool on_plan = false;  // Judged on the Terraform plan.
  RuleStatus expected = RuleStatus::kPass;
  // One status; several when the file has several rules of that name.
  std::vector<RuleStatus> evaluated;
  std::optional<Diagnostic> error;  // It could not be judged.
  bool passed = false;
  std::vector<DecidingClause> clauses;  // When it did not pass.
  std::chrono::microseconds time{0};
};

// A policy or a plain rules file.
struct FileResult {
  std::string path;
  bool is_policy = false;  // It has a metadata header.
  std::string policy_id;   // Empty when the policy cannot be read.
  std::vector<std::string> test_files;
  std::vector<CaseResult> cases;
  // What is wrong with rules or tests themselves: no tests, a missing kind of
  // case, what cannot be read.
  std::vector<Diagnostic> problems;
  std::vector<Diagnostic> warnings;
  std::vector<RuleCoverage> coverage;  // When it was asked for.
  std::chrono::microseconds time{0};
};

struct TestReport {
  std::vector<FileResult> files;     // By path.
  std::vector<Diagnostic> problems;  // That belong to none of the files.
  bool with_coverage = false;

  std::size_t policies() const;
  std::size_t cases() const;         // Inputs that were judged.
  std::size_t expectations() const;  // A case may have several.
  std::size_t failures() const;
  std::size_t problem_count() const;
  std::size_t warning_count() const;
  CoverageCounts coverage() const;
  // Warnings do not count.
  bool passed() const { return problem_count() == 0 && failures() == 0; }
};

}  // namespace connectguard
