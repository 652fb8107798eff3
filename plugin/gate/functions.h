// The function table that every policy is parsed with.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "guard/functions.h"

namespace connectguard {

// All functions, with the readers' loader for text that holds data. The table
// must outlive the policies that are parsed with it.
FunctionTable DefaultFunctions();

}  // namespace connectguard
