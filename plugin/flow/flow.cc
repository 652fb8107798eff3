#include "flow/flow.h"

#include <optional>
#include <span>

namespace connectguard {
namespace {

// The path itself, or something in it.
bool IsWithin(std::string_view path, std::string_view container) {
  if (container.empty()) {
    return true;
  }
  // Most paths differ in the first byte already.
  return !path.empty() && path[0] == container[0] &&
         path.starts_with(container) &&
         (path.size() == container.size() || path[container.size()] == '.' ||
          path[container.size()] == '[');
}

FlowAnswer Passes(const FlowParameterTest& test, const FlowAction& action) {
  FlowAnswer answer = FlowAnswer::kNo;
  for (const FlowParameter& parameter : ParametersIn(action, test.path)) {
    const bool open = parameter.kind == FlowTextKind::kHole ||
                      parameter.kind == FlowTextKind::kDynamic;
    if (test.value.empty()) {
      // A path that Connect fills is there all the same.
      const bool there = IsWithin(parameter.path, test.path) &&
                         parameter.kind != FlowTextKind::kEmpty &&
                         !(parameter.value->Is(Kind::kUnknown) &&
                           parameter.value->unknown->may_be_absent);
      answer = Or(answer, there  ? FlowAnswer::kYes
                          : open ? FlowAnswer::kUnknown
                                 : FlowAnswer::kNo);
    } else if (open) {
      answer = Or(answer, FlowAnswer::kUnknown);
    } else if (parameter.path == test.path &&
               SameWord(parameter.text, test.value)) {
      return FlowAnswer::kYes;
    }
  }
  return answer;
}

}  // namespace

FlowAnswer HasEffect(const FlowAction& action, std::string_view effect) {
  if (action.hole || action.facts == nullptr) {
    return FlowAnswer::kUnknown;
  }
  if (action.facts->HasEffect(effect)) {
    return FlowAnswer::kYes;
  }
  return action.facts->HasEffect("module") && ModulesMayHave(effect)
             ? FlowAnswer::kUnknown
             : FlowAnswer::kNo;
}

FlowMarks MarkEffect(const Flow& flow, std::string_view effect) {
  const std::span<const FlowActionFacts> known = KnownFlowActions();
  // By type, since a flow has many actions of few types.
  std::vector<std::optional<FlowAnswer>> answers(known.size());
  FlowMarks marks;
  marks.reserve(flow.actions.size());
  for (const FlowAction& action : flow.actions) {
    if (action.hole || action.facts == nullptr) {
      marks.push_back(FlowAnswer::kUnknown);
      continue;
    }
    auto& answer =
        answers[static_cast<std::size_t>(action.facts - known.data())];
    if (!answer) {
      answer = HasEffect(action, effect);
    }
    marks.push_back(*answer);
  }
  return marks;
}

FlowMarks MarkType(const Flow& flow, std::string_view type) {
  const FlowActionFacts* const facts = FindFlowAction(type);
  const auto is_of_type = [&](const FlowAction& action) {
    return facts != nullptr ? action.facts == facts : action.type == type;
  };
  FlowMarks marks;
  marks.reserve(flow.actions.size());
  for (const FlowAction& action : flow.actions) {
    marks.push_back(action.hole          ? FlowAnswer::kUnknown
                    : is_of_type(action) ? FlowAnswer::kYes
                                         : FlowAnswer::kNo);
  }
  return marks;
}

const FlowParameter* FindParameter(const FlowAction& action,
                                   std::string_view path) {
  const FlowParameter* above = nullptr;
  for (const FlowParameter& parameter : action.parameters) {
    if (parameter.path == path) {
      return &parameter;
    }
    if (parameter.kind == FlowTextKind::kHole &&
        IsWithin(path, parameter.path)) {
      above = &parameter;
    }
  }
  return above;
}

bool IsIn(const FlowParameter& parameter, std::string_view path) {
  return IsWithin(parameter.path, path) ||
         (parameter.kind == FlowTextKind::kHole &&
          IsWithin(path, parameter.path));
}

FlowAnswer Holds(const FlowCondition& condition, const FlowAction& action) {
  FlowAnswer answer = FlowAnswer::kYes;
  for (const FlowParameterTest& test : condition.tests) {
    answer = And(answer, Passes(test, action));
  }
  return condition.negated ? Not(answer) : answer;
}

FlowAnswer Leaves(const FlowAction& action) {
  if (action.hole) {
    return FlowAnswer::kUnknown;
  }
  if (action.branches.empty()) {
    return FlowAnswer::kYes;
  }
  if (action.facts == nullptr || action.facts->HasEffect("module")) {
    return FlowAnswer::kUnknown;  // A module may disconnect.
  }
  if (action.facts->terminal) {
    return FlowAnswer::kYes;
  }
  return action.facts->leaves ? Holds(action.facts->leaves_when, action)
                              : FlowAnswer::kNo;
}

std::string ActionTitle(const FlowAction& action) {
  std::string_view title = action.written_type;
  if (action.facts != nullptr && !action.facts->title.empty()) {
    title = action.facts->title;
  }
  if (action.hole || action.node->sensitive) {
    title = "an action that is not known";
  }
  std::string text(title);
  if (!action.identifier.empty() && !action.identifier_value->sensitive) {
    text.append(" `").append(action.identifier).append("`");
  }
  return text;
}

}  // namespace connectguard
