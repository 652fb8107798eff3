// Queries: `some %v.Key[*].*[ filter ]`.
#include <charconv>
#include <optional>
#include <utility>

#include "guard/grammar.h"

namespace connectguard {
namespace {

// As Rust reads an i32: a sign of either kind, then digits.
std::optional<std::int32_t> ReadIndex(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) {
      return std::nullopt;
    }
  }
  std::int32_t index = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, index);
  if (text.empty() || error != std::errc() || stop != end) {
    return std::nullopt;
  }
  return index;
}

// A key that begins with `%` is a variable, quoted or not.
QueryPart KeyOrVariable(std::string name) {
  if (name.starts_with('%')) {
    return VariablePart{.name = name.substr(1)};
  }
  const std::optional<std::int32_t> index = ReadIndex(name);
  return KeyPart{.name = std::move(name), .index = index};
}

// Indices beyond 32 bits lose their upper bits, as in the reference.
IndexPart IndexOf(std::int64_t index) {
  return {.index =
              static_cast<std::int32_t>(static_cast<std::uint32_t>(index))};
}

}  // namespace

bool Grammar::TakeKeptQuery(Query* out) {
  const auto kept = kept_queries_.find(position());
  if (kept == kept_queries_.end() || cursor_.failed()) {
    return false;
  }
  *out = std::move(kept->second.first);
  cursor_.Reset(kept->second.second);
  kept_queries_.erase(kept);
  return true;
}

// Taken whenever white space follows, so a key of that name has to be quoted.
bool Grammar::TakeSome() {
  const std::size_t begin = position();
  cursor_.SkipSpace();
  return (cursor_.TakeEither("SOME", "some") && cursor_.TakeSpace()) ||
         Back(begin);
}

bool Grammar::ParseQuery(Query* out) {
  if (TakeKeptQuery(out)) {
    return true;
  }
  const std::size_t start = position();
  cursor_.SkipSpace();
  const std::size_t begin = position();
  cursor_.Reset(start);
  out->some = TakeSome();
  QueryPart head;
  if (!ParseQueryHead(&head)) {
    return Back(start);
  }
  const bool variable = std::holds_alternative<VariablePart>(head);
  out->parts.clear();
  out->parts.push_back(std::move(head));
  for (QueryPart part; ParsePart(&part);) {
    if (variable && out->parts.size() == 1 &&
        !std::holds_alternative<AllIndicesPart>(part)) {
      out->parts.emplace_back(AllIndicesPart{});
    }
    out->parts.push_back(std::move(part));
  }
  out->span = SpanFrom(begin);
  return !cursor_.failed();
}

// Only `this` may have white space before it.
bool Grammar::ParseQueryHead(QueryPart* out) {
  const std::size_t begin = position();
  cursor_.SkipSpace();
  if (cursor_.TakeEither("this", "THIS")) {
    *out = ThisPart{};
    return true;
  }
  cursor_.Reset(begin);
  if (cursor_.Take('%')) {
    const std::string_view name = cursor_.TakeName();
    if (name.empty()) {
      return cursor_.Miss("the name of a variable");
    }
    *out = VariablePart{.name = std::string(name)};
    return true;
  }
  if (const std::string_view name = cursor_.TakeName(); !name.empty()) {
    *out = KeyPart{.name = std::string(name), .index = std::nullopt};
    return true;
  }
  if (std::optional<std::string> name = literals_.ParseString()) {
    *out = KeyOrVariable(*std::move(name));
    return true;
  }
  return false;
}

bool Grammar::ParsePart(QueryPart* out) {
  const std::size_t begin = position();
  cursor_.SkipSpace();
  const bool matched = cursor_.Sees('.')   ? ParseDotPart(out)
                       : cursor_.Sees('[') ? ParseBracketPart(out)
                                           : false;
  return matched || Back(begin);
}

bool Grammar::ParseDotPart(QueryPart* out) {
  cursor_.Take('.');
  if (const std::optional<std::int64_t> index = literals_.ParseInt()) {
    *out = IndexOf(*index);
    return true;
  }
  if (const std::string_view name = cursor_.TakeName(); !name.empty()) {
    *out = KeyPart{.name = std::string(name), .index = std::nullopt};
    return true;
  }
  if (std::optional<std::string> name = literals_.ParseString()) {
    *out = KeyOrVariable(*std::move(name));
    return true;
  }
  const std::size_t begin = position();
  if (cursor_.Take('%')) {
    if (const std::string_view name = cursor_.TakeName(); !name.empty()) {
      *out = VariablePart{.name = std::string(name)};
      return true;
    }
    cursor_.Reset(begin);
  }
  if (cursor_.Take('*')) {
    *out = AllValuesPart{};
    return true;
  }
  return cursor_.Miss("a key, an index, a variable or `*`");
}

bool Grammar::TakeOpenBracket() {
  cursor_.SkipSpace();
  return cursor_.Take('[');
}

bool Grammar::TakeCloseBracket() {
  cursor_.SkipSpace();
  return cursor_.Take(']') || cursor_.Miss("`]`");
}

bool Grammar::ParseBracketPart(QueryPart* out) {
  const std::size_t begin = position();
  const Nesting nesting(&cursor_);
  using Form = bool (Grammar::*)(QueryPart*);
  for (const Form form : {&Grammar::ParseAllIndices, &Grammar::ParseIndex,
                          &Grammar::ParseBracketKey, &Grammar::ParseKeysFilter,
                          &Grammar::ParseFilter}) {
    cursor_.Reset(begin);
    if (TakeOpenBracket() && (this->*form)(out)) {
      return true;
    }
  }
  return false;
}

// `[*]`, or a name directly behind the bracket.
bool Grammar::ParseAllIndices(QueryPart* out) {
  std::string capture(cursor_.TakeName());
  if (capture.empty()) {
    cursor_.SkipSpace();
    if (!cursor_.Take('*')) {
      return false;
    }
  }
  *out = AllIndicesPart{.capture = std::move(capture)};
  return TakeCloseBracket();
}

bool Grammar::ParseIndex(QueryPart* out) {
  const std::optional<std::int64_t> index = literals_.ParseInt();
  if (!index) {
    return false;
  }
  *out = IndexOf(*index);
  return cursor_.Commit(TakeCloseBracket());
}

// A string directly behind the bracket is a key; a name behind white space
// captures the keys of all values.
bool Grammar::ParseBracketKey(QueryPart* out) {
  if (std::optional<std::string> key = literals_.ParseString()) {
    *out = KeyOrVariable(*std::move(key));
    return TakeCloseBracket();
  }
  cursor_.SkipSpace();
  const std::string_view name = cursor_.TakeName();
  *out = AllValuesPart{.capture = std::string(name)};
  return !name.empty() && TakeCloseBracket();
}

// `name |`, when it is there.
void Grammar::ParseCapture(std::string* out) {
  const std::size_t begin = position();
  cursor_.SkipSpace();
  const std::string_view name = cursor_.TakeName();
  cursor_.SkipBlanks();
  if (name.empty() || !cursor_.Take('|')) {
    cursor_.Reset(begin);
    return;
  }
  *out = name;
}

bool Grammar::ParseKeysOperator(CompareOp* out) {
  cursor_.SkipSpace();
  if (cursor_.Take("==")) {
    *out = CompareOp::kEqual;
  } else if (cursor_.Take("!=")) {
    *out = CompareOp::kNotEqual;
  } else if (ParseIn()) {
    *out = CompareOp::kIn;
  } else if (ParseNot() && ParseIn()) {
    *out = CompareOp::kNotIn;
  } else {
    return cursor_.Miss("`==`, `!=`, `in` or `not in`");
  }
  return true;
}

// `[ keys == "a" or ... ]` is a filter on a key of that name, which shows only
// behind the operand.
bool Grammar::ParseKeysFilter(QueryPart* out) {
  KeysFilterPart filter;
  ParseCapture(&filter.capture);
  cursor_.SkipSpace();
  if (!cursor_.TakeEither("KEYS", "keys")) {
    return false;
  }
  if (!cursor_.Commit(ParseKeysOperator(&filter.op))) {
    return false;
  }
  cursor_.SkipSpace();
  const std::size_t begin = position();
  if (!cursor_.Commit(ParseOperand(Calls::kNone, &filter.right))) {
    return false;
  }
  const std::size_t end = position();
  if (!TakeCloseBracket()) {
    if (auto* query = std::get_if<std::unique_ptr<Query>>(&filter.right)) {
      kept_queries_.insert_or_assign(begin, std::pair(std::move(**query), end));
    }
    return false;
  }
  *out = std::move(filter);
  return true;
}

bool Grammar::ParseFilter(QueryPart* out) {
  FilterPart filter;
  ParseCapture(&filter.capture);
  if (!ParseConjunction(Place::kNested, &filter.clauses) ||
      !cursor_.Commit(TakeCloseBracket())) {
    return false;
  }
  *out = std::move(filter);
  return true;
}

}  // namespace connectguard
