#include "lint/shape.h"

#include <algorithm>
#include <variant>

namespace connectguard {
namespace {

// Variables that are defined by variables; a circle ends here.
constexpr int kMaxVariables = 30;

constexpr Shape kOpen = {.may_be_none = true,
                         .may_be_many = true,
                         .may_be_list = true,
                         .may_be_whole = true,
                         .may_be_decimal = true,
                         .is_open = true};

Shape ShapeOfLiteral(const Value& literal) {
  return {.literal = &literal,
          .may_be_list = literal.Is(Kind::kList),
          .may_be_whole = HasWholeNumber(literal),
          .may_be_decimal = HasDecimal(literal)};
}

// What a function gives is never a literal, and mostly one value for each of
// its argument.
Shape ShapeOfCall(const FunctionCall& call) {
  if (call.name == "count") {
    return {.may_be_whole = true};
  }
  if (call.name == "join") {
    return {.is_text = true};
  }
  Shape shape{.may_be_none = true, .may_be_many = true};
  const bool text = call.name == "to_upper" || call.name == "to_lower" ||
                    call.name == "substring" || call.name == "regex_replace" ||
                    call.name == "url_decode" || call.name == "parse_string";
  const bool other = call.name == "parse_boolean" || call.name == "parse_char";
  const bool whole = call.name == "parse_int" || call.name == "now" ||
                     call.name == "parse_epoch";
  const bool decimal = call.name == "parse_float";
  shape.is_text = text;
  shape.may_be_list = !text && !other && !whole && !decimal;
  shape.may_be_whole = !text && !other && !decimal;
  shape.may_be_decimal = !text && !other && !whole;
  return shape;
}

class Shaper {
 public:
  explicit Shaper(const LintFacts& facts) : facts_(facts) {}

  Shape Of(const Operand& operand, const NameScope* scope, int depth) {
    if (const auto* literal = std::get_if<const Value*>(&operand)) {
      return ShapeOfLiteral(**literal);
    }
    if (const auto* query = std::get_if<std::unique_ptr<Query>>(&operand)) {
      return Of(**query, scope, depth);
    }
    return ShapeOfCall(*std::get<std::unique_ptr<FunctionCall>>(operand));
  }

  Shape Of(const Query& query, const NameScope* scope, int depth) {
    Shape shape{
        .may_be_list = true, .may_be_whole = true, .may_be_decimal = true};
    std::size_t part = 0;
    if (const auto* head = std::get_if<VariablePart>(&query.parts[0])) {
      shape = OfVariable(head->name, scope, depth);
      part = 1;
      if (query.parts.size() > 1 &&
          std::holds_alternative<AllIndicesPart>(query.parts[1])) {
        part = 2;
      }
      if (part >= query.parts.size()) {
        return shape;
      }
      shape.literal = nullptr;
      shape.is_text = false;
    }
    for (; part < query.parts.size(); ++part) {
      Step(query.parts[part], scope, depth, &shape);
    }
    return shape;
  }

 private:
  Shape OfVariable(std::string_view name, const NameScope* scope, int depth) {
    const Meaning meaning = facts_.MeaningOf(name, scope);
    if (meaning.let == nullptr || depth >= kMaxVariables) {
      return kOpen;
    }
    // A rule with parameters may mean a variable of its caller.
    if (meaning.scope->parent == nullptr && scope->parent != nullptr &&
        facts_.items[scope->item].parameterized != nullptr &&
        IsDefinedElsewhere(name)) {
      return kOpen;
    }
    Shape shape = Of(meaning.let->value, meaning.scope, depth + 1);
    const auto* query =
        std::get_if<std::unique_ptr<Query>>(&meaning.let->value);
    if (query != nullptr && (*query)->some) {
      shape.may_be_none = true;
      shape.is_selected = true;
      shape.literal = nullptr;
    }
    if (facts_.captured_names.contains(name) && shape.literal == nullptr) {
      return kOpen;
    }
    return shape;
  }

  bool IsDefinedElsewhere(std::string_view name) const {
    for (const LetSite& site : facts_.lets) {
      if (site.let->name == name && site.scope->parent != nullptr) {
        return true;
      }
    }
    for (const NameScope& scope : facts_.scopes) {
      if (scope.parameters != nullptr &&
          std::find(scope.parameters->begin(), scope.parameters->end(), name) !=
              scope.parameters->end()) {
        return true;
      }
    }
    return false;
  }

  void Step(const QueryPart& part, const NameScope* scope, int depth,
            Shape* shape) {
    if (std::holds_alternative<FilterPart>(part) ||
        std::holds_alternative<KeysFilterPart>(part)) {
      shape->may_be_none = true;
      shape->is_selected = true;
      shape->may_be_many = true;
      shape->is_spread = true;
    } else if (std::holds_alternative<AllIndicesPart>(part) ||
               std::holds_alternative<AllValuesPart>(part)) {
      shape->may_be_many = true;
      shape->is_spread = true;
      shape->has_wildcard = true;
    } else if (const auto* keys = std::get_if<VariablePart>(&part)) {
      const Shape names = OfVariable(keys->name, scope, depth);
      shape->may_be_none =
          shape->may_be_none || names.may_be_none ||
          (names.literal != nullptr && names.literal->Is(Kind::kList));
      shape->may_be_many = true;
    }
    shape->may_be_list = true;
    shape->may_be_whole = true;
    shape->may_be_decimal = true;
  }

  const LintFacts& facts_;
};

}  // namespace

Shape ShapeOf(const LintFacts& facts, const Query& query,
              const NameScope* scope) {
  return Shaper(facts).Of(query, scope, 0);
}

Shape ShapeOf(const LintFacts& facts, const Operand& operand,
              const NameScope* scope) {
  return Shaper(facts).Of(operand, scope, 0);
}

const Value* LiteralOf(const LintFacts& facts, const Operand& operand,
                       const NameScope* scope) {
  return ShapeOf(facts, operand, scope).literal;
}

bool HasKind(const Value& value, Kind kind) {
  if (value.Is(kind)) {
    return true;
  }
  if (value.Is(Kind::kList)) {
    return std::any_of(value.AsList().begin(), value.AsList().end(),
                       [&](const Value& each) { return HasKind(each, kind); });
  }
  if (value.Is(Kind::kMap)) {
    return std::any_of(
        value.AsMap().begin(), value.AsMap().end(),
        [&](const Member& each) { return HasKind(each.value, kind); });
  }
  return false;
}

const Regex* PatternOf(const Value& value) {
  if (!value.Is(Kind::kRuleLiteral)) {
    return nullptr;
  }
  const auto* regex = std::get_if<const Regex*>(&value.rule_literal->form);
  return regex == nullptr ? nullptr : *regex;
}

namespace {

template <typename T>
bool HasNumber(const Value& value, Kind kind) {
  switch (value.kind) {
    case Kind::kRuleLiteral:
      return std::holds_alternative<Range<T>>(value.rule_literal->form);
    case Kind::kList:
      return std::any_of(
          value.AsList().begin(), value.AsList().end(),
          [&](const Value& each) { return HasNumber<T>(each, kind); });
    case Kind::kMap:
      return std::any_of(
          value.AsMap().begin(), value.AsMap().end(),
          [&](const Member& each) { return HasNumber<T>(each.value, kind); });
    default:
      return value.Is(kind);
  }
}

}  // namespace

bool HasDecimal(const Value& value) {
  return HasNumber<double>(value, Kind::kFloat);
}

bool HasWholeNumber(const Value& value) {
  return HasNumber<std::int64_t>(value, Kind::kInt);
}

}  // namespace connectguard
