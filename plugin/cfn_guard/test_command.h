// `test`: rules files held to what their cases expect, as cfn-guard 3.x does
// it. The tests of our own policies are another command (policy/test_runner.h).
//
// It differs on purpose in that a rules file that does not parse never ends
// with exit code 0, and in saying on standard error what is easily overlooked:
// which tests run on which rules, and expectations that nothing is held to.
//
// Thread rule: one thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "cfn_guard/environment.h"
#include "guard/language.h"

namespace connectguard {

enum class TestFormat { kSummary, kJson, kYaml, kJunit };

struct GuardTestOptions {
  std::string folder;  // Of rules and tests; or both of the others.
  std::string rules_file;
  std::string tests;  // A file or a folder.
  bool by_modification = false;
  bool verbose = false;
  TestFormat format = TestFormat::kSummary;
  GuardVersion version = GuardVersion::k32;
};

inline constexpr int kTestsPassed = 0;
inline constexpr int kTestsError = 1;   // Of a file of rules or tests.
inline constexpr int kTestsFailed = 7;  // An expectation was not met.

// The exit code; an error where the reference gives up as a whole.
Result<int> RunGuardTest(const GuardTestOptions& options,
                         const CfnGuardEnvironment& environment);

}  // namespace connectguard
