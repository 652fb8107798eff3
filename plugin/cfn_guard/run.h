// A whole command line of `connectguard guard ...`, which reads like one of
// cfn-guard 3.x.
//
// Exit codes: 2 for wrong usage, 255 where the reference gives up; the others
// are those of each command.
//
// Thread rule: one thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cfn_guard/environment.h"

namespace connectguard {

inline constexpr int kCfnGuardUsage = 2;
inline constexpr int kCfnGuardGaveUp = 255;

// `arguments` without the words of `program`, which help and errors repeat.
int RunCfnGuard(const std::vector<std::string>& arguments,
                std::string_view program,
                const CfnGuardEnvironment& environment);

}  // namespace connectguard
