// Values of parameters as people give them: in a file, or one by one.
//
// The formats of files, all JSON, are those of the AWS command line:
//   [{"ParameterKey": "K", "ParameterValue": "V"}, ...]   create-stack, deploy
//   {"Parameters": {"K": "V"}, ...}                       deploy, CodePipeline
//   ["K=V", ...]                                          deploy
// An entry of the first may have `UsePreviousValue` instead of a value.
// Specified in docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy
// and .../create-stack, and for CodePipeline's template configuration in
// docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/
// continuous-delivery-codepipeline-cfn-artifacts.html; written without these
// pages at hand.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "readers/stack_inputs.h"

namespace connectguard {

// kBadInput for another format, or a name that is given twice. No error shows a
// value.
Result<std::vector<GivenParameter>> ReadParametersFile(std::string name,
                                                       std::string bytes);

// `K=V`; kUsage without `=` or with no name before it.
Result<GivenParameter> ParseParameter(std::string_view assignment);

}  // namespace connectguard
