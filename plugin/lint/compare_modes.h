// A rules file judged on one input both ways, strictly and as cfn-guard judges:
// for each rule with two statuses the clause that decides and the departure
// that is the cause.
//
// The cause is found by judging again without one departure after another, so
// it is exact: the fewest whose absence changes the strict status.
//
// Thread rule: a pure function of its arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "base/clock.h"
#include "document/document.h"
#include "guard/ast.h"
#include "lint/finding.h"

namespace connectguard {

// `input` is what the user sees. Comments allow nothing here.
std::vector<LintFinding> CompareModes(const RuleFile& file,
                                      const Document& document,
                                      std::string_view input,
                                      const Clock* clock = nullptr);

}  // namespace connectguard
