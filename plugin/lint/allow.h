// Comments that allow a finding, on the line above it:
//
//   # lint: allow ignored-not  cfn-guard never sees this file
//
// Several ids are separated by commas; the reason is required. More comment
// lines may stand between it and the code. One that allows nothing is itself a
// finding.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "guard/ast.h"
#include "lint/finding.h"

namespace connectguard {

// Takes out what is allowed and adds what is wrong with the comments. Answers
// how many were taken out.
std::size_t ApplyAllowances(const RuleFile& file,
                            std::vector<LintFinding>* findings);

}  // namespace connectguard
