// Questions of rules about IAM policy documents; builtins.h says what each
// answers.
//
// Thread rule: pure functions of their arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "guard/functions.h"

namespace connectguard {

// `text_loader` reads documents that are written as text.
void AddIamFunctions(const TextLoader& text_loader, FunctionTable* table);

}  // namespace connectguard
