// Messages of connectguard.v1 to the gate's own types and back. Both directions
// lose nothing, so that a client prints the report that the service made.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "connectguard/v1/policy.pb.h"
#include "connectguard/v1/validation_service.pb.h"
#include "gate/engine.h"
#include "policy/policy.h"
#include "readers/input.h"

namespace connectguard {

v1::Report ToProto(const GateReport& report);
GateReport FromProto(const v1::Report& report);

v1::ValidateOptions ToProto(const GateOptions& options);
// kUsage for a number that is none of an enumeration's.
Result<GateOptions> FromProto(const v1::ValidateOptions& options);

v1::DocumentFormat ToProto(InputFormat format);
Result<InputFormat> FromProto(v1::DocumentFormat format);

// REQUIRES: a place with a file.
void ToProto(const FindingPlace& place, v1::SourceLocation* out);

v1::PolicySummary ToSummary(const Policy& policy);
v1::Policy ToProto(const Policy& policy);

}  // namespace connectguard
