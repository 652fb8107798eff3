// Findings to a verdict. The whole of the gate's judgement is here, so that it
// can be read in one place:
//
//   what is waived                           -> as if it had not been found
//   an evaluation error                      -> denied, at any severity
//   a violation at or above the threshold    -> denied
//   an unknown at or above the threshold     -> undecided, when told to deny it
//   anything else                            -> allowed
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gate/engine.h"
#include "gate/finding.h"

namespace connectguard {

// Marks the findings that block, drops the unknown ones that are counted only,
// and answers the verdict.
Verdict Decide(const GateOptions& options, std::vector<Finding>* findings);

}  // namespace connectguard
