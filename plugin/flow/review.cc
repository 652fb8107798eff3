#include "flow/review.h"

#include <algorithm>
#include <array>
#include <deque>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/limits.h"
#include "flow/conformance.h"
#include "flow/loops.h"
#include "flow/origins.h"
#include "flow/settings.h"

namespace connectguard {
namespace {

constexpr std::array<std::string_view, 3> kPauses = {"collect_input", "wait",
                                                     "loop"};

// What a contact can do or suffer that a log should have.
constexpr std::array<std::string_view, 7> kActs = {
    "collect_input",  "lex",
    "lambda",         "transfer_queue",
    "transfer_agent", "transfer_third_party",
    "callback"};

struct SinkWords {
  std::string_view sink;
  std::string_view check;
  std::string_view what;
};

constexpr std::array<SinkWords, 6> kSinks = {{
    {"dial", "tainted-dial", "the number that is called"},
    {"callback_number", "tainted-callback", "the number that is called back"},
    {"function", "tainted-function", "the function that is called"},
    {"flow", "tainted-flow", "the flow that the contact goes on to"},
    {"bot", "tainted-bot", "the bot that is asked"},
    {"ssml", "tainted-ssml", "what is spoken as SSML"},
}};

std::string_view WordsOf(FlowOriginKind kind) {
  switch (kind) {
    case FlowOriginKind::kCallerAddress:
      return "the number that the caller calls from";
    case FlowOriginKind::kCallerInput:
      return "digits that the caller enters";
    case FlowOriginKind::kCallerWords:
      return "what a bot makes of the caller's words";
    case FlowOriginKind::kCallerMedia:
      return "headers of the call";
    default:
      return "what the caller enters in a view";
  }
}

// A way from one setter of an attribute to who reads it, on which nothing else
// surely sets it; empty when there is none.
FlowPath WayOfSetting(const FlowSettings& settings, std::uint32_t setter,
                      std::uint32_t reader);

class Reviewer {
 public:
  Reviewer(const FlowGraph& graph, std::string_view flow_type)
      : graph_(graph),
        flow_(graph.flow()),
        flow_type_(flow_type),
        settings_(graph) {}

  std::vector<FlowRemark> Review() {
    AddForm();
    AddGaps();
    AddUnreachable();
    AddTraps();
    AddBusyCircle();
    AddUnlogged();
    AddTaint();
    std::ranges::stable_sort(remarks_, {}, [](const FlowRemark& remark) {
      const bool out_of_reach = remark.action >= 0 && remark.path.empty();
      return std::tuple(remark.severity != FlowSeverity::kError,
                        remark.answer != FlowAnswer::kYes, out_of_reach,
                        remark.path.size());
    });
    return std::move(remarks_);
  }

 private:
  bool IsFull() const { return remarks_.size() >= limits::kMaxFlowFindings; }

  void Add(FlowRemark remark) {
    if (remark.action >= 0 &&
        Reached(static_cast<std::uint32_t>(remark.action)) == FlowAnswer::kNo) {
      remark.severity = FlowSeverity::kWarning;
    }
    if (!IsFull()) {
      remarks_.push_back(std::move(remark));
    }
  }

  FlowPath WayTo(std::uint32_t action) const {
    const FlowWorld world = Reached(action) == FlowAnswer::kYes
                                ? FlowWorld::kCertain
                                : FlowWorld::kPossible;
    return ShortestPathTo(graph_, action, world);
  }

  FlowAnswer Reached(std::uint32_t action) const {
    return settings_.reachable()[action];
  }

  void AddForm() {
    for (const FlowFinding& finding : flow_.findings) {
      Add({.check = finding.check,
           .severity = finding.severity,
           .action = finding.action,
           .value = finding.value,
           .message = finding.message,
           .hint = finding.hint,
           .path = finding.action < 0
                       ? FlowPath()
                       : WayTo(static_cast<std::uint32_t>(finding.action))});
    }
  }

  void AddGaps() {
    for (FlowGap& gap : FindGaps(flow_, flow_type_)) {
      if (IsFull()) {
        return;
      }
      Add({.check = gap.check,
           .severity = FlowSeverity::kError,
           .answer = gap.answer,
           .action = static_cast<std::int32_t>(gap.action),
           .value = gap.value,
           .message = std::move(gap.message),
           .path = WayTo(gap.action)});
    }
  }

  // Without a start everything is: that is said once already.
  void AddUnreachable() {
    if (flow_.start.targets.empty() && !flow_.start.anywhere) {
      return;
    }
    for (std::uint32_t i = 0; i < graph_.action_count(); ++i) {
      if (Reached(i) == FlowAnswer::kNo) {
        Add(WarningAt(i, {.check = "unreachable",
                          .message = "no contact can come to the action",
                          .hint = "remove it, or lead a branch to it"}));
      }
    }
  }

  FlowRemark WarningAt(std::uint32_t action, FlowRemark remark) const {
    remark.action = static_cast<std::int32_t>(action);
    remark.value = flow_.actions[action].node;
    return remark;
  }

  // Of circles only what is certain: with a hole almost any flow may have one.
  void AddTraps() {
    for (const FlowLoop& loop : FindLoops(graph_, FlowWorld::kCertain)) {
      const std::uint32_t first = loop.actions.front();
      if (And(IsTrap(loop), Reached(first)) == FlowAnswer::kYes) {
        Add(WarningAt(first,
                      {.check = "trap",
                       .message = "a contact can never leave the circle that "
                                  "begins here",
                       .hint = "lead a branch out of the circle",
                       .path = WayTo(first)}));
      }
    }
  }

  void AddBusyCircle() {
    FlowMarks pauses = NoMarks(flow_);
    for (const std::string_view effect : kPauses) {
      const FlowMarks others = MarkEffect(flow_, effect);
      for (std::size_t i = 0; i < pauses.size(); ++i) {
        pauses[i] = Or(pauses[i], others[i]);
      }
    }
    PathAnswer circle = CircleAvoiding(graph_, pauses);
    if (circle.answer != FlowAnswer::kYes || circle.witness.empty()) {
      return;
    }
    const std::uint32_t first = circle.witness.front();
    Add(WarningAt(
        first,
        {.check = "busy-circle",
         .message = "a contact can go around here without input, wait or loop",
         .hint = "put a Loop or a Wait into the circle",
         .path = std::move(circle.witness)}));
  }

  // Only of flows that a contact begins in: others go on with what an earlier
  // flow has set.
  void AddUnlogged() {
    if (flow_type_ != "CONTACT_FLOW") {
      return;
    }
    FlowMarks acts = NoMarks(flow_);
    for (std::size_t i = 0; i < acts.size(); ++i) {
      acts[i] = Acts(flow_.actions[i]) ? FlowAnswer::kYes : FlowAnswer::kNo;
    }
    PathAnswer logged =
        EveryPathSucceeds(graph_, acts, MarkEffect(flow_, "logging"));
    if (logged.answer == FlowAnswer::kYes) {
      return;
    }
    const std::uint32_t action = logged.witness.back();
    Add(WarningAt(action,
                  {.check = "unlogged",
                   .answer = Not(logged.answer),
                   .message = "a contact comes here before the flow has "
                              "switched logging on or off",
                   .hint = "begin the flow with UpdateFlowLoggingBehavior",
                   .path = std::move(logged.witness)}));
  }

  static bool Acts(const FlowAction& action) {
    return std::ranges::any_of(kActs, [&action](std::string_view effect) {
      return HasEffect(action, effect) == FlowAnswer::kYes;
    });
  }

  void AddTaint() {
    for (const FlowSink& sink : FindSinks(settings_)) {
      const auto* words =
          std::ranges::find(kSinks, sink.sink, &SinkWords::sink);
      if (words != kSinks.end() && !IsFull()) {
        AddSink(sink, *words);
      }
    }
  }

  // One remark for each sink: the most certain of its origins.
  void AddSink(const FlowSink& sink, const SinkWords& words) {
    const FlowOrigin* worst = nullptr;
    for (const FlowOrigin& origin : sink.origins) {
      // Calling back the number that somebody called from is what callbacks
      // are for.
      const bool own_number =
          origin.kind == FlowOriginKind::kCallerAddress &&
          (words.check == "tainted-dial" || words.check == "tainted-callback");
      if (IsCallers(origin.kind) && !own_number &&
          (worst == nullptr || (origin.certain && !worst->certain))) {
        worst = &origin;
      }
    }
    if (worst == nullptr) {
      return;
    }
    std::string message =
        fmt::format("{} may be {}", words.what, WordsOf(worst->kind));
    if (worst->action >= 0) {
      message += fmt::format(
          " in {}",
          ActionTitle(
              flow_.actions[static_cast<std::uint32_t>(worst->action)]));
    }
    FlowRemark remark = WarningAt(
        sink.action,
        {.check = words.check,
         .answer = worst->certain ? FlowAnswer::kYes : FlowAnswer::kUnknown,
         .message = std::move(message),
         .hint = "compare it with what is allowed before it is used",
         .path = WayOfTaint(*worst, sink.action)});
    remark.value = sink.parameter->value;
    Add(std::move(remark));
  }

  // From the start through all that the text passes; empty when a part of it
  // is not found.
  FlowPath WayOfTaint(const FlowOrigin& origin, std::uint32_t reader) const {
    std::vector<std::uint32_t> stations(origin.through.rbegin(),
                                        origin.through.rend());
    if (origin.action >= 0 &&
        (stations.empty() ||
         stations.front() != static_cast<std::uint32_t>(origin.action))) {
      stations.insert(stations.begin(),
                      static_cast<std::uint32_t>(origin.action));
    }
    stations.push_back(reader);
    FlowPath way = WayTo(stations.front());
    for (std::size_t i = 1; i < stations.size(); ++i) {
      const FlowPath part =
          WayOfSetting(settings_, stations[i - 1], stations[i]);
      if (part.empty()) {
        return {};
      }
      way.insert(way.end(), part.begin() + 1, part.end());
    }
    return way;
  }

  const FlowGraph& graph_;
  const Flow& flow_;
  std::string_view flow_type_;
  FlowSettings settings_;
  std::vector<FlowRemark> remarks_;
};

// --- Ways of settings --------------------------------------------------------

// The variables that `setter` gives their value and that `reader` reads.
std::vector<std::uint32_t> VariablesBetween(const FlowSettings& settings,
                                            std::uint32_t setter,
                                            std::uint32_t reader) {
  std::vector<std::uint32_t> variables;
  const FlowAction& action = settings.graph().flow().actions[reader];
  for (const FlowParameter& parameter : action.parameters) {
    for (const FlowReference& reference : parameter.references) {
      for (const std::uint32_t number :
           settings.Reaching(reader, reference, FlowWorld::kPossible)) {
        const FlowSetting& setting = settings.setting(number);
        const bool of_action = setting.kind == FlowSettingKind::kSet ||
                               setting.kind == FlowSettingKind::kMayBeSet;
        if (of_action && setting.action == setter) {
          variables.push_back(setting.variable);
        }
      }
    }
  }
  return variables;
}

FlowMarks SettersOf(const FlowSettings& settings,
                    const std::vector<std::uint32_t>& variables) {
  FlowMarks setters = NoMarks(settings.graph().flow());
  for (std::uint32_t i = 0; i < settings.count(); ++i) {
    const FlowSetting& setting = settings.setting(i);
    if (setting.kind == FlowSettingKind::kSet &&
        std::ranges::find(variables, setting.variable) != variables.end()) {
      setters[setting.action] = FlowAnswer::kYes;
    }
  }
  return setters;
}

// Breadth first from what comes after the setter has succeeded.
FlowPath WayOfSetting(const FlowSettings& settings, std::uint32_t setter,
                      std::uint32_t reader) {
  const std::vector<std::uint32_t> variables =
      VariablesBetween(settings, setter, reader);
  const FlowMarks others = SettersOf(settings, variables);
  const FlowGraph& graph = settings.graph();
  constexpr std::uint32_t kNone = ~std::uint32_t{0};
  std::vector<std::uint32_t> parents(graph.node_count(), kNone);
  std::deque<std::uint32_t> work = {setter};
  while (!work.empty()) {
    const std::uint32_t node = work.front();
    work.pop_front();
    for (const FlowEdge& edge : graph.Out(node)) {
      const bool failed = node == setter && edge.failure;
      if (failed || edge.to == graph.Exit() || parents[edge.to] != kNone) {
        continue;
      }
      parents[edge.to] = node;
      if (edge.to == reader) {
        FlowPath way = {reader};
        for (std::uint32_t at = node; at != setter; at = parents[at]) {
          if (graph.IsAction(at)) {
            way.push_back(at);
          }
        }
        way.push_back(setter);
        std::ranges::reverse(way);
        return way;
      }
      const bool replaced =
          graph.IsAction(edge.to) && others[edge.to] == FlowAnswer::kYes;
      if (!replaced) {
        work.push_back(edge.to);
      }
    }
  }
  return {};
}

}  // namespace

std::vector<FlowRemark> ReviewFlow(const FlowGraph& graph,
                                   std::string_view flow_type) {
  return Reviewer(graph, flow_type).Review();
}

}  // namespace connectguard
