// What managed policies of AWS say, where the table of data/ has them.
//
// Thread rule: pure functions of their arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "document/value_builder.h"

namespace connectguard {

// The document of `arn:aws:iam::aws:policy/AdministratorAccess`, made with the
// builder below `at`; null when it is none of AWS, or not in the table.
const Value* AwsManagedPolicy(std::string_view arn, const Value& at,
                              ValueBuilder* builder);

// The names that the table has, behind `:policy/`.
std::vector<std::string_view> AwsManagedPolicyNames();

}  // namespace connectguard
