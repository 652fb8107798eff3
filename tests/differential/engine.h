// The engine under test, in this process, asked as cfn-guard 3.1.1 would be.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "differential/answer.h"

namespace connectguard::differential {

// With an error in some rule, the other rules have their statuses.
Answer AskEngine(const std::string& rules, const std::string& document);

}  // namespace connectguard::differential
