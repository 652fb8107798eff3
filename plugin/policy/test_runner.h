// Runs the tests of policies and of plain rules files, on all cores, and holds
// each of them to having tests.
//
// Reads through the FileReader it is given; prints nothing. The report is the
// same however many cores there are, but for the times in it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/clock.h"
#include "base/file_reader.h"
#include "base/result.h"
#include "guard/functions.h"
#include "guard/semantics.h"
#include "policy/test_report.h"

namespace connectguard {

struct TestOptions {
  Semantics semantics = Semantics::Strict();
  bool coverage = false;
};

// `path` is a folder, or one rules file. An error only when there is nothing
// that could have tests.
Result<TestReport> RunTests(const FileReader& files, std::string_view path,
                            const FunctionTable& functions, const Clock& clock,
                            const TestOptions& options = {});

}  // namespace connectguard
