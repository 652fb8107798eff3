#include "cfn_guard/parse_tree.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "cfn_guard/rule_text.h"
#include "document/value_builder.h"

namespace connectguard {
namespace {

constexpr SourceSpan kNowhere;

// The reference counts columns in characters.
class Places {
 public:
  explicit Places(const SourceFile& source) : source_(source) {
    const std::string_view text = source.text();
    characters_.reserve(text.size() + 1);
    std::uint32_t count = 0;
    for (const char c : text) {
      characters_.push_back(count);
      count += (static_cast<unsigned char>(c) & 0xC0U) == 0x80U ? 0 : 1;
    }
    characters_.push_back(count);
  }

  LineColumn At(std::uint32_t offset) const {
    LineColumn place = source_.At(offset);
    const std::uint32_t line_start = offset - (place.column - 1);
    place.column = characters_[offset] - characters_[line_start] + 1;
    return place;
  }

 private:
  const SourceFile& source_;
  std::vector<std::uint32_t> characters_;  // Before each byte.
};

// Recursion is bounded by the parser's limits::kMaxRuleDepth.
class TreeWriter {
 public:
  TreeWriter(const RuleFile& rules, ValueBuilder* builder)
      : rules_(rules), places_(*rules.source), builder_(*builder) {}

  void AddFile() {
    Map([this] {
      AddAssignments(rules_.assignments);
      List("guard_rules", rules_.rules,
           [this](const Rule& rule) { AddRule(rule); });
      List("parameterized_rules", rules_.parameterized_rules,
           [this](const ParameterizedRule& rule) { AddRule(rule); });
    });
  }

  // A number that JSON and YAML as the reference writes them do not have.
  bool has_infinity() const { return has_infinity_; }

 private:
  // --- the shapes that the serializer makes ---------------------------------

  template <typename Body>
  void Map(Body body) {
    builder_.StartMap(kNowhere);
    body();
    builder_.EndMap();
  }
  template <typename Body>
  void Map(std::string_view key, Body body) {
    builder_.AddKey(key);
    Map(body);
  }
  // A variant of an enumeration: {Name: content}.
  template <typename Body>
  void Variant(std::string_view name, Body content) {
    Map([&] {
      builder_.AddKey(name);
      content();
    });
  }
  template <typename Items, typename Add>
  void List(const Items& items, Add add) {
    builder_.StartList(kNowhere);
    for (const auto& item : items) {
      add(item);
    }
    builder_.EndList();
  }
  template <typename Items, typename Add>
  void List(std::string_view key, const Items& items, Add add) {
    builder_.AddKey(key);
    List(items, add);
  }
  void Text(std::string_view text) { builder_.AddString(text, kNowhere); }
  void Text(std::string_view key, std::string_view text) {
    builder_.AddKey(key);
    Text(text);
  }
  void Flag(std::string_view key, bool flag) {
    builder_.AddKey(key);
    builder_.AddBool(flag, kNowhere);
  }
  void TextOrNull(std::string_view text) {
    if (text.empty()) {
      builder_.AddNull(kNowhere);
    } else {
      Text(text);
    }
  }

  void AddLocation(std::uint32_t offset) {
    const LineColumn place = places_.At(offset);
    Map("location", [&] {
      builder_.AddKey("line");
      builder_.AddInt(place.line, kNowhere);
      builder_.AddKey("column");
      builder_.AddInt(place.column, kNowhere);
    });
  }

  // --- rules and blocks -----------------------------------------------------

  void AddRule(const Rule& rule) {
    Map([&] {
      AddRuleBody(rule.name, rule.conditions, rule.body, rule.implicit);
    });
  }

  void AddRule(const ParameterizedRule& rule) {
    Map([&] {
      List("parameter_names", rule.parameters,
           [this](const std::string& name) { Text(name); });
      Map("rule", [&] { AddRuleBody(rule.name, {}, rule.body, false); });
    });
  }

  void AddRuleBody(std::string_view name, const Conjunction<Clause>& conditions,
                   const Block& body, bool implicit) {
    Text("rule_name", name);
    AddConditions(conditions);
    builder_.AddKey("block");
    Map([&] {
      AddAssignments(body.assignments);
      List("conjunctions", body.clauses,
           [&](const Alternatives<Clause>& alternatives) {
             // At the top level a `when` block behind `or` is a nested one.
             const bool nested_when = implicit && alternatives.size() > 1;
             List(alternatives, [&](const Clause& clause) {
               AddRuleClause(clause, nested_when);
             });
           });
    });
  }

  void AddRuleClause(const Clause& clause, bool nested_when) {
    const bool is_when = std::holds_alternative<WhenBlock>(clause.form);
    if (std::holds_alternative<TypeBlock>(clause.form) ||
        (is_when && !nested_when)) {
      AddClause(clause);
    } else {
      Variant("Clause", [&] { AddClause(clause); });
    }
  }

  // A conjunction without an entry is a condition that was not written.
  void AddConditions(const Conjunction<Clause>& conditions) {
    builder_.AddKey("conditions");
    if (conditions.empty()) {
      builder_.AddNull(kNowhere);
    } else {
      AddConjunction(conditions);
    }
  }

  void AddConjunction(const Conjunction<Clause>& conjunction) {
    List(conjunction, [this](const Alternatives<Clause>& alternatives) {
      List(alternatives, [this](const Clause& clause) { AddClause(clause); });
    });
  }

  void AddBlock(const Block& block) {
    Map([&] {
      AddAssignments(block.assignments);
      builder_.AddKey("conjunctions");
      AddConjunction(block.clauses);
    });
  }

  void AddAssignments(const std::vector<Assignment>& assignments) {
    List("assignments", assignments, [this](const Assignment& assignment) {
      Map([&] {
        Text("var", assignment.name);
        builder_.AddKey("value");
        AddOperand(assignment.value);
      });
    });
  }

  // --- clauses --------------------------------------------------------------

  void AddClause(const Clause& clause) {
    std::visit([&](const auto& form) { AddForm(form, clause.span); },
               clause.form);
  }

  // The tree does not tell an empty message from none; the text does: only a
  // message can begin so behind a clause.
  bool HasMessage(SourceSpan span, std::string_view message) const {
    if (!message.empty()) {
      return true;
    }
    std::string_view rest = rules_.source->text().substr(span.end);
    while (!rest.empty()) {
      const std::size_t text = rest.find_first_not_of(" \t\r\n");
      rest.remove_prefix(text == std::string_view::npos ? rest.size() : text);
      if (!rest.starts_with('#')) {
        break;
      }
      rest.remove_prefix(std::min(rest.find('\n'), rest.size()));
    }
    return rest.starts_with("<<");
  }

  void AddMessage(SourceSpan span, std::string_view message) {
    builder_.AddKey("custom_message");
    if (HasMessage(span, message)) {
      Text(message);
    } else {
      builder_.AddNull(kNowhere);
    }
  }

  // `right` is null for unary operators.
  void AddAccessClause(const Query& query, Comparator comparator,
                       const Operand* right, bool negated, SourceSpan span,
                       std::string_view message) {
    Variant("Clause", [&] {
      Map([&] {
        Map("access_clause", [&] {
          builder_.AddKey("query");
          AddQuery(query);
          AddComparator(comparator);
          builder_.AddKey("compare_with");
          if (right == nullptr) {
            builder_.AddNull(kNowhere);
          } else {
            AddOperand(*right);
          }
          AddMessage(span, message);
          AddLocation(span.begin);
        });
        Flag("negation", negated);
      });
    });
  }

  void AddForm(const UnaryClause& clause, SourceSpan span) {
    AddAccessClause(clause.query, {ComparatorName(clause.op), clause.op_not},
                    nullptr, clause.leading_not, span, clause.message);
  }

  void AddForm(const BinaryClause& clause, SourceSpan span) {
    AddAccessClause(clause.query, ComparatorOf(clause.op), &clause.right,
                    clause.leading_not, span, clause.message);
  }

  void AddReference(std::string_view name, bool negated, SourceSpan span,
                    std::string_view message) {
    Map([&] {
      Text("dependent_rule", name);
      Flag("negation", negated);
      AddMessage(span, message);
      AddLocation(span.begin);
    });
  }

  void AddForm(const RuleReference& reference, SourceSpan span) {
    Variant("NamedRule", [&] {
      AddReference(reference.name, reference.negated, span, reference.message);
    });
  }

  void AddForm(const RuleCall& call, SourceSpan span) {
    Variant("ParameterizedNamedRule", [&] {
      Map([&] {
        AddArguments(call.arguments);
        builder_.AddKey("named_rule");
        AddReference(call.name, call.negated, span, call.message);
      });
    });
  }

  void AddForm(const QueryBlock& block, SourceSpan span) {
    Variant("BlockClause", [&] {
      Map([&] {
        builder_.AddKey("query");
        AddQuery(block.query);
        builder_.AddKey("block");
        AddBlock(block.block);
        AddLocation(span.begin);
        Flag("not_empty", block.not_empty);
      });
    });
  }

  void AddForm(const WhenBlock& when, SourceSpan) {
    Variant("WhenBlock", [&] {
      builder_.StartList(kNowhere);
      AddConjunction(when.conditions);
      AddBlock(when.block);
      builder_.EndList();
    });
  }

  void AddForm(const TypeBlock& block, SourceSpan) {
    Variant("TypeBlock", [&] {
      Map([&] {
        Text("type_name", block.type);
        AddConditions(block.conditions);
        builder_.AddKey("block");
        AddBlock(block.block);
        AddParts(block.query.parts);
      });
    });
  }

  // --- queries and operands -------------------------------------------------

  void AddComparator(Comparator comparator) {
    builder_.AddKey("comparator");
    builder_.StartList(kNowhere);
    Text(comparator.name);
    builder_.AddBool(comparator.negated, kNowhere);
    builder_.EndList();
  }

  void AddQuery(const Query& query) {
    Map([&] {
      AddParts(query.parts);
      Flag("match_all", !query.some);
    });
  }

  void AddParts(const std::vector<QueryPart>& parts) {
    List("query", parts, [this](const QueryPart& part) {
      std::visit([this](const auto& form) { AddPart(form); }, part);
    });
  }

  void AddPart(const ThisPart&) { Text("This"); }
  void AddPart(const KeyPart& part) {
    Variant("Key", [&] { Text(part.name); });
  }
  void AddPart(const VariablePart& part) {
    Variant("Key", [&] { Text("%" + part.name); });
  }
  void AddPart(const IndexPart& part) {
    Variant("Index", [&] { builder_.AddInt(part.index, kNowhere); });
  }
  void AddPart(const AllIndicesPart& part) {
    Variant("AllIndices", [&] { TextOrNull(part.capture); });
  }
  void AddPart(const AllValuesPart& part) {
    Variant("AllValues", [&] { TextOrNull(part.capture); });
  }
  void AddPart(const FilterPart& part) {
    Variant("Filter", [&] {
      builder_.StartList(kNowhere);
      TextOrNull(part.capture);
      AddConjunction(part.clauses);
      builder_.EndList();
    });
  }
  void AddPart(const KeysFilterPart& part) {
    Variant("MapKeyFilter", [&] {
      builder_.StartList(kNowhere);
      TextOrNull(part.capture);
      Map([&] {
        AddComparator(ComparatorOf(part.op));
        builder_.AddKey("compare_with");
        AddOperand(part.right);
      });
      builder_.EndList();
    });
  }

  void AddArguments(const std::vector<Operand>& arguments) {
    List("parameters", arguments,
         [this](const Operand& argument) { AddOperand(argument); });
  }

  void AddOperand(const Operand& operand) {
    std::visit([this](const auto& form) { AddOperandForm(form); }, operand);
  }
  void AddOperandForm(const Value* literal) {
    Variant("Value", [&] {
      Map([&] {
        Text("path", "");  // Where a value of a document would stand.
        builder_.AddKey("value");
        AddLiteral(*literal);
      });
    });
  }
  void AddOperandForm(const std::unique_ptr<Query>& query) {
    Variant("AccessClause", [&] { AddQuery(*query); });
  }
  void AddOperandForm(const std::unique_ptr<FunctionCall>& call) {
    Variant("FunctionCall", [&] {
      Map([&] {
        AddArguments(call->arguments);
        Text("name", call->name);
        AddLocation(call->span.begin);
      });
    });
  }

  // What data has not is written as its text, also within lists and maps.
  void AddLiteral(const Value& value) {
    switch (value.kind) {
      case Kind::kRuleLiteral:
        Text(LiteralText(*value.rule_literal));
        break;
      case Kind::kList:
        List(value.AsList(), [this](const Value& item) { AddLiteral(item); });
        break;
      case Kind::kMap:
        Map([&] {
          for (const Member& member : value.AsMap()) {
            builder_.AddKey(member.key->text);
            AddLiteral(member.value);
          }
        });
        break;
      case Kind::kFloat:
        has_infinity_ = has_infinity_ || !std::isfinite(value.real);
        builder_.AddFloat(value.real, kNowhere);
        break;
      default:
        builder_.AddCopy(value, false);
    }
  }

  const RuleFile& rules_;
  Places places_;
  ValueBuilder& builder_;
  bool has_infinity_ = false;
};

bool HasRules(const RuleFile& rules) {
  return !rules.assignments.empty() || !rules.rules.empty() ||
         !rules.parameterized_rules.empty();
}

}  // namespace

Result<const Value*> ParseTree(const RuleFile& rules, Arena* arena) {
  KeyTable keys(arena);
  ValueBuilder builder(arena, &keys);
  if (!HasRules(rules)) {
    builder.AddNull(kNowhere);
    return builder.Finish();
  }
  TreeWriter writer(rules, &builder);
  writer.AddFile();
  if (writer.has_infinity()) {
    return Fail(ErrorCode::kBadInput,
                DiagnosticFor(rules.source->name(),
                              "a number of the rules file is too large to be "
                              "written as JSON or YAML"));
  }
  return builder.Finish();
}

}  // namespace connectguard
