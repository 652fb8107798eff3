// The SARIF 2.1.0 report of `validate`: one result for each check that failed.
//
// It says more than the reference's does: where the value that failed stands
// (there it is where the value stands that it was compared with), the list of
// the rules, and fingerprints that survive a change of lines.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "cfn_guard/judged_rules.h"
#include "cfn_guard/report_sink.h"
#include "guard/language.h"

namespace connectguard {

void WriteSarif(std::span<const JudgedRules> judged, GuardVersion version,
                ReportSink* sink);

}  // namespace connectguard
