#include "readers/template_rules.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "readers/intrinsic_text.h"

namespace connectguard {
namespace {

ConditionTruth Not(ConditionTruth truth) {
  switch (truth) {
    case ConditionTruth::kFalse:
      return ConditionTruth::kTrue;
    case ConditionTruth::kTrue:
      return ConditionTruth::kFalse;
    case ConditionTruth::kUnknown:
      break;
  }
  return ConditionTruth::kUnknown;
}

class RuleCheck {
 public:
  explicit RuleCheck(Intrinsics* intrinsics) : intrinsics_(intrinsics) {}

  // Recursion is bounded by the depth of the input.
  ConditionTruth TruthOf(const Value& expression) {
    if (!expression.Is(Kind::kMap) || expression.size != 1) {
      return ConditionTruth::kUnknown;
    }
    const Member& only = expression.AsMap().front();
    const std::string_view name = only.key->text;
    const Value& argument = only.value;
    if (!argument.Is(Kind::kList)) {
      return ConditionTruth::kUnknown;
    }
    const auto items = argument.AsList();
    if (name == "Fn::Not" && items.size() == 1) {
      return Not(TruthOf(items[0]));
    }
    if (name == "Fn::And") {
      return Fold(argument, ConditionTruth::kFalse);
    }
    if (name == "Fn::Or") {
      return Fold(argument, ConditionTruth::kTrue);
    }
    if (items.size() != 2) {
      return ConditionTruth::kUnknown;
    }
    if (name == "Fn::Equals") {
      return Equal(intrinsics_->Resolve(items[0]),
                   intrinsics_->Resolve(items[1]));
    }
    if (name == "Fn::Contains") {
      return Contains(intrinsics_->Resolve(items[0]),
                      intrinsics_->Resolve(items[1]));
    }
    return name == "Fn::EachMemberEquals"
               ? EachEquals(intrinsics_->Resolve(items[0]),
                            intrinsics_->Resolve(items[1]))
           : name == "Fn::EachMemberIn" ? EachIn(intrinsics_->Resolve(items[0]),
                                                 intrinsics_->Resolve(items[1]))
                                        : ConditionTruth::kUnknown;
  }

 private:
  ConditionTruth Fold(const Value& list, ConditionTruth decisive) {
    ConditionTruth all = Not(decisive);
    for (const Value& item : list.AsList()) {
      const ConditionTruth truth = TruthOf(item);
      if (truth == decisive) {
        return decisive;
      }
      all = truth == ConditionTruth::kUnknown ? truth : all;
    }
    return all;
  }

  static ConditionTruth Equal(const Value* a, const Value* b) {
    const auto left = a == nullptr ? std::nullopt : TemplateText(*a);
    const auto right = b == nullptr ? std::nullopt : TemplateText(*b);
    if (!left || !right) {
      return ConditionTruth::kUnknown;
    }
    return *left == *right ? ConditionTruth::kTrue : ConditionTruth::kFalse;
  }

  static ConditionTruth Contains(const Value* list, const Value* item) {
    if (list == nullptr || !list->Is(Kind::kList)) {
      return ConditionTruth::kUnknown;
    }
    ConditionTruth any = ConditionTruth::kFalse;
    for (const Value& each : list->AsList()) {
      const ConditionTruth truth = Equal(&each, item);
      if (truth == ConditionTruth::kTrue) {
        return truth;
      }
      any = truth == ConditionTruth::kUnknown ? truth : any;
    }
    return any;
  }

  template <typename Ask>
  static ConditionTruth Each(const Value* list, const Ask& ask) {
    if (list == nullptr || !list->Is(Kind::kList)) {
      return ConditionTruth::kUnknown;
    }
    ConditionTruth all = ConditionTruth::kTrue;
    for (const Value& each : list->AsList()) {
      const ConditionTruth truth = ask(each);
      if (truth == ConditionTruth::kFalse) {
        return truth;
      }
      all = truth == ConditionTruth::kUnknown ? truth : all;
    }
    return all;
  }
  static ConditionTruth EachEquals(const Value* list, const Value* item) {
    return Each(list, [&](const Value& each) { return Equal(&each, item); });
  }
  static ConditionTruth EachIn(const Value* list, const Value* all) {
    return Each(list, [&](const Value& each) { return Contains(all, &each); });
  }

  Intrinsics* intrinsics_;
};

}  // namespace

std::optional<std::string> FindBrokenRule(const Value& rules,
                                          Intrinsics* intrinsics) {
  if (!rules.Is(Kind::kMap)) {
    return std::nullopt;
  }
  RuleCheck check(intrinsics);
  for (const Member& rule : rules.AsMap()) {
    const Value* condition = Find(rule.value, "RuleCondition");
    const Value* assertions = Find(rule.value, "Assertions");
    if ((condition != nullptr &&
         check.TruthOf(*condition) != ConditionTruth::kTrue) ||
        assertions == nullptr || !assertions->Is(Kind::kList)) {
      continue;
    }
    for (const Value& assertion : assertions->AsList()) {
      const Value* assert = Find(assertion, "Assert");
      if (assert != nullptr &&
          check.TruthOf(*assert) == ConditionTruth::kFalse) {
        const std::string_view says = StringAt(assertion, "AssertDescription");
        return fmt::format("rule `{}`{}{}", rule.key->text,
                           says.empty() ? "" : ": ", says);
      }
    }
  }
  return std::nullopt;
}

}  // namespace connectguard
