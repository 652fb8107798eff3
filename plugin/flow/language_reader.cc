// The flow language, Version 2019-10-30.
#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "base/limits.h"
#include "flow/flow_reader.h"

namespace connectguard {
namespace {

// The text of a value for a label; a hole is `?`.
std::string_view LabelOf(const Value* value) {
  if (value == nullptr || !value->Is(Kind::kString)) {
    return "?";
  }
  return value->sensitive ? "(sensitive)" : value->AsString();
}

class LanguageReader {
 public:
  explicit LanguageReader(const Value& root) : root_(root), reading_(root) {}

  Flow Read() {
    reading_.flow().format = FlowFormat::kLanguage;
    CheckVersion();
    const Value* start = Find(root_, "StartAction");
    reading_.flow().start = {.node = start == nullptr ? &root_ : start,
                             .target = start};
    ReadActions();
    reading_.ResolveBranches();
    reading_.CheckWhole();
    return reading_.Finish();
  }

 private:
  void CheckVersion() {
    const Value* version = Find(root_, "Version");
    const std::string_view known = KnownFlowLimits().version;
    if (version == nullptr) {
      reading_.Error("version", root_, "the flow has no Version",
                     fmt::format("write \"Version\": \"{}\"", known));
    } else if (!IsHole(*version) &&
               (!version->Is(Kind::kString) || version->AsString() != known)) {
      reading_.Error("version", *version,
                     fmt::format("Version is not `{}`", known));
    }
  }

  void ReadActions() {
    const Value* actions = Find(root_, "Actions");
    if (actions == nullptr) {
      reading_.Error("no-actions", root_, "the flow has no Actions");
    } else if (actions->Is(Kind::kUnknown)) {
      reading_.AddHole(*actions);
    } else if (!actions->Is(Kind::kList)) {
      reading_.Error(
          "no-actions", *actions,
          fmt::format("Actions is a {}, not a list", KindName(actions->kind)));
    } else if (actions->size > limits::kMaxFlowActions) {
      reading_.Error("too-many-actions", *actions,
                     fmt::format("the flow has {} actions; Amazon Connect "
                                 "takes {}, and none of these is looked at",
                                 actions->size, KnownFlowLimits().actions));
      reading_.AddHole(*actions);
    } else {
      reading_.Expect(actions->size);
      for (const Value& item : actions->AsList()) {
        ReadAction(item);
      }
    }
  }

  void ReadAction(const Value& node) {
    if (node.Is(Kind::kUnknown)) {
      reading_.AddHole(node);
      return;
    }
    reading_.SetAction(node.Is(Kind::kMap) ? reading_.NextAction() : -1);
    if (!node.Is(Kind::kMap)) {
      reading_.Error(
          "action-form", node,
          fmt::format("an action is a {}, not an object", KindName(node.kind)));
      return;
    }
    FlowAction action{.node = &node};
    reading_.SetIdentifier(Find(node, "Identifier"), &action);
    if (const Value* type = Find(node, "Type")) {
      reading_.SetType(*type, &action);
    } else {
      action.hole = true;
      reading_.Error("no-type", node, "the action has no Type");
    }
    ReadParameters(&action);
    ReadTransitions(&action);
    reading_.flow().actions.push_back(std::move(action));
  }

  void ReadParameters(FlowAction* action) {
    const Value* parameters = Find(*action->node, "Parameters");
    if (parameters == nullptr || parameters->Is(Kind::kNull)) {
      return;
    }
    if (!parameters->Is(Kind::kMap) && !parameters->Is(Kind::kUnknown)) {
      reading_.Error("action-form", *parameters,
                     fmt::format("Parameters is a {}, not an object",
                                 KindName(parameters->kind)));
      return;
    }
    if (!parameters->Is(Kind::kMap) || parameters->size > 0) {
      action->parameters.reserve(parameters->size);
      reading_.AddParameters(*parameters, "", action);
    }
    for (FlowParameter& parameter : action->parameters) {
      parameter.facts = action->facts == nullptr
                            ? nullptr
                            : action->facts->FindParameter(parameter.path);
    }
  }

  void ReadTransitions(FlowAction* action) {
    const Value* transitions = Find(*action->node, "Transitions");
    if (transitions == nullptr || transitions->Is(Kind::kNull)) {
      return;
    }
    if (transitions->Is(Kind::kUnknown)) {
      action->branches.push_back(HoleBranch(*transitions));
      return;
    }
    if (!transitions->Is(Kind::kMap)) {
      reading_.Error("action-form", *transitions,
                     fmt::format("Transitions is a {}, not an object",
                                 KindName(transitions->kind)));
      return;
    }
    if (const Value* next = Find(*transitions, "NextAction")) {
      action->branches.push_back(
          {.kind = FlowBranchKind::kNext, .node = next, .target = next});
    }
    ReadBranches(*transitions, FlowBranchKind::kCondition, action);
    ReadBranches(*transitions, FlowBranchKind::kError, action);
  }

  void ReadBranches(const Value& transitions, FlowBranchKind kind,
                    FlowAction* action) {
    const std::string_view name =
        kind == FlowBranchKind::kError ? "Errors" : "Conditions";
    const Value* list = Find(transitions, name);
    if (list == nullptr || list->Is(Kind::kNull)) {
      return;
    }
    if (list->Is(Kind::kUnknown)) {
      action->branches.push_back(HoleBranch(*list));
      return;
    }
    if (!list->Is(Kind::kList)) {
      reading_.Error(
          "action-form", *list,
          fmt::format("{} is a {}, not a list", name, KindName(list->kind)));
      return;
    }
    action->branches.reserve(action->branches.size() + list->size);
    for (const Value& item : list->AsList()) {
      if (item.Is(Kind::kUnknown)) {
        action->branches.push_back(HoleBranch(item));
      } else if (!item.Is(Kind::kMap)) {
        reading_.Error("action-form", item,
                       fmt::format("a member of {} is a {}, not an object",
                                   name, KindName(item.kind)));
      } else {
        action->branches.push_back({.kind = kind,
                                    .label = kind == FlowBranchKind::kError
                                                 ? ErrorLabel(item)
                                                 : ConditionLabel(item),
                                    .node = &item,
                                    .target = Find(item, "NextAction")});
      }
    }
  }

  std::string_view ErrorLabel(const Value& item) {
    const Value* type = Find(item, "ErrorType");
    if (type == nullptr || (!type->Is(Kind::kString) && !IsHole(*type))) {
      reading_.Error("action-form", item, "an error branch has no ErrorType");
    }
    return LabelOf(type);
  }

  std::string_view ConditionLabel(const Value& item) {
    const Value* condition = Find(item, "Condition");
    if (condition != nullptr && IsHole(*condition)) {
      return "?";
    }
    const Value* test = condition == nullptr || !condition->Is(Kind::kMap)
                            ? nullptr
                            : condition;
    const Value* name = test == nullptr ? nullptr : Find(*test, "Operator");
    const Value* operands = test == nullptr ? nullptr : Find(*test, "Operands");
    if (name == nullptr && test != nullptr && test->size > 0 &&
        operands == nullptr) {
      return test->AsMap()[0].key->text;  // And, Or, Not.
    }
    CheckCondition(item, name, operands);
    std::string_view label = LabelOf(name);
    if (operands != nullptr && operands->Is(Kind::kList)) {
      for (const Value& operand : operands->AsList()) {
        label = reading_.Join({label, " ", LabelOf(&operand)});
      }
    }
    return label;
  }

  void CheckCondition(const Value& item, const Value* name,
                      const Value* operands) {
    const auto& known = KnownFlowLimits().operators;
    if (name == nullptr || (!name->Is(Kind::kString) && !IsHole(*name))) {
      reading_.Error("condition-form", item, "a condition has no Operator");
    } else if (!IsHole(*name) &&
               std::ranges::find(known, name->AsString()) == known.end()) {
      reading_.Error("condition-form", *name,
                     fmt::format("{} is no operator of the flow language",
                                 QuotedText(*name)));
    }
    const bool right = operands != nullptr &&
                       (IsHole(*operands) ||
                        (operands->Is(Kind::kList) && operands->size == 1 &&
                         (operands->AsList()[0].Is(Kind::kString) ||
                          IsHole(operands->AsList()[0]))));
    if (!right) {
      reading_.Error("condition-form", operands == nullptr ? item : *operands,
                     "Operands is not a list of one string");
    }
  }

  const Value& root_;
  FlowReading reading_;
};

}  // namespace

Flow ReadLanguageFlow(const Value& root) { return LanguageReader(root).Read(); }

}  // namespace connectguard
