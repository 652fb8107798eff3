// The member of a map that a key of a query names: as it is written, or as
// cfn-guard has it, in other spellings.
//
// Thread rule: one thread per evaluation.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "document/value.h"
#include "guard/ast.h"
#include "guard/evaluation.h"
#include "guard/key_case.h"

namespace connectguard {

// Null when the map has no such member. `key_case` is the conversion that found
// an earlier key of this query, and the only one that is tried once there is
// one.
const Value* FindMember(Evaluator& evaluator, const Value& map,
                        const KeyPart& part, std::optional<KeyCase>* key_case);

}  // namespace connectguard
