// `in` for one value against one other: part of a text, element of a list,
// subset of a list, or the list itself in a list of lists.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "document/value.h"
#include "guard/ast.h"
#include "guard/compare.h"
#include "guard/outcome.h"

namespace connectguard {

// What a comparison gives as it is asked, and when it is asked negated. Not
// each other's opposite: what cannot be compared fails both.
struct Both {
  Outcome plain;
  Outcome negated;

  constexpr Both Or(const Both& other) const {
    return {plain.Or(other.plain), negated.Or(other.negated)};
  }
};

inline constexpr Both kHolds = {Outcome::Pass(), Outcome::Fail()};
inline constexpr Both kFails = {Outcome::Fail(), Outcome::Pass()};
inline constexpr Both kNeither = {Outcome::Fail(), Outcome::Fail()};
inline constexpr Both kOpen = {Outcome::PassOrFail(), Outcome::PassOrFail()};

Both FromAnswers(Answers answers);

// `!=` and `not in`.
bool IsNegated(CompareOp op);

// What comparing nothing is worth, such as a list without elements: in strict
// mode it fails what asks for something and skips what forbids something; else
// it is empty, for "does not count".
Outcome OutcomeOfNothing(bool negated, Semantics semantics);

// The answer to "is it in there?"; in strict mode what fails both ways could
// not be compared.
Truth TruthOf(const Both& in, Semantics semantics);

// A text within a text; nothing else can be compared so.
Both StringIn(const Value& left, const Value& right, CompareNotes* notes);

Both ContainedIn(const Value& left, const Value& right, CompareNotes* notes);

}  // namespace connectguard
