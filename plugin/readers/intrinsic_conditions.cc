// Conditions in three-valued logic: one that depends on a parameter without
// default, or on the region, is unknown.
#include "readers/depth_step.h"
#include "readers/intrinsic_text.h"
#include "readers/intrinsics.h"

namespace connectguard {
namespace {

Truth Not(Truth truth) {
  switch (truth) {
    case Truth::kFalse:
      return Truth::kTrue;
    case Truth::kTrue:
      return Truth::kFalse;
    case Truth::kUnknown:
      break;
  }
  return Truth::kUnknown;
}

// Two unknown values that are the same reference are equal.
bool SameReference(const Value& a, const Value& b) {
  const auto left = a.References();
  const auto right = b.References();
  return left.size() == 1 && right.size() == 1 && left[0].exact &&
         right[0].exact && left[0].text == right[0].text;
}

}  // namespace

Truth Intrinsics::TruthOf(std::string_view condition) {
  const auto [found, inserted] = truths_.emplace(condition, Truth::kUnknown);
  if (!inserted) {
    // Also while it is being decided: conditions that wait for each other are
    // undecided.
    return found->second;
  }
  const Value* expression =
      conditions_ == nullptr ? nullptr : Find(*conditions_, condition);
  if (expression == nullptr) {
    return Truth::kUnknown;
  }
  const Truth truth = TruthOfExpression(*expression);
  truths_[condition] = truth;
  return truth;
}

Truth Intrinsics::TruthOfExpression(const Value& expression) {
  const DepthStep step(&depth_);
  if (!step.allowed()) {
    values_.StopForLimit();
    return Truth::kUnknown;
  }
  if (!expression.Is(Kind::kMap) || expression.size != 1) {
    return Truth::kUnknown;
  }
  const Member& only = expression.AsMap().front();
  const std::string_view name = only.key->text;
  const Value& argument = only.value;
  if (name == "Condition" && argument.Is(Kind::kString)) {
    return TruthOf(argument.AsString());
  }
  if (name == "Fn::Not" && argument.Is(Kind::kList) && argument.size == 1) {
    return Not(TruthOfExpression(argument.AsList().front()));
  }
  if (name == "Fn::And") {
    return TruthOfAll(argument, Truth::kFalse);
  }
  if (name == "Fn::Or") {
    return TruthOfAll(argument, Truth::kTrue);
  }
  return name == "Fn::Equals" ? TruthOfEquals(argument) : Truth::kUnknown;
}

// `decisive` settles the whole: one false an And, one true an Or.
Truth Intrinsics::TruthOfAll(const Value& list, Truth decisive) {
  if (!list.Is(Kind::kList)) {
    return Truth::kUnknown;
  }
  Truth all = Not(decisive);
  for (const Value& item : list.AsList()) {
    const Truth truth = TruthOfExpression(item);
    if (truth == decisive) {
      return decisive;
    }
    all = truth == Truth::kUnknown ? truth : all;
  }
  return all;
}

Truth Intrinsics::TruthOfEquals(const Value& pair) {
  if (!pair.Is(Kind::kList) || pair.size != 2) {
    return Truth::kUnknown;
  }
  const Value* left = Resolve(pair.AsList()[0]);
  const Value* right = Resolve(pair.AsList()[1]);
  if (left == nullptr || right == nullptr) {
    return Truth::kUnknown;
  }
  const auto a = TemplateText(*left);
  const auto b = TemplateText(*right);
  if (a && b) {
    return *a == *b ? Truth::kTrue : Truth::kFalse;
  }
  return SameReference(*left, *right) ? Truth::kTrue : Truth::kUnknown;
}

}  // namespace connectguard
