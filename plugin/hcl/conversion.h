// What a declared type makes of a value: the defaults of optional attributes,
// the order of a set, the text of a number.
//
// A conversion that is not computed gives an unknown value of the same origins.
//
// Thread rule: one thread for the evaluator.
// Source:
// https://developer.hashicorp.com/terraform/language/expressions/type-constraints
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "hcl/evaluator.h"
#include "hcl/syntax.h"
#include "hcl/value.h"

namespace connectguard::hcl {

// `type` is the expression of a `variable` block.
Value Convert(const Value& value, const Expression& type, Evaluator* evaluator,
              Environment* environment);

}  // namespace connectguard::hcl
