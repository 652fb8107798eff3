// The tree that `--verbose` prints below a case: the file, its rules, and below
// each rule the checks that did not pass.
//
// cfn-guard also prints every block and every check that passed; we keep no
// records of those.
//
// Thread rule: a pure function.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "guard/ast.h"
#include "guard/evaluator.h"

namespace connectguard {

std::string VerboseTree(const RuleFile& rules, const Evaluation& evaluation);

}  // namespace connectguard
