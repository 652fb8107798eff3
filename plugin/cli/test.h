// `connectguard test`: runs the tests that stand beside policies.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/environment.h"

namespace connectguard {

struct TestCommand {
  std::string directory;  // A folder of policies, or one .guard file.
  bool verbose = false;   // Names the cases that hold as well.
};

// Answers the exit code: 0 when every case holds, 1 when one does not.
int RunTest(const TestCommand& command, const Environment& environment);

}  // namespace connectguard
