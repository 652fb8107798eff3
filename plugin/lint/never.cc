// Clauses of one conjunction that can never hold together.
//
// Two clauses that ask the same query, of which one leaves only values that the
// other refuses. What is left are the literals of `==` and `in`; whether they
// are refused is asked of the engine itself, in both modes. At most one of the
// two may say `some`. With cfn-guard an empty list passes both all the same.
#include <optional>
#include <set>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "guard/operators.h"
#include "lint/findings.h"
#include "lint/shape.h"

namespace connectguard {
namespace {

bool IsText(const Value& value) { return value.Is(Kind::kString); }

// A literal that only one value of the input equals (5 and 5.0 are one value).
bool IsPlain(const Value& value) {
  return value.Is(Kind::kString) || value.Is(Kind::kInt) ||
         value.Is(Kind::kBool);
}

const Value* LiteralRight(const BinaryClause& form) {
  const auto* literal = std::get_if<const Value*>(&form.right);
  return literal == nullptr ? nullptr : *literal;
}

// The values that are left by a clause; nothing when it leaves any number.
std::optional<std::vector<const Value*>> LeftBy(const Clause& clause) {
  const auto* form = std::get_if<BinaryClause>(&clause.form);
  const Value* literal = form == nullptr ? nullptr : LiteralRight(*form);
  if (literal == nullptr || form->leading_not) {
    return std::nullopt;
  }
  if (form->op == CompareOp::kEqual && IsPlain(*literal)) {
    return std::vector<const Value*>{literal};
  }
  if (form->op != CompareOp::kIn || !literal->Is(Kind::kList) ||
      literal->size == 0) {
    return std::nullopt;
  }
  std::vector<const Value*> left;
  for (const Value& each : literal->AsList()) {
    if (!IsPlain(each)) {
      return std::nullopt;
    }
    left.push_back(&each);
  }
  return left;
}

class AllOutcomes final : public CheckSink {
 public:
  void Add(const Check& check) override {
    outcome_ = outcome_.Or(check.outcome);
  }
  bool fail() const { return outcome_ == Outcome::Fail(); }

 private:
  Outcome outcome_;
};

// Whether the comparison refuses the value, and every list of such values, in
// both modes.
bool ComparisonRefuses(const BinaryClause& form, const Value& value) {
  const Value* literal = LiteralRight(form);
  if (literal == nullptr || form.leading_not) {
    return false;
  }
  const bool in = form.op == CompareOp::kIn || form.op == CompareOp::kNotIn;
  if (literal->Is(Kind::kList) && !in) {
    return false;
  }
  if (in && (!literal->Is(Kind::kList) || HasKind(*literal, Kind::kMap))) {
    return false;
  }
  if (in) {
    for (const Value& each : literal->AsList()) {
      if (each.Is(Kind::kList)) {
        return false;
      }
    }
  }
  Entry left;
  left.value = &value;
  Entry right;
  right.value = literal;
  right.found = Found::kLiteral;
  for (const Semantics semantics : {Semantics::Strict(), Semantics::Compat()}) {
    AllOutcomes outcomes;
    const std::string error =
        CompareSelections(form.op, GuardVersion::k32, semantics,
                          Entries(&left, 1), Entries(&right, 1), &outcomes);
    if (!error.empty() || !outcomes.fail()) {
      return false;
    }
  }
  return true;
}

bool UnaryRefuses(const UnaryClause& form, const Value& value) {
  if (form.op_not != form.leading_not) {
    return form.op == UnaryOp::kExists;
  }
  switch (form.op) {
    case UnaryOp::kExists:
    case UnaryOp::kIsList:  // It may be a list of such values.
      return false;
    case UnaryOp::kEmpty:
      return IsText(value) && value.size > 0;
    case UnaryOp::kIsString:
      return !value.Is(Kind::kString);
    case UnaryOp::kIsBool:
      return !value.Is(Kind::kBool);
    case UnaryOp::kIsInt:
    case UnaryOp::kIsFloat:
      return !value.Is(Kind::kInt);
    case UnaryOp::kIsMap:
    case UnaryOp::kIsNull:
      return true;
  }
  return false;
}

bool Refuses(const Clause& clause, const Value& value) {
  if (const auto* unary = std::get_if<UnaryClause>(&clause.form)) {
    return UnaryRefuses(*unary, value);
  }
  const auto* binary = std::get_if<BinaryClause>(&clause.form);
  return binary != nullptr && ComparisonRefuses(*binary, value);
}

bool LeavesNothingFor(const Clause& clause, const Clause& other) {
  const auto left = LeftBy(clause);
  if (!left) {
    return false;
  }
  for (const Value* value : *left) {
    if (!Refuses(other, *value)) {
      return false;
    }
  }
  return true;
}

bool IsTypeTest(UnaryOp op) {
  return op != UnaryOp::kExists && op != UnaryOp::kEmpty;
}

// Two tests without operands.
bool AreOpposite(const UnaryClause& a, const UnaryClause& b) {
  const bool a_not = a.op_not != a.leading_not;
  const bool b_not = b.op_not != b.leading_not;
  if (a.op == b.op) {
    return a_not != b_not;
  }
  const auto missing = [](const UnaryClause& form, bool negated) {
    return form.op == UnaryOp::kExists && negated;
  };
  if (IsTypeTest(a.op) && IsTypeTest(b.op)) {
    return !a_not && !b_not;
  }
  return (missing(a, a_not) && IsTypeTest(b.op) && !b_not) ||
         (missing(b, b_not) && IsTypeTest(a.op) && !a_not);
}

// A comparison never passes on what is missing.
bool IsComparedAndMissing(const Clause& clause, const Clause& other) {
  const auto* unary = std::get_if<UnaryClause>(&clause.form);
  return unary != nullptr && unary->op == UnaryOp::kExists &&
         unary->op_not != unary->leading_not &&
         std::holds_alternative<BinaryClause>(other.form);
}

const Query* QueryOf(const Clause& clause) {
  if (const auto* unary = std::get_if<UnaryClause>(&clause.form)) {
    return &unary->query;
  }
  const auto* binary = std::get_if<BinaryClause>(&clause.form);
  return binary == nullptr ? nullptr : &binary->query;
}

bool AreReferences(const Clause& a, const Clause& b) {
  const auto* first = std::get_if<RuleReference>(&a.form);
  const auto* second = std::get_if<RuleReference>(&b.form);
  return first != nullptr && second != nullptr && first->name == second->name &&
         first->negated != second->negated;
}

bool Contradict(const LintFacts& facts, const Clause& a, const Clause& b) {
  if (AreReferences(a, b)) {
    return true;
  }
  const Query* first = QueryOf(a);
  const Query* second = QueryOf(b);
  if (first == nullptr || second == nullptr || !IsSameQuery(*first, *second) ||
      (first->some && second->some)) {
    return false;
  }
  // A captured name can have other values the second time.
  for (const QueryPart& part : first->parts) {
    const auto* variable = std::get_if<VariablePart>(&part);
    if (variable != nullptr && facts.captured_names.contains(variable->name)) {
      return false;
    }
  }
  const auto* x = std::get_if<UnaryClause>(&a.form);
  const auto* y = std::get_if<UnaryClause>(&b.form);
  if (x != nullptr && y != nullptr) {
    return !first->some && !second->some && AreOpposite(*x, *y);
  }
  return IsComparedAndMissing(a, b) || IsComparedAndMissing(b, a) ||
         LeavesNothingFor(a, b) || LeavesNothingFor(b, a);
}

std::string Consequence(const LintFacts& facts, const ConjunctionSite& site) {
  const LintItem& item = facts.items[site.item];
  switch (site.place) {
    case ConjunctionSite::Place::kCondition:
      return site.outermost && item.rule != nullptr
                 ? fmt::format("rule `{}` is always skipped", item.rule->name)
                 : "what stands behind this `when` is never checked";
    case ConjunctionSite::Place::kFilter:
      return "the filter selects nothing";
    case ConjunctionSite::Place::kBody:
      break;
  }
  return "they never pass together";
}

}  // namespace

void CheckContradictions(const LintFacts& facts, Findings* out) {
  for (const ConjunctionSite& site : facts.conjunctions) {
    const Conjunction<Clause>& lines = *site.conjunction;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (lines[i].size() != 1 || lines[j].size() != 1 ||
            !Contradict(facts, lines[j][0], lines[i][0])) {
          continue;
        }
        out->Add(
            "contradiction", lines[i][0].span,
            fmt::format("this and `{}` in line {} never hold together: {}",
                        facts.TextOf(lines[j][0].span),
                        facts.file().source->At(lines[j][0].span.begin).line,
                        Consequence(facts, site)),
            "put `or` between them, or remove one");
        break;
      }
    }
  }
}

}  // namespace connectguard
