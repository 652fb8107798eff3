// The productions of the rules language, one method each.
//
// A parsing expression grammar: alternatives are tried in the order of the
// reference, and the first that matches wins. A method that does not match
// answers false; the caller puts the cursor back. Behind a cut nothing else is
// tried (see cursor.h).
//
// No text is parsed again at every level of nesting: a clause reads the query
// at its head once for all forms that may follow, and the operand of a `keys`
// filter that turns out to be an ordinary filter is kept.
//
// Internal to the parser. Thread rule: one thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "guard/ast.h"
#include "guard/cursor.h"
#include "guard/functions.h"
#include "guard/literal_parser.h"
#include "guard/parser.h"

namespace connectguard {

class Grammar {
 public:
  Grammar(Cursor* cursor, RuleFile* file, const FunctionTable* functions,
          const ParseOptions* options)
      : cursor_(*cursor),
        file_(*file),
        functions_(*functions),
        options_(*options),
        literals_(cursor, file) {}

  // The whole file into the RuleFile. False when the cursor tells why not.
  bool ParseFile();

 private:
  // Which forms a clause may have at a place.
  enum class Place {
    kNested,     // Query blocks, type blocks, filters, nested `when` blocks.
    kCondition,  // Behind `when`: no blocks, but rule references.
    kRuleWhen,   // `when` blocks of a rule or of the top level.
    kRuleBody,
    kTypeBlocks,  // Alternatives at the top level.
  };

  // rule_parser.cc
  bool ParseItem();
  bool ParseAssignment(Assignment* out);
  bool ParseRuleHead(std::string* name, SourceSpan* name_span);
  bool ParseRule();
  bool ParseParameterizedRule();
  bool ParseParameters(std::vector<std::string>* out);
  bool ParseTopLevelClauses();
  bool ParseTypeBlock(Clause* out);
  bool ParseTypeName(std::string* out);
  bool ParseTypeBody(TypeBlock* out, std::size_t* end);
  Query TypeQuery(const std::string& type, SourceSpan name_span);
  void FinishImplicitRule();

  // clause_parser.cc
  bool ParseClause(Place place, Clause* out);
  bool ParseAlternatives(Place place, Alternatives<Clause>* out);
  bool ParseConjunction(Place place, Conjunction<Clause>* out);
  bool ParseOr();
  bool ParseConditions(Conjunction<Clause>* out);
  bool ParseBlock(Place place, Block* out);
  // The same where nothing else can stand.
  bool ParseRequiredBlock(Place place, Block* out);
  bool ParseBlockEntry(Place place, Block* out);
  bool ParseWhenBlock(Place body, Clause* out);
  bool ParseConditionClause(Clause* out);
  bool ParseGeneralClause(Clause* out);
  bool ParseQueryBlock(Query* query, Clause* out);
  bool ParseAccessClause(Query* query, std::size_t query_end, Clause* out);
  bool ParseComparison(Query query, bool leading_not, Clause* out);
  bool ParseRuleCall(Clause* out);
  bool ParseRuleReference(Clause* out);
  bool SeesReferenceEnd();
  void ParseMessage(std::string* out);

  // query_parser.cc
  bool ParseQuery(Query* out);
  bool TakeKeptQuery(Query* out);
  bool TakeSome();
  bool ParseQueryHead(QueryPart* out);
  bool ParsePart(QueryPart* out);
  bool ParseDotPart(QueryPart* out);
  bool ParseBracketPart(QueryPart* out);
  bool ParseAllIndices(QueryPart* out);
  bool ParseIndex(QueryPart* out);
  bool ParseBracketKey(QueryPart* out);
  bool ParseKeysFilter(QueryPart* out);
  bool ParseFilter(QueryPart* out);
  bool ParseKeysOperator(CompareOp* out);
  void ParseCapture(std::string* out);
  bool TakeOpenBracket();
  bool TakeCloseBracket();

  // operand_parser.cc
  bool ParseNot();
  bool ParseIn();
  enum class Calls { kAllowed, kNone };
  bool ParseOperand(Calls calls, Operand* out);
  bool ParseCall(std::string* name, std::vector<Operand>* arguments);
  bool ParseFunctionCall(FunctionCall* out);
  bool BindFunction(FunctionCall* call);

  SourceSpan SpanFrom(std::size_t begin) const {
    return Span(begin, position());
  }
  static SourceSpan Span(std::size_t begin, std::size_t end) {
    return {.begin = static_cast<std::uint32_t>(begin),
            .end = static_cast<std::uint32_t>(end),
            .file = 0};
  }
  std::size_t position() const { return cursor_.position(); }
  // Puts the cursor back and answers false.
  bool Back(std::size_t position) {
    cursor_.Reset(position);
    return false;
  }

  Cursor& cursor_;
  RuleFile& file_;
  const FunctionTable& functions_;
  const ParseOptions& options_;
  LiteralParser literals_;

  // Queries read as the operand of a `keys` filter that was none, by where they
  // begin, with where they end.
  std::map<std::size_t, std::pair<Query, std::size_t>> kept_queries_;
  // Clauses, type blocks and `when` blocks at the top level.
  Rule implicit_rule_;
};

}  // namespace connectguard
