// Messages of the PolicyAnalysisService to questions about IAM policies, and
// answers to messages. Nothing is decided here.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "analysis/can.h"
#include "analysis/compare.h"
#include "analysis/inspect.h"
#include "base/result.h"
#include "connectguard/v1/policy_analysis_service.pb.h"

namespace connectguard {

// Each: kUsage for a document without content and for numbers outside of their
// enumerations, kMissing for an unknown policy of AWS's own. `field` is what a
// document without a name is called.
Result<PolicyText> FromProto(const v1::PolicyDocument& document,
                             std::string_view field);
Result<std::optional<IamPolicyKind>> FromProto(v1::PolicyKind kind);
Result<CanQuestion> FromProto(const v1::CanRequest& request);
Result<PairQuestion> FromProto(const v1::DiffRequest& request);
Result<PairQuestion> FromProto(const v1::AtMostRequest& request);
Result<std::vector<PolicyText>> FromProto(const v1::LintRequest& request);

v1::CanResponse ToProto(const CanAnswer& answer);
v1::DiffResponse ToProto(const PairAnswer<IamDiffReport>& answer);
v1::AtMostResponse ToProto(const PairAnswer<IamAtMostReport>& answer);
// Of each policy at most `max_findings`; 0: all.
v1::LintResponse ToProto(const LintAnswer& answer, std::uint32_t max_findings);
v1::ExplainResponse ToProto(const ExplainAnswer& answer);

}  // namespace connectguard
