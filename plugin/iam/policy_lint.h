// What is wrong or unwise in a policy document by itself: what AWS refuses,
// names that do not exist, conditions that never or always hold, statements
// without effect.
//
// `error`: AWS refuses it, or it cannot do what it says. `warning`: hardly what
// its author means. Names are held to the tables of data/, which have a date;
// a service that they do not have is left alone.
//
// Sources: IAM User Guide, access-analyzer-reference-policy-checks,
// reference_policies_elements, reference_iam-quotas; read 2026-11.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "base/cancelled.h"
#include "iam/finding.h"
#include "iam/policy.h"

namespace connectguard {

// `quota`: which limit of data/quotas.txt the document is under, `inline-role`;
// empty for the usual one of its kind. Once `cancelled`, which is asked at each
// statement, says so, the rest is left out.
std::vector<IamFinding> LintPolicy(const IamPolicy& policy,
                                   std::string_view quota = {},
                                   const Cancelled& cancelled = {});

}  // namespace connectguard
