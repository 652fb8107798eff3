#include <array>
#include <cstdlib>

#include <fmt/format.h>

#include "hcl/parser_state.h"

namespace connectguard::hcl {
namespace {

struct Operation {
  std::string_view text;
  int level;
};
// Longer ones before their beginnings.
constexpr std::array<Operation, 13> kOperations = {{{"||", 1},
                                                    {"&&", 2},
                                                    {"==", 3},
                                                    {"!=", 3},
                                                    {"<=", 4},
                                                    {">=", 4},
                                                    {"<", 4},
                                                    {">", 4},
                                                    {"+", 5},
                                                    {"-", 5},
                                                    {"*", 6},
                                                    {"/", 6},
                                                    {"%", 6}}};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

Parser::Node Parser::ParseExpression(int depth) {
  CG_RETURN_IF_ERROR(CheckDepth(depth));
  SkipBlanks();
  const std::size_t begin = at_;
  CG_ASSIGN_OR_RETURN(const Expression* condition, ParseBinary(1, depth));
  if (!Take("?")) {
    return condition;
  }
  CG_ASSIGN_OR_RETURN(const Expression* yes, ParseExpression(depth + 1));
  CG_RETURN_IF_ERROR(Expect(":", "between the two results of `?`"));
  CG_ASSIGN_OR_RETURN(const Expression* no, ParseExpression(depth + 1));
  return Make(Conditional{.condition = condition, .yes = yes, .no = no}, begin);
}

std::string_view Parser::TakeOperation(int lowest, int* level) {
  SkipBlanks();
  for (const Operation& each : kOperations) {
    if (StartsWith(each.text)) {
      if (each.level < lowest) {
        return {};
      }
      at_ += each.text.size();
      *level = each.level;
      return each.text;
    }
  }
  return {};
}

Parser::Node Parser::ParseBinary(int lowest, int depth) {
  CG_RETURN_IF_ERROR(CheckDepth(depth));
  SkipBlanks();
  const std::size_t begin = at_;
  CG_ASSIGN_OR_RETURN(const Expression* left, ParseUnary(depth));
  for (int steps = 0;; ++steps) {
    CG_RETURN_IF_ERROR(CheckDepth(depth + steps));
    int level = 0;
    const std::string_view operation = TakeOperation(lowest, &level);
    if (operation.empty()) {
      return left;
    }
    CG_ASSIGN_OR_RETURN(const Expression* right,
                        ParseBinary(level + 1, depth + 1));
    left = Make(Binary{.operation = operation, .left = left, .right = right},
                begin);
  }
}

Parser::Node Parser::ParseUnary(int depth) {
  CG_RETURN_IF_ERROR(CheckDepth(depth));
  SkipBlanks();
  const std::size_t begin = at_;
  const char c = Peek();
  if ((c == '!' && Peek(1) != '=') || c == '-') {
    ++at_;
    CG_ASSIGN_OR_RETURN(const Expression* operand, ParseUnary(depth + 1));
    return Make(Unary{.operation = c, .operand = operand}, begin);
  }
  CG_ASSIGN_OR_RETURN(const Expression* term, ParseTerm(depth));
  return ParsePostfix(term, depth, /*in_splat=*/false);
}

// In the `each` of `.*`, an index belongs to the whole list.
Parser::Node Parser::ParsePostfix(const Expression* term, int depth,
                                  bool in_splat) {
  for (int steps = 0;; ++steps) {
    CG_RETURN_IF_ERROR(CheckDepth(depth + steps));
    const std::size_t before = at_;
    SkipBlanks();
    const bool is_index = Peek() == '[';
    const bool is_name = Peek() == '.' && !StartsWith("...");
    if ((!is_index && !is_name) || (is_index && in_splat)) {
      at_ = before;
      return term;
    }
    if (StartsWith("[*]") || StartsWith(".*")) {
      const bool full = is_index;
      at_ += full ? 3 : 2;
      CG_ASSIGN_OR_RETURN(term, ParseSplat(term, full, depth + 1));
      continue;
    }
    ++at_;
    if (is_index) {
      CG_ASSIGN_OR_RETURN(term, ParseBracket(term, depth));
      continue;
    }
    SkipBlanks();
    if (IsDigit(Peek())) {
      const std::size_t begin = at_;
      while (IsDigit(Peek())) {
        ++at_;
      }
      const std::string digits(text_.substr(begin, at_ - begin));
      const Expression* key = Make(std::strtod(digits.c_str(), nullptr), begin);
      term = Make(Index{.object = term, .key = key}, term->begin);
      continue;
    }
    std::string name = TakeName();
    if (name.empty()) {
      return Wrong("expected a name behind `.`");
    }
    term =
        Make(Attribute{.object = term, .name = std::move(name)}, term->begin);
  }
}

Parser::Node Parser::ParseBracket(const Expression* object, int depth) {
  const Lines lines(this, true);
  CG_ASSIGN_OR_RETURN(const Expression* key, ParseExpression(depth + 1));
  CG_RETURN_IF_ERROR(Expect("]", "behind the index"));
  return Make(Index{.object = object, .key = key}, object->begin);
}

Parser::Node Parser::ParseSplat(const Expression* object, bool full,
                                int depth) {
  CG_RETURN_IF_ERROR(CheckDepth(depth));
  const Expression* item = Make(SplatItem{}, at_);
  CG_ASSIGN_OR_RETURN(const Expression* each,
                      ParsePostfix(item, depth, /*in_splat=*/!full));
  return Make(Splat{.object = object, .each = each}, object->begin);
}

Parser::Node Parser::ParseTerm(int depth) {
  CG_RETURN_IF_ERROR(CheckDepth(depth));
  const std::size_t begin = at_;
  const char c = Peek();
  if (c == '"') {
    return ParseQuoted(depth);
  }
  if (StartsWith("<<")) {
    return ParseHeredoc(depth);
  }
  if (c == '(') {
    const Lines lines(this, true);
    ++at_;
    CG_ASSIGN_OR_RETURN(const Expression* inner, ParseExpression(depth + 1));
    CG_RETURN_IF_ERROR(Expect(")", "behind the expression"));
    return inner;
  }
  if (c == '[' || c == '{') {
    ++at_;
    if (StartsFor()) {
      return ParseFor(c == '[' ? ']' : '}', begin, depth);
    }
    return c == '[' ? ParseTuple(depth) : ParseObject(depth);
  }
  return IsDigit(c) ? ParseNumber() : ParseNamed(depth);
}

Parser::Node Parser::ParseNumber() {
  const std::size_t begin = at_;
  while (IsDigit(Peek())) {
    ++at_;
  }
  if (Peek() == '.' && IsDigit(Peek(1))) {
    ++at_;
    while (IsDigit(Peek())) {
      ++at_;
    }
  }
  if (Peek() == 'e' || Peek() == 'E') {
    const std::size_t sign = Peek(1) == '+' || Peek(1) == '-' ? 2 : 1;
    if (IsDigit(Peek(sign))) {
      at_ += sign;
      while (IsDigit(Peek())) {
        ++at_;
      }
    }
  }
  const std::string digits(text_.substr(begin, at_ - begin));
  return Make(std::strtod(digits.c_str(), nullptr), begin);
}

Parser::Node Parser::ParseNamed(int depth) {
  const std::size_t begin = at_;
  std::string name = TakeName();
  if (name.empty()) {
    return Wrong("expected a value");
  }
  while (StartsWith("::")) {  // `provider::aws::arn_parse`
    at_ += 2;
    name += "::";
    name += TakeName();
  }
  if (Peek() == '(') {
    ++at_;
    return ParseCall(std::move(name), begin, depth);
  }
  if (name == "true" || name == "false") {
    return Make(name == "true", begin);
  }
  if (name == "null") {
    return Make(Null{}, begin);
  }
  return Make(Variable{.name = std::move(name)}, begin);
}

Parser::Node Parser::ParseCall(std::string name, std::size_t begin, int depth) {
  const Lines lines(this, true);
  Call call;
  call.name = std::move(name);
  while (!Take(")")) {
    CG_ASSIGN_OR_RETURN(const Expression* argument, ParseExpression(depth + 1));
    call.arguments.push_back(argument);
    call.expands_last = Take("...");
    if (!Take(",")) {
      CG_RETURN_IF_ERROR(Expect(")", "behind the last argument"));
      break;
    }
  }
  return Make(std::move(call), begin);
}

Parser::Node Parser::ParseTuple(int depth) {
  const std::size_t begin = at_ - 1;
  const Lines lines(this, true);
  Tuple tuple;
  while (!Take("]")) {
    CG_ASSIGN_OR_RETURN(const Expression* item, ParseExpression(depth + 1));
    tuple.items.push_back(item);
    if (!Take(",")) {
      CG_RETURN_IF_ERROR(Expect("]", "behind the last element"));
      break;
    }
  }
  return Make(std::move(tuple), begin);
}

Parser::Node Parser::ParseObject(int depth) {
  const std::size_t begin = at_ - 1;
  const Lines lines(this, false);
  Object object;
  for (;;) {
    SkipLines();
    if (Take("}")) {
      return Make(std::move(object), begin);
    }
    ObjectItem item;
    CG_ASSIGN_OR_RETURN(item.key, ParseObjectKey(depth + 1));
    if (!Take("=") && !Take(":")) {
      return Wrong("expected `=` or `:` behind the key");
    }
    SkipLines();
    CG_ASSIGN_OR_RETURN(item.value, ParseExpression(depth + 1));
    object.items.push_back(item);
    SkipBlanks();
    if (!Take(",") && Peek() != '\n' && Peek() != '}') {
      return Wrong("expected `,`, a new line or `}`");
    }
  }
}

// A plain name is a text here, not a variable.
Parser::Node Parser::ParseObjectKey(int depth) {
  const std::size_t begin = at_;
  std::string name = TakeName();
  SkipBlanks();
  if (!name.empty() && (Peek() == ':' || (Peek() == '=' && Peek(1) != '='))) {
    return Make(std::move(name), begin);
  }
  at_ = begin;
  return ParseExpression(depth);
}

bool Parser::StartsFor() {
  const std::size_t before = at_;
  SkipLines();
  const bool is_for = PeekName() == "for";
  if (is_for) {
    at_ += 3;
    SkipLines();
    if (!PeekName().empty()) {
      return true;
    }
  }
  at_ = before;
  return false;
}

Parser::Node Parser::ParseFor(char close, std::size_t begin, int depth) {
  CG_RETURN_IF_ERROR(CheckDepth(depth));
  const Lines lines(this, true);
  For loop;
  loop.value_name = TakeName();
  if (Take(",")) {
    SkipBlanks();
    loop.key_name = std::exchange(loop.value_name, TakeName());
  }
  CG_RETURN_IF_ERROR(Expect("in", "in `for`"));
  CG_ASSIGN_OR_RETURN(loop.over, ParseExpression(depth + 1));
  CG_RETURN_IF_ERROR(Expect(":", "in `for`"));
  CG_ASSIGN_OR_RETURN(loop.result, ParseExpression(depth + 1));
  if (close == '}') {
    CG_RETURN_IF_ERROR(Expect("=>", "in `for`"));
    loop.result_key = loop.result;
    CG_ASSIGN_OR_RETURN(loop.result, ParseExpression(depth + 1));
  }
  loop.groups = Take("...");
  SkipBlanks();
  if (PeekName() == "if") {
    at_ += 2;
    CG_ASSIGN_OR_RETURN(loop.condition, ParseExpression(depth + 1));
  }
  CG_RETURN_IF_ERROR(
      Expect(std::string_view(&close, 1), "at the end of `for`"));
  return Make(std::move(loop), begin);
}

}  // namespace connectguard::hcl
