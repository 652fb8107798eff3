// The records of an evaluation as cfn-guard 3.x prints them: as a tree for a
// person, and as JSON.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cfn_guard/judged_rules.h"
#include "cfn_guard/report_sink.h"

namespace connectguard {

// REQUIRES of both: judged with a trace.
std::string TraceText(const JudgedRules& judged);
void WriteTrace(const JudgedRules& judged, ReportSink* sink);

}  // namespace connectguard
