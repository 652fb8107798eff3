// Another program as a filter: text in, text out.
//
// It is found through PATH, runs without a shell, and is ended when it takes
// longer than limits::kMaxDrawingSeconds. What it says on standard error is
// part of the error when it fails.
//
// Thread rule: any thread; SIGPIPE must be ignored by the process.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace connectguard {

// REQUIRES: a command of at least one word.
Result<std::string> RunProgram(const std::vector<std::string>& command,
                               std::string_view input);

}  // namespace connectguard
