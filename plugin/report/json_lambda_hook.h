// A run's verdict as the answer of a CloudFormation Lambda Hook: FAILED and
// NonCompliant unless everything is allowed, InternalFailure when an input
// could not be checked. A finding is an annotation; what is unknown or waived
// is SKIPPED.
//
// The token is the one of the input, which must be the hook's request
// (readers/hook_payload.h); without one it is left out.
// Source: docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/
// lambda-hooks-create-lambda-function.html, "Response input", read in 2026.
//
// Deterministic. Thread rule: a pure function of its arguments; the stream is
// the caller's.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <span>

#include "gate/engine.h"

namespace connectguard {

void WriteLambdaHookAnswer(std::span<const CheckedInput> inputs,
                           std::ostream& out);

}  // namespace connectguard
