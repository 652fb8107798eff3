// Whether a template takes the parameters that it is given, as CloudFormation
// would check them before it does anything.
//
// Checked are names, numbers, AllowedValues, AllowedPattern, MinLength,
// MaxLength, MinValue and MaxValue; not whether what a type of EC2 names is
// there.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "document/value.h"
#include "readers/stack_inputs.h"

namespace connectguard {

// kBadInput with the first thing that is wrong, placed where it was given.
// `written` is the template. The value of a NoEcho parameter is not shown.
// `notes` get a sentence for each pattern that cannot be read.
Status CheckParameters(const Value& written,
                       std::span<const GivenParameter> given,
                       std::vector<std::string>* notes);

}  // namespace connectguard
