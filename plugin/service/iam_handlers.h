// What each procedure of the PolicyAnalysisService does, as free functions of
// messages: tests call them without a socket.
//
// Each: kUsage for a question that is not clear, kBadInput for what is no
// policy, kMissing for an unknown policy of AWS's own, kCancelled.
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancelled.h"
#include "base/result.h"
#include "connectguard/v1/policy_analysis_service.pb.h"

namespace connectguard {

Result<v1::CanResponse> Can(const v1::CanRequest& request,
                            const Cancelled& cancelled);
Result<v1::DiffResponse> Diff(const v1::DiffRequest& request,
                              const Cancelled& cancelled);
Result<v1::AtMostResponse> AtMost(const v1::AtMostRequest& request,
                                  const Cancelled& cancelled);
Result<v1::LintResponse> Lint(const v1::LintRequest& request,
                              const Cancelled& cancelled);
Result<v1::ExplainResponse> Explain(const v1::ExplainRequest& request,
                                    const Cancelled& cancelled);

}  // namespace connectguard
