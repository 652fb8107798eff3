// What stands on the right of an operator, in an argument or behind `let`:
// literals, calls of functions, queries.
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "guard/grammar.h"

namespace connectguard {
namespace {

std::string ArityText(const FunctionDefinition& definition) {
  const std::size_t low = definition.min_arguments;
  const std::size_t high = definition.max_arguments;
  const char* plural = high == 1 ? "" : "s";
  return low == high ? fmt::format("{} argument{}", low, plural)
                     : fmt::format("{} to {} argument{}", low, high, plural);
}

}  // namespace

// `not` needs a blank or tab behind it, on the same line; `!` nothing.
bool Grammar::ParseNot() {
  const std::size_t begin = position();
  if (cursor_.TakeEither("not", "NOT") && cursor_.TakeBlanks()) {
    return true;
  }
  cursor_.Reset(begin);
  return cursor_.Take('!');
}

bool Grammar::ParseIn() { return cursor_.TakeEither("in", "IN"); }

// Literals come first, so a query whose first key begins with `true` or `null`
// cannot stand here.
bool Grammar::ParseOperand(Calls calls, Operand* out) {
  if (const Value* literal = literals_.Parse()) {
    *out = literal;
    return true;
  }
  const std::size_t start = position();
  cursor_.SkipSpace();
  const std::size_t begin = position();
  if (calls == Calls::kAllowed) {
    auto call = std::make_unique<FunctionCall>();
    if (ParseFunctionCall(call.get())) {
      *out = std::move(call);
      return true;
    }
    cursor_.Reset(begin);
  }
  auto query = std::make_unique<Query>();
  if (!ParseQuery(query.get())) {
    return Back(start);
  }
  *out = std::move(query);
  return true;
}

// Comments may stand before an argument, but not behind it.
bool Grammar::ParseCall(std::string* name, std::vector<Operand>* arguments) {
  *name = cursor_.TakeName();
  if (name->empty() || !cursor_.Take('(')) {
    return false;
  }
  const Nesting nesting(&cursor_);
  std::size_t end = position();
  bool more = nesting.ok();
  while (more) {
    cursor_.SkipWhiteSpace();
    Operand argument;
    if (!ParseOperand(Calls::kAllowed, &argument)) {
      break;
    }
    arguments->push_back(std::move(argument));
    cursor_.SkipWhiteSpace();
    end = position();
    more = cursor_.Take(',');
  }
  cursor_.Reset(end);
  const bool enough =
      !arguments->empty() || options_.version != GuardVersion::k31;
  if (!enough || !cursor_.Take(')')) {
    return cursor_.Miss(arguments->empty() ? "an argument" : "`,` or `)`");
  }
  return true;
}

bool Grammar::ParseFunctionCall(FunctionCall* out) {
  const std::size_t begin = position();
  if (!ParseCall(&out->name, &out->arguments)) {
    return false;
  }
  out->span = SpanFrom(begin);
  return BindFunction(out);
}

// Nothing else can be made of a call, so a wrong one ends the parse here, where
// its name is known.
bool Grammar::BindFunction(FunctionCall* call) {
  const FunctionDefinition* definition = functions_.Find(call->name);
  if (definition != nullptr && definition->since > options_.version) {
    definition = nullptr;
  }
  call->definition = definition;
  if (options_.version == GuardVersion::k31) {
    return true;
  }
  if (definition == nullptr) {
    return cursor_.FailAt(call->span.begin,
                          fmt::format("unknown function `{}`", call->name),
                          DidYouMean(call->name, functions_.Names()));
  }
  const std::size_t count = call->arguments.size();
  if (count < definition->min_arguments || count > definition->max_arguments) {
    return cursor_.FailAt(call->span.begin,
                          fmt::format("`{}` takes {}, not {}", call->name,
                                      ArityText(*definition), count));
  }
  return true;
}

}  // namespace connectguard
