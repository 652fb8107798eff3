// ARNs taken apart, for rules; builtins.h says what is answered.
//
// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
//
// Thread rule: pure functions of their arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "guard/functions.h"

namespace connectguard {

void AddArnParts(FunctionTable* table);

}  // namespace connectguard
