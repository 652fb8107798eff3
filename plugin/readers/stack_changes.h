// What deploying a template does to the resources that its stack has: those of
// the template that it was last deployed with, or of a change set.
//
// - What only the previous template has is deleted, or let go of when its
//   DeletionPolicy retains it.
// - A changed property that cannot be changed replaces the resource
//   (create_only.h); so does a reference to a resource that is replaced.
// - What cannot be told, such as a value that is known at deployment only, or a
//   type whose properties nobody listed, leaves the action unknown.
// Both templates are read with the same parameters.
//
// Thread rule: pure functions; values live in the document's arena.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "document/document.h"
#include "readers/template_stack.h"

namespace connectguard {

struct StackChange {
  // "create", "update", "replace", "no-op", "delete", "forget", "import"; empty
  // when it is not known.
  std::string action = {};
  std::string unknown_because = {};             // For an empty action.
  std::vector<std::string> replace_paths = {};  // "Properties.BucketName"
};

struct StackChanges {
  // By address; one entry for each resource of either side.
  std::unordered_map<std::string_view, StackChange> planned;
  std::unordered_map<std::string_view, StackChange> previous;
};

StackChanges CompareStacks(const Document& document,
                           const std::vector<StackResource>& planned,
                           const std::vector<StackResource>& previous);

}  // namespace connectguard
