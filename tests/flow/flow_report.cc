#include "flow/flow_report.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "flow/conformance.h"
#include "flow/dominance.h"
#include "flow/flow_graph.h"
#include "flow/loops.h"
#include "flow/origins.h"
#include "flow/paths.h"
#include "flow/settings.h"
#include "flow/states.h"

namespace connectguard::testing {
namespace {

std::string_view Word(FlowAnswer answer) {
  return answer == FlowAnswer::kYes  ? "yes"
         : answer == FlowAnswer::kNo ? "no"
                                     : "unknown";
}

class Reporter {
 public:
  explicit Reporter(const Flow& flow)
      : flow_(flow),
        graph_(flow),
        dominance_(graph_),
        settings_(graph_),
        reachable_(Reachable(graph_)) {
    for (std::size_t topic = 0; topic < kFlowTopics; ++topic) {
      states_.emplace_back(graph_, static_cast<FlowTopic>(topic));
    }
  }

  std::string Report() {
    for (const FlowFinding& finding : flow_.findings) {
      Line("{} {}{}: {}{}",
           finding.severity == FlowSeverity::kError ? "error" : "warning",
           finding.check,
           finding.action < 0 ? "" : " at " + Name(finding.action),
           finding.message, finding.hint.empty() ? "" : "; " + finding.hint);
    }
    for (const FlowGap& gap : FindGaps(flow_, "CONTACT_FLOW")) {
      Line("{} {} at {}: {}",
           gap.answer == FlowAnswer::kYes ? "gap" : "perhaps", gap.check,
           Name(static_cast<std::int32_t>(gap.action)), gap.message);
    }
    for (std::uint32_t i = 0; i < graph_.action_count(); ++i) {
      Action(i);
    }
    const std::string certain = Loops(FlowWorld::kCertain);
    const std::string possible = Loops(FlowWorld::kPossible);
    text_ += certain == possible ? "" : "possibly:\n" + possible + "surely:\n";
    text_ += certain;
    Whole();
    return text_;
  }

 private:
  template <typename... Args>
  void Line(fmt::format_string<Args...> format, Args&&... args) {
    text_ += fmt::format(format, std::forward<Args>(args)...) + "\n";
  }

  std::string Name(std::int32_t node) const {
    const auto number = static_cast<std::uint32_t>(node);
    if (!graph_.IsAction(number)) {
      return number == graph_.Entry()      ? "(start)"
             : number == graph_.Anywhere() ? "(any action)"
                                           : "(end)";
    }
    const std::string_view identifier = flow_.actions[number].identifier;
    return identifier.empty() ? fmt::format("#{}", node)
                              : std::string(identifier);
  }

  std::string Names(const std::vector<std::uint32_t>& nodes) const {
    std::string names;
    for (const std::uint32_t node : nodes) {
      names += names.empty() ? "" : ", ";
      names += Name(static_cast<std::int32_t>(node));
    }
    return names;
  }

  // Without the action itself and those that are known to be no actions.
  std::string Around(std::uint32_t node, bool ends) const {
    std::string names;
    for (std::uint32_t i = 0; i < graph_.action_count(); ++i) {
      const FlowAnswer answer = ends ? dominance_.PostDominates(i, node)
                                     : dominance_.Dominates(i, node);
      if (i != node && answer != FlowAnswer::kNo &&
          reachable_[i] != FlowAnswer::kNo) {
        names += names.empty() ? "" : ", ";
        names += Name(static_cast<std::int32_t>(i));
        names += answer == FlowAnswer::kUnknown ? " (unknown)" : "";
      }
    }
    return names.empty() ? "-" : names;
  }

  void Action(std::uint32_t node) {
    const FlowAction& action = flow_.actions[node];
    Line("{} {} [{}]", action.hole ? "hole" : "action",
         Name(static_cast<std::int32_t>(node)),
         action.type.empty() ? "?" : action.type);
    Line("  reachable: {}", Word(reachable_[node]));
    if (reachable_[node] == FlowAnswer::kNo) {
      return;
    }
    Line("  dominated by: {}", Around(node, false));
    Line("  post-dominated by: {}", Around(node, true));
    States(node);
    for (const FlowParameter& parameter : action.parameters) {
      Parameter(node, parameter);
    }
  }

  void States(std::uint32_t node) {
    for (const FlowStates& states : states_) {
      const FlowStateSet certain = states.Before(node, FlowWorld::kCertain);
      const FlowStateSet possible = states.Before(node, FlowWorld::kPossible);
      if (certain == possible &&
          possible == static_cast<FlowStateSet>(FlowState::kInherited)) {
        continue;
      }
      Line("  {}: {}{}", TopicName(states.topic()), StateSetText(possible),
           certain == possible
               ? ""
               : fmt::format(" (certain: {})", StateSetText(certain)));
    }
  }

  void Parameter(std::uint32_t node, const FlowParameter& parameter) {
    if (parameter.kind == FlowTextKind::kLiteral || parameter.path.empty() ||
        parameter.kind == FlowTextKind::kEmpty) {
      return;
    }
    std::string origins;
    for (const FlowOrigin& origin : OriginsOf(settings_, node, parameter)) {
      origins += fmt::format(
          "{}{}{}{}{}", origins.empty() ? "" : ", ", OriginName(origin.kind),
          origin.certain ? "" : " (perhaps)",
          origin.action < 0 ? "" : " of " + Name(origin.action),
          origin.through.empty() ? "" : " through " + Names(origin.through));
    }
    const FlowConstants constants = ConstantsOf(settings_, node, parameter);
    std::string texts;
    for (const FlowConstant& constant : constants.texts) {
      texts += fmt::format(" `{}`", constant.text);
    }
    Line("  {}{}: {}; constant: {}{}", parameter.path,
         parameter.facts == nullptr || parameter.facts->sink.empty()
             ? ""
             : fmt::format(" ({})", parameter.facts->sink),
         origins, Word(constants.complete), texts);
  }

  std::string Loops(FlowWorld world) {
    std::string text;
    for (const FlowLoop& loop : FindLoops(graph_, world)) {
      text += fmt::format("loop {}: exits {}, trap {}\n", Names(loop.actions),
                          loop.exits.size(), Word(IsTrap(loop)));
    }
    return text;
  }

  void Show(std::string_view question, const PathAnswer& answer) {
    Line("{}: {}{}", question, Word(answer.answer),
         answer.witness.empty()
             ? ""
             : fmt::format(" ({})", PathText(flow_, answer.witness)));
  }

  void Whole() {
    const FlowMarks queues = MarkEffect(flow_, "transfer_queue");
    const FlowMarks lambdas = MarkEffect(flow_, "lambda");
    Show("circle without input, wait or loop",
         CircleAvoiding(graph_, Pauses()));
    Show("some path to a queue",
         SomePath(graph_, graph_.Entry(), queues, NoMarks(flow_)));
    Show("every path to a queue passes a Lambda function",
         EveryPathPasses(graph_, queues, lambdas));
    Show("every path to a queue gets an answer of a Lambda function",
         EveryPathSucceeds(graph_, queues, lambdas));
    Show("every path to a queue sets the queue",
         EveryPathSucceeds(graph_, queues, MarkEffect(flow_, "set_queue")));
    Show("every path that ends plays something",
         MustReach(graph_, graph_.Entry(), MarkEffect(flow_, "speak")));
    for (std::uint32_t i = 0; i < graph_.action_count(); ++i) {
      if (HasEffect(flow_.actions[i], "collect_input") == FlowAnswer::kYes) {
        for (const FlowStates& states : states_) {
          const PathAnswer on = states.Witness(i, FlowState::kOn);
          if (on.answer == FlowAnswer::kYes) {
            Show(fmt::format("{} is on at {}", TopicName(states.topic()),
                             Name(static_cast<std::int32_t>(i))),
                 on);
          }
        }
      }
    }
  }

  FlowMarks Pauses() {
    FlowMarks marks = NoMarks(flow_);
    for (const char* effect : {"collect_input", "wait", "loop"}) {
      const FlowMarks others = MarkEffect(flow_, effect);
      for (std::size_t i = 0; i < marks.size(); ++i) {
        marks[i] = Or(marks[i], others[i]);
      }
    }
    return marks;
  }

  const Flow& flow_;
  FlowGraph graph_;
  FlowDominance dominance_;
  FlowSettings settings_;
  FlowMarks reachable_;
  std::vector<FlowStates> states_;
  std::string text_;
};

}  // namespace

std::string FlowReport(const Flow& flow) { return Reporter(flow).Report(); }

}  // namespace connectguard::testing
