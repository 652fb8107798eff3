// Policies of AWS's own, by the names and ARNs that people write.
//
// Thread rule: pure functions of their arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/policy_files.h"
#include "base/result.h"

namespace connectguard {

struct AwsPolicy {
  std::string arn;
  PolicyText text;  // Called as it was asked for.
};

// `AdministratorAccess`, `service-role/AWSLambdaBasicExecutionRole` with its
// path or without, an ARN, or `FullAWSAccess`, which AWS attaches to every
// level of an organization. Nullopt for what is none of them; kMissing for the
// ARN of a policy of AWS's own that the table does not have.
Result<std::optional<AwsPolicy>> FindAwsPolicy(std::string_view name);

// The same for a name that can be nothing else: kMissing for another.
Result<PolicyText> NamedAwsPolicy(std::string_view name);

// All names, for those who look for one.
std::vector<std::string_view> AwsPolicyNames();

}  // namespace connectguard
