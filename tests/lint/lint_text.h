// Findings from texts, for the tests of lint.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "guard/evaluate_text.h"
#include "lint/lint.h"

namespace connectguard::testing {

inline LintedFile Lint(std::string_view rules) {
  LintedFile linted = LintText("rules.guard", std::string(rules), Functions());
  EXPECT_FALSE(linted.error)
      << rules << "\n"
      << (linted.error ? Render(linted.error->diagnostic) : "");
  return linted;
}

// The ids of what is found from a severity on, each once, in alphabetical
// order.
inline std::string IdsOf(const LintedFile& linted,
                         LintSeverity lowest = LintSeverity::kWarning) {
  std::vector<std::string> ids;
  for (const LintFinding& finding : linted.findings) {
    if (finding.check->severity >= lowest) {
      ids.emplace_back(finding.check->id);
    }
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::string joined;
  for (const std::string& id : ids) {
    joined += (joined.empty() ? "" : " ") + id;
  }
  return joined;
}

inline const LintFinding* Find(const LintedFile& linted, std::string_view id) {
  for (const LintFinding& finding : linted.findings) {
    if (finding.check->id == id) {
      return &finding;
    }
  }
  return nullptr;
}

}  // namespace connectguard::testing
