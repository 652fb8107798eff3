// The report of cfn-guard 3.x on one data file: the status, what failed, and
// the names of the rules that passed or did not apply.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "cfn_guard/judged_rules.h"
#include "cfn_guard/report_sink.h"

namespace connectguard {

// `judged`: all of them on that data file.
void WriteFileReport(std::string_view name, std::span<const JudgedRules> judged,
                     ReportSink* sink);

}  // namespace connectguard
