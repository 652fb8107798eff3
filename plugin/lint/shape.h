// What can be said of the results of a query or an operand without an input:
// whether there may be none, or several, and which literal they are.
//
// Where nothing is certain a shape says what is possible; nothing here depends
// on what a key may lead to.
//
// Thread rule: pure functions of their arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "guard/ast.h"
#include "lint/facts.h"

namespace connectguard {

struct Shape {
  // The one literal that it is.
  const Value* literal = nullptr;
  // There may be no result, not even a missing one.
  bool may_be_none = false;
  // Because of a filter or a `some`, which the author can see.
  bool is_selected = false;
  // There may be several results.
  bool may_be_many = false;
  // By a wildcard or a filter, not only by what a caller may give.
  bool is_spread = false;
  // By a wildcard.
  bool has_wildcard = false;
  // A result may be a list of the input's.
  bool may_be_list = false;
  // A result may be a whole number, or a decimal one, or hold such.
  bool may_be_whole = false;
  bool may_be_decimal = false;
  // Every result is a text.
  bool is_text = false;
  // Nothing is known: a parameter, a captured name.
  bool is_open = false;
};

Shape ShapeOf(const LintFacts& facts, const Query& query,
              const NameScope* scope);
Shape ShapeOf(const LintFacts& facts, const Operand& operand,
              const NameScope* scope);

// The operand as a literal, also through variables; null when it is none.
const Value* LiteralOf(const LintFacts& facts, const Operand& operand,
                       const NameScope* scope);

// Whether a value or anything inside it is of the kind.
bool HasKind(const Value& value, Kind kind);

// Whether the rule literal is a pattern.
const Regex* PatternOf(const Value& value);

// Whether a decimal number, or a whole one, or a range of such, is in the
// value.
bool HasDecimal(const Value& value);
bool HasWholeNumber(const Value& value);

}  // namespace connectguard
