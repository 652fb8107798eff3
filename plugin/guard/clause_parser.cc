// Clauses, what joins them, and the blocks that hold them.
#include <array>
#include <utility>

#include <fmt/format.h>

#include "guard/grammar.h"
#include "guard/unicode.h"

namespace connectguard {
namespace {

constexpr std::string_view kClause = "a clause";

struct UnaryWord {
  std::string_view upper;
  std::string_view lower;
  UnaryOp op;
};
constexpr std::array<UnaryWord, 9> kUnaryWords = {{
    {"EXISTS", "exists", UnaryOp::kExists},
    {"EMPTY", "empty", UnaryOp::kEmpty},
    {"IS_STRING", "is_string", UnaryOp::kIsString},
    {"IS_LIST", "is_list", UnaryOp::kIsList},
    {"IS_STRUCT", "is_struct", UnaryOp::kIsMap},
    {"IS_BOOL", "is_bool", UnaryOp::kIsBool},
    {"IS_INT", "is_int", UnaryOp::kIsInt},
    {"IS_NULL", "is_null", UnaryOp::kIsNull},
    {"IS_FLOAT", "is_float", UnaryOp::kIsFloat},
}};

struct CompareSign {
  std::string_view text;
  CompareOp op;
};
// The longer of two with the same beginning comes first.
constexpr std::array<CompareSign, 6> kCompareSigns = {{
    {"==", CompareOp::kEqual},
    {"!=", CompareOp::kNotEqual},
    {">=", CompareOp::kGreaterEqual},
    {"<=", CompareOp::kLessEqual},
    {">", CompareOp::kGreater},
    {"<", CompareOp::kLess},
}};

}  // namespace

bool Grammar::ParseOr() {
  const std::size_t begin = position();
  cursor_.SkipSpace();
  const bool matched = cursor_.TakeEither("or", "OR") || cursor_.Take("|OR|");
  return (matched && cursor_.TakeSpace()) || Back(begin);
}

bool Grammar::ParseAlternatives(Place place, Alternatives<Clause>* out) {
  std::size_t end = position();
  do {
    cursor_.SkipSpace();
    Clause clause;
    if (!ParseClause(place, &clause)) {
      break;
    }
    out->push_back(std::move(clause));
    end = position();
  } while (ParseOr());
  cursor_.Reset(end);
  return !out->empty() && !cursor_.failed();
}

// Committed to finding at least one clause.
bool Grammar::ParseConjunction(Place place, Conjunction<Clause>* out) {
  for (;;) {
    Alternatives<Clause> alternatives;
    if (!ParseAlternatives(place, &alternatives)) {
      return cursor_.Commit(!out->empty()) && !cursor_.failed();
    }
    out->push_back(std::move(alternatives));
  }
}

bool Grammar::ParseClause(Place place, Clause* out) {
  const std::size_t begin = position();
  bool matched = false;
  switch (place) {
    case Place::kNested:
      matched = ParseGeneralClause(out);
      break;
    case Place::kTypeBlocks:
      matched = ParseTypeBlock(out);
      break;
    case Place::kCondition:
      matched = ParseConditionClause(out);
      break;
    case Place::kRuleBody:
      matched = ParseTypeBlock(out) ||
                (Back(begin) || ParseWhenBlock(Place::kRuleWhen, out));
      [[fallthrough]];
    case Place::kRuleWhen:
      matched = matched || ParseGeneralClause(out) ||
                (Back(begin) || ParseRuleReference(out));
      break;
  }
  return matched || Back(begin);
}

// `when` conditions. A cut behind the keyword: a key that begins with it has to
// be quoted.
bool Grammar::ParseConditions(Conjunction<Clause>* out) {
  cursor_.SkipSpace();
  const std::size_t begin = position();
  if (!cursor_.TakeEither("when", "WHEN")) {
    return false;
  }
  if (cursor_.SeesNameCharacter()) {
    cursor_.Reset(begin);
    const std::string name(cursor_.TakeName());
    return cursor_.FailAt(
        begin, fmt::format("`{}` begins with the keyword `when`", name),
        fmt::format("a key that begins so has to be quoted: `\"{}\"`", name));
  }
  if (!cursor_.TakeSpace()) {
    return cursor_.Commit(cursor_.Miss("white space"));
  }
  return ParseConjunction(Place::kCondition, out);
}

bool Grammar::ParseBlockEntry(Place place, Block* out) {
  const std::size_t begin = position();
  cursor_.SkipSpace();
  Assignment assignment;
  if (ParseAssignment(&assignment)) {
    out->assignments.push_back(std::move(assignment));
    return true;
  }
  cursor_.Reset(begin);
  Alternatives<Clause> alternatives;
  if (!ParseAlternatives(place, &alternatives)) {
    return Back(begin);
  }
  out->clauses.push_back(std::move(alternatives));
  return true;
}

// Something has to stand in a block. Behind its first entry there is a cut.
bool Grammar::ParseBlock(Place place, Block* out) {
  cursor_.SkipSpace();
  if (!cursor_.Take('{')) {
    return false;
  }
  const Nesting nesting(&cursor_);
  if (!ParseBlockEntry(place, out)) {
    return false;
  }
  while (ParseBlockEntry(place, out)) {
  }
  cursor_.SkipSpace();
  return cursor_.Commit(cursor_.Take('}') || cursor_.Miss("`}`"));
}

bool Grammar::ParseRequiredBlock(Place place, Block* out) {
  const std::size_t begin = position();
  cursor_.SkipSpace();
  if (!cursor_.Sees('{')) {
    cursor_.Miss("`{`");
  }
  cursor_.Reset(begin);
  return ParseBlock(place, out);
}

bool Grammar::ParseWhenBlock(Place body, Clause* out) {
  const std::size_t begin = position();
  WhenBlock when;
  if (!ParseConditions(&when.conditions) ||
      !ParseRequiredBlock(body, &when.block)) {
    return Back(begin);
  }
  out->form = std::move(when);
  out->span = SpanFrom(begin);
  return true;
}

// No blocks; a name that is no query's head is a reference to a rule.
bool Grammar::ParseConditionClause(Clause* out) {
  const std::size_t begin = position();
  Query query;
  const bool has_query = ParseQuery(&query);
  const std::size_t query_end = position();
  cursor_.Reset(begin);
  if (ParseAccessClause(has_query ? &query : nullptr, query_end, out)) {
    return true;
  }
  cursor_.Reset(begin);
  if (ParseRuleCall(out)) {
    return true;
  }
  cursor_.Reset(begin);
  return ParseRuleReference(out);
}

// A block, a call of a rule or a check. The query at the head is read once for
// all of them.
bool Grammar::ParseGeneralClause(Clause* out) {
  const std::size_t begin = position();
  if (ParseWhenBlock(Place::kNested, out)) {
    return true;
  }
  Query query;
  const bool has_query = ParseQuery(&query);
  const std::size_t query_end = position();
  if (has_query && ParseQueryBlock(&query, out)) {
    return true;
  }
  cursor_.Reset(begin);
  if (ParseRuleCall(out)) {
    return true;
  }
  cursor_.Reset(begin);
  return ParseAccessClause(has_query ? &query : nullptr, query_end, out);
}

// The query is moved away only when the block is there.
bool Grammar::ParseQueryBlock(Query* query, Clause* out) {
  const std::size_t query_end = position();
  QueryBlock block;
  cursor_.SkipSpace();
  block.not_empty = ParseNot() && cursor_.TakeEither("EMPTY", "empty");
  if (!block.not_empty) {
    cursor_.Reset(query_end);
  }
  if (!ParseBlock(Place::kNested, &block.block)) {
    return false;
  }
  block.query = std::move(*query);
  out->span = SpanFrom(block.query.span.begin);
  out->form = std::move(block);
  return true;
}

// `query`, when it is there, is what was read at the current place, up to
// `query_end`.
bool Grammar::ParseAccessClause(Query* query, std::size_t query_end,
                                Clause* out) {
  const std::size_t begin = position();
  const bool leading_not = ParseNot();
  Query negated;
  if (leading_not) {
    query = ParseQuery(&negated) ? &negated : nullptr;
  } else {
    cursor_.Reset(query_end);
  }
  if (query == nullptr) {
    return cursor_.Miss(kClause);
  }
  out->span.begin = static_cast<std::uint32_t>(begin);
  return ParseComparison(std::move(*query), leading_not, out);
}

// The operator and what belongs to it. A comparison is a cut.
bool Grammar::ParseComparison(Query query, bool leading_not, Clause* out) {
  const std::size_t subject = query.span.begin;
  cursor_.SkipSpace();
  const std::size_t begin = position();
  const auto compare = [&](CompareOp op) {
    BinaryClause clause{.query = std::move(query),
                        .op = op,
                        .leading_not = leading_not,
                        .right = {},
                        .message = {}};
    if (!cursor_.Commit(ParseOperand(Calls::kAllowed, &clause.right))) {
      return false;
    }
    out->span.end = static_cast<std::uint32_t>(position());
    ParseMessage(&clause.message);
    out->form = std::move(clause);
    return true;
  };
  if (!cursor_.Sees("<<")) {
    for (const CompareSign& sign : kCompareSigns) {
      if (cursor_.Take(sign.text)) {
        return compare(sign.op);
      }
    }
    const bool op_not = ParseNot();
    if (ParseIn()) {
      return compare(op_not ? CompareOp::kNotIn : CompareOp::kIn);
    }
    for (const UnaryWord& word : kUnaryWords) {
      if (cursor_.TakeEither(word.upper, word.lower)) {
        UnaryClause clause{.query = std::move(query),
                           .op = word.op,
                           .leading_not = leading_not,
                           .op_not = op_not,
                           .message = {}};
        out->span.end = static_cast<std::uint32_t>(position());
        ParseMessage(&clause.message);
        out->form = std::move(clause);
        return true;
      }
    }
  }
  cursor_.Reset(begin);
  return cursor_.Miss("an operator", subject);
}

// `<<text>>`, when it is there; the white space before it goes in any case.
void Grammar::ParseMessage(std::string* out) {
  cursor_.SkipSpace();
  const std::size_t begin = position();
  if (!cursor_.Take("<<")) {
    return;
  }
  const std::size_t length = cursor_.Rest().find(">>");
  if (length == std::string_view::npos) {
    cursor_.FailAt(begin, "a message without its closing `>>`");
    return;
  }
  *out = cursor_.Rest().substr(0, length);
  cursor_.Reset(position() + length + 2);
}

bool Grammar::ParseRuleCall(Clause* out) {
  const std::size_t begin = position();
  RuleCall call;
  call.negated = ParseNot();
  if (!ParseCall(&call.name, &call.arguments)) {
    return false;
  }
  out->span = SpanFrom(begin);
  ParseMessage(&call.message);
  out->form = std::move(call);
  return true;
}

// A bare name is a reference only at the end of a line, before a block or
// before `or`: otherwise it would swallow the beginning of a query.
bool Grammar::SeesReferenceEnd() {
  const std::size_t begin = position();
  cursor_.SkipBlanks();
  bool matched = cursor_.AtEnd() && position() == begin;
  matched = matched || cursor_.Sees('\n') || cursor_.Sees("\r\n") ||
            cursor_.Sees('#') || cursor_.Sees('{');
  cursor_.Reset(begin);
  matched = matched || ParseOr();
  cursor_.Reset(begin);
  return matched;
}

bool Grammar::ParseRuleReference(Clause* out) {
  const std::size_t begin = position();
  RuleReference reference;
  reference.negated = ParseNot();
  reference.name = cursor_.TakeName();
  if (reference.name.empty()) {
    return false;
  }
  out->span = SpanFrom(begin);
  if (!SeesReferenceEnd()) {
    // A name that is glued to what stands before it is no reference to mend.
    const bool glued =
        begin > 0 && NameCharacter(cursor_.text().substr(begin - 1)) > 0;
    cursor_.SkipBlanks();
    if (cursor_.Sees('}') && !glued) {
      return cursor_.FailAt(
          begin,
          fmt::format("the reference to rule `{}` is not at the end of a line",
                      reference.name),
          "a reference to a rule needs a line break behind it: put the closing "
          "`}` on the next line");
    }
    if (!cursor_.Sees("<<")) {
      return cursor_.Commit(false);
    }
    ParseMessage(&reference.message);
  }
  out->form = std::move(reference);
  return true;
}

}  // namespace connectguard
