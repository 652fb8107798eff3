#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>

#include "differential/document_generator.h"
#include "differential/rules_writer.h"
#include "differential/text.h"

namespace connectguard::differential {

using Kind = Node::Kind;

std::string RulesWriter::WriteLiteral(const Node* near) {
  const bool known = near != nullptr && !random_.Chance(8);
  const Node node = known ? *near : RandomScalar(&random_);
  const std::size_t choice = random_.Below(100);
  if (node.IsString() && choice < 22) {
    return WriteRegex(node.text);
  }
  if ((node.kind == Kind::kInt || node.kind == Kind::kFloat) && choice < 22) {
    return WriteRange(node);
  }
  if (choice < 72) {
    return WriteLiteralOf(node);
  }
  return choice < 94 ? WriteLiteralOf(NearlyEqual(node, &random_))
                     : WriteListLiteral(&node);
}

std::string RulesWriter::WriteLiteralOf(const Node& node) {
  switch (node.kind) {
    case Kind::kString:
      return WriteString(node.text);
    case Kind::kBool:
      if (random_.Chance(10)) return node.text == "true" ? "True" : "False";
      return node.text;
    case Kind::kNull:
      return random_.Chance(80) ? "null" : "NULL";
    case Kind::kFloat:
      // A literal has no sign, and its exponent must have one.
      return node.text.find('e') == std::string::npos && node.text[0] != '-'
                 ? node.text
                 : "2.5";
    case Kind::kInt:
      return node.text;
    case Kind::kList:
    case Kind::kMap:
      break;
  }
  std::string text = node.IsMap() ? "{" : "[";
  for (std::size_t i = 0; i < node.ChildCount(); ++i) {
    text += i == 0 ? "" : ", ";
    if (node.IsMap()) {
      text += WriteString(node.members[i].first) + ": ";
    }
    text += WriteLiteralOf(node.Child(i));
  }
  return text + (node.IsMap() ? "}" : "]");
}

std::string RulesWriter::WriteListLiteral(const Node* near) {
  if (near != nullptr && near->IsList() && random_.Chance(40)) {
    return WriteLiteralOf(*near);
  }
  std::string list = "[";
  const int size = random_.Between(random_.Chance(8) ? 0 : 1, 3);
  for (int i = 0; i < size; ++i) {
    list += i == 0 ? "" : (random_.Chance(70) ? ", " : ",");
    if (near == nullptr || random_.Chance(25)) {
      list += WriteLiteralOf(RandomScalar(&random_));
    } else if (near->IsList() && !near->items.empty() && random_.Chance(60)) {
      list += WriteLiteralOf(random_.Pick(near->items));
    } else if (near->IsString() && random_.Chance(15)) {
      list += WriteRegex(near->text);
    } else if (near->kind == Kind::kInt && random_.Chance(10)) {
      list += WriteRange(*near);
    } else {
      list += WriteLiteralOf(random_.Chance(60) ? *near
                                                : NearlyEqual(*near, &random_));
    }
  }
  return list + "]";
}

std::string RulesWriter::WriteString(std::string_view text) {
  const char quote = random_.Chance(50) ? '\'' : '"';
  std::string literal(1, quote);
  for (const char c : text) {
    if (c == quote) {
      literal += '\\';
    }
    literal += c;
  }
  return literal + quote;
}

std::string RulesWriter::WriteRegex(std::string_view near) {
  static constexpr std::array<std::string_view, 16> kOthers = {
      ".*",      "^$",     "^[a-z]+$", "\\d+",    "(?i)enabled", "^(a|b)$",
      "^\\w",    "[^a]",   "a{1,2}",   "(?i)^ab", "\\S\\s?",     "^(?!a).*$",
      "(?<=a)b", "\\bAWS", "^.$",      "(.)\\1"};
  // Of what can be taken apart between any two bytes.
  const bool ascii = std::all_of(near.begin(), near.end(),
                                 [](char c) { return (c & 0x80) == 0; });
  if (near.empty() || !ascii || random_.Chance(25)) {
    return "/" + std::string(random_.Pick(kOthers)) + "/";
  }
  const std::size_t begin = random_.Chance(60) ? 0 : random_.Below(near.size());
  std::string regex = random_.Chance(50) ? "^" : "";
  for (const char c : near.substr(begin, 1 + random_.Below(near.size()))) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != ' ') {
      regex += '\\';
    }
    regex += c;
  }
  return "/" + regex + (random_.Chance(30) ? "$/" : "/");
}

std::string RulesWriter::WriteRange(const Node& near) {
  const char open = random_.Chance(50) ? '[' : '(';
  const char close = random_.Chance(50) ? ']' : ')';
  std::string low;
  std::string high;
  if (near.kind == Kind::kFloat || random_.Chance(10)) {
    low = random_.Chance(50) ? "0.0" : "1.0";
    high = random_.Chance(50) ? "5.0" : "100.5";
  } else {
    const long long value = std::strtoll(near.text.c_str(), nullptr, 10);
    if (value > 1000000000000) {
      return "r[0,100]";
    }
    low = std::to_string(value - random_.Between(0, 2));
    high = std::to_string(value + random_.Between(0, 2));
  }
  return std::string("r") + open + low + (random_.Chance(80) ? "," : ", ") +
         high + close;
}

// A query that selects strings, when some are known.
std::string RulesWriter::WriteTextQuery(const Node* scope) {
  if (scope != nullptr && scope->IsMap()) {
    for (const auto& [key, value] : scope->members) {
      if (value.IsString() && random_.Chance(60)) {
        return WriteKey(key);
      }
      if (value.IsList() && !value.items.empty() && value.items[0].IsString()) {
        return WriteKey(key) + "[*]";
      }
    }
  }
  const Node* reached = nullptr;
  std::string query = WriteQuery(scope, 0, &reached);
  return reached != nullptr && reached->IsString() ? query
                                                   : WriteString("a,B 5");
}

std::string RulesWriter::WriteFunction(const Node* scope, int depth) {
  const Node* reached = nullptr;
  switch (random_.Below(13)) {
    case 0:
    case 1:
      return Text() << "count(" << WriteQuery(scope, depth - 1, &reached)
                    << ")";
    case 2:
      return Text() << "join(" << WriteTextQuery(scope) << ", ',')";
    case 3:
      return Text() << "to_upper(" << WriteQuery(scope, depth - 1, &reached)
                    << ")";
    case 4:
      return Text() << "to_lower(" << WriteTextQuery(scope) << ")";
    case 5:
      return Text() << "substring(" << WriteTextQuery(scope) << ", "
                    << std::to_string(random_.Between(0, 2)) << ", "
                    << std::to_string(random_.Between(0, 4)) << ")";
    case 6:
      return Text() << "regex_replace(" << WriteTextQuery(scope) << ", "
                    << (random_.Chance(50) ? "'^(\\w)(.*)$', '${2}$1')"
                                           : "'b', 'x$0')");
    case 7:
      return Text() << "url_decode(" << WriteQuery(scope, depth - 1, &reached)
                    << ")";
    case 8:
      return Text() << "json_parse("
                    << (random_.Chance(50) ? "'{\"A\": [1, \"a\"]}'"
                                           : WriteTextQuery(scope))
                    << ")";
    case 9:
      return Text() << (random_.Chance(50) ? "parse_int(" : "parse_float(")
                    << (random_.Chance(50)
                            ? "'5'"
                            : WriteQuery(scope, depth - 1, &reached))
                    << ")";
    case 10:
      return Text() << "parse_string(" << WriteQuery(scope, depth - 1, &reached)
                    << ")";
    case 11:
      return Text() << "parse_boolean("
                    << (random_.Chance(70) ? "'TRUE'" : WriteTextQuery(scope))
                    << ")";
    default:
      return Text() << "parse_char("
                    << (random_.Chance(70) ? "'a'" : WriteTextQuery(scope))
                    << ")";
  }
}

}  // namespace connectguard::differential
