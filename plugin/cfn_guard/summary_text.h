// What `validate` prints for a person about one rules file on one data file:
// the table of rules by status, and what failed as one line a check.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cfn_guard/judged_rules.h"

namespace connectguard {

// Rules of which status are shown.
struct ShownStatuses {
  bool passed = false;
  bool failed = true;
  bool skipped = false;

  bool Any() const { return passed || failed || skipped; }
};

// Empty when no rule has one of the statuses.
std::string SummaryTable(const JudgedRules& judged, ShownStatuses shown);

// The checks, then the names of the rules that passed or did not apply; empty
// when there is nothing of the first of the statuses that are shown.
std::string LinesText(const JudgedRules& judged, ShownStatuses shown);

// A value as JSON without white space; what JSON has not becomes a text.
std::string CompactText(const Value& value);

}  // namespace connectguard
