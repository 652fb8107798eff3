// Text of a rules file to its tree: the whole grammar of CloudFormation Guard
// 3.x, with the same ordered choices and cuts, so that what cfn-guard accepts
// and rejects is accepted and rejected here.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "guard/ast.h"
#include "guard/functions.h"
#include "guard/language.h"

namespace connectguard {

struct ParseOptions {
  GuardVersion version = GuardVersion::k32;
  // The name of the rule made from the clauses at the top level.
  std::string implicit_rule_name = "default";
};

// `name` is what the user sees in diagnostics. A file without rules (blank,
// comments only) is a RuleFile without rules. `functions` must outlive it.
Result<std::unique_ptr<const RuleFile>> ParseRules(
    std::string name, std::string text, const FunctionTable& functions,
    const ParseOptions& options = {});

}  // namespace connectguard
