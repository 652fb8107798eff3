// What the parameters of a template stand for, its own and the pseudo ones.
//
// A parameter has its Default, since nothing else is known of it; without one
// it is unknown. A NoEcho parameter is always unknown and sensitive: its
// default is no secret that somebody wrote into a resource, and must not be
// printed. SSM parameters are read at deployment, so they are unknown. A String
// parameter that only allows true and false is a boolean.
//
// AWS::Partition is `aws` and AWS::URLSuffix `amazonaws.com`: policies are
// written for these, and names of other partitions have the same shape. The
// other pseudo parameters are unknown.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "document/value.h"
#include "readers/resolved_values.h"

namespace connectguard {

inline constexpr std::string_view kNoValue = "AWS::NoValue";

// Null when there is no pseudo parameter of this name; not for kNoValue.
const Value* PseudoParameter(std::string_view name, SourceSpan span,
                             ResolvedValues* values);

// `declared` is the parameter's map below Parameters.
const Value* ParameterValue(std::string_view name, const Value& declared,
                            SourceSpan span, ResolvedValues* values);

}  // namespace connectguard
