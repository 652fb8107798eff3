// Every kind of finding, as data; `connectguard lint --list` prints it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "lint/finding.h"

namespace connectguard {

// In the order in which they are documented.
std::span<const LintCheck> LintChecks();

// As it is called in reports: "leading-not".
std::string_view DepartureName(Departure departure);

// Null when there is none of that id.
const LintCheck* FindLintCheck(std::string_view id);

}  // namespace connectguard
