// The findings of one file as the checks add them, and the checks by subject.
// Each check is a pure function of the facts.
//
// Private to lint/; others call Lint.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cassert>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lint/checks.h"
#include "lint/facts.h"
#include "lint/finding.h"

namespace connectguard {

class Findings {
 public:
  void Add(std::string_view id, SourceSpan span, std::string message,
           std::string hint = "") {
    const LintCheck* check = FindLintCheck(id);
    assert(check != nullptr);
    all_.push_back({.check = check,
                    .span = span,
                    .message = std::move(message),
                    .hint = std::move(hint)});
  }
  std::vector<LintFinding>& all() { return all_; }

 private:
  std::vector<LintFinding> all_;
};

void CheckNames(const LintFacts& facts, Findings* out);           // names.cc
void CheckCycles(const LintFacts& facts, Findings* out);          // cycles.cc
void CheckContradictions(const LintFacts& facts, Findings* out);  // never.cc
void CheckImpossible(const LintFacts& facts, Findings* out);  // impossible.cc
void CheckModes(const LintFacts& facts, Findings* out);       // modes.cc
void CheckKeys(const LintFacts& facts, Findings* out);        // keys.cc
void CheckQueries(const LintFacts& facts, Findings* out);     // query_traps.cc
void CheckClauses(const LintFacts& facts, Findings* out);     // clause_traps.cc
void CheckPatterns(const LintFacts& facts, Findings* out);    // patterns.cc

}  // namespace connectguard
