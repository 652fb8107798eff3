#include "iam/conditions.h"

#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "iam/condition_values.h"
#include "iam/domains.h"
#include "iam/key_facts.h"

namespace connectguard {

namespace {

class ConditionReader {
 public:
  ConditionReader(VariableReading reading, bool question, FormulaStore* store,
                  std::vector<IamFinding>* findings)
      : reading_(reading),
        question_(question),
        store_(store),
        findings_(findings) {}

  ConditionElement Read(const Value& condition) {
    std::vector<const Formula*> all;
    if (condition.Is(Kind::kUnknown)) {
      all.push_back(store_->Hole(HoleOf(condition, store_)));
    } else if (!condition.Is(Kind::kMap)) {
      all.push_back(Unreadable(condition, "element-type",
                               fmt::format("Condition is a map, not a {}",
                                           KindName(condition.kind))));
    } else {
      for (const Member& member : condition.AsMap()) {
        ReadOperatorBlock(member, &all);
      }
    }
    element_.formula = store_->And(all);
    return std::move(element_);
  }

 private:
  const Formula* Unreadable(const Value& value, std::string_view check,
                            std::string message, std::string hint = "") {
    findings_->push_back({.check = check,
                          .value = &value,
                          .message = message,
                          .hint = std::move(hint)});
    return store_->Hole(
        store_->Keep(IamHole{.value = &value, .reason = std::move(message)}));
  }

  void ReadOperatorBlock(const Member& member,
                         std::vector<const Formula*>* all) {
    const std::string_view text = member.key->text;
    const Value& block = member.value;
    if (!operators_.insert(ToLower(text)).second) {
      all->push_back(Unreadable(block, "duplicate-key",
                                fmt::format("`{}` stands here twice", text)));
    }
    const auto op = ReadOperator(text);
    if (!op) {
      const std::string_view near = ClosestOperator(text);
      all->push_back(Unreadable(
          block, "unknown-operator",
          fmt::format("`{}` is no condition operator", text),
          near.empty() ? "" : fmt::format("did you mean `{}`?", near)));
    }
    if (block.Is(Kind::kUnknown)) {
      all->push_back(store_->Hole(HoleOf(block, store_)));
      return;
    }
    if (!block.Is(Kind::kMap)) {
      all->push_back(
          Unreadable(block, "element-type",
                     fmt::format("an operator takes a map of keys, not a {}",
                                 KindName(block.kind))));
      return;
    }
    std::set<std::string> keys;
    for (const Member& entry : block.AsMap()) {
      ConditionClause clause{.op = op,
                             .operator_text = text,
                             .key = entry.key->text,
                             .values = &entry.value};
      if (!keys.insert(ToLower(clause.key)).second) {
        all->push_back(
            Unreadable(entry.value, "duplicate-key",
                       fmt::format("`{}` stands here twice", clause.key),
                       "names of condition keys have no case: put the values "
                       "into one list"));
      }
      if (op) {
        clause.formula = ReadClause(*op, clause.key, entry.value);
        all->push_back(clause.formula);
      }
      element_.clauses.push_back(clause);
    }
  }

  const Formula* ReadClause(const ConditionOperator& op, std::string_view key,
                            const Value& values) {
    const auto latin1 = ToLatin1(key);
    if (!latin1 || latin1->empty()) {
      return Unreadable(values, "condition-key", "this is no condition key");
    }
    key_name_ = *latin1;
    key_ = ToLower(key_name_);
    values_ = &values;
    operator_name_ = op.name;
    if (op.family == OperatorFamily::kNull) {
      return ReadNull(values);
    }
    const ConditionValues bounds =
        ReadConditionValues(values, op, reading_, store_, findings_);
    if (IsPrincipalKey(key_)) {
      return OfPrincipal(op, bounds);
    }
    return OfKey(op, bounds);
  }

  // Null: true means absent.
  const Formula* ReadNull(const Value& values) {
    std::vector<const Formula*> any;
    for (const Value& item : OneOrMany(values)) {
      if (item.Is(Kind::kUnknown)) {
        any.push_back(store_->Hole(HoleOf(item, store_)));
        continue;
      }
      const auto text = IamScalarText(item);
      const std::string lower = text ? ToLower(*text) : "";
      if (lower == "true") {
        any.push_back(store_->Not(Present()));
      } else if (lower == "false") {
        any.push_back(Present());
      } else {
        any.push_back(Unreadable(item, "value-type",
                                 "Null takes `true` (the key is absent) or "
                                 "`false` (it is there)"));
      }
    }
    if (any.empty()) {
      return Unreadable(values, "empty-values", "the condition has no value");
    }
    return store_->Or(any);
  }

  const Formula* Present() {
    if (!IsPrincipalKey(key_)) {
      return Test(RequestTestKind::kPresent, {});
    }
    const ValueSet* set = store_->Keep(ValueSet(PrincipalsThatHave(key_)));
    return PrincipalTest({.lower = set, .upper = set}, nullptr);
  }

  const Formula* Test(RequestTestKind kind, const ConditionValues& bounds) {
    return store_->Test({.kind = kind,
                         .dimension = RequestDimension::kKey,
                         .key = key_,
                         .key_name = key_name_,
                         .lower = bounds.lower,
                         .upper = bounds.upper,
                         .holes = bounds.holes,
                         .always_present = FactsOfKey(key_).always_present,
                         .source = values_,
                         .operator_name = operator_name_});
  }

  const Formula* PrincipalTest(const ConditionValues& principals,
                               const ValueSet* key_values) {
    return store_->Test({.dimension = RequestDimension::kPrincipal,
                         .key = key_,
                         .key_name = key_name_,
                         .lower = principals.lower,
                         .upper = principals.upper,
                         .key_values = key_values,
                         .holes = principals.holes,
                         .source = values_,
                         .operator_name = operator_name_});
  }

  const Formula* HoleBecause(std::string reason) {
    return store_->Hole(
        store_->Keep(IamHole{.value = values_, .reason = std::move(reason)}));
  }

  const Formula* OfKey(const ConditionOperator& op,
                       const ConditionValues& bounds) {
    switch (op.quantifier) {
      case KeyQuantifier::kForAllValues:
        return op.negated ? store_->Not(Test(RequestTestKind::kAny, bounds))
                          : Test(RequestTestKind::kAll, bounds);
      case KeyQuantifier::kForAnyValue: {
        const Formula* some =
            op.negated ? store_->Not(Test(RequestTestKind::kAll, bounds))
                       : Test(RequestTestKind::kAny, bounds);
        return op.if_exists ? OrAbsentPerhaps(some) : some;
      }
      case KeyQuantifier::kOne:
        break;
    }
    return OfOneValue(op, bounds);
  }

  // The documentation says that IfExists lets an absent key pass, and that
  // ForAnyValue does not.
  const Formula* OrAbsentPerhaps(const Formula* formula) {
    return store_->Or(
        {formula,
         store_->And({store_->Not(Present()),
                      HoleBecause("what ForAnyValue with IfExists makes of an "
                                  "absent key is not documented")})});
  }

  const Formula* OfOneValue(const ConditionOperator& op,
                            const ConditionValues& bounds) {
    const KeyFacts facts = FactsOfKey(key_);
    const std::string reason = fmt::format(
        "`{}` can have several values, and what an operator for one makes of "
        "them is not documented",
        key_name_);
    if (facts.multivalued && !question_) {
      findings_->push_back(
          {.check = "missing-set-operator",
           .value = values_,
           .message = fmt::format("`{}` can have several values", key_name_),
           .hint =
               "put `ForAnyValue:` or `ForAllValues:` before the operator"});
      const Formula* hole = HoleBecause(reason);
      return op.negated || op.if_exists
                 ? store_->Or({store_->Not(Present()), hole})
                 : store_->And({Present(), hole});
    }
    const Formula* in = Test(RequestTestKind::kIn, bounds);
    if (question_ || facts.type != KeyType::kUnlisted) {
      return op.negated ? store_->Not(in) : OrAbsent(op, in);
    }
    // A set operator elsewhere may show that it has several after all.
    const Formula* several = Test(RequestTestKind::kSeveral, {});
    const Formula* hole = HoleBecause(reason);
    if (op.negated) {
      return store_->And(
          {store_->Not(in), store_->Or({store_->Not(several), hole})});
    }
    return OrAbsent(op, store_->Or({in, store_->And({several, hole})}));
  }

  const Formula* OrAbsent(const ConditionOperator& op, const Formula* formula) {
    return op.if_exists ? store_->Or({store_->Not(Present()), formula})
                        : formula;
  }

  // A key that follows from the principal has one value or none.
  const Formula* OfPrincipal(const ConditionOperator& op,
                             const ConditionValues& bounds) {
    const Formula* in = PrincipalIn(bounds);
    switch (op.quantifier) {
      case KeyQuantifier::kForAllValues:
        return op.negated ? store_->Not(in)
                          : store_->Or({store_->Not(Present()), in});
      case KeyQuantifier::kForAnyValue: {
        const Formula* some =
            op.negated ? store_->And({Present(), store_->Not(in)}) : in;
        return op.if_exists ? OrAbsentPerhaps(some) : some;
      }
      case KeyQuantifier::kOne:
        break;
    }
    return op.negated ? store_->Not(in) : OrAbsent(op, in);
  }

  const Formula* PrincipalIn(const ConditionValues& bounds) {
    const bool is_text = bounds.lower->kind() == ValueSetKind::kText;
    const bool variables =
        bounds.upper->HasVariables() && key_ != kPrincipalArnKey;
    if (!is_text || variables) {
      return store_->And(
          {Present(), HoleBecause(fmt::format(
                          "`{}` is compared with {}", key_name_,
                          variables ? "a variable" : "what is no text"))});
    }
    ConditionValues principals{.holes = bounds.holes};
    principals.lower =
        store_->Keep(ValueSet(PrincipalsWithKey(key_, bounds.lower->texts())));
    principals.upper = bounds.upper == bounds.lower
                           ? principals.lower
                           : store_->Keep(ValueSet(PrincipalsWithKey(
                                 key_, bounds.upper->texts())));
    return PrincipalTest(principals,
                         bounds.upper == bounds.lower ? bounds.lower : nullptr);
  }

  VariableReading reading_;
  bool question_;
  FormulaStore* store_;
  std::vector<IamFinding>* findings_;
  std::set<std::string> operators_;
  ConditionElement element_;
  std::string key_;
  std::string key_name_;
  const Value* values_ = nullptr;
  std::string_view operator_name_;
};

}  // namespace

ConditionElement ReadConditions(const Value& condition, VariableReading reading,
                                bool question, FormulaStore* store,
                                std::vector<IamFinding>* findings) {
  return ConditionReader(reading, question, store, findings).Read(condition);
}

}  // namespace connectguard
