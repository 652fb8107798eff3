#include "flow/states.h"

#include <algorithm>
#include <bit>
#include <deque>
#include <string>

namespace connectguard {
namespace {

constexpr std::array<std::string_view, kFlowTopics> kTopicNames = {
    "logging",         "recording", "ivr_recording",
    "media_streaming", "queue",     "agent_hold"};

constexpr FlowStateSet Bit(FlowState state) {
  return static_cast<FlowStateSet>(state);
}

constexpr std::array<FlowState, 4> kStates = {FlowState::kInherited,
                                              FlowState::kOn, FlowState::kOff,
                                              FlowState::kUnknown};

FlowStateSet OfWords(const FlowStateRule& rule,
                     const FlowParameter& parameter) {
  if (parameter.kind == FlowTextKind::kLiteral) {
    for (const FlowStateRule::Word& word : rule.words) {
      if (SameWord(word.value, parameter.text)) {
        return Bit(word.on ? FlowState::kOn : FlowState::kOff);
      }
    }
  }
  return Bit(FlowState::kUnknown);
}

FlowStateSet ByRule(const FlowStateRule& rule, const FlowAction& action) {
  FlowStateSet states = 0;
  for (const FlowParameter& parameter : ParametersIn(action, rule.path)) {
    const bool within = parameter.path.starts_with(rule.path);
    const bool hole = parameter.kind == FlowTextKind::kHole;
    if (!within) {
      return Bit(FlowState::kUnknown);
    }
    switch (rule.kind) {
      case FlowStateRule::Kind::kWords:
        states |= OfWords(rule, parameter);
        break;
      case FlowStateRule::Kind::kMembers:
        states |=
            Bit(parameter.kind == FlowTextKind::kEmpty ? FlowState::kOff
                : parameter.value->Is(Kind::kUnknown)  ? FlowState::kUnknown
                                                       : FlowState::kOn);
        break;
      case FlowStateRule::Kind::kPresent:
        states |= Bit(hole && parameter.value->Is(Kind::kUnknown) &&
                              parameter.value->unknown->may_be_absent
                          ? FlowState::kUnknown
                          : FlowState::kOn);
    }
  }
  return (states & Bit(FlowState::kOn)) != 0 ? Bit(FlowState::kOn) : states;
}

}  // namespace

std::string_view TopicName(FlowTopic topic) {
  return kTopicNames[static_cast<std::size_t>(topic)];
}

std::string StateSetText(FlowStateSet states) {
  constexpr std::array<std::string_view, 4> kNames = {"inherited", "on", "off",
                                                      "unknown"};
  std::string text;
  for (std::size_t i = 0; i < kStates.size(); ++i) {
    if ((states & Bit(kStates[i])) != 0) {
      text += text.empty() ? "" : " or ";
      text += kNames[i];
    }
  }
  return text.empty() ? "never" : text;
}

FlowStateSet StateSetBy(const FlowAction& action, FlowTopic topic) {
  if (action.hole || action.facts == nullptr ||
      action.facts->HasEffect("module")) {
    return Bit(FlowState::kUnknown);
  }
  FlowStateSet states = 0;
  for (const FlowStateRule& rule : action.facts->states) {
    if (rule.topic == TopicName(topic)) {
      states |= ByRule(rule, action);
    }
  }
  // Two parameters that do not agree, or a queue and an agent.
  return std::popcount(states) < 2                  ? states
         : (states & Bit(FlowState::kUnknown)) != 0 ? Bit(FlowState::kUnknown)
                                                    : Bit(FlowState::kOn);
}

FlowStates::FlowStates(const FlowGraph& graph, FlowTopic topic)
    : graph_(graph),
      topic_(topic),
      sets_(graph.node_count(), 0),
      opaque_(graph.node_count(), false) {
  for (std::uint32_t i = 0; i < graph.action_count(); ++i) {
    const FlowAction& action = graph.flow().actions[i];
    sets_[i] = StateSetBy(action, topic);
    opaque_[i] = action.hole || action.facts == nullptr ||
                 action.facts->HasEffect("module");
  }
  Solve(FlowWorld::kCertain);
  Solve(FlowWorld::kPossible);
}

FlowStateSet FlowStates::Along(const FlowEdge& edge,
                               FlowStateSet states) const {
  const FlowStateSet set = sets_[edge.from];
  return states == 0 || set == 0 || (edge.failure && !opaque_[edge.from])
             ? states
             : set;
}

void FlowStates::Solve(FlowWorld world) {
  std::vector<FlowStateSet>& before = before_[static_cast<std::size_t>(world)];
  before.assign(graph_.node_count(), 0);
  before[graph_.Entry()] = Bit(FlowState::kInherited);
  std::deque<std::uint32_t> work = {graph_.Entry()};
  while (!work.empty()) {
    const std::uint32_t node = work.front();
    work.pop_front();
    for (const FlowEdge& edge : graph_.Out(node)) {
      const FlowStateSet states = Along(edge, before[node]);
      if (edge.In(world) && (before[edge.to] | states) != before[edge.to]) {
        before[edge.to] |= states;
        work.push_back(edge.to);
      }
    }
  }
}

FlowStateSet FlowStates::After(std::uint32_t node, FlowWorld world) const {
  return Along({.from = node}, Before(node, world));
}

FlowAnswer FlowStates::Always(std::uint32_t node, FlowState state) const {
  const auto others = static_cast<FlowStateSet>(~Bit(state));
  if ((Before(node, FlowWorld::kPossible) & others) == 0) {
    return FlowAnswer::kYes;
  }
  const auto known =
      static_cast<FlowStateSet>(others & ~Bit(FlowState::kUnknown));
  return (Before(node, FlowWorld::kCertain) & known) != 0
             ? FlowAnswer::kNo
             : FlowAnswer::kUnknown;
}

FlowAnswer FlowStates::Sometimes(std::uint32_t node, FlowState state) const {
  if ((Before(node, FlowWorld::kCertain) & Bit(state)) != 0) {
    return FlowAnswer::kYes;
  }
  const auto maybe =
      static_cast<FlowStateSet>(Bit(state) | Bit(FlowState::kUnknown));
  return (Before(node, FlowWorld::kPossible) & maybe) != 0
             ? FlowAnswer::kUnknown
             : FlowAnswer::kNo;
}

// Breadth first over pairs of a node and a state there.
bool FlowStates::FindWitness(std::uint32_t node, FlowStateSet states,
                             FlowWorld world, FlowPath* path) const {
  struct Step {
    std::uint32_t node;
    FlowStateSet state;
    std::size_t before;
  };
  std::vector<Step> steps = {{graph_.Entry(), Bit(FlowState::kInherited), 0}};
  std::vector<FlowStateSet> seen(graph_.node_count(), 0);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    for (const FlowEdge& edge : graph_.Out(steps[i].node)) {
      const FlowStateSet state = Along(edge, steps[i].state);
      if (!edge.In(world) || (seen[edge.to] & state) != 0) {
        continue;
      }
      seen[edge.to] |= state;
      steps.push_back({edge.to, state, i});
      if (edge.to != node || (state & states) == 0) {
        continue;
      }
      for (std::size_t at = steps.size() - 1; at != 0; at = steps[at].before) {
        if (graph_.IsAction(steps[at].node)) {
          path->push_back(steps[at].node);
        }
      }
      std::ranges::reverse(*path);
      return true;
    }
  }
  return false;
}

PathAnswer FlowStates::Witness(std::uint32_t node, FlowState state) const {
  PathAnswer answer;
  if (FindWitness(node, Bit(state), FlowWorld::kCertain, &answer.witness)) {
    answer.answer = FlowAnswer::kYes;
    return answer;
  }
  const auto maybe =
      static_cast<FlowStateSet>(Bit(state) | Bit(FlowState::kUnknown));
  if (FindWitness(node, maybe, FlowWorld::kPossible, &answer.witness)) {
    answer.answer = FlowAnswer::kUnknown;
  }
  return answer;
}

}  // namespace connectguard
