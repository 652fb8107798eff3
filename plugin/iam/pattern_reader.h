// The text of a policy element as a pattern: wildcards, escapes (`${*}`) and
// policy variables.
//
// Source: IAM User Guide, reference_policies_variables; read 2026-11.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "iam/glob.h"

namespace connectguard {

// What `${...}` means in a document.
enum class VariableReading : std::uint8_t {
  kVariables,  // Version 2012-10-17.
  kText,       // An older version, or none: it stands for itself.
  kUnclear,    // The version is not known.
};

struct PatternOptions {
  VariableReading variables = VariableReading::kVariables;
  bool wildcards = true;
  bool any_case = false;
};

struct ReadPattern {
  Glob glob;
  // Why the pattern is not certain: a clause, empty when it is. `glob` then
  // takes at least all that it can mean.
  std::string problem;
};

ReadPattern ReadGlob(std::string_view text, const PatternOptions& options);

}  // namespace connectguard
