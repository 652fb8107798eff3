// The whole program but for `main`.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/environment.h"

namespace connectguard {

// The program under the name that it was called by: as `cfn-guard`, whatever
// the folder, it is `connectguard guard`.
int RunAs(std::string_view program, const std::vector<std::string>& arguments,
          const Environment& environment);

// `arguments` without the program's name. Answers the exit code.
int Run(const std::vector<std::string>& arguments,
        const Environment& environment);

}  // namespace connectguard
