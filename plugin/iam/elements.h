// The Action and Resource elements as sets of patterns. Private to iam/.
//
// Source: IAM User Guide, reference_policies_elements_action,
// reference_policies_elements_resource; read 2026-11.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "iam/policy.h"

namespace connectguard {

// `element->value` and `negated` are given; the rest is filled in.
void ReadActionElement(StatementElement* element, FormulaStore* store,
                       std::vector<IamFinding>* findings);
void ReadResourceElement(IamPolicyKind kind, VariableReading variables,
                         StatementElement* element, FormulaStore* store,
                         std::vector<IamFinding>* findings);

}  // namespace connectguard
