// Why a policy has the status that `check` gives it, also where the input can
// turn out in several ways (judge.h): the one is shown that decides. And what
// of its findings is waived (waivers.h).
//
// Thread rule: pure function.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "document/document.h"
#include "gate/explanation.h"
#include "guard/evaluator.h"
#include "policy/policy.h"

namespace connectguard {

// REQUIRES: how.clock.
Explanation ExplainPolicy(const Policy& policy, const Document& document,
                          const EvaluateOptions& how);

}  // namespace connectguard
