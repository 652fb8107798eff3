// What `test` prints of its cases, in each format of cfn-guard 3.x.
//
// Rules stand in the order of their file; the reference's order is different at
// every run.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/arena.h"
#include "cfn_guard/junit_text.h"
#include "rule_tests/test_verdict.h"

namespace connectguard {

// --- for a person -----------------------------------------------------------

// "Test Case #1" and its name.
std::string CaseHeading(int number, const GuardTestCase& test);

// Rules of which nothing was expected, with `verbose` the tree of rules and of
// the checks that did not pass, then the rules that failed and passed.
std::string CaseText(const RuleFile& rules, const CaseVerdict& verdict,
                     bool verbose);

// --- for a program ----------------------------------------------------------

// One rule as it was expected and evaluated.
struct TestedRule {
  std::string name;
  std::optional<RuleStatus> expected;
  std::vector<RuleStatus> evaluated;
  bool met = false;
};

struct TestedCase {
  std::string name;
  std::vector<TestedRule> rules;
  std::int64_t milliseconds = 0;
};

// Either cases or an error.
struct TestedFile {
  std::string rules_file;
  std::optional<std::string> error;
  std::vector<TestedCase> cases;
  std::int64_t milliseconds = 0;  // Of an error.

  bool failed() const;
};

TestedCase TestedCaseOf(const GuardTestCase& test, const CaseVerdict& verdict);

// One file, or a list when a folder was tested.
const Value* TestReportValue(const std::vector<TestedFile>& files, bool folder,
                             Arena* arena);

std::string TestJunitText(const std::vector<TestedFile>& files);

}  // namespace connectguard
