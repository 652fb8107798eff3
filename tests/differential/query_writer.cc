#include <cctype>

#include "differential/document_generator.h"
#include "differential/rules_writer.h"
#include "differential/text.h"

namespace connectguard::differential {
namespace {

bool IsName(const std::string& key) {
  if (key.empty() || std::isalpha(static_cast<unsigned char>(key[0])) == 0) {
    return false;
  }
  for (const char c : key) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_') {
      return false;
    }
  }
  return true;
}

const Node* AnyChild(const Node& node, Random* random) {
  return node.ChildCount() == 0 ? nullptr
                                : &node.Child(random->Below(node.ChildCount()));
}

}  // namespace

std::string RulesWriter::WriteQuery(const Node* scope, int depth,
                                    const Node** reached) {
  std::string query =
      random_.Chance(12) ? (random_.Chance(90) ? "some " : "SOME ") : "";
  const Node* at = scope;
  bool key_last = false;
  query += WriteStart(scope, &at, &key_last);
  for (int steps = random_.Between(0, 4); steps > 0; --steps) {
    const bool nothing_below = at == nullptr || at->ChildCount() == 0;
    if (nothing_below && !random_.Chance(at == nullptr ? 20 : 8)) {
      break;
    }
    query += WriteStep(&at, &key_last, depth);
  }
  *reached = at;
  return query;
}

std::string RulesWriter::WriteStart(const Node* scope, const Node** at,
                                    bool* key_last) {
  const std::size_t choice = random_.Below(100);
  if (choice < 22) {
    if (const Variable* variable = AnyVariable(/*names_key=*/false)) {
      *at = variable->value;
      return "%" + variable->name;
    }
  }
  if (choice < 23 && !captures_.empty()) {
    *at = nullptr;
    return "%" + random_.Pick(captures_);
  }
  if (scope == nullptr || !scope->IsMap() || scope->members.empty()) {
    if (scope != nullptr || random_.Chance(70)) {
      return "this";
    }
    *at = nullptr;
    return "A";
  }
  if (choice > 94) {
    return "this";
  }
  *key_last = true;
  if (choice > 91) {
    *at = nullptr;
    return "Missing";
  }
  const auto& [key, value] = random_.Pick(scope->members);
  *at = &value;
  return WriteKey(choice > 86 ? OtherSpelling(key, &random_) : key);
}

std::string RulesWriter::WriteStep(const Node** at, bool* key_last, int depth) {
  if (*at != nullptr && (*at)->IsMap() && (*at)->ChildCount() > 0) {
    return WriteMapStep(at, key_last, depth);
  }
  if (*at != nullptr && (*at)->IsList()) {
    return WriteListStep(at, key_last, depth);
  }
  *at = nullptr;
  *key_last = false;
  return WriteOddStep(depth);
}

std::string RulesWriter::WriteMapStep(const Node** at, bool* key_last,
                                      int depth) {
  const auto& [key, value] = random_.Pick((*at)->members);
  const Node* map = *at;
  const bool after_key = std::exchange(*key_last, false);
  *at = &value;
  const std::size_t choice = random_.Below(100);
  if (choice < 52) {
    *key_last = true;
    return "." +
           WriteKey(random_.Chance(8) ? OtherSpelling(key, &random_) : key);
  }
  if (choice < 56) return "['" + key + "']";
  if (choice < 70) return ".*";
  if (choice < 74) {
    *at = map;
    return "[*]";
  }
  if (choice < 84 && depth > 0) {
    // A filter on a map that was not reached by a key ends the reference.
    return after_key || random_.Chance(3)
               ? WriteFilter(&value, depth - 1)
               : ".*" + WriteFilter(&value, depth - 1);
  }
  if (choice < 88) return WriteKeysFilter(map);
  if (choice < 91) {
    const std::string name = CaptureName();
    return random_.Chance(50) ? "[" + name + "]" : "[ " + name + " ]";
  }
  if (choice < 96) {
    if (const Variable* variable = AnyVariable(/*names_key=*/true)) {
      return ".%" + variable->name;
    }
    return "." + WriteKey(key);
  }
  *at = nullptr;
  return WriteOddStep(depth);
}

std::string RulesWriter::WriteListStep(const Node** at, bool* key_last,
                                       int depth) {
  *key_last = false;
  const Node* child = AnyChild(**at, &random_);
  *at = child;
  const std::size_t choice = random_.Below(100);
  if (choice < 50) return "[*]";
  if (choice < 58) return ".*";
  if (choice < 76 && depth > 0) return WriteFilter(child, depth - 1);
  if (choice < 90) {
    const std::string number = std::to_string(random_.Between(-1, 2));
    return random_.Chance(70) ? "[" + number + "]" : "." + number;
  }
  *at = nullptr;
  return WriteOddStep(depth);
}

std::string RulesWriter::WriteOddStep(int depth) {
  switch (random_.Below(9)) {
    case 0:
      return "[*]";
    case 1:
      return ".*";
    case 2:
      return "[0]";
    case 3:
      return ".1";
    case 4:
      return "[ " + CaptureName() + " ]";
    case 5:
      return depth > 0 ? WriteFilter(nullptr, depth - 1) : ".A";
    case 6:
      return random_.Chance(30) ? ".this" : ".A";
    default:
      return ".Missing";
  }
}

std::string RulesWriter::WriteFilter(const Node* element, int depth) {
  std::string filter = random_.Chance(85) ? "[ " : "[";
  if (random_.Chance(5)) {
    filter += CaptureName() + " | ";
  }
  filter += WriteLine(element, Level::kFilter, depth);
  if (random_.Chance(15)) {
    filter += "\n    " + WriteLine(element, Level::kFilter, depth);
  }
  return filter + " ]";
}

std::string RulesWriter::WriteKeysFilter(const Node* map) {
  const std::string& key = random_.Pick(map->members).first;
  const std::string filter =
      Text() << "[ " << (random_.Chance(3) ? CaptureName() + " | " : "")
             << (random_.Chance(85) ? "keys " : "KEYS ");
  Node near = Node::String(key);
  switch (random_.Below(6)) {
    case 0:
      return filter + "== " + WriteString(key) + " ]";
    case 1:
      return filter + "!= " + WriteLiteral(&near) + " ]";
    case 2:
      return filter + "== " + WriteRegex(key) + " ]";
    case 3:
      return filter + "in " + WriteListLiteral(&near) + " ]";
    case 4:
      return Text() << filter << Not() << "in " << WriteListLiteral(&near)
                    << " ]";
    default: {
      const Variable* variable = AnyVariable(random_.Chance(70));
      return Text() << filter << (random_.Chance(50) ? "in " : "== ")
                    << (variable == nullptr ? WriteString(key)
                                            : "%" + variable->name)
                    << " ]";
    }
  }
}

std::string RulesWriter::WriteKey(const std::string& key) {
  return IsName(key) && !random_.Chance(6) ? key : WriteString(key);
}

std::string RulesWriter::CaptureName() {
  std::string name = "c" + std::to_string(random_.Below(3));
  captures_.push_back(name);
  return name;
}

const RulesWriter::Variable* RulesWriter::AnyVariable(bool names_key) {
  // Keys' names are also values; other values are seldom names of keys.
  for (int tries = 0; tries < 3 && !variables_.empty(); ++tries) {
    const Variable& variable = random_.Pick(variables_);
    if (!names_key || variable.names_key || random_.Chance(5)) {
      return &variable;
    }
  }
  return nullptr;
}

}  // namespace connectguard::differential
