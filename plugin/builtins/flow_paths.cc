// Ways that contacts can go through a flow.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "builtins/flow_arguments.h"
#include "builtins/flow_functions.h"
#include "flow/loops.h"
#include "flow/paths.h"

namespace connectguard {
namespace {

constexpr std::string_view kStart = "start";
// Where contacts leave the flow, in place of actions to come to.
constexpr std::string_view kEnd = "end";

bool IsEnd(const Argument& argument) {
  return argument.size() == 1 && argument[0].value != nullptr &&
         argument[0].value->Is(Kind::kString) &&
         argument[0].value->AsString() == kEnd;
}

// Where paths may lead and what they must not pass, of any number of flows.
struct PathQuestion {
  bool to_end;
  std::vector<FlowPick> to_picks;
  PickMarks to;
  PickMarks avoiding;
  std::vector<const Value*> open;  // Of what they may lead to.
};

Result<PathQuestion> ReadQuestion(const FunctionContext& context,
                                  Arguments arguments) {
  const bool to_end = IsEnd(arguments[1]);
  ActionsIn to;
  if (!to_end) {
    CG_ASSIGN_OR_RETURN(to, ReadActions(context, "flow_paths", arguments[1]));
  }
  CG_ASSIGN_OR_RETURN(const ActionsIn avoiding,
                      ReadActions(context, "flow_paths", arguments[2]));
  PickMarks marks(to.picks);
  return PathQuestion{.to_end = to_end,
                      .to_picks = std::move(to.picks),
                      .to = std::move(marks),
                      .avoiding = PickMarks(avoiding.picks),
                      .open = std::move(to.open)};
}

PathAnswer AnswerFrom(const PlannedFlow& flow, std::uint32_t from,
                      const PathQuestion& question) {
  const FlowMarks& avoiding = question.avoiding.Of(flow);
  return question.to_end
             ? SomePathOut(flow.graph(), from, avoiding)
             : SomePath(flow.graph(), from, question.to.Of(flow), avoiding);
}

// What there is to say of each action that was picked.
void AddEach(const PicksIn& picks, const std::vector<PathAnswer>& of_action,
             FlowAnswers* answers) {
  for (std::uint32_t i = 0; i < of_action.size(); ++i) {
    if (picks.marks()[i] != FlowAnswer::kNo) {
      const FlowPick& pick = picks.Of(i);
      answers->AddPath(*pick.Action().node, pick, of_action[i], kStart);
    }
  }
}

// From the start to each action by itself, so that each is shown.
void AddPathsFromStart(const PlannedFlow& flow, const PathQuestion& question,
                       FlowAnswers* answers) {
  const std::uint32_t start = flow.graph().Entry();
  if (question.to_end) {
    const PathAnswer answer = AnswerFrom(flow, start, question);
    const Value& last = answer.witness.empty()
                            ? *flow.flow().node
                            : *flow.flow().actions[answer.witness.back()].node;
    answers->AddPath(last, flow, answer, kStart);
    return;
  }
  const PicksIn to(flow, question.to_picks);
  AddEach(to,
          SomePathToEach(flow.graph(), start, to.marks(),
                         question.avoiding.Of(flow)),
          answers);
}

// --- From a branch -----------------------------------------------------------

const FlowBranch* BranchAt(const FlowPick& pick) {
  for (const FlowBranch& branch : pick.Action().branches) {
    if (branch.node == pick.value && branch.node != pick.Action().node) {
      return &branch;
    }
  }
  return nullptr;
}

PathAnswer Worse(PathAnswer answer) {
  if (answer.answer == FlowAnswer::kYes) {
    answer.answer = FlowAnswer::kUnknown;
  }
  return answer;
}

PathAnswer AnswerThrough(const PlannedFlow& flow, std::uint32_t target,
                         const PathQuestion& question) {
  if (!question.to_end) {
    const FlowAnswer mark = question.to.Of(flow)[target];
    if (mark == FlowAnswer::kYes) {
      return {.answer = mark, .witness = {target}};
    }
  }
  const FlowAnswer blocked = question.avoiding.Of(flow)[target];
  if (blocked == FlowAnswer::kYes) {
    return {};
  }
  PathAnswer answer = AnswerFrom(flow, target, question);
  if (!question.to_end && answer.answer == FlowAnswer::kNo &&
      question.to.Of(flow)[target] == FlowAnswer::kUnknown) {
    return {.answer = FlowAnswer::kUnknown, .witness = {target}};
  }
  return blocked == FlowAnswer::kUnknown ? Worse(std::move(answer))
                                         : std::move(answer);
}

PathAnswer AnswerFrom(const FlowPick& pick, const FlowBranch& branch,
                      const PathQuestion& question) {
  PathAnswer answer;
  for (const std::uint32_t target : branch.targets) {
    if (answer.answer == FlowAnswer::kNo) {
      answer = AnswerThrough(*pick.flow, target, question);
    }
  }
  if (!branch.certain) {
    answer = Worse(std::move(answer));
  }
  if (branch.anywhere) {
    answer = {.answer = FlowAnswer::kUnknown};
  } else if (branch.targets.empty() && question.to_end) {
    answer = {.answer = FlowAnswer::kYes};  // A branch that dangles.
  }
  if (answer.answer != FlowAnswer::kNo) {
    answer.witness.insert(answer.witness.begin(), pick.action);
  }
  return answer;
}

// A way that is open only because where it leads is perhaps not meant is one
// that is in the answer if it is. There is at least the action in it that it
// begins with.
void AddPathOf(const FlowPick& pick, PathAnswer answer,
               const PathQuestion& question, FlowAnswers* answers) {
  if (answer.answer == FlowAnswer::kUnknown) {
    const PicksIn to(*pick.flow, question.to_picks);
    const std::uint32_t last = answer.witness.back();
    if (to.marks()[last] == FlowAnswer::kYes && to.Of(last).maybe) {
      answer.answer = FlowAnswer::kYes;
      answers->AddPath(*pick.value, to.Of(last), answer, "");
      return;
    }
  }
  answers->AddPath(*pick.value, pick, answer, "");
}

void AddPathsFromActions(const ActionsIn& from, const PathQuestion& question,
                         FlowAnswers* answers) {
  for (const FlowPick& pick : from.picks) {
    const FlowBranch* branch = BranchAt(pick);
    AddPathOf(pick,
              branch == nullptr ? AnswerFrom(*pick.flow, pick.action, question)
                                : AnswerFrom(pick, *branch, question),
              question, answers);
  }
}

// The first argument is either: resources with flows, or actions in them.
bool AreFlows(const FunctionContext& context, const Argument& argument) {
  return std::ranges::any_of(argument, [&](const Selected& selected) {
    if (selected.value == nullptr) {
      return false;
    }
    const Resource* owner = context.document->OwnerOf(*selected.value).resource;
    return owner != nullptr && owner->node == selected.value;
  });
}

FunctionResult Paths(const FunctionContext& context, Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const PathQuestion question,
                      ReadQuestion(context, arguments));
  FlowAnswers answers(context);
  if (AreFlows(context, arguments[0])) {
    CG_ASSIGN_OR_RETURN(const FlowsIn flows,
                        ReadFlows(context, "flow_paths", arguments[0]));
    for (const GivenFlow& given : flows.flows) {
      answers.Within(given);
      AddPathsFromStart(*given.flow, question, &answers);
    }
    answers.AddOpen(flows.open);
  } else {
    CG_ASSIGN_OR_RETURN(const ActionsIn from,
                        ReadActions(context, "flow_paths", arguments[0]));
    AddPathsFromActions(from, question, &answers);
    answers.AddOpen(from.open);
  }
  answers.AddOpen(question.open);
  return answers.Take();
}

// --- Protection --------------------------------------------------------------

FunctionResult Unguarded(const FunctionContext& context, Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const ActionsIn to,
                      ReadActions(context, "flow_unguarded", arguments[0]));
  CG_ASSIGN_OR_RETURN(const ActionsIn guards,
                      ReadActions(context, "flow_unguarded", arguments[1]));
  FlowAnswers answers(context);
  const PickMarks guarding(guards.picks);
  for (const PlannedFlow* flow : FlowsOf(to.picks)) {
    const PicksIn targets(*flow, to.picks);
    std::vector<PathAnswer> guarded = EveryPathToEachSucceeds(
        flow->graph(), targets.marks(), guarding.Of(*flow));
    for (PathAnswer& answer : guarded) {
      answer.answer = Not(answer.answer);
    }
    AddEach(targets, guarded, &answers);
  }
  answers.AddOpen(to.open);
  return answers.Take();
}

// --- Circles and ends --------------------------------------------------------

FunctionResult Circles(const FunctionContext& context, Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const FlowsIn flows,
                      ReadFlows(context, "flow_circles", arguments[0]));
  CG_ASSIGN_OR_RETURN(const ActionsIn pauses,
                      ReadActions(context, "flow_circles", arguments[1]));
  FlowAnswers answers(context);
  const PickMarks pausing(pauses.picks);
  for (const GivenFlow& given : flows.flows) {
    const PlannedFlow* flow = given.flow;
    answers.Within(given);
    const PathAnswer answer = CircleAvoiding(flow->graph(), pausing.Of(*flow));
    const Value& below =
        answer.witness.empty()
            ? *flow->flow().node
            : *flow->flow().actions[answer.witness.front()].node;
    answers.AddPath(below, *flow, answer, "");
  }
  answers.AddOpen(flows.open);
  return answers.Take();
}

void AddTraps(const PlannedFlow& flow, FlowAnswers* answers) {
  for (const FlowLoop& loop : FindLoops(flow.graph(), FlowWorld::kPossible)) {
    const PathAnswer answer = {.answer = IsTrap(loop), .witness = loop.actions};
    answers->AddPath(*flow.flow().actions[loop.actions.front()].node, flow,
                     answer, "");
  }
}

// An action after which nothing follows, though it does not end the flow.
FlowAnswer IsDeadEnd(const FlowAction& action) {
  if (action.hole || !action.branches.empty()) {
    return FlowAnswer::kNo;
  }
  if (action.facts == nullptr) {
    return FlowAnswer::kUnknown;
  }
  return action.facts->terminal || !action.facts->next_required
             ? FlowAnswer::kNo
             : FlowAnswer::kYes;
}

FunctionResult Traps(const FunctionContext& context, Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const FlowsIn flows,
                      ReadFlows(context, "flow_traps", arguments[0]));
  FlowAnswers answers(context);
  for (const GivenFlow& given : flows.flows) {
    answers.Within(given);
    AddTraps(*given.flow, &answers);
  }
  answers.AddOpen(flows.open);
  return answers.Take();
}

void AddDeadEnds(const PlannedFlow& flow, FlowAnswers* answers) {
  for (std::uint32_t i = 0; i < flow.graph().action_count(); ++i) {
    const FlowAction& action = flow.flow().actions[i];
    const FlowAnswer answer = And(IsDeadEnd(action), flow.reachable()[i]);
    if (answer != FlowAnswer::kNo) {
      answers->AddPath(
          *action.node, flow,
          {.answer = answer,
           .witness = ShortestPathTo(flow.graph(), i, FlowWorld::kPossible)},
          kStart);
    }
  }
}

FunctionResult DeadEnds(const FunctionContext& context, Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const FlowsIn flows,
                      ReadFlows(context, "flow_dead_ends", arguments[0]));
  FlowAnswers answers(context);
  for (const GivenFlow& given : flows.flows) {
    answers.Within(given);
    AddDeadEnds(*given.flow, &answers);
  }
  answers.AddOpen(flows.open);
  return answers.Take();
}

}  // namespace

void AddFlowPaths(FunctionTable* table) {
  table->Add({.name = "flow_paths",
              .min_arguments = 3,
              .max_arguments = 3,
              .call = Paths});
  table->Add({.name = "flow_unguarded",
              .min_arguments = 2,
              .max_arguments = 2,
              .call = Unguarded});
  table->Add({.name = "flow_circles",
              .min_arguments = 2,
              .max_arguments = 2,
              .call = Circles});
  table->Add({.name = "flow_traps",
              .min_arguments = 1,
              .max_arguments = 1,
              .call = Traps});
  table->Add({.name = "flow_dead_ends",
              .min_arguments = 1,
              .max_arguments = 1,
              .call = DeadEnds});
}

}  // namespace connectguard
