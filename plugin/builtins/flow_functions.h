// Questions of rules about contact flows; builtins.h says what each answers.
//
// Thread rule: pure functions of their arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "guard/functions.h"

namespace connectguard {

// Each in a file of its own.
void AddFlowSelections(FunctionTable* table);  // Actions, and sets of them.
void AddFlowValues(FunctionTable* table);      // Parameters and branches.
void AddFlowProblems(FunctionTable* table);    // What is wrong with the form.
void AddFlowPaths(FunctionTable* table);       // Ways through the flow.
void AddFlowData(FunctionTable* table);        // States and origins.
void AddFlowReturns(FunctionTable* table);     // From one flow to another.

}  // namespace connectguard
