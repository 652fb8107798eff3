// Writes the canonical document of a stack: what a template makes, what was
// there before, and what is known of the whole. `Change.OnlyIf` of a resource
// lists the open conditions without which it is not made.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "document/value.h"
#include "readers/input.h"
#include "readers/stack_changes.h"
#include "readers/template_stack.h"

namespace connectguard {

struct TemplateDocument {
  StackWorld* world = nullptr;
  const Value* written = nullptr;  // The whole input, for places.
  // Whose functions the input's own `Previous` and `Plan` may use; null: it has
  // no such sections.
  TemplateStack* stack = nullptr;
  std::string_view kind = "cloudformation";  // Plan.Kind: this, or "hook".
  // Plan.Form, where templates are not the input itself: "change-set", "cdk".
  std::string_view form = {};
  bool errored = false;
  std::string_view client_request_token = {};  // Of a hook.
  std::vector<StackResource> planned = {};
  // What happens to them, and to those that were there before; without
  // `has_changes` all are created.
  bool has_changes = false;
  std::vector<StackResource> previous = {};
  StackChanges changes = {};
  const ReadOptions& options;
};

// Sets the document's root and source. kLimit when functions made too much.
Status WriteTemplateDocument(TemplateDocument made);

}  // namespace connectguard
