// A formula, satisfiable or not, for certain or not. Private to iam/.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "iam/questions.h"
#include "iam/solver.h"

namespace connectguard {

// kYes with a request that certainly makes the formula true, kNo when certainly
// none does. No evidence.
IamAnswer Decide(const Formula& formula, const TextSet* principals,
                 SearchBudget* budget);

// Who can make the requests that such policies are asked about; null for
// everybody.
const TextSet* PrincipalsOf(PolicySpan policies);

// Policies of accounts touch no service-linked role.
const Formula* WithoutServiceLinkedRoles(const Formula* formula,
                                         FormulaStore* store);

// As May, about the requests of which the formula is true.
IamAnswer MayFit(const IamLayers& layers, const Formula& asked,
                 const QuestionOptions& options);

// Adds statements of one effect that certainly match the request.
void AddMatching(PolicySpan policies, const IamRequest& request, bool allow,
                 IamAnswer* answer);

// Takes the witness away when a policy has sensitive values.
void HideSensitive(PolicySpan policies, IamAnswer* answer);

// The holes, each once, and the first one's reason.
void Explain(std::span<const IamHole* const> holes, IamAnswer* answer);

inline constexpr std::string_view kBudgetSpent =
    "the question needs more steps than the budget has";

}  // namespace connectguard
