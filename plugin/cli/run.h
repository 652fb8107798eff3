// The whole program but for `main`.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/environment.h"

namespace connectguard {

// `arguments` without the program's name. Answers the exit code.
int Run(const std::vector<std::string>& arguments,
        const Environment& environment);

}  // namespace connectguard
