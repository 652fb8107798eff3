#include "differential/rules_writer.h"

#include <array>
#include <utility>

#include "differential/document_generator.h"
#include "differential/text.h"

namespace connectguard::differential {

std::string RulesWriter::WriteFile() {
  std::vector<std::string> items;
  const int lets = random_.Between(0, 4);
  items.reserve(16);
  for (int i = 0; i < lets; ++i) {
    items.push_back(WriteAssignment(&document_, 2));
  }
  const int parameterized = random_.Chance(40) ? random_.Between(1, 2) : 0;
  for (int i = 0; i < parameterized; ++i) {
    items.push_back(WriteParameterizedRule());
  }
  const int rules = random_.Between(3, 7);
  for (int i = 0; i < rules; ++i) {
    items.push_back(WriteRule(i));
  }
  if (random_.Chance(8)) {
    items.push_back(" " + WriteAlternative(&document_, Level::kRule, 2));
  }
  if (random_.Chance(15)) {
    const std::size_t one = random_.Below(items.size());
    std::swap(items[one], items[random_.Below(items.size())]);
  }
  std::string file = random_.Chance(5) ? "# rules\n" : "";
  for (const std::string& item : items) {
    file += item + (random_.Chance(90) ? "\n" : "\n # note\n");
  }
  return file;
}

std::string RulesWriter::WriteRule(int number) {
  std::string name = "r" + std::to_string(number);
  if (number > 0 && random_.Chance(3)) {
    name = "r0";
  }
  std::string rule = "rule " + name;
  if (random_.Chance(25)) {
    rule += Text() << Space() << WriteConditions(&document_, 2);
  }
  const std::size_t outer = variables_.size();
  rule += Text() << (random_.Chance(90) ? " " : "")
                 << WriteBlock(&document_, Level::kRule, 3);
  variables_.resize(outer);
  referable_.push_back(name);
  return rule;
}

std::string RulesWriter::WriteParameterizedRule() {
  Callable callable{.name = "p" + std::to_string(callable_.size()),
                    .parameters = random_.Between(1, 2)};
  std::string rule = "rule " + callable.name + "(";
  const std::size_t outer = variables_.size();
  for (int i = 0; i < callable.parameters; ++i) {
    const std::string parameter = "q" + std::to_string(i);
    rule += (i == 0 ? "" : ",") + std::string(random_.Chance(50) ? " " : "") +
            parameter;
    const Node* value = &document_;
    while (value->ChildCount() > 0 && random_.Chance(60)) {
      value = &value->Child(random_.Below(value->ChildCount()));
    }
    variables_.push_back({.name = parameter, .value = value});
  }
  rule += ") " + WriteBlock(&document_, Level::kRule, 2);
  variables_.resize(outer);
  callable_.push_back(std::move(callable));
  return rule;
}

std::string RulesWriter::WriteBlock(const Node* scope, Level level, int depth) {
  const std::size_t outer = variables_.size();
  std::string block = "{";
  if (random_.Chance(12)) {
    block += "\n  " + WriteAssignment(scope, depth - 1);
  }
  const int lines = random_.Chance(65) ? 1 : random_.Between(2, 3);
  for (int i = 0; i < lines; ++i) {
    block += Text() << (random_.Chance(85) ? "\n  " : " ")
                    << WriteLine(scope, level, depth);
  }
  variables_.resize(outer);
  return block + (random_.Chance(70) ? "\n }" : " }");
}

std::string RulesWriter::WriteLine(const Node* scope, Level level, int depth) {
  std::string line = WriteAlternative(scope, level, depth);
  while (random_.Chance(14)) {
    line += (random_.Chance(50) ? " " : "\n    ");
    line += random_.Chance(80) ? "or " : (random_.Chance(50) ? "OR " : "|OR| ");
    line += WriteAlternative(scope, level, depth);
  }
  return line;
}

std::string RulesWriter::WriteConditions(const Node* scope, int depth) {
  std::string conditions = random_.Chance(90) ? "when " : "WHEN ";
  conditions += WriteLine(scope, Level::kCondition, depth - 1);
  if (random_.Chance(15)) {
    conditions += "\n   " + WriteLine(scope, Level::kCondition, depth - 1);
  }
  return conditions + " ";
}

std::string RulesWriter::WriteAlternative(const Node* scope, Level level,
                                          int depth) {
  const std::size_t choice = random_.Below(100);
  const bool blocks = depth > 0 && level != Level::kCondition;
  if (choice < 12 && blocks) {
    return WriteQueryBlock(scope, depth - 1);
  }
  if (choice < 18 && blocks) {
    return Text() << WriteConditions(scope, depth - 1)
                  << WriteBlock(scope, Level::kBlock, depth - 1);
  }
  // Without resources it is an error.
  const bool types =
      document_.Find("Resources") != nullptr || random_.Chance(5);
  if (choice < 24 && level == Level::kRule && blocks && types) {
    return WriteTypeBlock(depth - 1);
  }
  const bool references =
      level == Level::kRule || level == Level::kCondition || random_.Chance(2);
  if (choice < 30 && references && !referable_.empty()) {
    return WriteReference();
  }
  if (choice < 37 && !callable_.empty()) {
    return WriteCall(scope, depth);
  }
  return WriteClause(scope, depth);
}

std::string RulesWriter::WriteQueryBlock(const Node* scope, int depth) {
  const Node* reached = nullptr;
  std::string block = WriteQuery(scope, depth, &reached);
  if (random_.Chance(12)) {
    block += random_.Chance(50) ? " !empty" : " not empty";
  }
  return block + " " + WriteBlock(reached, Level::kBlock, depth);
}

std::string RulesWriter::WriteTypeBlock(int depth) {
  const std::string& type = random_.Pick(ResourceTypes());
  const Node* scope = nullptr;
  if (const Node* resources = document_.Find("Resources")) {
    for (const auto& [name, resource] : resources->members) {
      const Node* its = resource.Find("Type");
      if (its != nullptr && its->text == type) {
        scope = &resource;
      }
    }
  }
  std::string block = type + " ";
  if (random_.Chance(30)) {
    return Text() << block << WriteConditions(&document_, depth)
                  << WriteBlock(scope, Level::kBlock, depth);
  }
  return block + (random_.Chance(85) ? WriteBlock(scope, Level::kBlock, depth)
                                     : WriteClause(scope, depth));
}

std::string RulesWriter::WriteReference() {
  std::string reference = random_.Chance(20) ? Not() : "";
  reference += random_.Chance(99) ? random_.Pick(referable_) : "nowhere";
  return reference + (random_.Chance(20) ? " " + WriteMessage() : "") + "\n  ";
}

std::string RulesWriter::WriteCall(const Node* scope, int depth) {
  const Callable& callable = random_.Pick(callable_);
  std::string call = random_.Chance(8) ? Not() : "";
  call += callable.name + "(";
  const int arguments = random_.Chance(98) ? callable.parameters : 3;
  for (int i = 0; i < arguments; ++i) {
    call += i == 0 ? "" : ", ";
    const Node* reached = nullptr;
    const std::size_t choice = random_.Below(100);
    if (choice < 65) {
      call += WriteQuery(scope, depth - 1, &reached);
    } else if (choice < 92) {
      call += WriteLiteral(nullptr);
    } else {
      call += WriteFunction(scope, depth - 1);
    }
  }
  return call + ")" + (random_.Chance(15) ? " " + WriteMessage() : "");
}

std::string RulesWriter::WriteClause(const Node* scope, int depth) {
  const Node* reached = nullptr;
  std::string query = random_.Chance(6) ? Not() : "";
  query += WriteQuery(scope, depth, &reached);
  std::string clause = random_.Chance(28)
                           ? WriteUnary(query, reached)
                           : WriteBinary(query, scope, reached, depth);
  if (random_.Chance(12)) {
    clause += Space();
    clause += WriteMessage();
  }
  return clause;
}

std::string RulesWriter::WriteUnary(const std::string& query,
                                    const Node* reached) {
  static constexpr std::array<std::string_view, 16> kOperators = {
      "exists",  "exists",  "exists",    "EXISTS",   "is_string", "is_string",
      "IS_LIST", "is_list", "is_struct", "is_bool",  "is_int",    "is_float",
      "is_null", "IS_NULL", "is_list",   "is_struct"};
  std::string clause = query + Space();
  clause += random_.Chance(35) ? Not() : "";
  // `empty` of a number is an error that ends the whole run.
  const bool may_be_empty = reached == nullptr || reached->IsMap() ||
                            reached->IsList() || reached->IsString() ||
                            query.ends_with(']') || random_.Chance(4);
  if (may_be_empty && random_.Chance(40)) {
    return clause + (random_.Chance(90) ? "empty" : "EMPTY");
  }
  return clause + std::string(random_.Pick(kOperators));
}

std::string RulesWriter::WriteBinary(const std::string& query,
                                     const Node* scope, const Node* reached,
                                     int depth) {
  const std::size_t choice = random_.Below(100);
  if (choice < 68) {
    static constexpr std::array<std::string_view, 10> kOperators = {
        "==", "==", "==", "==", "!=", "!=", ">", "<", ">=", "<="};
    // Containers have no order.
    const bool ordered =
        reached == nullptr || reached->ChildCount() == 0 || random_.Chance(20);
    const std::string operation(kOperators[random_.Below(ordered ? 10 : 6)]);
    const std::string space = random_.Chance(93) ? " " : Space();
    return Text() << query << space << operation << space
                  << WriteRight(scope, reached, /*list=*/false, depth);
  }
  std::string clause = query + Space();
  clause += random_.Chance(35) ? Not() : "";
  clause += random_.Chance(85) ? "in " : "IN ";
  return clause + WriteRight(scope, reached, /*list=*/true, depth);
}

std::string RulesWriter::WriteRight(const Node* scope, const Node* reached,
                                    bool list, int depth) {
  const std::size_t choice = random_.Below(100);
  const Node* ignored = nullptr;
  if (choice < 66 || depth <= 0) {
    return list && random_.Chance(75) ? WriteListLiteral(reached)
                                      : WriteLiteral(reached);
  }
  if (choice < 94) {
    return WriteQuery(scope, depth - 1, &ignored);
  }
  return WriteFunction(scope, depth - 1);
}

std::string RulesWriter::WriteAssignment(const Node* scope, int depth) {
  Variable variable{.name = "v" + std::to_string(names_++)};
  if (random_.Chance(4) && !variables_.empty()) {
    variable.name = random_.Pick(variables_).name;
  }
  std::string value;
  const std::size_t choice = random_.Below(100);
  if (choice < 45) {
    value = WriteQuery(scope, depth, &variable.value);
  } else if (choice < 60 && scope != nullptr && !scope->members.empty()) {
    variable.names_key = true;
    value = WriteString(random_.Pick(scope->members).first);
  } else if (choice < 78) {
    literals_.push_back(RandomDocument(&random_));
    const Node* any = &literals_.back();
    while (any->ChildCount() > 0) {
      any = &any->Child(random_.Below(any->ChildCount()));
    }
    variable.value = any;
    value = random_.Chance(60) ? WriteListLiteral(any) : WriteLiteral(any);
  } else {
    value = WriteFunction(scope, depth);
  }
  std::string assignment = "let " + variable.name;
  assignment += random_.Chance(92) ? " = " : " := ";
  variables_.push_back(std::move(variable));
  return assignment + value;
}

std::string RulesWriter::WriteMessage() {
  return random_.Chance(80) ? "<<what is wrong>>"
                            : "<<\n  one {two}\n   # 3 >>";
}

std::string RulesWriter::Space() {
  static constexpr std::array<std::string_view, 5> kSpaces = {
      "  ", "\t", "\n    ", " # note\n    ", "\r\n "};
  return random_.Chance(94) ? " " : std::string(random_.Pick(kSpaces));
}

std::string RulesWriter::Not() {
  return random_.Chance(50) ? "!" : (random_.Chance(80) ? "not " : "NOT ");
}

}  // namespace connectguard::differential
