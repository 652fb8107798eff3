// Clause::number for all clauses of a file, in the order of the text.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "guard/ast.h"

namespace connectguard {

// Fills Clause::number and RuleFile::clause_count. Done when the tree is
// finished, so that alternatives that the parser dropped take no numbers.
void NumberClauses(RuleFile* file);

}  // namespace connectguard
