// The names of what lint says, for those who choose among them.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace connectguard {

// Every `check` that an IamFinding can have, sorted.
std::span<const std::string_view> IamLintChecks();

bool IsIamLintCheck(std::string_view name);

}  // namespace connectguard
