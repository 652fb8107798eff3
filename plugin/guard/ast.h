// A parsed rules file: plain structs, no behaviour. Parsing, dumping, checking
// and evaluating are free functions in files of their own.
//
// The tree is what was written, after the desugaring of the language reference
// (implicit rule first, type blocks kept as type blocks, variables by name).
// Data literals are Values in the file's arena; regexes are compiled already.
//
// Lifetime: everything belongs to the RuleFile, which is built once, then
// const. Thread rule: any thread may read.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/arena.h"
#include "base/source.h"
#include "document/value.h"
#include "document/value_builder.h"
#include "guard/regex.h"

namespace connectguard {

// ---------------------------------------------------------------- literals --

template <typename T>
struct Range {
  T low{};
  T high{};
  bool low_included = false;
  bool high_included = false;
};

// What a Value of kind kRuleLiteral points to. Regexes are owned by the
// RuleFile.
struct RuleLiteral {
  std::variant<const Regex*, Range<std::int64_t>, Range<double>,
               Range<char32_t>>
      form;
};

// ----------------------------------------------------------------- queries --

struct Query;
struct Clause;
struct FunctionCall;

// The right side of an operator, an argument, or what a variable is bound to.
// A literal is a Value in the file's arena.
using Operand = std::variant<const Value*, std::unique_ptr<Query>,
                             std::unique_ptr<FunctionCall>>;

// One line of alternatives: `a or b or c`. A conjunction is a list of them.
template <typename T>
using Alternatives = std::vector<T>;
template <typename T>
using Conjunction = std::vector<Alternatives<T>>;

enum class CompareOp : std::uint8_t {
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kIn,
  kNotIn,
};

// `this`, anywhere in a query: stays where it is.
struct ThisPart {};
// `.name`, `."name"`, `['name']`.
struct KeyPart {
  std::string name;
  // Set when the name reads as an i32: then it selects from lists only.
  std::optional<std::int32_t> index;
};
// `%name`: the head of a query, or a step that interpolates keys.
struct VariablePart {
  std::string name;
};
// `[n]`; the sign is kept as written.
struct IndexPart {
  std::int32_t index = 0;
};
// `[*]` or `[name]`; also put in after a variable at the head.
struct AllIndicesPart {
  std::string capture;  // Empty when nothing is captured.
};
// `.*` or `[ name ]`.
struct AllValuesPart {
  std::string capture;
};
// `[ clauses ]`.
struct FilterPart {
  std::string capture;
  Conjunction<Clause> clauses;
};
// `[ keys op operand ]`.
struct KeysFilterPart {
  std::string capture;
  CompareOp op = CompareOp::kEqual;
  Operand right;
};

using QueryPart =
    std::variant<ThisPart, KeyPart, VariablePart, IndexPart, AllIndicesPart,
                 AllValuesPart, FilterPart, KeysFilterPart>;

struct Query {
  bool some = false;  // `some` was written: one match is enough.
  std::vector<QueryPart> parts;
  SourceSpan span;
};

struct FunctionDefinition;  // guard/functions.h

struct FunctionCall {
  std::string name;
  // Bound by the parser; null only in files parsed for 3.1, where an unknown
  // name is an error at the time of the call.
  const FunctionDefinition* definition = nullptr;
  std::vector<Operand> arguments;
  SourceSpan span;
};

// ----------------------------------------------------------------- clauses --

enum class UnaryOp : std::uint8_t {
  kExists,
  kEmpty,
  kIsString,
  kIsList,
  kIsMap,
  kIsBool,
  kIsInt,
  kIsFloat,
  kIsNull,
};

struct Assignment {
  std::string name;
  Operand value;
  SourceSpan span;
};

// `not Query !exists <<message>>`.
struct UnaryClause {
  Query query;
  UnaryOp op = UnaryOp::kExists;
  bool leading_not = false;  // `not A exists`
  bool op_not = false;       // `A !exists`
  std::string message;
};

struct BinaryClause {
  Query query;
  CompareOp op = CompareOp::kEqual;
  bool leading_not = false;  // Parsed; the reference ignores it.
  Operand right;
  std::string message;
};

// `rule_name` standing for another rule's status.
struct RuleReference {
  std::string name;
  bool negated = false;
  std::string message;
};

// `rule_name(arguments)`.
struct RuleCall {
  std::string name;
  bool negated = false;  // Parsed; the reference ignores it.
  std::vector<Operand> arguments;
  std::string message;
};

struct Block {
  std::vector<Assignment> assignments;
  Conjunction<Clause> clauses;
};

// `Query { ... }`, `Query !empty { ... }`.
struct QueryBlock {
  Query query;
  bool not_empty = false;
  Block block;
};

// `when conditions { ... }`.
struct WhenBlock {
  Conjunction<Clause> conditions;
  Block block;
};

// `AWS::S3::Bucket when conditions { ... }`; `::MODULE` is dropped from type.
struct TypeBlock {
  std::string type;
  // Query `Resources.*[ Type == type ]`, made by the parser.
  Query query;
  Conjunction<Clause> conditions;  // Empty when there is no `when`.
  Block block;
};

struct Clause {
  std::variant<UnaryClause, BinaryClause, RuleReference, RuleCall, QueryBlock,
               WhenBlock, TypeBlock>
      form;
  SourceSpan span;  // Without the message behind it.
  // Counts through the file from 0: for coverage and for tables beside the
  // tree.
  std::uint32_t number = 0;
};

// ------------------------------------------------------------------- rules --

struct Rule {
  std::string name;
  Conjunction<Clause> conditions;  // Empty when there is no `when`.
  Block body;
  SourceSpan span;  // The whole rule.
  SourceSpan name_span;
  bool implicit = false;  // Made from the clauses at the top level.
};

struct ParameterizedRule {
  std::string name;
  std::vector<std::string> parameters;
  Block body;
  SourceSpan span;
};

struct RuleFile {
  RuleFile() : keys(&arena) {}
  RuleFile(const RuleFile&) = delete;
  RuleFile& operator=(const RuleFile&) = delete;

  std::unique_ptr<SourceFile> source;
  Arena arena;
  KeyTable keys;
  std::vector<std::unique_ptr<Regex>> regexes;

  std::vector<Assignment> assignments;
  // In file order; the implicit rule, when there is one, is first.
  std::vector<Rule> rules;
  std::vector<ParameterizedRule> parameterized_rules;
  std::uint32_t clause_count = 0;
};

}  // namespace connectguard
