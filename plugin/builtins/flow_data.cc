// What is on and off on the ways through a flow, and where its texts come from.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "builtins/flow_arguments.h"
#include "builtins/flow_functions.h"
#include "flow/origins.h"
#include "flow/states.h"

namespace connectguard {
namespace {

bool Contains(const std::vector<std::string_view>& words,
              std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

// --- flow_state --------------------------------------------------------------

constexpr std::array<std::pair<std::string_view, FlowState>, 3> kStates = {
    {{"inherited", FlowState::kInherited},
     {"on", FlowState::kOn},
     {"off", FlowState::kOff}}};

std::vector<std::string_view> TopicNames() {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < kFlowTopics; ++i) {
    names.push_back(TopicName(static_cast<FlowTopic>(i)));
  }
  return names;
}

void AddStates(const FlowPick& pick, FlowTopic topic,
               const std::vector<std::string_view>& asked,
               FlowAnswers* answers) {
  const FlowStates& states = pick.flow->states(topic);
  PathAnswer best;
  for (const auto& [name, state] : kStates) {
    if (!Contains(asked, name) || best.answer == FlowAnswer::kYes) {
      continue;
    }
    const FlowAnswer answer = states.Sometimes(pick.action, state);
    if (answer == FlowAnswer::kYes ||
        (answer == FlowAnswer::kUnknown && best.answer == FlowAnswer::kNo)) {
      best = states.Witness(pick.action, state);
      best.answer = answer;
    }
  }
  answers->AddPath(*pick.value, pick, best, "start");
}

FunctionResult State(const FunctionContext& context, Arguments arguments) {
  static const std::vector<std::string_view> topics = TopicNames();
  static constexpr std::array<std::string_view, 3> names = {
      kStates[0].first, kStates[1].first, kStates[2].first};
  CG_ASSIGN_OR_RETURN(const ActionsIn actions,
                      ReadActions(context, "flow_state", arguments[0]));
  CG_ASSIGN_OR_RETURN(const std::vector<std::string_view> asked,
                      WordsIn("flow_state", arguments[1], topics));
  CG_ASSIGN_OR_RETURN(const std::vector<std::string_view> states,
                      WordsIn("flow_state", arguments[2], names));
  FlowAnswers answers(context);
  for (const std::string_view name : asked) {
    const auto topic = static_cast<FlowTopic>(std::ranges::find(topics, name) -
                                              topics.begin());
    for (const FlowPick& pick : actions.picks) {
      AddStates(pick, topic, states, &answers);
    }
  }
  answers.AddOpen(actions.open);
  return answers.Take();
}

// --- flow_origins ------------------------------------------------------------

constexpr std::array<std::string_view, 15> kOriginTexts = {
    "the number that the caller calls from",
    "what the caller enters",
    "what a bot makes of the caller's words",
    "what the call carries",
    "what the caller enters in a view",
    "an attribute that was set before this flow",
    "an attribute that was set before this flow, where setting it fails",
    "a flow attribute that nothing sets",
    "the answer of a function",
    "the answer of a module",
    "a record of the customer",
    "the answer of an assistant",
    "what Amazon Connect knows of the contact",
    "a constant",
    "something that is not known"};

std::vector<std::string_view> OriginNames() {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < kOriginTexts.size(); ++i) {
    names.push_back(OriginName(static_cast<FlowOriginKind>(i)));
  }
  return names;
}

// Origins that a rule asks about: by kind, or by the action that makes them.
struct OriginQuestion {
  std::vector<std::string_view> kinds;
  ActionsIn makers;
};

Result<OriginQuestion> ReadOrigins(const FunctionContext& context,
                                   const Argument& argument) {
  static const std::vector<std::string_view> known = OriginNames();
  OriginQuestion question;
  Argument words;
  Argument actions;
  for (const Selected& selected : argument) {
    const bool word =
        selected.value != nullptr &&
        (selected.value->Is(Kind::kList) || selected.value->Is(Kind::kString));
    const bool node =
        word && context.document->OwnerOf(*selected.value).resource != nullptr;
    (word && !node ? words : actions).push_back(selected);
  }
  if (!words.empty()) {
    CG_ASSIGN_OR_RETURN(question.kinds, WordsIn("flow_origins", words, known));
  }
  CG_ASSIGN_OR_RETURN(question.makers,
                      ReadActions(context, "flow_origins", actions));
  return question;
}

FlowAnswer IsAsked(const FlowOrigin& origin, const OriginQuestion& question,
                   const FlowMarks& makers) {
  if (Contains(question.kinds, OriginName(origin.kind))) {
    return FlowAnswer::kYes;
  }
  if (origin.kind == FlowOriginKind::kUnknown) {
    return FlowAnswer::kUnknown;
  }
  // A literal stands in the action that reads it: nothing has made it.
  return origin.action < 0 || origin.kind == FlowOriginKind::kConstant
             ? FlowAnswer::kNo
             : makers[static_cast<std::size_t>(origin.action)];
}

// Values of these kinds come from an action, of this flow or of one before.
bool IsMadeByActions(FlowOriginKind kind) {
  switch (kind) {
    case FlowOriginKind::kCallerInput:
    case FlowOriginKind::kCallerWords:
    case FlowOriginKind::kCallerForm:
    case FlowOriginKind::kLambda:
    case FlowOriginKind::kModule:
    case FlowOriginKind::kRecord:
      return true;
    default:
      return false;
  }
}

// There can be hundreds, of which few are ever shown: what they consist of is
// put together where the answers stand.
class OriginWriter {
 public:
  OriginWriter(const FunctionContext& context, FlowAnswers* answers)
      : context_(context), answers_(answers) {}

  void Add(const FlowPick& pick, const FlowParameter& parameter,
           const FlowOrigin& origin, bool certain) {
    if (flow_ != pick.flow) {
      flow_ = pick.flow;
      titles_ = &flow_->titles();
    }
    parts_.clear();
    if (!certain) {
      parts_.push_back("whether this takes ");
    }
    AddParts(pick, origin);
    if (certain) {
      answers_->AddKeptText(*parameter.value, Text(), pick);
    } else {
      parts_.push_back(" is not known");
      answers_->AddUnknown(*parameter.value, Text());
    }
  }

 private:
  void AddParts(const FlowPick& pick, const FlowOrigin& origin) {
    parts_.push_back(kOriginTexts[static_cast<std::size_t>(origin.kind)]);
    if (origin.action >= 0) {
      parts_.insert(
          parts_.end(),
          {" (from ", TitleOf(static_cast<std::size_t>(origin.action)), ")"});
    } else if (IsMadeByActions(origin.kind)) {
      parts_.push_back(" before this flow");
    }
    parts_.push_back(", by way of ");
    for (auto action = origin.through.rbegin(); action != origin.through.rend();
         ++action) {
      parts_.push_back(TitleOf(*action));
      parts_.push_back(", ");
    }
    parts_.push_back(TitleOf(pick.action));
  }

  std::string_view TitleOf(std::size_t action) const {
    return (*titles_)[action];
  }
  std::string_view Text() const { return context_.arena->JoinTexts(parts_); }

  const FunctionContext& context_;
  FlowAnswers* answers_;
  // Of the last pick: most are of the flow of the one before.
  const PlannedFlow* flow_ = nullptr;
  const std::vector<std::string>* titles_ = nullptr;
  std::vector<std::string_view> parts_;
};

void AddOrigins(const FlowPick& pick, const FlowParameter& parameter,
                const OriginQuestion& question, const FlowMarks& makers,
                OriginWriter* writer) {
  for (const FlowOrigin& origin :
       pick.flow->OriginsAt(pick.action, parameter)) {
    const FlowAnswer asked = IsAsked(origin, question, makers);
    if (asked != FlowAnswer::kNo) {
      writer->Add(pick, parameter, origin,
                  asked == FlowAnswer::kYes && origin.certain);
    }
  }
}

std::vector<std::string_view> SinkNames() {
  std::vector<std::string_view> names;
  for (const FlowActionFacts& facts : KnownFlowActions()) {
    for (const FlowParameterFacts& parameter : facts.parameters) {
      if (!parameter.sink.empty() && !Contains(names, parameter.sink)) {
        names.push_back(parameter.sink);
      }
    }
  }
  return names;
}

// Parameters by the name of a sink, or by their path.
class ParameterName {
 public:
  explicit ParameterName(std::string_view word) : word_(word) {
    static const std::vector<std::string_view> sinks = SinkNames();
    is_sink_ = Contains(sinks, word);
  }

  bool Is(const FlowParameter& parameter) const {
    return is_sink_
               ? parameter.facts != nullptr && parameter.facts->sink == word_
               : IsIn(parameter, word_);
  }

 private:
  std::string_view word_;
  bool is_sink_;
};

FunctionResult Origins(const FunctionContext& context, Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const ActionsIn actions,
                      ReadActions(context, "flow_origins", arguments[0]));
  CG_ASSIGN_OR_RETURN(const std::vector<std::string_view> words,
                      WordsIn("flow_origins", arguments[1], {}));
  CG_ASSIGN_OR_RETURN(const OriginQuestion question,
                      ReadOrigins(context, arguments[2]));
  const std::vector<ParameterName> names(words.begin(), words.end());
  FlowAnswers answers(context);
  OriginWriter writer(context, &answers);
  const PickMarks makers(question.makers.picks);
  for (const FlowPick& pick : actions.picks) {
    if (answers.AddHole(pick)) {
      continue;
    }
    const FlowMarks& marks = makers.Of(*pick.flow);
    for (const ParameterName& name : names) {
      for (const FlowParameter& each : pick.Action().parameters) {
        if (name.Is(each)) {
          AddOrigins(pick, each, question, marks, &writer);
        }
      }
    }
  }
  answers.AddOpen(actions.open);
  return answers.Take();
}

}  // namespace

void AddFlowData(FunctionTable* table) {
  table->Add({.name = "flow_state",
              .min_arguments = 3,
              .max_arguments = 3,
              .call = State});
  table->Add({.name = "flow_origins",
              .min_arguments = 3,
              .max_arguments = 3,
              .call = Origins});
}

}  // namespace connectguard
