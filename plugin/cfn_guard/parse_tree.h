// The tree of a rules file in the shape in which `cfn-guard parse-tree` 3.x
// prints it: {assignments, guard_rules, parameterized_rules}.
//
// The shape is the reference's own tree as its serializer writes it, so names
// and nesting here are not those of guard/ast.h. For a stable text of our own
// tree see guard/dump.h.
//
// Thread rule: a pure function.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/arena.h"
#include "base/result.h"
#include "document/value.h"
#include "guard/ast.h"

namespace connectguard {

// A file without rules is null. The tree lives in `arena`. An error for what
// the reference cannot write: a number without end.
Result<const Value*> ParseTree(const RuleFile& rules, Arena* arena);

}  // namespace connectguard
