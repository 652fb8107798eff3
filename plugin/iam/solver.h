// Whether some request makes a formula true, and which: a tableau over the
// formula, with an exact theory for each dimension.
//
// Dimensions share nothing, so a branch whose dimensions are satisfiable one by
// one is satisfiable. Policy variables are the exception: they tie a pattern to
// a key. Their branches are tried with values that the branch itself suggests;
// when these are all that there can be, the answer is exact, else kOpen.
//
// Deterministic; bounded by a SearchBudget.
// Thread rule: one thread per Solver.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "iam/budget.h"
#include "iam/formula.h"

namespace connectguard {

// How tests whose sets are known only between bounds are read.
enum class HoleReading : std::uint8_t {
  kGenerous,  // So that the formula is true wherever it may be true.
  kStrict,    // So that it is true only where it certainly is.
};

struct SolverOptions {
  HoleReading reading = HoleReading::kGenerous;
  // Who can make requests at all; null for everybody.
  const TextSet* principals = nullptr;
  // The request is to be one that a reader recognises. Finding such a one can
  // take longer than the answer itself.
  bool telling = true;
};

enum class Satisfiability : std::uint8_t { kYes, kNo, kOpen, kSpent };

struct SolverAnswer {
  Satisfiability satisfiable = Satisfiability::kNo;
  IamRequest request = {};  // For kYes: a smallest one that the branch admits.
  // For kOpen: what could not be decided, `${aws:username}`.
  std::vector<std::string> open = {};
};

SolverAnswer FindRequest(const Formula& formula, const SolverOptions& options,
                         SearchBudget* budget);

// One way to make the formula true: the tests that a branch chose from
// disjunctions, and a request that takes it.
struct SolverBranch {
  struct Chosen {
    const RequestTest* test = nullptr;
    bool holds = true;
  };
  std::vector<Chosen> chosen = {};
  IamRequest request = {};
};

// All branches, until `visit` says false. The answer is kYes when there was
// one, and kOpen or kSpent when some may be missing.
Satisfiability VisitBranches(
    const Formula& formula, const SolverOptions& options, SearchBudget* budget,
    const std::function<bool(const SolverBranch&)>& visit);

}  // namespace connectguard
