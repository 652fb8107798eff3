#include "cfn_guard/rule_text.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <variant>

#include <fmt/format.h>

#include "base/number_text.h"

namespace connectguard {
namespace {

// ---------------------------------------------------------------- literals --

std::string DisplayNumber(double value) {
  if (std::isnan(value)) {
    return "NaN";
  }
  if (std::isinf(value)) {
    return value < 0 ? "-inf" : "inf";
  }
  return PlainNumber(value);
}

std::string BoundText(std::int64_t bound) { return std::to_string(bound); }
std::string BoundText(double bound) { return DisplayNumber(bound); }
std::string BoundText(char32_t bound) { return Utf8Of(bound); }

std::string FormText(const Regex* regex) {
  return fmt::format("/{}/", regex->pattern());
}
template <typename T>
std::string FormText(const Range<T>& range) {
  return fmt::format("{}{},{}{}", range.low_included ? '[' : '(',
                     BoundText(range.low), BoundText(range.high),
                     range.high_included ? ']' : ')');
}

void AppendQuoted(std::string_view text, std::string* out) {
  *out += '"';
  *out += text;
  *out += '"';
}

void AppendLiteral(const RuleLiteral& literal, std::string* out) {
  if (std::holds_alternative<const Regex*>(literal.form)) {
    AppendQuoted(LiteralText(literal), out);
  } else {
    *out += LiteralText(literal);
  }
}

void AppendList(const Value& list, std::string* out) {
  *out += '[';
  const char* separator = "";
  for (const Value& item : list.AsList()) {
    *out += separator;
    separator = ",";
    AppendDisplay(item, out);
  }
  *out += ']';
}

void AppendMap(const Value& map, std::string* out) {
  *out += '{';
  const char* separator = "";
  for (const Member& member : map.AsMap()) {
    *out += separator;
    separator = ",";
    AppendQuoted(member.key->text, out);
    *out += ':';
    AppendDisplay(member.value, out);
  }
  *out += '}';
}

// ----------------------------------------------------------------- queries --

std::string CapturedText(const std::string& capture, std::string_view what) {
  return fmt::format("{} ({})", capture, what);
}

std::string PartText(const ThisPart&) { return "_"; }
std::string PartText(const KeyPart& part) { return part.name; }
std::string PartText(const VariablePart& part) { return "%" + part.name; }
std::string PartText(const IndexPart& part) {
  return std::to_string(part.index);
}
std::string PartText(const AllIndicesPart&) { return "[*]"; }
std::string PartText(const AllValuesPart&) { return "*"; }
std::string PartText(const FilterPart& part) {
  return CapturedText(part.capture, "filter-clauses");
}
std::string PartText(const KeysFilterPart& part) {
  return CapturedText(part.capture, "map-key-filter-clauses");
}

// Dots in front of brackets go, also where a key has them.
std::string WithoutDotsBeforeBrackets(const std::string& text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '.' || i + 1 == text.size() || text[i + 1] != '[') {
      out += text[i];
    }
  }
  return out;
}

// ---------------------------------------------------------------- operands --

std::string OperandText(const Operand& operand);

std::string OperandForm(const Value* literal) {
  std::string text;
  AppendDisplay(*literal, &text);
  return text;
}
std::string OperandForm(const std::unique_ptr<Query>& query) {
  return PartsText(*query);
}
std::string OperandForm(const std::unique_ptr<FunctionCall>& call) {
  std::string arguments;
  for (const Operand& argument : call->arguments) {
    arguments += arguments.empty() ? "" : ", ";
    arguments += OperandText(argument);
  }
  return fmt::format("{}({})", call->name, arguments);
}

std::string OperandText(const Operand& operand) {
  return std::visit([](const auto& form) { return OperandForm(form); },
                    operand);
}

std::string ContextOf(const Query& query, bool leading_not, bool op_not,
                      std::string_view word, std::string_view operand) {
  return fmt::format("{} {} {}{}  {}", leading_not ? "not" : "",
                     PartsText(query), op_not ? "not " : "", word, operand);
}

}  // namespace

std::string_view OperatorWord(UnaryOp op) {
  switch (op) {
    case UnaryOp::kExists:
      return "EXISTS";
    case UnaryOp::kEmpty:
      return "EMPTY";
    case UnaryOp::kIsString:
      return "IS STRING";
    case UnaryOp::kIsList:
      return "IS LIST";
    case UnaryOp::kIsMap:
      return "IS MAP";
    case UnaryOp::kIsBool:
      return "IS BOOL";
    case UnaryOp::kIsInt:
      return "IS INT";
    case UnaryOp::kIsFloat:
      return "IS FLOAT";
    case UnaryOp::kIsNull:
      return "IS NULL";
  }
  return "";
}

std::string_view OperatorWord(CompareOp op) {
  switch (op) {
    case CompareOp::kEqual:
    case CompareOp::kNotEqual:
      return "EQUALS";
    case CompareOp::kLess:
      return "LESS THAN";
    case CompareOp::kLessEqual:
      return "LESS THAN EQUALS";
    case CompareOp::kGreater:
      return "GREATER THAN";
    case CompareOp::kGreaterEqual:
      return "GREATER THAN EQUALS";
    case CompareOp::kIn:
    case CompareOp::kNotIn:
      return "IN";
  }
  return "";
}

std::string_view ComparatorName(UnaryOp op) {
  switch (op) {
    case UnaryOp::kExists:
      return "Exists";
    case UnaryOp::kEmpty:
      return "Empty";
    case UnaryOp::kIsString:
      return "IsString";
    case UnaryOp::kIsList:
      return "IsList";
    case UnaryOp::kIsMap:
      return "IsMap";
    case UnaryOp::kIsBool:
      return "IsBool";
    case UnaryOp::kIsInt:
      return "IsInt";
    case UnaryOp::kIsFloat:
      return "IsFloat";
    case UnaryOp::kIsNull:
      return "IsNull";
  }
  return "";
}

Comparator ComparatorOf(CompareOp op) {
  switch (op) {
    case CompareOp::kEqual:
      return {"Eq"};
    case CompareOp::kNotEqual:
      return {"Eq", true};
    case CompareOp::kLess:
      return {"Lt"};
    case CompareOp::kLessEqual:
      return {"Le"};
    case CompareOp::kGreater:
      return {"Gt"};
    case CompareOp::kGreaterEqual:
      return {"Ge"};
    case CompareOp::kIn:
      return {"In"};
    case CompareOp::kNotIn:
      return {"In", true};
  }
  return {};
}

std::string Utf8Of(char32_t character) {
  std::string text;
  const auto add = [&text](char32_t byte) {
    text += static_cast<char>(static_cast<unsigned char>(byte));
  };
  if (character < 0x80) {
    add(character);
  } else if (character < 0x800) {
    add(0xC0U | character >> 6U);
    add(0x80U | (character & 0x3FU));
  } else if (character < 0x10000) {
    add(0xE0U | character >> 12U);
    add(0x80U | (character >> 6U & 0x3FU));
    add(0x80U | (character & 0x3FU));
  } else {
    add(0xF0U | character >> 18U);
    add(0x80U | (character >> 12U & 0x3FU));
    add(0x80U | (character >> 6U & 0x3FU));
    add(0x80U | (character & 0x3FU));
  }
  return text;
}

std::string LiteralText(const RuleLiteral& literal) {
  return std::visit([](const auto& form) { return FormText(form); },
                    literal.form);
}

std::string PartsText(const Query& query, std::size_t from) {
  std::string text;
  for (std::size_t i = from; i < query.parts.size(); ++i) {
    text += i == from ? "" : ".";
    text += std::visit([](const auto& part) { return PartText(part); },
                       query.parts[i]);
  }
  return WithoutDotsBeforeBrackets(text);
}

std::string ContextText(const UnaryClause& clause) {
  return ContextOf(clause.query, clause.leading_not, clause.op_not,
                   OperatorWord(clause.op), "");
}

std::string ContextText(const BinaryClause& clause) {
  return ContextOf(clause.query, clause.leading_not,
                   ComparatorOf(clause.op).negated, OperatorWord(clause.op),
                   OperandText(clause.right));
}

std::string LocationText(const RuleFile& rules, std::string_view file,
                         SourceSpan span) {
  const LineColumn place = rules.source->At(span.begin);
  const std::uint32_t line_start = span.begin - (place.column - 1);
  const std::string_view before =
      rules.source->text().substr(line_start, place.column - 1);
  const auto characters = std::count_if(
      before.begin(), before.end(),
      [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return fmt::format("Location[file:{}, line:{}, column:{}]", file, place.line,
                     characters + 1);
}

// Values nest no deeper than their readers allow (limits.h).
void AppendDisplay(const Value& value, std::string* out) {
  switch (value.kind) {
    case Kind::kNull:
    case Kind::kUnknown:  // Never in a raw document.
      *out += "\"NULL\"";
      break;
    case Kind::kBool:
      *out += value.boolean ? "true" : "false";
      break;
    case Kind::kInt:
      *out += std::to_string(value.integer);
      break;
    case Kind::kFloat:
      *out += DisplayNumber(value.real);
      break;
    case Kind::kString:
      AppendQuoted(value.AsString(), out);
      break;
    case Kind::kList:
      AppendList(value, out);
      break;
    case Kind::kMap:
      AppendMap(value, out);
      break;
    case Kind::kChar:
      *out += '\'' + Utf8Of(value.character) + '\'';
      break;
    case Kind::kRuleLiteral:
      AppendLiteral(*value.rule_literal, out);
      break;
  }
}

}  // namespace connectguard
