#include "builtins/flow_arguments.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "builtins/results.h"

namespace connectguard {
namespace {

tl::unexpected<Error> Wrong(std::string_view function, std::string_view what,
                            std::string hint) {
  return Fail(ErrorCode::kBadInput,
              fmt::format("an argument of `{}` is {}", function, what),
              std::move(hint));
}

Status AddWord(std::string_view function, const Value& value,
               std::span<const std::string_view> known,
               std::vector<std::string_view>* words) {
  if (!value.Is(Kind::kString)) {
    return Wrong(function, "neither a word nor a list of words",
                 "write 'word' or ['one', 'two']");
  }
  const std::string_view word = value.AsString();
  if (!known.empty() && std::ranges::find(known, word) == known.end()) {
    std::string hint = DidYouMean(word, known);
    return Wrong(function, fmt::format("`{}`, which it does not know", word),
                 hint.empty()
                     ? fmt::format("it knows {}", fmt::join(known, ", "))
                     : std::move(hint));
  }
  words->push_back(word);
  return {};
}

// Actions of a long way that are shown at each of its ends.
constexpr std::ptrdiff_t kShownActions = 6;

std::string WayText(const Flow& flow, const FlowPath& path) {
  const auto length = static_cast<std::ptrdiff_t>(path.size());
  if (length <= 2 * kShownActions + 1) {
    return PathText(flow, path);
  }
  return fmt::format(
      "{}, {} more, {}",
      PathText(flow, FlowPath(path.begin(), path.begin() + kShownActions)),
      length - 2 * kShownActions,
      PathText(flow, FlowPath(path.end() - kShownActions, path.end())));
}

bool IsNothing(const Selected& selected) {
  return selected.value == nullptr ||
         (selected.value->Is(Kind::kList) && selected.value->size == 0);
}

}  // namespace

Result<std::vector<std::string_view>> WordsIn(
    std::string_view function, const Argument& argument,
    std::span<const std::string_view> known) {
  std::vector<std::string_view> words;
  for (const Selected& selected : argument) {
    if (selected.value == nullptr) {
      continue;
    }
    if (!selected.value->Is(Kind::kList)) {
      CG_RETURN_IF_ERROR(AddWord(function, *selected.value, known, &words));
      continue;
    }
    for (const Value& item : selected.value->AsList()) {
      CG_RETURN_IF_ERROR(AddWord(function, item, known, &words));
    }
  }
  if (words.empty()) {
    return Wrong(function, "no word", "write 'word' or ['one', 'two']");
  }
  return words;
}

Result<FlowsIn> ReadFlows(const FunctionContext& context,
                          std::string_view function, const Argument& argument) {
  const auto& index = context.document->Derived<FlowIndex>();
  FlowsIn read;
  std::unordered_map<const PlannedFlow*, std::size_t> seen;
  for (const Selected& selected : argument) {
    if (IsNothing(selected)) {
      continue;
    }
    const PlannedFlow* flow = index.Of(*selected.value);
    if (flow == nullptr && selected.value->Is(Kind::kUnknown)) {
      read.open.push_back(selected.value);
    } else if (flow == nullptr) {
      return Wrong(function, "no contact flow",
                   "give resources of type AWS::Connect::ContactFlow or "
                   "AWS::Connect::ContactFlowModule");
    } else {
      const GivenFlow given{
          .flow = flow, .maybe = selected.maybe, .because = selected.because};
      const auto [found, is_new] = seen.emplace(flow, read.flows.size());
      if (is_new) {
        read.flows.push_back(given);
      } else if (!given.maybe) {
        read.flows[found->second] = given;
      }
    }
  }
  return read;
}

Result<ActionsIn> ReadActions(const FunctionContext& context,
                              std::string_view function,
                              const Argument& argument) {
  const auto& index = context.document->Derived<FlowIndex>();
  ActionsIn read;
  read.picks.reserve(argument.size());
  const PlannedFlow* flow = nullptr;
  for (const Selected& selected : argument) {
    if (IsNothing(selected)) {
      continue;
    }
    // Most are of the flow of the one before.
    auto action =
        flow == nullptr ? std::nullopt : flow->ActionAt(*selected.value);
    if (!action) {
      flow = index.Of(*selected.value);
      action = flow == nullptr ? std::nullopt : flow->ActionAt(*selected.value);
    }
    if (action) {
      read.picks.push_back({.flow = flow,
                            .action = *action,
                            .value = selected.value,
                            .maybe = selected.maybe,
                            .because = selected.because});
    } else if (selected.value->Is(Kind::kUnknown)) {
      read.open.push_back(selected.value);
    } else {
      return Wrong(function, "no action of a contact flow",
                   "give what flow_actions answers, or a part of it");
    }
  }
  return read;
}

std::vector<const PlannedFlow*> FlowsOf(std::span<const FlowPick> picks) {
  std::vector<const PlannedFlow*> flows;
  std::unordered_set<const PlannedFlow*> seen;
  for (const FlowPick& pick : picks) {
    if (seen.insert(pick.flow).second) {
      flows.push_back(pick.flow);
    }
  }
  return flows;
}

PickMarks::PickMarks(std::span<const FlowPick> picks) {
  // Most are of the flow of the one before.
  const PlannedFlow* flow = nullptr;
  FlowMarks* marks = nullptr;
  for (const FlowPick& pick : picks) {
    if (marks == nullptr || pick.flow != flow) {
      flow = pick.flow;
      marks = &marks_[flow];
      marks->resize(flow->flow().actions.size(), FlowAnswer::kNo);
    }
    FlowAnswer& mark = (*marks)[pick.action];
    mark = Or(mark, pick.maybe ? FlowAnswer::kUnknown : FlowAnswer::kYes);
  }
}

const FlowMarks& PickMarks::Of(const PlannedFlow& flow) const {
  const auto [found, is_new] = marks_.try_emplace(&flow);
  if (is_new) {
    found->second = NoMarks(flow.flow());
  }
  return found->second;
}

PicksIn::PicksIn(const PlannedFlow& flow, std::span<const FlowPick> picks)
    : marks_(NoMarks(flow.flow())) {
  for (const FlowPick& pick : picks) {
    if (pick.flow != &flow) {
      continue;
    }
    marks_[pick.action] = FlowAnswer::kYes;
    const FlowPick*& known = picks_[pick.action];
    if (known == nullptr || !pick.maybe) {
      known = &pick;
    }
  }
}

// --- Answers -----------------------------------------------------------------

void FlowAnswers::Add(const Value& node, const FlowPick& pick) {
  const bool of_pick = pick.maybe || !flow_.maybe;
  selected_.push_back({.value = &node,
                       .maybe = pick.maybe || flow_.maybe,
                       .because = of_pick ? pick.because : flow_.because});
}

void FlowAnswers::AddPerhaps(const Value& node, std::string_view reason) {
  selected_.push_back({.value = &node,
                       .maybe = true,
                       .because = NewUnknown(context_, reason, node)});
}

void FlowAnswers::AddText(const Value& below, std::string_view text) {
  AddText(below, text, {});
}

void FlowAnswers::AddText(const Value& below, std::string_view text,
                          const FlowPick& pick) {
  AddKeptText(below, context_.arena->CopyText(text), pick);
}

void FlowAnswers::AddKeptText(const Value& below, std::string_view text,
                              const FlowPick& pick) {
  Add(*NewText(context_, text, below), pick);
}

void FlowAnswers::AddPart(const Value& node, std::string_view text,
                          const FlowPick& pick) {
  Add(*NewPart(context_, text, node), pick);
}

void FlowAnswers::AddUnknown(const Value& below, std::string_view reason) {
  const Value* unknown = NewUnknown(context_, reason, below);
  selected_.push_back({.value = unknown, .maybe = true, .because = unknown});
}

void FlowAnswers::AddOpen(const std::vector<const Value*>& open) {
  for (const Value* value : open) {
    selected_.push_back({.value = value, .maybe = true, .because = value});
  }
}

bool FlowAnswers::AddHole(const FlowPick& pick) {
  const FlowAction& action = pick.Action();
  if (action.hole && action.node->Is(Kind::kUnknown)) {
    AddOpen({action.node});
  } else if (action.hole) {
    AddUnknown(*action.node, WhyUnknown(action));
  }
  return action.hole;
}

void FlowAnswers::AddPath(const Value& below, const PlannedFlow& flow,
                          const PathAnswer& answer, std::string_view start) {
  AddPath(below, FlowPick{.flow = &flow}, answer, start);
}

void FlowAnswers::AddPath(const Value& below, const FlowPick& pick,
                          const PathAnswer& answer, std::string_view start) {
  const PlannedFlow& flow = *pick.flow;
  if (answer.answer == FlowAnswer::kNo) {
    return;
  }
  if (flow.flow().node->Is(Kind::kUnknown)) {
    AddOpen({flow.flow().node});
    return;
  }
  std::string text(start);
  text += text.empty() ? "" : ", ";
  text += WayText(flow.flow(), answer.witness);
  if (answer.answer == FlowAnswer::kYes) {
    AddText(below, text, pick);
  } else {
    AddUnknown(below, fmt::format("{}, so whether contacts go this way is "
                                  "not known: {}",
                                  WhyUnknown(flow, answer.witness), text));
  }
}

std::string WhyUnknown(const FlowAction& action) {
  if (action.hole) {
    return "an action of the flow is known only after apply";
  }
  const std::string title = ActionTitle(action);
  if (action.facts == nullptr) {
    return fmt::format("what {} does is not known to this version of {}", title,
                       FlowTableDate());
  }
  if (action.facts->HasEffect("module")) {
    return fmt::format("{} may do anything that a module can", title);
  }
  for (const FlowBranch& branch : action.branches) {
    if (branch.anywhere) {
      return fmt::format("where {} leads is known only after apply", title);
    }
    if (branch.kind == FlowBranchKind::kHole) {
      return fmt::format(
          "what a branch of {} means is not known to this version of {}", title,
          FlowTableDate());
    }
  }
  return {};
}

std::string WhyUnknown(const PlannedFlow& flow, const FlowPath& path) {
  for (const std::uint32_t number : path) {
    std::string why = WhyUnknown(flow.flow().actions[number]);
    if (!why.empty()) {
      return why;
    }
  }
  // A hole beside the path: one that may stand in its place, or lead to it.
  for (std::uint32_t i = 0; i < flow.graph().action_count(); ++i) {
    std::string why = flow.reachable()[i] == FlowAnswer::kNo
                          ? std::string()
                          : WhyUnknown(flow.flow().actions[i]);
    if (!why.empty()) {
      return why;
    }
  }
  return "a part of the flow is known only after apply";
}

}  // namespace connectguard
