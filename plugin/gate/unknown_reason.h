// Why something is not known, in a sentence for a reader.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "document/value.h"

namespace connectguard {

// True when apply will settle it, and not the caller.
bool WaitsForApply(const Value& unknown);

// `unknown` may be null. `where` names the value when nothing else does.
std::string ReasonOf(const Value* unknown, std::string_view where);

}  // namespace connectguard
