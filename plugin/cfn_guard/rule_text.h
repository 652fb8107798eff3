// Clauses, queries and literals of rules as cfn-guard 3.x writes them: in its
// parse tree and in its reports.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "guard/ast.h"

namespace connectguard {

// An operator and whether it is negated: `Eq` and true for `!=`.
struct Comparator {
  std::string_view name;
  bool negated = false;
};

// "IS STRING", "GREATER THAN EQUALS"; without the negation.
std::string_view OperatorWord(UnaryOp op);
std::string_view OperatorWord(CompareOp op);

std::string_view ComparatorName(UnaryOp op);
Comparator ComparatorOf(CompareOp op);

std::string Utf8Of(char32_t character);

// "/pattern/", "[1,5)".
std::string LiteralText(const RuleLiteral& literal);

// The parts of a query from number `from` on: "Properties.Tags[*].Key". What
// a filter asks is left out.
std::string PartsText(const Query& query, std::size_t from = 0);

// A clause: " Properties.Size EQUALS  5".
std::string ContextText(const UnaryClause& clause);
std::string ContextText(const BinaryClause& clause);

// "Location[file:s3.guard, line:3, column:5]"; columns count characters.
std::string LocationText(const RuleFile& rules, std::string_view file,
                         SourceSpan span);

// A value with nothing around it. Texts stand in quotes, but nothing in them is
// escaped, and null is "NULL".
void AppendDisplay(const Value& value, std::string* out);

}  // namespace connectguard
