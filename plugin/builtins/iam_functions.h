// Questions of rules about IAM policies; builtins.h says what each answers.
//
//   iam_functions.cc         of documents: what they allow, deny, get wrong
//   iam_holder_functions.cc  of roles, users and groups: what they may do
//
// Thread rule: pure functions of their arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include "guard/functions.h"

namespace connectguard {

// `text_loader` reads documents that are written as text.
void AddIamFunctions(const TextLoader& text_loader, FunctionTable* table);
void AddIamHolderFunctions(const TextLoader& text_loader, FunctionTable* table);

// Adds `function(context, text_loader, arguments)` under a name.
template <typename Function>
void AddLoadingFunction(const TextLoader& text_loader, std::string name,
                        std::size_t least, std::size_t most, Function function,
                        FunctionTable* table) {
  table->Add({.name = std::move(name),
              .min_arguments = least,
              .max_arguments = most,
              .call = [text_loader, function](const FunctionContext& context,
                                              Arguments arguments) {
                return function(context, text_loader, arguments);
              }});
}

}  // namespace connectguard
