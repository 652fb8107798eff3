// Conditions in three-valued logic: one that depends on a parameter without
// value, or on the region, is open. What it depends on stays as a formula, so
// that all the ways in which it can turn out can be gone through.
#include <fmt/format.h>

#include "readers/depth_step.h"
#include "readers/intrinsic_text.h"
#include "readers/intrinsics.h"

namespace connectguard {
namespace {

// A condition that is put together of more is open without saying how: people
// write ten parts, and conditions that use each other twice double.
constexpr std::size_t kMaxFormulaSize = 256;

// Two unknown values that are the same reference are equal.
bool SameReference(const Value& a, const Value& b) {
  const auto left = a.References();
  const auto right = b.References();
  return left.size() == 1 && right.size() == 1 && left[0].exact &&
         right[0].exact && left[0].text == right[0].text;
}

// The one reference that an unknown value is; empty for others.
std::string_view SubjectOf(const Value& value) {
  const auto references = value.References();
  return value.Is(Kind::kUnknown) && references.size() == 1 &&
                 references[0].exact
             ? references[0].text
             : std::string_view();
}

}  // namespace

ConditionTruth Intrinsics::TruthOf(std::string_view condition) {
  std::string name = scope_.prefix + std::string(condition);
  if (scope_.assumed != nullptr) {
    const auto assumed = scope_.assumed->conditions.find(name);
    if (assumed != scope_.assumed->conditions.end()) {
      return assumed->second ? ConditionTruth::kTrue : ConditionTruth::kFalse;
    }
  }
  const ConditionFormulaPtr formula = FormulaOf(condition);
  if (formula->kind == ConditionFormulaKind::kTrue) {
    return ConditionTruth::kTrue;
  }
  if (formula->kind == ConditionFormulaKind::kFalse) {
    return ConditionTruth::kFalse;
  }
  if (scope_.open != nullptr) {
    scope_.open->Add(std::move(name), formula);
  }
  return ConditionTruth::kUnknown;
}

ConditionFormulaPtr Intrinsics::FormulaOf(std::string_view condition) {
  // Conditions that wait for each other are open.
  const auto [found, inserted] = formulas_.emplace(
      condition,
      ChoiceOf(fmt::format("condition {}{}", scope_.prefix, condition), ""));
  if (!inserted) {
    return found->second;
  }
  const Value* expression =
      conditions_ == nullptr ? nullptr : Find(*conditions_, condition);
  if (expression == nullptr) {
    return found->second;
  }
  ConditionFormulaPtr formula = FormulaOfExpression(*expression);
  if (formula->size > kMaxFormulaSize) {
    return formulas_[condition];
  }
  formulas_[condition] = formula;
  return formula;
}

ConditionFormulaPtr Intrinsics::OpenFormula(const Value& expression) const {
  return ChoiceOf(fmt::format("expression {}{}.{}", scope_.prefix,
                              expression.file, expression.begin),
                  "");
}

ConditionFormulaPtr Intrinsics::FormulaOfExpression(const Value& expression) {
  const DepthStep step(&depth_);
  if (!step.allowed()) {
    values_->StopForLimit();
    return OpenFormula(expression);
  }
  if (!expression.Is(Kind::kMap) || expression.size != 1) {
    return OpenFormula(expression);
  }
  const Member& only = expression.AsMap().front();
  const std::string_view name = only.key->text;
  const Value& argument = only.value;
  if (name == "Condition" && argument.Is(Kind::kString)) {
    return FormulaOf(argument.AsString());
  }
  if (name == "Fn::Equals") {
    return FormulaOfEquals(argument);
  }
  if (!argument.Is(Kind::kList)) {
    return OpenFormula(expression);
  }
  if (name == "Fn::Not" && argument.size == 1) {
    return NotOf(FormulaOfExpression(argument.AsList().front()));
  }
  const bool is_all = name == "Fn::And";
  if (!is_all && name != "Fn::Or") {
    return OpenFormula(expression);
  }
  std::vector<ConditionFormulaPtr> parts;
  for (const Value& item : argument.AsList()) {
    parts.push_back(FormulaOfExpression(item));
  }
  return is_all ? AllOf(std::move(parts)) : AnyOf(std::move(parts));
}

ConditionFormulaPtr Intrinsics::FormulaOfEquals(const Value& pair) {
  if (!pair.Is(Kind::kList) || pair.size != 2) {
    return OpenFormula(pair);
  }
  const Value* left = Resolve(pair.AsList()[0]);
  const Value* right = Resolve(pair.AsList()[1]);
  if (left == nullptr || right == nullptr) {
    return OpenFormula(pair);
  }
  const auto a = TemplateText(*left);
  const auto b = TemplateText(*right);
  if (a && b) {
    return Constant(*a == *b);
  }
  if (SameReference(*left, *right)) {
    return Constant(true);
  }
  if (b && !SubjectOf(*left).empty()) {
    return ChoiceOf(std::string(SubjectOf(*left)), *b);
  }
  if (a && !SubjectOf(*right).empty()) {
    return ChoiceOf(std::string(SubjectOf(*right)), *a);
  }
  return OpenFormula(pair);
}

}  // namespace connectguard
