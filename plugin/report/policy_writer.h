// Policies as text or data, for those who ask what is checked.
//
// Thread rule: pure functions of their arguments; the stream is the caller's.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <span>
#include <string_view>

#include "base/result.h"
#include "policy/policy.h"
#include "report/writer.h"

namespace connectguard {

// A line for each policy, or one JSON object for all. kInternal when the stream
// does not take it all.
Status WritePolicyList(std::span<const Policy* const> policies,
                       std::string_view revision, ReportFormat format,
                       std::ostream& out);

// Metadata, rationale, then the rules as they stand in the file.
Status WritePolicy(const Policy& policy, std::ostream& out);

// The JSON form of WritePolicyList; README.md describes it.
void WriteJsonPolicyList(std::span<const Policy* const> policies,
                         std::string_view revision, std::ostream& out);

}  // namespace connectguard
