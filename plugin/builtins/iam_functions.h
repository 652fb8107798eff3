// Questions of rules about IAM policies; builtins.h says what each answers.
//
//   iam_functions.cc         of documents: what they allow, deny, get wrong
//   iam_holder_functions.cc  of roles, users and groups: what they may do
//
// Thread rule: pure functions of their arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "guard/functions.h"

namespace connectguard {

// `text_loader` reads documents that are written as text.
void AddIamFunctions(const TextLoader& text_loader, FunctionTable* table);
void AddIamHolderFunctions(const TextLoader& text_loader, FunctionTable* table);

}  // namespace connectguard
