// What the checks ask of a rules file besides its tree: every clause, query,
// call and `let` with where it stands, and what a name means there.
//
// Thread rule: built once, then const; any thread may read. It points into the
// rules file, which must outlive it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "guard/ast.h"

namespace connectguard {

// What stands at the top level of a file: all that is evaluated for one of
// these belongs to it.
struct LintItem {
  enum class Kind : std::uint8_t { kRule, kParameterizedRule, kLet };
  Kind kind = Kind::kRule;
  const Rule* rule = nullptr;
  const ParameterizedRule* parameterized = nullptr;
  const Assignment* let = nullptr;
  SourceSpan span = {};
};

// A block with `let`s, or the parameters of a rule; the chain leads outwards to
// the file.
struct NameScope {
  const NameScope* parent = nullptr;
  const std::vector<Assignment>* lets = nullptr;
  const std::vector<std::string>* parameters = nullptr;
  std::size_t item = 0;
};

// A conjunction, with where it stands.
struct ConjunctionSite {
  enum class Place : std::uint8_t { kBody, kCondition, kFilter };
  const Conjunction<Clause>* conjunction = nullptr;
  const NameScope* scope = nullptr;
  Place place = Place::kBody;
  // The item's own body or conditions: no clause stands around it.
  bool outermost = false;
  // Somewhere inside a filter, whose result selects and is no verdict.
  bool in_filter = false;
  // Somewhere inside one of several alternatives.
  bool in_alternative = false;
  std::size_t item = 0;
};

struct ClauseSite {
  const Clause* clause = nullptr;
  const ConjunctionSite* in = nullptr;
  std::size_t line = 0;    // In the conjunction.
  std::size_t number = 0;  // Among the alternatives of the line.
};

enum class QueryRole : std::uint8_t {
  kLeft,      // Of a clause.
  kRight,     // Of a comparison.
  kBlock,     // `query { ... }`
  kType,      // Made by the parser for a type block.
  kLet,       // `let x = query`
  kArgument,  // Of a rule or a function.
  kKeys,      // `[ keys == query ]`
};

struct QuerySite {
  const Query* query = nullptr;
  const NameScope* scope = nullptr;
  QueryRole role = QueryRole::kLeft;
  // The clause that it is a side or an argument of; null in a `let`.
  const Clause* clause = nullptr;
  std::size_t item = 0;
  // It starts at the document.
  bool at_root = false;
  // Queries of one origin start at the same value.
  const void* origin = nullptr;
};

struct LetSite {
  const Assignment* let = nullptr;
  const NameScope* scope = nullptr;  // The scope that owns it.
};

struct CallSite {
  const FunctionCall* call = nullptr;
  const NameScope* scope = nullptr;
};

struct LiteralSite {
  const Value* literal = nullptr;
  const NameScope* scope = nullptr;
};

// One use of a variable's name.
struct VariableUse {
  std::string_view name;
  const Query* query = nullptr;
  const NameScope* scope = nullptr;
  const Assignment* inside = nullptr;  // The `let` whose value it is part of.
};

// A `[ name | ... ]`, `[name]` or `[ name ]`.
struct CaptureSite {
  std::string_view name;
  const Query* query = nullptr;
  // Evaluated for each of many values: in a block or a filter.
  bool repeated = false;
};

// What a name stands for at a place.
struct Meaning {
  const Assignment* let = nullptr;
  const NameScope* scope = nullptr;  // Of the `let`, or with the parameter.
  bool parameter = false;
  bool captured = false;
  bool known() const { return let != nullptr || parameter || captured; }
};

class LintFacts {
 public:
  explicit LintFacts(const RuleFile& file);
  LintFacts(const LintFacts&) = delete;
  LintFacts& operator=(const LintFacts&) = delete;

  const RuleFile& file() const { return file_; }
  std::string_view text() const { return file_.source->text(); }
  // Without the lines' breaks and doubled blanks; shortened.
  std::string TextOf(SourceSpan span) const;

  std::vector<LintItem> items;
  std::deque<NameScope> scopes;
  std::deque<ConjunctionSite> conjunctions;
  std::vector<ClauseSite> clauses;
  std::vector<QuerySite> queries;
  std::vector<LetSite> lets;
  std::vector<CallSite> calls;
  std::vector<LiteralSite> literals;
  std::vector<VariableUse> uses;
  std::vector<CaptureSite> captures;
  std::set<std::string_view> captured_names;

  // The same by what is asked for.
  std::vector<std::vector<const ClauseSite*>> clauses_of_item;
  std::vector<std::vector<const QuerySite*>> queries_of_item;
  std::unordered_map<std::string_view, std::vector<const ClauseSite*>>
      calls_of_rule;
  std::set<const NameScope*> scopes_with_calls;
  std::unordered_map<std::string_view, std::vector<const VariableUse*>>
      uses_of_name;

  // What is written at the place, as it is looked up: `let`s, parameters, then
  // the same further out, then captures.
  Meaning MeaningOf(std::string_view name, const NameScope* scope) const;

  // The rules with parameters that count for their names.
  const ParameterizedRule* FindParameterized(std::string_view name) const;
  std::vector<const Rule*> FindRules(std::string_view name) const;
  // REQUIRES: a rule of this file.
  std::size_t ItemOf(const ParameterizedRule& rule) const;

  // The items that may be evaluated for this one, itself among them: variables
  // used, rules referred to and called.
  std::set<std::size_t> ReachableFrom(std::size_t item) const;
  std::size_t ItemOf(const Rule& rule) const;

 private:
  void Index();

  const RuleFile& file_;
  // The `let` that counts for each name of a scope.
  std::unordered_map<const std::vector<Assignment>*,
                     std::unordered_map<std::string_view, const Assignment*>>
      counting_;
  std::unordered_map<std::string_view, const ParameterizedRule*> parameterized_;
  std::unordered_map<std::string_view, std::vector<const Rule*>> rules_;
  std::unordered_map<const void*, std::size_t> item_of_;
};

// Whether two queries, or two parts, say the same. Filters never do.
bool IsSamePart(const QueryPart& a, const QueryPart& b);
bool IsSameQuery(const Query& a, const Query& b);

}  // namespace connectguard
