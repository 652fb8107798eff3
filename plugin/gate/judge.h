// One policy on one document: its status, and its findings.
//
// A document that can turn out in several ways (Document::ways) is judged in
// each. What is so in all ways in which the resource exists is so; what is a
// violation in some of them only is not known, and says when. So an open
// condition of a template counts with both its branches.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "document/document.h"
#include "gate/collect.h"
#include "guard/evaluator.h"
#include "policy/policy.h"

namespace connectguard {

PolicyStatus Judge(const Policy& policy, const Document& document,
                   const EvaluateOptions& how,
                   std::vector<CollectedFinding>* findings);

}  // namespace connectguard
