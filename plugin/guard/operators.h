// The comparison operators between two selections: which values are compared
// with which, and what comes of it.
//
// Whether a selection is one literal decides between three readings of `==` and
// `in`: value by value, with a list's elements, or as sets.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "guard/ast.h"
#include "guard/compare.h"
#include "guard/language.h"
#include "guard/outcome.h"
#include "guard/query.h"
#include "guard/semantics.h"

namespace connectguard {

// What became of one value of the left side.
struct Check {
  // Empty when the value had nothing to be compared, such as an empty list.
  Outcome outcome;
  // Counts only if the values are in their selections.
  bool maybe = false;
  const Value* from = nullptr;
  const Value* to = nullptr;
  // Set when a query ended early, on either side.
  const Entry* unresolved = nullptr;
  // The unknown value on which the outcome or `maybe` depends.
  const Value* unknown = nullptr;
  // What the function that gave `from` has to say about it.
  std::string_view remark = {};
};

class CheckSink {
 public:
  virtual ~CheckSink() = default;
  virtual void Add(const Check& check) = 0;
};

// Compares two selections that are not empty. Non-empty text is an error: a
// pattern that could not be matched.
std::string CompareSelections(CompareOp op, GuardVersion version,
                              Semantics semantics, Entries left, Entries right,
                              CheckSink* sink);

// Whether the key of a map is selected by `[ keys op right ]`, which compares
// in a way of its own.
Outcome CompareMapKey(CompareOp op, const Value& key, Entries right,
                      CompareNotes* notes);

// `exists`, `empty`, `is_string` and so on for one value of a query, without
// the negations. An empty outcome means that the operator cannot be asked of
// such a value.
Outcome CheckUnary(UnaryOp op, const Entry& entry);

// `empty` asked of a selection, not of the values in it.
Outcome CheckSelectionEmpty(const Entry& entry);

}  // namespace connectguard
