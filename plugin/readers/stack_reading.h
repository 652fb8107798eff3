// A stack with all that is known of its deployment: its template read with the
// parameters that are given, beside what was deployed before.
//
// A change set that is given decides what happens; the previous template then
// only says what the resources were like. The parameters that a change set
// lists count where no others are given.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "base/result.h"
#include "document/value.h"
#include "readers/change_set.h"
#include "readers/stack_changes.h"
#include "readers/stack_inputs.h"
#include "readers/template_stack.h"

namespace connectguard {

struct ReadStack {
  std::unique_ptr<TemplateStack> stack;
  // These keep what the values of the previous template were made with.
  std::unique_ptr<StackWorld> previous_world;
  std::unique_ptr<TemplateStack> previous_stack;
  std::vector<StackResource> planned;
  std::vector<StackResource> previous;
  StackChanges changes;
  bool has_changes = false;
  bool errored = false;  // The change set failed.
};

// kBadInput also for parameters that the template does not take, or that break
// its Rules.
Result<ReadStack> ReadStackWith(StackWorld* world, TemplateStack::Source source,
                                const StackInputs& inputs);

// The same with the previous template and the changes as they were read
// already; null: there are none.
struct Before {
  const Value* written = nullptr;
  std::uint16_t file = 0;
  const ChangeSet* change_set = nullptr;
};
Result<ReadStack> ReadStackWith(StackWorld* world, TemplateStack::Source source,
                                const StackInputs& inputs,
                                const Before& before);

}  // namespace connectguard
