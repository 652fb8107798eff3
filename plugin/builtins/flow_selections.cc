// Actions of flows, and sets of them.
#include <algorithm>
#include <numeric>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>

#include "builtins/flow_arguments.h"
#include "builtins/flow_functions.h"
#include "builtins/reference_index.h"

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

// Of an action of which it is not known what it does: modules are called by
// actions that are listed, unlike others of that kind.
bool CallsModule(const FlowAction& action) { return action.facts != nullptr; }

// The module that an action calls; null when it is not in the plan.
const PlannedFlow* ModuleOf(const FunctionContext& context,
                            const FlowAction& action) {
  const FlowParameter* name = FindParameter(action, "FlowModuleId");
  if (name == nullptr) {
    return nullptr;
  }
  const std::vector<Mention> mentions =
      context.document->Derived<ReferenceIndex>().MentionsIn(*name->value);
  if (mentions.size() != 1 || mentions[0].targets.size() != 1 ||
      !mentions[0].open.empty()) {
    return nullptr;
  }
  return context.document->Derived<FlowIndex>().Of(
      *mentions[0].targets[0]->node);
}

// Whether the module that an action calls, and all that it calls in turn, are
// in the plan and certainly have the effect nowhere.
bool ModulesLack(const FunctionContext& context, const FlowAction& action,
                 std::string_view effect) {
  std::vector<const PlannedFlow*> modules = {ModuleOf(context, action)};
  std::unordered_set<const PlannedFlow*> seen;
  for (std::size_t next = 0; next < modules.size(); ++next) {
    const PlannedFlow* module = modules[next];
    if (module == nullptr) {
      return false;
    }
    if (!seen.insert(module).second) {
      continue;
    }
    for (std::uint32_t i = 0; i < module->graph().action_count(); ++i) {
      const FlowAction& inside = module->flow().actions[i];
      const FlowAnswer has = HasEffect(inside, effect);
      if (module->reachable()[i] == FlowAnswer::kNo || has == FlowAnswer::kNo) {
        continue;
      }
      if (has == FlowAnswer::kYes || !CallsModule(inside)) {
        return false;
      }
      modules.push_back(ModuleOf(context, inside));
    }
  }
  return true;
}

// Actions of one flow, called by their type or by what they do.
class CalledActions {
 public:
  CalledActions(const FunctionContext& context, const PlannedFlow& flow,
                const std::vector<std::string_view>& words)
      : context_(context), flow_(flow) {
    for (const std::string_view word : words) {
      if (word == kAnyAction) {
        any_ = true;
      } else {
        called_.push_back({.word = word,
                           .is_type = FindFlowAction(word) != nullptr,
                           .by_word = &flow.CalledBy(word)});
      }
    }
  }

  // The numbers of all that may be called so, in ascending order.
  std::vector<std::uint32_t> Some() const {
    std::vector<std::uint32_t> some;
    if (any_) {
      some.resize(flow_.graph().action_count());
      std::iota(some.begin(), some.end(), 0);
      return some;
    }
    for (const Called& called : called_) {
      some.insert(some.end(), called.by_word->some.begin(),
                  called.by_word->some.end());
    }
    if (called_.size() > 1) {
      std::ranges::sort(some);
      some.erase(std::unique(some.begin(), some.end()), some.end());
    }
    return some;
  }

  FlowAnswer Has(std::uint32_t number) const {
    FlowAnswer answer = any_ ? FlowAnswer::kYes : FlowAnswer::kNo;
    for (const Called& called : called_) {
      answer = Or(answer, Answer(called, number));
    }
    return answer;
  }

 private:
  struct Called {
    std::string_view word;
    bool is_type;
    const PlannedFlow::Called* by_word;
  };

  FlowAnswer Answer(const Called& called, std::uint32_t number) const {
    const FlowAnswer answer = called.by_word->marks[number];
    if (answer != FlowAnswer::kUnknown || called.is_type) {
      return answer;
    }
    const FlowAction& action = flow_.flow().actions[number];
    return CallsModule(action) && ModulesLack(context_, action, called.word)
               ? FlowAnswer::kNo
               : answer;
  }

  const FunctionContext& context_;
  const PlannedFlow& flow_;
  bool any_ = false;
  std::vector<Called> called_;
};

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
  const FlowConstants& constants = flow.ConstantsAt(number, parameter);
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
  for (const FlowParameter& parameter : ParametersIn(action, test.path)) {
    const bool open =
        parameter.kind == FlowTextKind::kHole &&
        (!test.texts.empty() || (parameter.value->Is(Kind::kUnknown) &&
                                 parameter.value->unknown->may_be_absent));
    answer = Or(answer, open ? FlowAnswer::kUnknown
                        : test.texts.empty()
                            ? FlowAnswer::kYes
                            : HasText(flow, number, parameter, test));
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
  for (const GivenFlow& given : flows.flows) {
    const PlannedFlow* flow = given.flow;
    answers.Within(given);
    const CalledActions called(context, *flow, words);
    const std::vector<std::uint32_t> some = called.Some();
    answers.Expect(some.size());
    for (const std::uint32_t i : some) {
      FlowAnswer match = called.Has(i);
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
    picks_.reserve(picks_.size() + actions.picks.size());
    for (const FlowPick& pick : actions.picks) {
      std::uint32_t& place = PlaceOf(pick);
      if (place == kNone) {
        place = static_cast<std::uint32_t>(picks_.size());
        picks_.push_back(pick);
      } else if (!pick.maybe) {
        picks_[place] = pick;
      }
    }
  }

  // The one of the same action; null: it is not in the set.
  const FlowPick* Find(const FlowPick& pick) const {
    const auto found = places_.find(pick.flow);
    const std::uint32_t place =
        found == places_.end() ? kNone : found->second[pick.action];
    return place == kNone ? nullptr : &picks_[place];
  }
  const std::vector<FlowPick>& picks() const { return picks_; }

 private:
  static constexpr auto kNone = static_cast<std::uint32_t>(-1);

  std::uint32_t& PlaceOf(const FlowPick& pick) {
    std::vector<std::uint32_t>& places = places_[pick.flow];
    if (places.empty()) {
      places.assign(pick.flow->flow().actions.size(), kNone);
    }
    return places[pick.action];
  }

  std::vector<FlowPick> picks_;
  // In that list, of each action of a flow.
  std::unordered_map<const PlannedFlow*, std::vector<std::uint32_t>> places_;
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
  answers.Expect(all.picks().size());
  for (const FlowPick& pick : all.picks()) {
    answers.Add(*pick.Action().node, pick);
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
  for (FlowPick pick : from.picks()) {
    const FlowPick* other = others.Find(pick);
    if (other != nullptr && other->maybe && !pick.maybe) {
      pick.maybe = true;
      pick.because = other->because;
    }
    const bool perhaps = other != nullptr && other->maybe;
    if (perhaps || (other != nullptr) == keep) {
      answers.Add(*pick.Action().node, pick);
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
}

}  // namespace connectguard
