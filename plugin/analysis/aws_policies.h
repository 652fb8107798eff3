// Policies of AWS's own, by their names.
//
// Thread rule: pure functions of their arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "analysis/policy_files.h"

namespace connectguard {

// `FullAWSAccess`, which is attached to every level of an organization; nullopt
// for another name.
std::optional<PolicyText> AwsPolicy(std::string_view name);

}  // namespace connectguard
