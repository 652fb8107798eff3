// The report of `connectguard test`, for a person, a program or a CI system.
//
// The same tests give the same bytes, but for the times in JUnit's.
// Thread rule: pure functions of their arguments; the stream is the caller's.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <ostream>

#include "base/result.h"
#include "policy/test_report.h"

namespace connectguard {

enum class TestReportFormat : std::uint8_t { kText, kJson, kJunit };

// `verbose`: in text, also the cases that hold. kInternal when the stream does
// not take it all.
Status WriteTestReport(const TestReport& report, TestReportFormat format,
                       bool verbose, std::ostream& out);

// README.md describes it.
void WriteJsonTestReport(const TestReport& report, std::ostream& out);

// JUnit's XML: a suite for each rules file, a case for each case and rule, an
// error for each problem.
void WriteJunitTestReport(const TestReport& report, std::ostream& out);

}  // namespace connectguard
