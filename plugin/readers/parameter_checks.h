// Whether a template takes the parameters that it is given, as CloudFormation
// would check them before it does anything.
//
// Checked are names, numbers, AllowedValues, MinLength, MaxLength, MinValue and
// MaxValue; not AllowedPattern, nor whether what a type of EC2 names is there.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "base/result.h"
#include "document/value.h"
#include "readers/stack_inputs.h"

namespace connectguard {

// kBadInput with the first thing that is wrong, placed where it was given.
// `written` is the template. The value of a NoEcho parameter is not shown.
Status CheckParameters(const Value& written,
                       std::span<const GivenParameter> given);

}  // namespace connectguard
