// Lint of one statement. Private to iam/.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "iam/finding.h"
#include "iam/policy.h"

namespace connectguard {

// REQUIRES: the statement could be read.
void LintActions(const IamStatement& statement,
                 std::vector<IamFinding>* findings);
void LintResources(const IamStatement& statement,
                   std::vector<IamFinding>* findings);
void LintConditions(const IamStatement& statement,
                    std::vector<IamFinding>* findings);

// The actions of the table that the statement's patterns take; nullopt when it
// has NotAction, a pattern for all services, or something unknown.
std::optional<std::vector<std::string_view>> ActionsOf(
    const IamStatement& statement);

}  // namespace connectguard
