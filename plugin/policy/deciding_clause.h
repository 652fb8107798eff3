// A record of an evaluation as test reports show it.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/source.h"
#include "guard/ast.h"
#include "guard/evaluator.h"
#include "policy/test_report.h"

namespace connectguard {

// `input` is the text that the judged values were written in.
DecidingClause DecidingClauseOf(const RuleFile& rules,
                                const ClauseRecord& record,
                                const SourceFile& input);

// One line: what was asked and where, what was found, and why.
std::string DecidingClauseText(const DecidingClause& clause);

}  // namespace connectguard
