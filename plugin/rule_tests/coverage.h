// How far tests prove the rules of a file: for each clause, whether it ever
// decided a verdict, and in which ways.
//
// Two outcomes are asked of a clause: that it passed and that it failed; of a
// condition, that it held and that it did not; of one that asks about a value
// that is never known, only that. Blocks are covered through the clauses inside
// of them.
//
// Thread rule: plain data, that owns its texts; pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "guard/ast.h"
#include "rule_tests/coverage_recorder.h"

namespace connectguard {

enum class CoverageGap : std::uint8_t {
  kNeverReached,
  kNeverTried,    // An alternative in front of it always passed.
  kNeverEntered,  // A block that was reached, but nothing inside of it was.
  kNeverDecided,  // Reached, but what came of it never mattered.
  kOnlyUnknown,   // Decided only that a verdict is unknown.
  kNeverPassed,   // Of a condition: never held.
  kNeverFailed,   // Of a condition: always held.
};

// "never reached".
std::string_view CoverageGapText(CoverageGap gap, bool condition);
// "never-reached", for programs.
std::string_view CoverageGapName(CoverageGap gap);

struct ClauseGap {
  CoverageGap gap = CoverageGap::kNeverReached;
  bool condition = false;
  std::uint32_t line = 0;
  std::string clause;  // As it was written, on one line.
  // Of a block: clauses inside of it that are not listed themselves.
  std::size_t inside = 0;
};

struct CoverageCounts {
  std::size_t clauses = 0;
  std::size_t decided = 0;   // Clauses that decided a verdict.
  std::size_t outcomes = 0;  // Mostly two for each clause.
  std::size_t seen = 0;      // Outcomes that decided a verdict.

  void Add(const CoverageCounts& other);
  // Tenths of a percent of the outcomes, rounded down, so that only all of them
  // are 1000; 1000 where there is nothing to cover.
  std::size_t Permille() const;
};

struct RuleCoverage {
  std::string rule;
  std::uint32_t line = 0;
  CoverageCounts counts;
  std::vector<ClauseGap> gaps;  // In the order of the file.
};

std::vector<RuleCoverage> CoverageOf(const RuleFile& rules,
                                     const CoverageRecorder& recorder);

}  // namespace connectguard
