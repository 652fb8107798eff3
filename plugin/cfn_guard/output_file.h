// Where `parse-tree` and `rulegen` write: to a file when one was named, else to
// standard output.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "cfn_guard/environment.h"

namespace connectguard {

inline constexpr int kOutputNotWritten = 1;

// The exit code: 0, or kOutputNotWritten with the reason on standard error.
int WriteOutput(std::string_view text, const std::string& path,
                const CfnGuardEnvironment& environment);

}  // namespace connectguard
