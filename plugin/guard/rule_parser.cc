// What stands at the top level of a file: assignments, rules, type blocks.
#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "guard/grammar.h"

namespace connectguard {

bool Grammar::ParseFile() {
  cursor_.SkipSpace();
  while (!cursor_.AtEnd() && ParseItem()) {
    cursor_.SkipSpace();
  }
  if (cursor_.failed() || !cursor_.AtEnd()) {
    return cursor_.Miss("a rule, an assignment or a clause");
  }
  FinishImplicitRule();
  return true;
}

bool Grammar::ParseItem() {
  const std::size_t begin = position();
  Assignment assignment;
  if (ParseAssignment(&assignment)) {
    file_.assignments.push_back(std::move(assignment));
    return true;
  }
  cursor_.Reset(begin);
  if (ParseParameterizedRule()) {
    return true;
  }
  cursor_.Reset(begin);
  if (ParseRule()) {
    return true;
  }
  cursor_.Reset(begin);
  return ParseTopLevelClauses();
}

// `let` needs white space and a name behind it; otherwise it is a key.
bool Grammar::ParseAssignment(Assignment* out) {
  const std::size_t begin = position();
  if (!cursor_.Take("let") || !cursor_.TakeSpace()) {
    return false;
  }
  out->name = cursor_.TakeName();
  if (out->name.empty()) {
    return cursor_.Miss("the name of a variable");
  }
  cursor_.SkipSpace();
  if (!cursor_.TakeEither("=", ":=")) {
    return cursor_.Commit(cursor_.Miss("`=`"));
  }
  if (!cursor_.Commit(ParseOperand(Calls::kAllowed, &out->value))) {
    return false;
  }
  out->span = SpanFrom(begin);
  return true;
}

bool Grammar::ParseRuleHead(std::string* name, SourceSpan* name_span) {
  if (!cursor_.Take("rule") || !cursor_.TakeSpace()) {
    return false;
  }
  const std::size_t begin = position();
  *name = cursor_.TakeName();
  *name_span = SpanFrom(begin);
  return cursor_.Commit(!name->empty() || cursor_.Miss("the name of a rule"));
}

bool Grammar::ParseRule() {
  const std::size_t begin = position();
  Rule rule;
  if (!ParseRuleHead(&rule.name, &rule.name_span)) {
    return false;
  }
  const std::size_t head_end = position();
  if (!ParseConditions(&rule.conditions)) {
    cursor_.Reset(head_end);
  }
  if (!cursor_.Commit(ParseRequiredBlock(Place::kRuleBody, &rule.body))) {
    return false;
  }
  rule.span = SpanFrom(begin);
  file_.rules.push_back(std::move(rule));
  return true;
}

bool Grammar::ParseParameters(std::vector<std::string>* out) {
  if (!cursor_.Take('(')) {
    return false;
  }
  do {
    cursor_.SkipWhiteSpace();
    std::string name(cursor_.TakeName());
    if (name.empty()) {
      return cursor_.Commit(cursor_.Miss("the name of a parameter"));
    }
    // The reference keeps a set: a name given twice counts once.
    if (std::find(out->begin(), out->end(), name) == out->end()) {
      out->push_back(std::move(name));
    }
    cursor_.SkipWhiteSpace();
  } while (cursor_.Take(','));
  return cursor_.Commit(cursor_.Take(')') || cursor_.Miss("`,` or `)`"));
}

bool Grammar::ParseParameterizedRule() {
  const std::size_t begin = position();
  ParameterizedRule rule;
  SourceSpan name_span;
  if (!ParseRuleHead(&rule.name, &name_span) ||
      !ParseParameters(&rule.parameters) ||
      !cursor_.Commit(ParseRequiredBlock(Place::kRuleBody, &rule.body))) {
    return false;
  }
  rule.span = SpanFrom(begin);
  file_.parameterized_rules.push_back(std::move(rule));
  return true;
}

// Type blocks, a `when` block or clauses outside of any rule.
bool Grammar::ParseTopLevelClauses() {
  const std::size_t begin = position();
  Alternatives<Clause> alternatives;
  Clause when;
  if (!ParseAlternatives(Place::kTypeBlocks, &alternatives)) {
    cursor_.Reset(begin);
    if (ParseWhenBlock(Place::kRuleWhen, &when)) {
      alternatives.push_back(std::move(when));
    } else {
      cursor_.Reset(begin);
      if (!ParseAlternatives(Place::kNested, &alternatives)) {
        return false;
      }
    }
  }
  implicit_rule_.body.clauses.push_back(std::move(alternatives));
  return true;
}

void Grammar::FinishImplicitRule() {
  const Conjunction<Clause>& clauses = implicit_rule_.body.clauses;
  if (clauses.empty()) {
    return;
  }
  const std::size_t begin = clauses.front().front().span.begin;
  implicit_rule_.name = options_.implicit_rule_name;
  implicit_rule_.implicit = true;
  implicit_rule_.span = Span(begin, clauses.back().back().span.end);
  implicit_rule_.name_span = Span(begin, begin);
  file_.rules.insert(file_.rules.begin(), std::move(implicit_rule_));
}

// Two or three names between `::`; `::MODULE` behind the third is dropped.
bool Grammar::ParseTypeName(std::string* out) {
  *out = cursor_.TakeName();
  if (out->empty() || !cursor_.Take("::")) {
    return false;
  }
  const std::string_view second = cursor_.TakeName();
  if (second.empty()) {
    return cursor_.Miss("the second part of a type");
  }
  *out += fmt::format("::{}", second);
  const std::size_t end = position();
  const bool more = cursor_.Take("::");
  const std::string_view third = more ? cursor_.TakeName() : std::string_view();
  if (third.empty()) {
    cursor_.Reset(end);
    return true;
  }
  *out += fmt::format("::{}", third);
  cursor_.Take("::MODULE");
  return true;
}

// `Resources.*[ Type == "..." ]`, as if it stood where the type stands.
Query Grammar::TypeQuery(const std::string& type, SourceSpan name_span) {
  ValueBuilder builder(&file_.arena, &file_.keys);
  builder.AddString(type, name_span);
  BinaryClause is_type;
  is_type.query.parts.emplace_back(
      KeyPart{.name = "Type", .index = std::nullopt});
  is_type.query.span = name_span;
  is_type.right = builder.Finish();
  Clause clause;
  clause.form = std::move(is_type);
  clause.span = name_span;
  FilterPart filter;
  filter.clauses.emplace_back().push_back(std::move(clause));
  Query query;
  query.parts.emplace_back(KeyPart{.name = "Resources", .index = std::nullopt});
  query.parts.emplace_back(AllValuesPart{});
  query.parts.emplace_back(std::move(filter));
  query.span = name_span;
  return query;
}

// A block, or without `when` a single clause.
bool Grammar::ParseTypeBody(TypeBlock* out, std::size_t* end) {
  const std::size_t begin = position();
  const bool conditional = ParseConditions(&out->conditions);
  if (!conditional) {
    cursor_.Reset(begin);
  }
  const bool block = conditional
                         ? ParseRequiredBlock(Place::kNested, &out->block)
                         : ParseBlock(Place::kNested, &out->block);
  *end = position();
  if (block || conditional) {
    return cursor_.Commit(block);
  }
  cursor_.Reset(begin);
  cursor_.SkipSpace();
  Clause clause;
  if (!cursor_.Commit(ParseClause(Place::kNested, &clause))) {
    return false;
  }
  *end = clause.span.end;
  out->block.clauses.emplace_back().push_back(std::move(clause));
  return true;
}

bool Grammar::ParseTypeBlock(Clause* out) {
  const std::size_t begin = position();
  TypeBlock block;
  if (!ParseTypeName(&block.type)) {
    return false;
  }
  block.query = TypeQuery(block.type, SpanFrom(begin));
  if (!cursor_.TakeSpace()) {
    return cursor_.Commit(cursor_.Miss("white space"));
  }
  std::size_t end = 0;
  if (!ParseTypeBody(&block, &end)) {
    return false;
  }
  out->span = Span(begin, end);
  out->form = std::move(block);
  return true;
}

}  // namespace connectguard
