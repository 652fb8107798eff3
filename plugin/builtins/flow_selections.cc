// Actions, their parameters and branches, and what is wrong with a flow.
#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "builtins/flow_arguments.h"
#include "builtins/flow_functions.h"
#include "flow/conformance.h"

namespace connectguard {
namespace {

// --- flow_actions ------------------------------------------------------------

constexpr std::string_view kAnyAction = "*";

std::vector<std::string_view> ActionWords() {
  std::vector<std::string_view> words = {kAnyAction};
  for (const FlowActionFacts& facts : KnownFlowActions()) {
    words.push_back(facts.name);
    for (const std::string_view effect : facts.effects) {
      if (std::ranges::find(words, effect) == words.end()) {
        words.push_back(effect);
      }
    }
  }
  return words;
}

// An action is called by its type, or by what it does.
FlowAnswer Matches(const FlowAction& action, std::string_view word) {
  if (word == kAnyAction || word == action.type) {
    return FlowAnswer::kYes;
  }
  if (FindFlowAction(word) == nullptr) {
    return HasEffect(action, word);
  }
  return action.hole ? FlowAnswer::kUnknown : FlowAnswer::kNo;
}

// What the parameters of an action must be, from the third argument.
struct ParameterTest {
  std::string_view path;
  // Texts of which it must have one; without any it must be there, or not.
  std::vector<std::string_view> texts;
  bool there = true;
};

Result<std::vector<ParameterTest>> ReadTests(Arguments arguments) {
  std::vector<ParameterTest> tests;
  const auto wrong = [] {
    return Fail(ErrorCode::kBadInput,
                "the third argument of `flow_actions` is not a map of "
                "parameters",
                "write `let stored = { StoreInput: 'True' }`; a value is a "
                "text, a list of texts, or true or false for there or not");
  };
  if (arguments.size() < 3) {
    return tests;
  }
  if (arguments[2].size() != 1 || arguments[2][0].value == nullptr ||
      !arguments[2][0].value->Is(Kind::kMap)) {
    return wrong();
  }
  for (const Member& member : arguments[2][0].value->AsMap()) {
    ParameterTest& test = tests.emplace_back();
    test.path = member.key->text;
    if (member.value.Is(Kind::kBool)) {
      test.there = member.value.boolean;
      continue;
    }
    if (!member.value.Is(Kind::kString) && !member.value.Is(Kind::kList)) {
      return wrong();
    }
    CG_ASSIGN_OR_RETURN(
        test.texts, WordsIn("flow_actions", {{.value = &member.value}}, {}));
  }
  return tests;
}

// Whether one parameter, which is not a hole, has one of the texts.
FlowAnswer HasText(const PlannedFlow& flow, std::uint32_t number,
                   const FlowParameter& parameter, const ParameterTest& test) {
  const auto is_one = [&](std::string_view text) {
    return std::ranges::any_of(test.texts, [&](std::string_view wanted) {
      return SameWord(text, wanted);
    });
  };
  if (parameter.kind == FlowTextKind::kLiteral) {
    return is_one(parameter.text) ? FlowAnswer::kYes : FlowAnswer::kNo;
  }
  if (parameter.kind == FlowTextKind::kEmpty) {
    return FlowAnswer::kNo;
  }
  const FlowConstants constants =
      ConstantsOf(flow.settings(), number, parameter);
  const auto matching = std::ranges::count_if(
      constants.texts,
      [&](const FlowConstant& constant) { return is_one(constant.text); });
  const auto all = static_cast<std::ptrdiff_t>(constants.texts.size());
  if (constants.complete != FlowAnswer::kYes ||
      (matching != 0 && matching != all)) {
    return FlowAnswer::kUnknown;
  }
  return matching == 0 ? FlowAnswer::kNo : FlowAnswer::kYes;
}

FlowAnswer Passes(const PlannedFlow& flow, std::uint32_t number,
                  const ParameterTest& test) {
  const FlowAction& action = flow.flow().actions[number];
  // A type that is not listed may read what we do not know of.
  FlowAnswer answer = action.hole || action.facts == nullptr ||
                              action.facts->HasEffect("module")
                          ? FlowAnswer::kUnknown
                          : FlowAnswer::kNo;
  for (const FlowParameter* parameter : ParametersIn(action, test.path)) {
    const bool open =
        parameter->kind == FlowTextKind::kHole &&
        (!test.texts.empty() || (parameter->value->Is(Kind::kUnknown) &&
                                 parameter->value->unknown->may_be_absent));
    answer = Or(answer, open ? FlowAnswer::kUnknown
                        : test.texts.empty()
                            ? FlowAnswer::kYes
                            : HasText(flow, number, *parameter, test));
  }
  return test.there ? answer : Not(answer);
}

void AddAction(const PlannedFlow& flow, std::uint32_t number, FlowAnswer match,
               FlowAnswers* answers) {
  const FlowAction& action = flow.flow().actions[number];
  if (And(match, flow.reachable()[number]) == FlowAnswer::kYes) {
    answers->Add(*action.node, {});
  } else if (action.node->Is(Kind::kUnknown)) {
    answers->AddOpen({action.node});
  } else {
    std::string why =
        match == FlowAnswer::kUnknown ? WhyUnknown(action) : std::string();
    if (why.empty()) {
      why = match == FlowAnswer::kUnknown
                ? "a parameter of the action is not known"
                : WhyUnknown(flow, {});
    }
    answers->AddPerhaps(*action.node, why);
  }
}

FunctionResult Actions(const FunctionContext& context, Arguments arguments) {
  static const std::vector<std::string_view> known = ActionWords();
  CG_ASSIGN_OR_RETURN(const FlowsIn flows,
                      ReadFlows(context, "flow_actions", arguments[0]));
  CG_ASSIGN_OR_RETURN(const std::vector<std::string_view> words,
                      WordsIn("flow_actions", arguments[1], known));
  CG_ASSIGN_OR_RETURN(const std::vector<ParameterTest> tests,
                      ReadTests(arguments));
  FlowAnswers answers(context);
  for (const PlannedFlow* flow : flows.flows) {
    for (std::uint32_t i = 0; i < flow->graph().action_count(); ++i) {
      FlowAnswer match = FlowAnswer::kNo;
      for (const std::string_view word : words) {
        match = Or(match, Matches(flow->flow().actions[i], word));
      }
      for (const ParameterTest& test : tests) {
        match = match == FlowAnswer::kNo ? match
                                         : And(match, Passes(*flow, i, test));
      }
      if (And(match, flow->reachable()[i]) != FlowAnswer::kNo) {
        AddAction(*flow, i, match, &answers);
      }
    }
  }
  answers.AddOpen(flows.open);
  return answers.Take();
}

// The actions of all arguments, each once, in the order in which they stand
// there.
class ActionSet {
 public:
  void Add(const ActionsIn& actions) {
    for (const FlowPick& pick : actions.picks) {
      const Value* node = pick.Action().node;
      const auto [at, is_new] = picks_.emplace(node, pick);
      if (is_new) {
        order_.push_back(node);
      } else if (!pick.maybe) {
        at->second = pick;
      }
    }
  }

  // Null: it is not in the set.
  const FlowPick* Find(const Value* node) const {
    const auto found = picks_.find(node);
    return found == picks_.end() ? nullptr : &found->second;
  }
  const std::vector<const Value*>& order() const { return order_; }

 private:
  std::unordered_map<const Value*, FlowPick> picks_;
  std::vector<const Value*> order_;
};

FunctionResult Either(const FunctionContext& context, Arguments arguments) {
  FlowAnswers answers(context);
  ActionSet all;
  for (const Argument& argument : arguments) {
    CG_ASSIGN_OR_RETURN(const ActionsIn actions,
                        ReadActions(context, "flow_either", argument));
    all.Add(actions);
    answers.AddOpen(actions.open);
  }
  for (const Value* node : all.order()) {
    answers.Add(*node, *all.Find(node));
  }
  return answers.Take();
}

// Those of the first argument that are, or are not, in the second one.
FunctionResult Restrict(const FunctionContext& context, Arguments arguments,
                        std::string_view function, bool keep) {
  CG_ASSIGN_OR_RETURN(const ActionsIn first,
                      ReadActions(context, function, arguments[0]));
  CG_ASSIGN_OR_RETURN(const ActionsIn second,
                      ReadActions(context, function, arguments[1]));
  FlowAnswers answers(context);
  ActionSet from;
  from.Add(first);
  ActionSet others;
  others.Add(second);
  for (const Value* node : from.order()) {
    FlowPick pick = *from.Find(node);
    const FlowPick* other = others.Find(node);
    if (other != nullptr && other->maybe && !pick.maybe) {
      pick.maybe = true;
      pick.because = other->because;
    }
    const bool perhaps = other != nullptr && other->maybe;
    if (perhaps || (other != nullptr) == keep) {
      answers.Add(*node, pick);
    }
  }
  answers.AddOpen(first.open);
  return answers.Take();
}

FunctionResult Both(const FunctionContext& context, Arguments arguments) {
  return Restrict(context, arguments, "flow_both", true);
}

FunctionResult Without(const FunctionContext& context, Arguments arguments) {
  return Restrict(context, arguments, "flow_without", false);
}

FunctionResult Unreachable(const FunctionContext& context,
                           Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const FlowsIn flows,
                      ReadFlows(context, "flow_unreachable", arguments[0]));
  FlowAnswers answers(context);
  for (const PlannedFlow* flow : flows.flows) {
    for (std::uint32_t i = 0; i < flow->graph().action_count(); ++i) {
      const Value& node = *flow->flow().actions[i].node;
      if (flow->reachable()[i] == FlowAnswer::kNo) {
        answers.Add(node, {});
      } else if (flow->reachable()[i] == FlowAnswer::kUnknown) {
        answers.AddUnknown(node, WhyUnknown(*flow, {}));
      }
    }
  }
  answers.AddOpen(flows.open);
  return answers.Take();
}

// --- flow_values, flow_branches ----------------------------------------------

// The node itself when it says just this, so that its references are seen.
void AddValue(const Value& node, std::string_view text, const FlowPick& pick,
              FlowAnswers* answers) {
  if (!node.Is(Kind::kString) || node.AsString() == text) {
    answers->Add(node, pick);
  } else {
    answers->AddText(node, text, pick);
  }
}

void AddConstants(const FlowPick& pick, const FlowParameter& parameter,
                  FlowAnswers* answers) {
  const FlowConstants constants =
      ConstantsOf(pick.flow->settings(), pick.action, parameter);
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
  for (const FlowParameter* parameter : ParametersIn(pick.Action(), path)) {
    if (parameter->kind == FlowTextKind::kDynamic) {
      AddConstants(pick, *parameter, answers);
    } else if (parameter->kind == FlowTextKind::kHole &&
               !parameter->value->Is(Kind::kUnknown)) {
      answers->AddUnknown(*parameter->value,
                          "the text holds a placeholder that is still to be "
                          "filled");
    } else if (parameter->kind == FlowTextKind::kHole) {
      answers->Add(*parameter->value, pick);
    } else {
      AddValue(*parameter->value, parameter->text, pick, answers);
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

// `card` of `Attributes.card`, below the path `Attributes`.
std::string_view NameBelow(std::string_view path, std::string_view parameter) {
  if (parameter.size() <= path.size() + 1 || !parameter.starts_with(path) ||
      parameter[path.size()] != '.') {
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
      for (const FlowParameter* each : ParametersIn(pick.Action(), path)) {
        const std::string_view name = NameBelow(path, each->path);
        if (name.empty() && each->kind == FlowTextKind::kHole) {
          answers.AddUnknown(*each->value,
                             "what stands here is known only after apply");
        } else if (!name.empty() && name != last) {
          answers.AddText(*each->value, name, pick);
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

// --- flow_problems -----------------------------------------------------------

// The names of flow/README.md and flow/conformance.h.
constexpr std::array<std::string_view, 22> kChecks = {
    "no-flow",
    "version",
    "no-start",
    "no-actions",
    "action-form",
    "no-identifier",
    "identifier-form",
    "identifier-repeats",
    "no-type",
    "unknown-type",
    "dangling-transition",
    "condition-form",
    "terminal-with-transitions",
    "too-many-actions",
    "legacy-format",
    "flow-type",
    "missing-error",
    "missing-condition",
    "extra-condition",
    "missing-next",
    "missing-parameter",
    "static-parameter"};

// A problem of an action that contacts come to, or of the flow as a whole.
FlowAnswer Concerns(const PlannedFlow& flow, std::int32_t action) {
  return action < 0 ? FlowAnswer::kYes
                    : flow.reachable()[static_cast<std::size_t>(action)];
}

// Types that are new are not wrong; those of the legacy export are.
bool IsOpen(const PlannedFlow& flow, const FlowFinding& finding) {
  return finding.check == "unknown-type" && finding.action >= 0 &&
         FindLegacyModule(
             flow.flow().actions[static_cast<std::size_t>(finding.action)].type,
             "") == nullptr;
}

void AddProblem(const PlannedFlow& flow, const Value& at, FlowAnswer answer,
                const std::string& text, FlowAnswers* answers) {
  if (answer == FlowAnswer::kYes) {
    answers->AddText(at, text);
  } else if (answer == FlowAnswer::kUnknown) {
    answers->AddUnknown(at, fmt::format("{}: {}", WhyUnknown(flow, {}), text));
  }
}

void AddProblems(const PlannedFlow& flow,
                 const std::vector<std::string_view>& checks,
                 FlowAnswers* answers) {
  const auto asked = [&](std::string_view check) {
    return std::ranges::find(checks, check) != checks.end();
  };
  for (const FlowFinding& finding : flow.flow().findings) {
    if (!asked(finding.check)) {
      continue;
    }
    std::string text = finding.message;
    text += finding.hint.empty() ? "" : "; " + finding.hint;
    FlowAnswer concerns = Concerns(flow, finding.action);
    if (finding.check == "identifier-repeats" &&
        concerns == FlowAnswer::kUnknown) {
      concerns = FlowAnswer::kYes;  // It is the reason of not knowing.
    }
    if (concerns != FlowAnswer::kNo && IsOpen(flow, finding)) {
      answers->AddUnknown(*finding.value, text);
    } else {
      AddProblem(flow, *finding.value, concerns, text, answers);
    }
  }
  for (const FlowGap& gap : FindGaps(flow.flow(), flow.type())) {
    if (asked(gap.check)) {
      const auto action = static_cast<std::int32_t>(gap.action);
      AddProblem(flow, *gap.value, And(gap.answer, Concerns(flow, action)),
                 gap.message, answers);
    }
  }
}

FunctionResult Problems(const FunctionContext& context, Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const FlowsIn flows,
                      ReadFlows(context, "flow_problems", arguments[0]));
  CG_ASSIGN_OR_RETURN(const std::vector<std::string_view> checks,
                      WordsIn("flow_problems", arguments[1], kChecks));
  FlowAnswers answers(context);
  for (const PlannedFlow* flow : flows.flows) {
    AddProblems(*flow, checks, &answers);
    // What is not known at all may have every problem.
    if (flow->flow().node->Is(Kind::kUnknown)) {
      answers.AddOpen({flow->flow().node});
    }
  }
  answers.AddOpen(flows.open);
  return answers.Take();
}

}  // namespace

void AddFlowSelections(FunctionTable* table) {
  table->Add({.name = "flow_actions",
              .min_arguments = 2,
              .max_arguments = 3,
              .call = Actions});
  table->Add({.name = "flow_either",
              .min_arguments = 2,
              .max_arguments = 4,
              .call = Either});
  table->Add({.name = "flow_both",
              .min_arguments = 2,
              .max_arguments = 2,
              .call = Both});
  table->Add({.name = "flow_without",
              .min_arguments = 2,
              .max_arguments = 2,
              .call = Without});
  table->Add({.name = "flow_names",
              .min_arguments = 2,
              .max_arguments = 2,
              .call = Names});
  table->Add({.name = "flow_unreachable",
              .min_arguments = 1,
              .max_arguments = 1,
              .call = Unreachable});
  table->Add({.name = "flow_values",
              .min_arguments = 2,
              .max_arguments = 2,
              .call = Values});
  table->Add({.name = "flow_branches",
              .min_arguments = 2,
              .max_arguments = 2,
              .call = Branches});
  table->Add({.name = "flow_problems",
              .min_arguments = 2,
              .max_arguments = 2,
              .call = Problems});
}

}  // namespace connectguard
