// `Rules` of a template: assertions about its parameters, which CloudFormation
// checks before it deploys a stack.
// Specified in docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/
// rules-section-structure.html; written without the page at hand.
//
// Thread rule: as Intrinsics.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "document/value.h"
#include "readers/intrinsics.h"

namespace connectguard {

// "rule `Name`: what it says" of the first assertion that is certain to fail.
// Functions that ask AWS (Fn::RefAll, Fn::ValueOf) are not decided.
std::optional<std::string> FindBrokenRule(const Value& rules,
                                          Intrinsics* intrinsics);

}  // namespace connectguard
