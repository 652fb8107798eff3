// A test report for a person.
//
// Thread rule: a pure function.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "policy/test_report.h"

namespace connectguard {

// Problems, failed cases (all cases when `verbose`), what coverage is missing,
// and a closing line such as "42 policies, 210 cases: all passed".
std::string FormatTestReport(const TestReport& report, bool verbose);

}  // namespace connectguard
