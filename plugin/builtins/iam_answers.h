// From answers about policies to what a function gives: the statements that are
// the evidence, with the request that proves it as remark, or unknown values at
// what prevents an answer.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "builtins/results.h"
#include "iam/questions.h"

namespace connectguard {

// `for example connect:DeleteInstance on arn:...`; empty without a witness.
std::string WitnessRemark(const IamAnswer& answer);

// Why there is no answer, at the part of a document that prevents it; at `from`
// when that is no part.
void AddOpenAnswer(const IamAnswer& answer, const Value& from,
                   ResultList* results);

}  // namespace connectguard
