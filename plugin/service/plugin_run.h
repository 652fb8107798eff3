// The whole of `connectguard-plugin` but for `main`.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/environment.h"

namespace connectguard {

// `arguments` without the program's name. Without arguments it is a plugin,
// when a host started it, and otherwise explains itself. Answers the exit code.
// REQUIRES: called from main's thread, before any other thread is started.
int RunPlugin(const std::vector<std::string>& arguments,
              const Environment& environment);

}  // namespace connectguard
