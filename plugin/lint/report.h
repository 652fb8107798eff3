// What lint has found, for people and for programs.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "lint/finding.h"
#include "lint/lint.h"

namespace connectguard {

struct LintCounts {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::size_t infos = 0;
  std::size_t allowed = 0;
};

// A file that does not parse counts as one error.
LintCounts CountFindings(std::span<const LintedFile> files);

// How many are of this severity or a heavier one.
std::size_t CountFrom(const LintCounts& counts, LintSeverity lowest);

// Findings from `lowest` on, each like a compiler's message, and a line that
// counts them.
std::string LintTextReport(std::span<const LintedFile> files,
                           LintSeverity lowest);

// The same as one JSON object; plugin/lint/README.md has its form.
std::string LintJsonReport(std::span<const LintedFile> files,
                           LintSeverity lowest);

// All checks, a line each and why.
std::string LintCheckList();

}  // namespace connectguard
