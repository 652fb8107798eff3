// Runs the tests of one rules file that is no policy, such as one that was
// written for cfn-guard: any number of rules, judged on each input as it was
// written.
//
// Thread rule: several files may be run at once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "policy/test_report.h"
#include "policy/test_run.h"

namespace connectguard {

FileResult RunPlainTests(const TestRun& run, const std::string& path,
                         std::string text, std::vector<std::string> tests);

}  // namespace connectguard
