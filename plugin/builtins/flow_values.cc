// What stands in actions of flows: parameters, and branches.
#include <algorithm>
#include <array>
#include <vector>

#include "builtins/flow_arguments.h"
#include "builtins/flow_functions.h"

namespace connectguard {
namespace {

// The node itself when it says just this, so that its references are seen.
// Numbers and booleans become the texts that Amazon Connect takes them for.
void AddValue(const Value& node, std::string_view text, const FlowPick& pick,
              FlowAnswers* answers) {
  const bool is_same = node.Is(Kind::kString) && node.AsString() == text;
  if (is_same || node.Is(Kind::kList) || node.Is(Kind::kMap)) {
    answers->Add(node, pick);
  } else {
    answers->AddPart(node, text, pick);
  }
}

void AddConstants(const FlowPick& pick, const FlowParameter& parameter,
                  FlowAnswers* answers) {
  const FlowConstants& constants =
      pick.flow->ConstantsAt(pick.action, parameter);
  FlowPick each = pick;
  each.maybe = pick.maybe || !pick.flow->settings().IsCertain();
  for (const FlowConstant& constant : constants.texts) {
    AddValue(*constant.parameter->value, constant.text, each, answers);
  }
  if (constants.complete == FlowAnswer::kNo) {
    AddValue(*parameter.value, parameter.text, pick, answers);
  } else if (constants.complete == FlowAnswer::kUnknown) {
    answers->AddUnknown(*parameter.value,
                        "what the attribute is set to is not known");
  }
}

void AddValues(const FlowPick& pick, std::string_view path,
               FlowAnswers* answers) {
  for (const FlowParameter& parameter : ParametersIn(pick.Action(), path)) {
    if (parameter.kind == FlowTextKind::kDynamic) {
      AddConstants(pick, parameter, answers);
    } else if (parameter.kind == FlowTextKind::kHole &&
               !parameter.value->Is(Kind::kUnknown)) {
      answers->AddUnknown(*parameter.value,
                          "the text holds a placeholder that is still to be "
                          "filled");
    } else if (parameter.kind == FlowTextKind::kHole) {
      answers->Add(*parameter.value, pick);
    } else {
      AddValue(*parameter.value, parameter.text, pick, answers);
    }
  }
}

FunctionResult Values(const FunctionContext& context, Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const ActionsIn actions,
                      ReadActions(context, "flow_values", arguments[0]));
  CG_ASSIGN_OR_RETURN(const std::vector<std::string_view> paths,
                      WordsIn("flow_values", arguments[1], {}));
  FlowAnswers answers(context);
  for (const FlowPick& pick : actions.picks) {
    if (!answers.AddHole(pick)) {
      for (const std::string_view path : paths) {
        AddValues(pick, path, &answers);
      }
    }
  }
  answers.AddOpen(actions.open);
  return answers.Take();
}

FunctionResult Texts(const FunctionContext& context, Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const ActionsIn actions,
                      ReadActions(context, "flow_texts", arguments[0]));
  CG_ASSIGN_OR_RETURN(const std::vector<std::string_view> paths,
                      WordsIn("flow_texts", arguments[1], {}));
  FlowAnswers answers(context);
  answers.Expect(actions.picks.size());
  for (const FlowPick& pick : actions.picks) {
    if (answers.AddHole(pick)) {
      continue;
    }
    for (const std::string_view path : paths) {
      for (const FlowParameter& each : ParametersIn(pick.Action(), path)) {
        if (each.value->Is(Kind::kString)) {
          answers.Add(*each.value, pick);
        }
      }
    }
  }
  answers.AddOpen(actions.open);
  return answers.Take();
}

// `card` of `Attributes.card`, below the path `Attributes`; the members of
// lists have no names. What is longer than the path begins with it.
std::string_view NameBelow(std::string_view path, std::string_view parameter) {
  if (parameter.size() <= path.size() + 1 || parameter[path.size()] != '.') {
    return {};
  }
  const std::string_view rest = parameter.substr(path.size() + 1);
  return rest.substr(0, rest.find_first_of(".["));
}

FunctionResult Names(const FunctionContext& context, Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const ActionsIn actions,
                      ReadActions(context, "flow_names", arguments[0]));
  CG_ASSIGN_OR_RETURN(const std::vector<std::string_view> paths,
                      WordsIn("flow_names", arguments[1], {}));
  FlowAnswers answers(context);
  for (const FlowPick& pick : actions.picks) {
    if (answers.AddHole(pick)) {
      continue;
    }
    for (const std::string_view path : paths) {
      std::string_view last;
      for (const FlowParameter& each : ParametersIn(pick.Action(), path)) {
        const std::string_view name = NameBelow(path, each.path);
        if (name.empty() && each.kind == FlowTextKind::kHole) {
          answers.AddUnknown(*each.value,
                             "what stands here is known only after apply");
        } else if (!name.empty() && name != last) {
          answers.AddPart(*each.value, name, pick);
        }
        last = name;
      }
    }
  }
  answers.AddOpen(actions.open);
  return answers.Take();
}

constexpr std::array<std::string_view, 3> kBranchKinds = {"next", "condition",
                                                          "error"};

FunctionResult Branches(const FunctionContext& context, Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const ActionsIn actions,
                      ReadActions(context, "flow_branches", arguments[0]));
  CG_ASSIGN_OR_RETURN(const std::vector<std::string_view> kinds,
                      WordsIn("flow_branches", arguments[1], kBranchKinds));
  FlowAnswers answers(context);
  for (const FlowPick& pick : actions.picks) {
    if (answers.AddHole(pick)) {
      continue;
    }
    for (const FlowBranch& branch : pick.Action().branches) {
      if (branch.kind == FlowBranchKind::kHole) {
        answers.AddUnknown(*branch.node, WhyUnknown(pick.Action()));
      } else if (std::ranges::find(
                     kinds,
                     kBranchKinds[static_cast<std::size_t>(branch.kind)]) !=
                 kinds.end()) {
        answers.Add(*branch.node, pick);
      }
    }
  }
  answers.AddOpen(actions.open);
  return answers.Take();
}

}  // namespace

void AddFlowValues(FunctionTable* table) {
  table->Add({.name = "flow_texts",
              .min_arguments = 2,
              .max_arguments = 2,
              .call = Texts});
  table->Add({.name = "flow_names",
              .min_arguments = 2,
              .max_arguments = 2,
              .call = Names});
  table->Add({.name = "flow_values",
              .min_arguments = 2,
              .max_arguments = 2,
              .call = Values});
  table->Add({.name = "flow_branches",
              .min_arguments = 2,
              .max_arguments = 2,
              .call = Branches});
}

}  // namespace connectguard
