// `validate`: rules on data, as cfn-guard 3.x does it. Our own check of plans
// and templates is another command (gate/engine.h).
//
// Thread rule: called on one thread; uses all cores.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cfn_guard/environment.h"
#include "cfn_guard/summary_text.h"
#include "guard/language.h"

namespace connectguard {

enum class ValidateFormat { kSummary, kJson, kYaml, kJunit, kSarif };

struct ValidateOptions {
  std::vector<std::string> rules;
  std::vector<std::string> data;
  bool data_given = false;  // Else it is standard input, named STDIN.
  std::vector<std::string> parameters;
  bool payload = false;  // Rules and data on standard input.
  bool structured = false;
  ValidateFormat format = ValidateFormat::kSummary;
  bool by_modification = false;
  ShownStatuses shown;  // In the summary table.
  bool verbose = false;
  bool print_json = false;
  GuardVersion version = GuardVersion::k32;
};

inline constexpr int kValidatePassed = 0;
inline constexpr int kValidateRulesError = 5;  // Rules that do not parse.
inline constexpr int kValidateFailed = 19;

// The exit code; an error where the reference gives up as a whole.
Result<int> RunValidate(const ValidateOptions& options,
                        const CfnGuardEnvironment& environment);

}  // namespace connectguard
