// Our diagnostics inside the sentences that cfn-guard 3.x makes of errors.
//
// The frames are its own, so that what looks for them still finds them; what
// went wrong, and where, is said in our words.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/diagnostic.h"

namespace connectguard {

// "message at line 3 column 7 (hint)", on one line.
std::string OneLineText(const Diagnostic& diagnostic);

// Of a rules file that does not parse. `name` is what the file goes by.
std::string RulesErrorText(std::string_view name, const Diagnostic& diagnostic);

}  // namespace connectguard
