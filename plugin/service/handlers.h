// What each procedure of the ValidationService does, as free functions of an
// Engine and messages: tests call them without a socket.
//
// Thread rule: any number may run at once on one Engine.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "connectguard/v1/validation_service.pb.h"
#include "gate/engine.h"

namespace connectguard {

Result<v1::Report> Validate(const Engine& engine,
                            const v1::ValidateRequest& request,
                            const Cancelled& cancelled);

// Puts the parts of a stream together: Add for each message in order, then
// Finish. The content is kept once.
class StreamedInput {
 public:
  // kUsage when the header is missing, late or repeated; kLimit beyond
  // limits::kMaxInputBytes.
  Status Add(v1::ValidateStreamRequest part);
  Result<v1::Report> Finish(const Engine& engine, const Cancelled& cancelled);

 private:
  bool has_header_ = false;
  bool has_plan_file_ = false;
  v1::ValidateStreamHeader header_;
  std::string content_;
  v1::PlanFile plan_file_;
};

// kUsage for an unknown pack.
Result<v1::ListPoliciesResponse> ListPolicies(
    const PolicySet& policies, const v1::ListPoliciesRequest& request);

// kMissing for an unknown id.
Result<v1::GetPolicyResponse> GetPolicy(const PolicySet& policies,
                                        const v1::GetPolicyRequest& request);

}  // namespace connectguard
