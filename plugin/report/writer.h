// A run's reports as text or data: one writer per format behind one door, so
// that every program of ours prints the same.
//
// Thread rule: pure functions of their arguments; the stream is the caller's.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <span>
#include <string_view>

#include "base/result.h"
#include "gate/engine.h"

namespace connectguard {

enum class ReportFormat : std::uint8_t { kText, kJson, kLambdaHook };
inline constexpr std::string_view kReportFormats[] = {"text", "json",
                                                      "lambda-hook"};
std::optional<ReportFormat> ReportFormatFromName(std::string_view name);

struct ReportOptions {
  ReportFormat format = ReportFormat::kText;
  bool colour = false;  // Text only.
};

// Writes the reports of all inputs, in their order; JSON is one object for all
// of them. Inputs without a report stand in the JSON with their error; the text
// report only says that they were not checked, since WriteProblems has the
// rest. kInternal when the stream does not take it all.
Status WriteReports(std::span<const CheckedInput> inputs,
                    const ReportOptions& options, std::ostream& out);

// Ends what was written to `out`. kInternal when it did not take it all.
Status FinishWriting(std::ostream& out);

// What belongs on standard error after a run: the error of each input without a
// report, and a loud warning for each that nothing was checked in.
void WriteProblems(std::span<const CheckedInput> inputs, std::ostream& err);

// "error: " and the diagnostic, as every program of ours prints it.
void WriteError(const Error& error, std::ostream& err);

}  // namespace connectguard
