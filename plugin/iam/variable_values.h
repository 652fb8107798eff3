// The request of a branch that the solver has decided: a value for each
// dimension, and for policy variables the values that make the branch true.
// Private to iam/.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

#include "iam/tableau.h"

namespace connectguard {

// `literals` by dimension, each dimension satisfiable by itself as far as that
// is known. kNone: the branch has no request. kOpen: none was found, and some
// value was not tried; what it is of is added to `open`.
SearchOutcome FindBranchRequest(
    const Tableau& tableau, const std::vector<std::vector<LiteralId>>& literals,
    SearchBudget* budget, IamRequest* request, std::set<std::string>* open);

}  // namespace connectguard
