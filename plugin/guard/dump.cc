#include "guard/dump.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace connectguard {
namespace {

std::string_view UnaryName(UnaryOp op) {
  switch (op) {
    case UnaryOp::kExists:
      return "exists";
    case UnaryOp::kEmpty:
      return "empty";
    case UnaryOp::kIsString:
      return "is_string";
    case UnaryOp::kIsList:
      return "is_list";
    case UnaryOp::kIsMap:
      return "is_struct";
    case UnaryOp::kIsBool:
      return "is_bool";
    case UnaryOp::kIsInt:
      return "is_int";
    case UnaryOp::kIsFloat:
      return "is_float";
    case UnaryOp::kIsNull:
      return "is_null";
  }
  return "?";
}

std::string_view CompareName(CompareOp op) {
  switch (op) {
    case CompareOp::kEqual:
      return "==";
    case CompareOp::kNotEqual:
      return "!=";
    case CompareOp::kLess:
      return "<";
    case CompareOp::kLessEqual:
      return "<=";
    case CompareOp::kGreater:
      return ">";
    case CompareOp::kGreaterEqual:
      return ">=";
    case CompareOp::kIn:
      return "in";
    case CompareOp::kNotIn:
      return "not-in";
  }
  return "?";
}

std::string Quote(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

// What needs no quotes in a rules file.
bool IsName(std::string_view text) {
  return !text.empty() && std::isalpha(static_cast<unsigned char>(text[0])) &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return c >= 0x80 || std::isalnum(c) != 0 || c == '_';
         });
}

std::string CharText(char32_t character) {
  return character > 0x20 && character < 0x7F
             ? fmt::format("'{}'", static_cast<char>(character))
             : fmt::format("'\\u{{{:x}}}'",
                           static_cast<std::uint32_t>(character));
}

// Always to be told from an integer.
std::string FloatText(double value) {
  std::string text = fmt::format("{}", value);
  const bool integral =
      text.find_first_not_of("-0123456789") == std::string::npos;
  return integral ? text + ".0" : text;
}

std::string BoundText(std::int64_t bound) { return fmt::format("{}", bound); }
std::string BoundText(double bound) { return FloatText(bound); }
std::string BoundText(char32_t bound) { return CharText(bound); }

// Recursion is bounded by the parser's limits::kMaxRuleDepth.
class Dumper {
 public:
  std::string Take() { return std::move(out_); }

  void Add(const Assignment& assignment) {
    out_ += fmt::format("(let {} ", assignment.name);
    Add(assignment.value);
    out_ += ')';
  }

  void Add(const Rule& rule) {
    out_ +=
        fmt::format("(rule {}{}", rule.name, rule.implicit ? " implicit" : "");
    AddConditions(rule.conditions);
    AddBody(rule.body);
    out_ += ')';
  }

  void Add(const ParameterizedRule& rule) {
    out_ += fmt::format("(rule ({} {})", rule.name,
                        fmt::join(rule.parameters, " "));
    AddBody(rule.body);
    out_ += ')';
  }

 private:
  void AddBody(const Block& block) {
    for (const Assignment& assignment : block.assignments) {
      out_ += ' ';
      Add(assignment);
    }
    AddConjunction(block.clauses);
  }

  void AddConjunction(const Conjunction<Clause>& conjunction) {
    for (const Alternatives<Clause>& alternatives : conjunction) {
      out_ += ' ';
      if (alternatives.size() == 1) {
        Add(alternatives.front());
        continue;
      }
      out_ += "(or";
      for (const Clause& clause : alternatives) {
        out_ += ' ';
        Add(clause);
      }
      out_ += ')';
    }
  }

  void AddConditions(const Conjunction<Clause>& conditions) {
    if (!conditions.empty()) {
      out_ += " (when";
      AddConjunction(conditions);
      out_ += ')';
    }
  }

  void Add(const Clause& clause) {
    std::visit([this](const auto& form) { AddForm(form); }, clause.form);
  }

  void AddMessage(std::string_view message) {
    if (!message.empty()) {
      out_ += fmt::format(" (message {})", Quote(message));
    }
  }

  void AddForm(const UnaryClause& clause) {
    out_ += fmt::format("{}({}{} ", clause.leading_not ? "(not " : "",
                        clause.op_not ? "!" : "", UnaryName(clause.op));
    Add(clause.query);
    AddMessage(clause.message);
    out_ += clause.leading_not ? "))" : ")";
  }

  void AddForm(const BinaryClause& clause) {
    out_ += fmt::format("{}({} ", clause.leading_not ? "(not " : "",
                        CompareName(clause.op));
    Add(clause.query);
    out_ += ' ';
    Add(clause.right);
    AddMessage(clause.message);
    out_ += clause.leading_not ? "))" : ")";
  }

  void AddForm(const RuleReference& reference) {
    out_ += fmt::format("{}(ref {}", reference.negated ? "(not " : "",
                        reference.name);
    AddMessage(reference.message);
    out_ += reference.negated ? "))" : ")";
  }

  void AddForm(const RuleCall& call) {
    out_ += fmt::format("{}(apply {}", call.negated ? "(not " : "", call.name);
    AddArguments(call.arguments);
    AddMessage(call.message);
    out_ += call.negated ? "))" : ")";
  }

  void AddForm(const QueryBlock& block) {
    out_ += block.not_empty ? "(block-not-empty " : "(block ";
    Add(block.query);
    AddBody(block.block);
    out_ += ')';
  }

  void AddForm(const WhenBlock& block) {
    out_ += "(when-block";
    AddConditions(block.conditions);
    AddBody(block.block);
    out_ += ')';
  }

  void AddForm(const TypeBlock& block) {
    out_ += fmt::format("(type {} ", block.type);
    Add(block.query);
    AddConditions(block.conditions);
    AddBody(block.block);
    out_ += ')';
  }

  void AddArguments(const std::vector<Operand>& arguments) {
    for (const Operand& argument : arguments) {
      out_ += ' ';
      Add(argument);
    }
  }

  void Add(const Operand& operand) {
    if (const auto* literal = std::get_if<const Value*>(&operand)) {
      Add(**literal);
    } else if (const auto* query =
                   std::get_if<std::unique_ptr<Query>>(&operand)) {
      Add(**query);
    } else {
      const FunctionCall& call =
          *std::get<std::unique_ptr<FunctionCall>>(operand);
      out_ += fmt::format("({} {}",
                          call.definition == nullptr ? "call-unknown" : "call",
                          call.name);
      AddArguments(call.arguments);
      out_ += ')';
    }
  }

  void Add(const Query& query) {
    out_ += query.some ? "(some-query" : "(query";
    for (const QueryPart& part : query.parts) {
      out_ += ' ';
      std::visit([this](const auto& p) { AddPart(p); }, part);
    }
    out_ += ')';
  }

  void AddPart(const ThisPart&) { out_ += "this"; }
  void AddPart(const KeyPart& part) {
    out_ +=
        IsName(part.name) && part.name != "this" ? part.name : Quote(part.name);
    if (part.index) {
      out_ += fmt::format("#{}", *part.index);
    }
  }
  // A quoted key that begins with `%` is a variable too, of any name.
  void AddPart(const VariablePart& part) {
    out_ += '%' + (IsName(part.name) ? part.name : Quote(part.name));
  }
  void AddPart(const IndexPart& part) {
    out_ += fmt::format("[{}]", part.index);
  }
  void AddPart(const AllIndicesPart& part) {
    out_ += part.capture.empty() ? "[*]" : fmt::format("[*|{}]", part.capture);
  }
  void AddPart(const AllValuesPart& part) {
    out_ += part.capture.empty() ? ".*" : fmt::format(".*|{}", part.capture);
  }
  void AddPart(const FilterPart& part) {
    out_ += "(filter";
    if (!part.capture.empty()) {
      out_ += " |" + part.capture;
    }
    AddConjunction(part.clauses);
    out_ += ')';
  }
  void AddPart(const KeysFilterPart& part) {
    out_ += "(keys";
    if (!part.capture.empty()) {
      out_ += " |" + part.capture;
    }
    out_ += fmt::format(" {} ", CompareName(part.op));
    Add(part.right);
    out_ += ')';
  }

  void Add(const Value& value) {
    switch (value.kind) {
      case Kind::kNull:
        out_ += "null";
        break;
      case Kind::kBool:
        out_ += value.boolean ? "true" : "false";
        break;
      case Kind::kInt:
        out_ += fmt::format("{}", value.integer);
        break;
      case Kind::kFloat:
        out_ += FloatText(value.real);
        break;
      case Kind::kString:
        out_ += Quote(value.AsString());
        break;
      case Kind::kChar:
        out_ += CharText(value.character);
        break;
      case Kind::kList:
        out_ += "(list";
        for (const Value& item : value.AsList()) {
          out_ += ' ';
          Add(item);
        }
        out_ += ')';
        break;
      case Kind::kMap:
        AddMap(value);
        break;
      case Kind::kRuleLiteral:
        std::visit([this](const auto& form) { AddLiteral(form); },
                   value.rule_literal->form);
        break;
      case Kind::kUnknown:
        out_ += "unknown";
        break;
    }
  }

  void AddMap(const Value& value) {
    out_ += "(map";
    for (const Member& member : value.AsMap()) {
      out_ += fmt::format(" ({} ", Quote(member.key->text));
      Add(member.value);
      out_ += ')';
    }
    out_ += ')';
  }

  void AddLiteral(const Regex* regex) {
    out_ += fmt::format("(regex {})", Quote(regex->pattern()));
  }
  template <typename T>
  void AddLiteral(const Range<T>& range) {
    out_ += fmt::format("(range {}{} {}{})", range.low_included ? '[' : '(',
                        BoundText(range.low), BoundText(range.high),
                        range.high_included ? ']' : ')');
  }

  std::string out_;
};

}  // namespace

std::string Dump(const RuleFile& rules) {
  std::string out;
  const auto add = [&out](const auto& items) {
    for (const auto& item : items) {
      Dumper dumper;
      dumper.Add(item);
      out += dumper.Take() + '\n';
    }
  };
  add(rules.assignments);
  add(rules.rules);
  add(rules.parameterized_rules);
  return out;
}

}  // namespace connectguard
