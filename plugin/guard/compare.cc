#include "guard/compare.h"

#include <cmath>
#include <compare>
#include <optional>
#include <utility>
#include <variant>

namespace connectguard {
namespace {

template <typename T>
bool IsWithin(T value, const Range<T>& range) {
  const bool above =
      range.low_included ? value >= range.low : value > range.low;
  const bool below =
      range.high_included ? value <= range.high : value < range.high;
  return above && below;
}

const Regex* RegexOf(const Value& value) {
  if (!value.Is(Kind::kRuleLiteral)) {
    return nullptr;
  }
  const auto* regex = std::get_if<const Regex*>(&value.rule_literal->form);
  return regex == nullptr ? nullptr : *regex;
}

Answers NoteUnknown(const Value& left, const Value& right,
                    CompareNotes* notes) {
  if (notes->unknown == nullptr) {
    notes->unknown = left.Is(Kind::kUnknown) ? &left : &right;
  }
  return Answers::Any();
}

Answers Match(const Regex& regex, const Value& text, CompareNotes* notes) {
  const Result<bool> matched = regex.Matches(text.AsString());
  if (!matched) {
    notes->error = matched.error().diagnostic.message;
    return {};
  }
  return Answers::Of(*matched);
}

// An integer and a float as the numbers that they are: no integer is rounded on
// the way.
std::optional<std::partial_ordering> OrderOfNumbers(std::int64_t integer,
                                                    double real) {
  constexpr double kBeyond = 9223372036854775808.0;  // 2^63.
  if (std::isnan(real)) {
    return std::nullopt;
  }
  if (real >= kBeyond) {
    return std::partial_ordering::less;
  }
  if (real < -kBeyond) {
    return std::partial_ordering::greater;
  }
  const double whole = std::trunc(real);
  const auto truncated = static_cast<std::int64_t>(whole);
  if (integer != truncated) {
    return integer <=> truncated;
  }
  return 0.0 <=> real - whole;
}

std::optional<std::partial_ordering> OrderOfNumbers(const Value& left,
                                                    std::int64_t right) {
  const auto order = OrderOfNumbers(right, left.real);
  // clang-tidy 14 takes this zero for a pointer.
  return order ? std::optional(0 <=> *order)  // NOLINT(modernize-use-nullptr)
               : std::nullopt;
}

std::optional<std::partial_ordering> OrderOfNumbers(const Value& left,
                                                    double right) {
  return OrderOfNumbers(left.integer, right);
}

bool AreMixedNumbers(const Value& left, const Value& right) {
  return (left.Is(Kind::kInt) && right.Is(Kind::kFloat)) ||
         (left.Is(Kind::kFloat) && right.Is(Kind::kInt));
}

// The order of two scalars; nothing when they have none.
std::optional<std::partial_ordering> OrderOf(const Value& left,
                                             const Value& right,
                                             Semantics semantics) {
  if (AreMixedNumbers(left, right) && semantics.Has(Departure::kNumbers)) {
    return left.Is(Kind::kInt) ? OrderOfNumbers(left, right.real)
                               : OrderOfNumbers(left, right.integer);
  }
  if (left.kind != right.kind) {
    return std::nullopt;
  }
  switch (left.kind) {
    case Kind::kNull:
      return std::partial_ordering::equivalent;
    case Kind::kInt:
      return left.integer <=> right.integer;
    case Kind::kFloat: {
      const std::partial_ordering order = left.real <=> right.real;
      if (order == std::partial_ordering::unordered) {
        return std::nullopt;
      }
      return order;
    }
    case Kind::kString:
      return left.AsString().compare(right.AsString()) <=> 0;
    case Kind::kChar:
      return left.character <=> right.character;
    default:
      return std::nullopt;
  }
}

// A float in a range of integers, or an integer in one of floats.
template <typename T>
bool IsWithin(const Value& number, const Range<T>& range) {
  const auto low = OrderOfNumbers(number, range.low);
  const auto high = OrderOfNumbers(number, range.high);
  return low && high &&
         (range.low_included ? std::is_gteq(*low) : std::is_gt(*low)) &&
         (range.high_included ? std::is_lteq(*high) : std::is_lt(*high));
}

// A data value and a range, or two patterns.
Answers CompareWithLiteral(const Value& left, const Value& right,
                           Semantics semantics) {
  if (const Regex* pattern = RegexOf(right); pattern != nullptr) {
    const Regex* other = RegexOf(left);
    return other == nullptr
               ? Answers::Incomparable()
               : Answers::Of(other->pattern() == pattern->pattern());
  }
  const auto& form = right.rule_literal->form;
  if (const auto* range = std::get_if<Range<std::int64_t>>(&form)) {
    if (left.Is(Kind::kInt)) {
      return Answers::Of(IsWithin(left.integer, *range));
    }
    if (left.Is(Kind::kFloat) && semantics.Has(Departure::kNumbers)) {
      return Answers::Of(IsWithin(left, *range));
    }
  } else if (const auto* floats = std::get_if<Range<double>>(&form)) {
    if (left.Is(Kind::kFloat)) {
      return Answers::Of(IsWithin(left.real, *floats));
    }
    if (left.Is(Kind::kInt) && semantics.Has(Departure::kNumbers)) {
      return Answers::Of(IsWithin(left, *floats));
    }
  } else if (const auto* chars = std::get_if<Range<char32_t>>(&form)) {
    if (left.Is(Kind::kChar)) {
      return Answers::Of(IsWithin(left.character, *chars));
    }
  }
  return Answers::Incomparable();
}

// Adds the next element's answers; false when none of them lets the comparison
// go on.
bool GoOn(Answers element, Answers* decided) {
  *decided = decided->Or(element.WithoutYes());
  return element.CanBeYes();
}

Answers CompareLists(const Value& left, const Value& right,
                     CompareNotes* notes) {
  if (left.size != right.size) {
    return Answers::No();
  }
  Answers decided;
  for (std::uint32_t i = 0; i < left.size; ++i) {
    if (!GoOn(CompareEqual(left.items[i], right.items[i], notes), &decided)) {
      return decided;
    }
  }
  return decided.Or(Answers::Yes());
}

// A member that is not known yet and may turn out not to be there at all.
bool IsOptional(const Value& value) {
  return value.Is(Kind::kUnknown) && value.unknown->may_be_absent;
}

std::uint32_t CertainMembers(const Value& map) {
  std::uint32_t count = 0;
  for (const Member& member : map.AsMap()) {
    count += IsOptional(member.value) ? 0 : 1;
  }
  return count;
}

// Whether every member of `map` that is certain to be there is in `other` too.
bool HasNoOther(const Value& map, const Value& other) {
  for (const Member& member : map.AsMap()) {
    if (!IsOptional(member.value) && Find(other, member.key->text) == nullptr) {
      return false;
    }
  }
  return true;
}

// As in the reference, the first member of the left map that differs, is
// missing or cannot be compared decides.
Answers CompareMaps(const Value& left, const Value& right,
                    CompareNotes* notes) {
  const std::uint32_t certain_left = CertainMembers(left);
  const std::uint32_t certain_right = CertainMembers(right);
  // Different sizes decide before any member is looked at.
  if (certain_left > right.size || certain_right > left.size) {
    return Answers::No();
  }
  const bool optional = certain_left < left.size || certain_right < right.size;
  Answers decided = optional ? Answers::No() : Answers();
  for (const Member& member : left.AsMap()) {
    const Value* other = Find(right, member.key->text);
    if (other == nullptr) {
      if (!IsOptional(member.value)) {
        return decided.Or(Answers::No());
      }
    } else if (!GoOn(CompareEqual(member.value, *other, notes), &decided)) {
      return decided;
    }
  }
  return decided.Or(HasNoOther(right, left) ? Answers::Yes() : Answers::No());
}

}  // namespace

bool IsSameUnknown(const Value& left, const Value& right) {
  if (!left.Is(Kind::kUnknown) || !right.Is(Kind::kUnknown)) {
    return false;
  }
  const auto a = left.unknown->references;
  const auto b = right.unknown->references;
  return a.size() == 1 && b.size() == 1 && a[0].exact && b[0].exact &&
         !a[0].target.empty() && a[0].target == b[0].target &&
         a[0].attribute == b[0].attribute;
}

Answers CompareEqual(const Value& left, const Value& right,
                     CompareNotes* notes) {
  if (left.Is(Kind::kUnknown) || right.Is(Kind::kUnknown)) {
    return IsSameUnknown(left, right) ? Answers::Yes()
                                      : NoteUnknown(left, right, notes);
  }
  if (left.Is(Kind::kString)) {
    if (const Regex* regex = RegexOf(right); regex != nullptr) {
      return Match(*regex, left, notes);
    }
  }
  if (right.Is(Kind::kString)) {
    if (const Regex* regex = RegexOf(left); regex != nullptr) {
      return Match(*regex, right, notes);
    }
  }
  if (right.Is(Kind::kRuleLiteral)) {
    return CompareWithLiteral(left, right, notes->semantics);
  }
  if (left.kind != right.kind && !AreMixedNumbers(left, right)) {
    return Answers::Incomparable();
  }
  switch (left.kind) {
    case Kind::kBool:
      return Answers::Of(left.boolean == right.boolean);
    case Kind::kList:
      return CompareLists(left, right, notes);
    case Kind::kMap:
      return CompareMaps(left, right, notes);
    default: {
      const auto order = OrderOf(left, right, notes->semantics);
      return order ? Answers::Of(std::is_eq(*order)) : Answers::Incomparable();
    }
  }
}

Answers CompareOrder(CompareOp op, const Value& left, const Value& right,
                     CompareNotes* notes) {
  if (left.Is(Kind::kUnknown) || right.Is(Kind::kUnknown)) {
    return NoteUnknown(left, right, notes);
  }
  const auto order = OrderOf(left, right, notes->semantics);
  if (!order) {
    return Answers::Incomparable();
  }
  switch (op) {
    case CompareOp::kLess:
      return Answers::Of(std::is_lt(*order));
    case CompareOp::kLessEqual:
      return Answers::Of(std::is_lteq(*order));
    case CompareOp::kGreater:
      return Answers::Of(std::is_gt(*order));
    default:
      return Answers::Of(std::is_gteq(*order));
  }
}

Truth CompareSame(const Value& left, const Value& right, CompareNotes* notes) {
  // A range does not even equal itself, but it is the same as itself.
  if (&left == &right && left.Is(Kind::kRuleLiteral)) {
    return Truth::kYes;
  }
  const Answers answers = CompareEqual(left, right, notes);
  if (!answers.CanBeYes()) {
    return answers.CanBeIncomparable() &&
                   notes->semantics.Has(Departure::kIncomparable)
               ? Truth::kIncomparable
               : Truth::kNo;
  }
  return answers == Answers::Yes() ? Truth::kYes : Truth::kMaybe;
}

}  // namespace connectguard
