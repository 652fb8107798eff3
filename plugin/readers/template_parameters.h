// What the parameters of a template stand for, its own and the pseudo ones.
//
// A parameter has the value that it was given, else its Default, since nothing
// else is known of it; without either it is unknown. A NoEcho parameter is
// always unknown and sensitive: its value must not be printed. SSM parameters
// are read at deployment, so they are unknown. A String parameter that only
// allows true and false is a boolean.
//
// AWS::Partition is `aws` and AWS::URLSuffix `amazonaws.com`, unless the region
// or they themselves are given: policies are written for these, and names of
// other partitions have the same shape. The other pseudo parameters are unknown
// until they are given.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "document/value.h"
#include "readers/resolved_values.h"
#include "readers/stack_scope.h"

namespace connectguard {

inline constexpr std::string_view kNoValue = "AWS::NoValue";

bool IsPseudoParameter(std::string_view name);
bool IsListType(std::string_view type);
// `declared` is, here and below, the parameter's map below Parameters.
bool IsNoEcho(const Value& declared);

// Null when there is no pseudo parameter of this name; not for kNoValue.
const Value* PseudoParameter(std::string_view name, SourceSpan span,
                             const StackScope& scope, ResolvedValues* values);

const Value* ParameterValue(std::string_view name, const Value& declared,
                            SourceSpan span, const StackScope& scope,
                            ResolvedValues* values);

}  // namespace connectguard
