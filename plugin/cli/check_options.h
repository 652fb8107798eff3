// The options of a check as a command line gives them; shared by every program
// that checks.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/arguments.h"
#include "cli/check.h"

namespace connectguard {

class CheckOptions {
 public:
  // Adds the options to `app`; this object must outlive the parsing.
  void AddTo(CLI::App* app);
  // What was given; kUsage when it makes no sense.
  Result<CheckCommand> Finish(const CLI::App& app);

  CheckCommand& command() { return command_; }

 private:
  CheckCommand command_;
  // Names of choices, until Finish looks them up.
  std::string format_;
  std::string fail_on_;
  std::string on_unknown_;
  std::string colour_;
};

// Policy ids: repeated, or with commas between them.
void AddIds(CLI::App* app, const std::string& option,
            std::vector<std::string>* ids, const std::string& what);

// `--param`, which other commands have as well.
void AddParameters(CLI::App* app, std::vector<std::string>* parameters);

// `--no-waivers`, likewise.
void AddNoWaivers(CLI::App* app, GateOptions* gate);

// The names of choices that other commands have as well.
inline constexpr Choice<Severity> kSeverityChoices[] = {
    {"low", Severity::kLow},
    {"medium", Severity::kMedium},
    {"high", Severity::kHigh},
    {"critical", Severity::kCritical}};
inline constexpr Choice<ColourChoice> kColourChoices[] = {
    {"auto", ColourChoice::kAuto},
    {"always", ColourChoice::kAlways},
    {"never", ColourChoice::kNever}};
inline constexpr Choice<OnUnknown> kOnUnknownChoices[] = {
    {"deny", OnUnknown::kDeny},
    {"warn", OnUnknown::kWarn},
    {"allow", OnUnknown::kAllow}};
inline constexpr Choice<ReportFormat> kReportChoices[] = {
    {"text", ReportFormat::kText},
    {"json", ReportFormat::kJson},
    {"lambda-hook", ReportFormat::kLambdaHook}};
inline constexpr Choice<ReportFormat> kFormatChoices[] = {
    {"text", ReportFormat::kText}, {"json", ReportFormat::kJson}};

}  // namespace connectguard
