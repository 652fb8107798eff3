#include "cfn_guard/failure_text.h"

#include <algorithm>
#include <variant>

#include <fmt/format.h>

#include "guard/compare.h"

namespace connectguard {
namespace {

// ------------------------------------------------------------------- types --

std::string_view TypeName(const RuleLiteral& literal) {
  switch (literal.form.index()) {
    case 0:
      return "Regex";
    case 1:
      return "range(int, int)";
    case 2:
      return "range(float, float)";
    default:
      return "range(char, char)";
  }
}

std::string_view TypeName(const Value& value) {
  switch (value.kind) {
    case Kind::kNull:
    case Kind::kUnknown:
      return "null";
    case Kind::kBool:
      return "bool";
    case Kind::kInt:
      return "int";
    case Kind::kFloat:
      return "float";
    case Kind::kString:
      return "String";
    case Kind::kList:
      return "array";
    case Kind::kMap:
      return "map";
    case Kind::kChar:
      return "char";
    case Kind::kRuleLiteral:
      return TypeName(*value.rule_literal);
  }
  return "";
}

// ------------------------------------------------------------- comparisons --

std::string TypesNotComparable(const Value& left, const Value& right) {
  if (left.Is(Kind::kFloat) && right.Is(Kind::kFloat)) {
    return "Float values are not comparable";
  }
  return fmt::format("PathAwareValues are not comparable {}, {}",
                     TypeName(left), TypeName(right));
}

Answers Equal(const Value& left, const Value& right) {
  CompareNotes notes;
  return CompareEqual(left, right, &notes);
}

// The pair inside of two values that cannot be compared because of it. The
// first pair that is not equal decides. Bounded by limits::kMaxDepth.
std::string InnerReason(const Value& left, const Value& right) {
  if (left.Is(Kind::kList) && right.Is(Kind::kList)) {
    for (std::uint32_t i = 0; i < std::min(left.size, right.size); ++i) {
      if (!Equal(left.items[i], right.items[i]).CanBeYes()) {
        return InnerReason(left.items[i], right.items[i]);
      }
    }
  }
  if (left.Is(Kind::kMap) && right.Is(Kind::kMap)) {
    for (const Member& member : left.AsMap()) {
      const Value* other = Find(right, member.key->text);
      if (other != nullptr && !Equal(member.value, *other).CanBeYes()) {
        return InnerReason(member.value, *other);
      }
    }
  }
  return TypesNotComparable(left, right);
}

std::string_view UnaryWords(UnaryOp op, bool negated) {
  switch (op) {
    case UnaryOp::kExists:
      return negated ? "existed" : "did not exist";
    case UnaryOp::kEmpty:
      return negated ? "was empty" : "was not empty";
    case UnaryOp::kIsString:
      return negated ? "was a string " : "was not string";
    case UnaryOp::kIsList:
      return negated ? "was a list " : "was not list";
    case UnaryOp::kIsMap:
      return negated ? "was a struct" : "was not struct";
    case UnaryOp::kIsBool:
      return negated ? "was bool" : "was not bool";
    case UnaryOp::kIsInt:
      return negated ? "was int" : "was not int";
    case UnaryOp::kIsFloat:
      return negated ? "was float" : "was not float";
    case UnaryOp::kIsNull:
      return negated ? "was null" : "was not null";
  }
  return "";
}

std::string_view BinaryWords(CompareOp op) {
  switch (op) {
    case CompareOp::kEqual:
      return "not equal to";
    case CompareOp::kNotEqual:
      return "equal to";
    case CompareOp::kLess:
      return "not less than";
    case CompareOp::kLessEqual:
      return "not less than equal to";
    case CompareOp::kGreater:
      return "not greater than";
    case CompareOp::kGreaterEqual:
      return "not greater than equal";
    case CompareOp::kIn:
      return "not in";
    case CompareOp::kNotIn:
      return "in";
  }
  return "";
}

const BinaryClause& BinaryOf(const FailureNode& failure) {
  return std::get<BinaryClause>(failure.clause->form);
}

std::string_view MessageOf(const Clause& clause) {
  return std::visit(
      [](const auto& form) -> std::string_view {
        if constexpr (requires { form.message; }) {
          return form.message;
        } else {
          return {};
        }
      },
      clause.form);
}

}  // namespace

const Value* PlaceOfFailure(const FailureNode& failure,
                            const Failures& failures) {
  switch (failure.kind) {
    case FailureKind::kMissing:
    case FailureKind::kNothingToCompare:
    case FailureKind::kMissingInBlock:
      return failures.ends[failure.detail].reached;
    default:
      return failure.from;
  }
}

// ----------------------------------------------------------------- context --

const std::string& FailureText::Context(const FailureNode& failure) {
  const auto [at, added] = contexts_.try_emplace(failure.clause);
  if (added) {
    at->second = MakeContext(failure);
  }
  return at->second;
}

std::string FailureText::MakeContext(const FailureNode& failure) const {
  const Clause& clause = *failure.clause;
  if (const auto* unary = std::get_if<UnaryClause>(&clause.form)) {
    return ContextText(*unary);
  }
  if (const auto* binary = std::get_if<BinaryClause>(&clause.form)) {
    return ContextText(*binary);
  }
  const std::string place = LocationText(rules_, rules_name_, clause.span);
  if (const auto* reference = std::get_if<RuleReference>(&clause.form)) {
    return fmt::format("Rule({}@{})", reference->name, place);
  }
  return failure.kind == FailureKind::kNothingInBlock
             ? "BlockGuardClause#" + place
             : "GuardBlockAccessClause#" + place;
}

Comparator FailureText::ComparatorOf(const FailureNode& failure) {
  if (const auto* unary = std::get_if<UnaryClause>(&failure.clause->form)) {
    return {ComparatorName(unary->op), unary->op_not};
  }
  return connectguard::ComparatorOf(BinaryOf(failure).op);
}

std::vector<const Value*> FailureText::Among(const FailureNode& failure) const {
  return failure.to != nullptr ? std::vector<const Value*>{failure.to}
                               : failures_.right_sides[failure.detail];
}

// ---------------------------------------------------------------- messages --

std::optional<std::string> FailureText::CustomMessage(
    const FailureNode& failure) {
  const std::string message(MessageOf(*failure.clause));
  switch (failure.kind) {
    case FailureKind::kNothingInBlock:
      return std::nullopt;
    case FailureKind::kRuleCall:
    case FailureKind::kNotAmong:
      return message.empty() ? std::nullopt : std::optional(message);
    case FailureKind::kNotEmpty: {
      std::string line = message;
      std::replace(line.begin(), line.end(), '\n', ';');
      return line;
    }
    default:
      return message;
  }
}

std::string FailureText::ErrorMessage(const FailureNode& failure) {
  switch (failure.kind) {
    case FailureKind::kUnary:
      return UnaryMessage(failure);
    case FailureKind::kCompared:
      return ComparedMessage(failure);
    case FailureKind::kNotAmong:
      return NotAmongMessage(failure);
    case FailureKind::kMissing:
      return MissingMessage(failure, std::holds_alternative<BinaryClause>(
                                         failure.clause->form)
                                         ? " to compare from"
                                         : "") +
             ".";
    case FailureKind::kNothingToCompare:
      return MissingMessage(failure, " to compare to") + ".";
    case FailureKind::kMissingInBlock:
      return MissingMessage(failure, "");
    case FailureKind::kNothingInBlock:
      return "query for block clause did not retrieve any value";
    case FailureKind::kNotEmpty:
      return fmt::format(
          "Check was not compliant as variable in context [{}] was not empty",
          Context(failure));
    case FailureKind::kDependentRule:
      return fmt::format(
          "Check was not compliant as dependent rule [{}] did not PASS. "
          "Context [{}]",
          std::get<RuleReference>(failure.clause->form).name, Context(failure));
    case FailureKind::kRuleCall:
    case FailureKind::kAlternatives:
      break;
  }
  return {};
}

std::string FailureText::MissingMessage(const FailureNode& failure,
                                        std::string_view what) const {
  const QueryEnd& end = EndOf(failure);
  std::string text = fmt::format(
      "Check was not compliant as property [{}]{} is missing. Value traversed "
      "to [",
      Remaining(end), what);
  places_.AppendPathAndValue(*end.reached, &text);
  return text + "]";
}

std::string FailureText::UnaryMessage(const FailureNode& failure) const {
  const auto& clause = std::get<UnaryClause>(failure.clause->form);
  return fmt::format("Check was not compliant as property [{}] {}.",
                     places_.PathAndPlace(*failure.from),
                     UnaryWords(clause.op, clause.op_not));
}

std::string FailureText::ComparedMessage(const FailureNode& failure) const {
  std::string text = "Check was not compliant as property value [";
  places_.AppendPathAndValue(*failure.from, &text);
  text += "] ";
  text += BinaryWords(BinaryOf(failure).op);
  text += " value [";
  places_.AppendPathAndValue(*failure.to, &text);
  text += "].";
  const std::string reason = WhyIncomparable(failure);
  return reason.empty() ? text : fmt::format("{} Error = [{}]", text, reason);
}

std::string FailureText::NotAmongMessage(const FailureNode& failure) const {
  std::string text = fmt::format(
      "Check was not compliant as property [{}] was not present "
      "in [",
      places_.PathAndPlace(*failure.from));
  // A dot between two that was meant for the parts of queries goes where one
  // opens with a bracket.
  const char* separator = "";
  for (const Value* value : Among(failure)) {
    text += separator;
    separator = ".";
    text += "(resolved, ";
    places_.AppendPathAndValue(*value, &text);
    text += ')';
  }
  return text + "]";
}

std::string FailureText::WhyIncomparable(const FailureNode& failure) const {
  const Value& from = *failure.from;
  const Value& to = *failure.to;
  const CompareOp op = BinaryOf(failure).op;
  const auto both = [&](std::string_view words) {
    std::string text(words);
    places_.AppendPathAndValue(from, &text);
    text += ", ";
    places_.AppendPathAndValue(to, &text);
    return text;
  };
  CompareNotes notes;
  switch (op) {
    case CompareOp::kIn:
    case CompareOp::kNotIn:
      if (failure.detail != 0) {
        return from.Is(Kind::kString) ? "" : both("Type not comparable, ");
      }
      if (from.Is(Kind::kList)) {
        return both("Can not compare type ");
      }
      break;
    case CompareOp::kEqual:
    case CompareOp::kNotEqual:
      break;
    default:
      return CompareOrder(op, from, to, &notes).CanBeIncomparable()
                 ? TypesNotComparable(from, to)
                 : "";
  }
  return Equal(from, to).CanBeIncomparable() ? InnerReason(from, to) : "";
}

// ------------------------------------------------- where queries ended -----

namespace {

const QueryPart& PartOf(const QueryEnd& end) {
  return end.query->parts[end.part];
}

// An index is reported with the whole query.
bool ShowsWholeQuery(const QueryEnd& end) {
  const QueryPart& part = PartOf(end);
  if (const auto* key = std::get_if<KeyPart>(&part)) {
    return key->index.has_value();
  }
  return std::holds_alternative<IndexPart>(part) &&
         end.reached->Is(Kind::kList);
}

}  // namespace

std::string FailureText::Remaining(const QueryEnd& end) {
  return PartsText(*end.query, ShowsWholeQuery(end) ? 0 : end.part);
}

std::string FailureText::Reason(const QueryEnd& end) const {
  const QueryPart& part = PartOf(end);
  const std::string place = places_.PathAndPlace(*end.reached);
  const std::string_view type = TypeName(*end.reached);
  if (const auto* key = std::get_if<KeyPart>(&part)) {
    return key->index ? IndexReason(end, *key->index, false)
                      : KeyReason(end, key->name);
  }
  if (const auto* index = std::get_if<IndexPart>(&part)) {
    return IndexReason(end, index->index, true);
  }
  if (const auto* variable = std::get_if<VariablePart>(&part)) {
    return InterpolationReason(end, variable->name);
  }
  if (std::holds_alternative<FilterPart>(part)) {
    return fmt::format(
        "Filter on value type that was not a struct or array {} {}", type,
        place);
  }
  if (std::holds_alternative<KeysFilterPart>(part)) {
    return fmt::format("Map Filter for keys was not a struct {} {}", type,
                       place);
  }
  return fmt::format("No more entries for value at path = {} on type = {} ",
                     place, type);
}

std::string FailureText::KeyReason(const QueryEnd& end,
                                   std::string_view key) const {
  const std::string place = places_.PathAndPlace(*end.reached);
  if (end.reached->Is(Kind::kMap)) {
    return fmt::format("Could not find key {} inside struct at path {}", key,
                       place);
  }
  std::string text = fmt::format(
      "Attempting to retrieve from key {} but type is not an struct type at "
      "path {}, Type = {}, Value = ",
      key, place, TypeName(*end.reached));
  places_.AppendDebug(*end.reached, &text);
  return text;
}

std::string FailureText::IndexReason(const QueryEnd& end, std::int32_t index,
                                     bool with_type) const {
  const std::string place = places_.PathAndPlace(*end.reached);
  if (!end.reached->Is(Kind::kList)) {
    return fmt::format(
        "Attempting to retrieve from index {} but type is not an array at "
        "path {}{}{}",
        index, place, with_type ? ", type " : "",
        with_type ? TypeName(*end.reached) : "");
  }
  std::string text = fmt::format(
      "Array Index out of bounds for path = {} on index = {} inside Array = [",
      place, index);
  const char* separator = "";
  for (const Value& item : end.reached->AsList()) {
    text += separator;
    separator = ", ";
    places_.AppendDebug(item, &text);
  }
  return text + "], remaining query = " + PartsText(*end.query);
}

std::string FailureText::InterpolationReason(
    const QueryEnd& end, const std::string& variable) const {
  if (!end.reached->Is(Kind::kMap)) {
    return KeyReason(end, "%" + variable);
  }
  if (end.key == nullptr) {
    return fmt::format(
        "Index on the set of values returned for variable {} on the join, is "
        "out of bounds",
        variable);
  }
  const Value& key = *end.key->value;
  if (end.key->found == Found::kUnresolved) {
    return fmt::format(
        "Keys returned for variable {} could not completely resolve. Path "
        "traversed until {}{}",
        variable, places_.PathAndPlace(key),
        Reason({.query = end.key->query,
                .part = end.key->part,
                .reached = &key,
                .key = end.key->key}));
  }
  // A key that stands in a list is named with its own place.
  return fmt::format(
      "Could not locate key = {} inside struct at path = {}", key.AsString(),
      places_.PathAndPlace(end.key->key != nullptr ? key : *end.reached));
}

}  // namespace connectguard
