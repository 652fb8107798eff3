// What lint has found, and how much it matters.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "guard/semantics.h"

namespace connectguard {

// In the order of weight.
enum class LintSeverity : std::uint8_t {
  kInfo,     // Possible with some input; shown on request.
  kWarning,  // Hardly what the author means.
  kError,    // Goes wrong as soon as it is evaluated.
};

// "error", "warning", "info".
std::string_view LintSeverityName(LintSeverity severity);

// One kind of finding. The id is stable: comments and scripts name it.
struct LintCheck {
  std::string_view id;
  LintSeverity severity;
  std::string_view title;
  // Why it matters, for all findings of this kind.
  std::string_view why;
  // For places where cfn-guard's verdict and the strict one can differ: the
  // departure that is the cause.
  std::optional<Departure> departure = std::nullopt;
};

// A rule that both modes judge differently on one input.
struct ModeDisagreement {
  std::string input;
  std::string rule;
  std::string strict;  // PASS, FAIL, SKIP, UNKNOWN or ERROR.
  std::string compat;
  // Without these, strict mode would not judge as it does.
  std::vector<Departure> causes = {};
};

struct LintFinding {
  const LintCheck* check = nullptr;
  SourceSpan span = {};
  std::string message = {};  // What is wrong here.
  std::string hint = {};     // What to write instead; may be empty.
  std::optional<ModeDisagreement> disagreement = std::nullopt;
};

}  // namespace connectguard
