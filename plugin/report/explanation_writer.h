// Explanations as text or data, for those who ask why a policy said what it
// said.
//
// Thread rule: pure functions of their arguments; the stream is the caller's.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <string>

#include "base/result.h"
#include "gate/explanation.h"
#include "report/writer.h"

namespace connectguard {

// What was explained.
struct ExplanationSubject {
  std::string policy;      // The id; empty for rules that are no policy.
  std::string title;       // Empty as well.
  std::string rules;       // The name of the rules file.
  std::string input;       // The input's name.
  std::string input_kind;  // "terraform plan", "cloudformation template".
};

// PASS, FAIL, SKIP, UNKNOWN or ERROR, as the statuses of steps.
std::string_view StepNameOf(PolicyStatus status);

// kInternal when the stream does not take it all.
Status WriteExplanation(const ExplanationSubject& subject,
                        const Explanation& explanation,
                        const ReportOptions& options, std::ostream& out);

// The two forms; README.md describes the JSON.
void WriteTextExplanation(const ExplanationSubject& subject,
                          const Explanation& explanation, bool colour,
                          std::ostream& out);
void WriteJsonExplanation(const ExplanationSubject& subject,
                          const Explanation& explanation, std::ostream& out);

}  // namespace connectguard
