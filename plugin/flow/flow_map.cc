#include "flow/flow_map.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace connectguard {
namespace {

constexpr std::uint32_t kNone = ~std::uint32_t{0};

bool IsFlow(const FlowPlace& place) {
  return place.kind == FlowPlaceKind::kFlow ||
         place.kind == FlowPlaceKind::kModule;
}

// Certain links between flows, by where they begin, or by where they end.
std::vector<std::vector<std::uint32_t>> Neighbours(const FlowMap& map,
                                                   bool backwards) {
  std::vector<std::vector<std::uint32_t>> out(map.places().size());
  for (const FlowLink& link : map.links()) {
    if (link.answer == FlowAnswer::kYes && IsFlow(map.places()[link.from]) &&
        IsFlow(map.places()[link.to])) {
      out[backwards ? link.to : link.from].push_back(backwards ? link.from
                                                               : link.to);
    }
  }
  return out;
}

// Each place after all those that it leads to, circles apart.
std::vector<std::uint32_t> Finished(
    const std::vector<std::vector<std::uint32_t>>& out) {
  struct Frame {
    std::uint32_t place;
    std::size_t next;
  };
  std::vector<std::uint32_t> finished;
  std::vector<bool> seen(out.size(), false);
  for (std::uint32_t root = 0; root < out.size(); ++root) {
    if (seen[root]) {
      continue;
    }
    seen[root] = true;
    std::vector<Frame> stack = {{root, 0}};
    while (!stack.empty()) {
      Frame& frame = stack.back();
      if (frame.next == out[frame.place].size()) {
        finished.push_back(frame.place);
        stack.pop_back();
      } else if (const std::uint32_t to = out[frame.place][frame.next++];
                 !seen[to]) {
        seen[to] = true;
        stack.push_back({to, 0});
      }
    }
  }
  return finished;
}

std::optional<FlowPlaceKind> KindOf(const FlowAction& action,
                                    const FlowParameter& parameter) {
  if (parameter.facts == nullptr || parameter.path.ends_with("AgentId") ||
      action.facts->HasEffect("metrics") ||
      action.facts->HasEffect("staffing")) {
    return std::nullopt;
  }
  if (parameter.facts->sink == "queue") {
    return FlowPlaceKind::kQueue;
  }
  if (parameter.facts->sink != "flow") {
    return std::nullopt;
  }
  return action.facts->HasEffect("module") ? FlowPlaceKind::kModule
                                           : FlowPlaceKind::kFlow;
}

// What the editor calls the action; of an event, its name.
std::string LabelOf(const FlowAction& action, const FlowParameter& parameter) {
  constexpr std::string_view kHooks = "EventHooks.";
  return std::string(parameter.path.starts_with(kHooks)
                         ? parameter.path.substr(kHooks.size())
                         : action.facts->title);
}

}  // namespace

std::string_view PlaceKindName(FlowPlaceKind kind) {
  switch (kind) {
    case FlowPlaceKind::kFlow:
      return "flow";
    case FlowPlaceKind::kModule:
      return "module";
    case FlowPlaceKind::kQueue:
      return "queue";
    case FlowPlaceKind::kQuickConnect:
      return "quick connect";
    case FlowPlaceKind::kPhoneNumber:
      return "phone number";
    case FlowPlaceKind::kOther:
      break;
  }
  return "resource";
}

std::string_view PlaceStateName(FlowPlaceState state) {
  switch (state) {
    case FlowPlaceState::kGiven:
      return "given";
    case FlowPlaceState::kElsewhere:
      return "elsewhere";
    case FlowPlaceState::kUnknown:
      break;
  }
  return "unknown";
}

std::uint32_t FlowMap::AddPlace(FlowPlace place) {
  const auto number = static_cast<std::uint32_t>(places_.size());
  if (place.state != FlowPlaceState::kGiven) {
    const auto [found, is_new] =
        named_.emplace(std::tuple(place.kind, place.state, place.name), number);
    if (!is_new) {
      return found->second;
    }
  }
  places_.push_back(std::move(place));
  return number;
}

void FlowMap::AddLink(FlowLink link) {
  const auto [found, is_new] = linked_.emplace(
      std::tuple(link.from, link.to, link.label), links_.size());
  if (is_new) {
    links_.push_back(std::move(link));
  } else if (link.answer == FlowAnswer::kYes) {
    links_[found->second].answer = FlowAnswer::kYes;
  }
}

std::vector<FlowAnswer> EnteredPlaces(const FlowMap& map) {
  std::vector<FlowAnswer> entered(map.places().size(), FlowAnswer::kNo);
  std::set<FlowPlaceKind> unknown;
  for (const FlowLink& link : map.links()) {
    const FlowPlace& to = map.places()[link.to];
    if (link.from != link.to) {
      entered[link.to] = Or(entered[link.to], link.answer);
    }
    if (to.state == FlowPlaceState::kUnknown) {
      unknown.insert(to.kind);
    }
  }
  for (std::size_t i = 0; i < entered.size(); ++i) {
    if (unknown.contains(map.places()[i].kind)) {
      entered[i] = Or(entered[i], FlowAnswer::kUnknown);
    }
  }
  return entered;
}

// S. R. Kosaraju's method: what one place of a part reaches backwards, in the
// order in which the places were finished, is the part.
std::vector<std::vector<std::uint32_t>> FindCircles(const FlowMap& map) {
  const auto out = Neighbours(map, /*backwards=*/false);
  const auto in = Neighbours(map, /*backwards=*/true);
  const std::vector<std::uint32_t> order = Finished(out);
  std::vector<std::uint32_t> part(out.size(), kNone);
  std::vector<std::vector<std::uint32_t>> circles;
  for (auto root = order.rbegin(); root != order.rend(); ++root) {
    std::vector<std::uint32_t> members;
    std::vector<std::uint32_t> stack = {*root};
    while (!stack.empty()) {
      const std::uint32_t place = stack.back();
      stack.pop_back();
      if (part[place] == kNone) {
        part[place] = *root;
        members.push_back(place);
        stack.insert(stack.end(), in[place].begin(), in[place].end());
      }
    }
    const bool to_itself =
        members.size() == 1 &&
        std::ranges::find(out[*root], *root) != out[*root].end();
    if (members.size() > 1 || to_itself) {
      std::ranges::sort(members);
      circles.push_back(std::move(members));
    }
  }
  std::ranges::sort(circles);
  return circles;
}

std::vector<FlowTarget> FindTargets(const FlowSettings& settings) {
  const Flow& flow = settings.graph().flow();
  std::vector<FlowTarget> targets;
  for (std::uint32_t i = 0; i < flow.actions.size(); ++i) {
    const FlowAction& action = flow.actions[i];
    if (action.facts == nullptr || settings.reachable()[i] == FlowAnswer::kNo) {
      continue;
    }
    for (const FlowParameter& parameter : action.parameters) {
      const auto kind = KindOf(action, parameter);
      if (kind && parameter.kind != FlowTextKind::kEmpty) {
        targets.push_back({.kind = *kind,
                           .action = i,
                           .label = LabelOf(action, parameter),
                           .parameter = &parameter,
                           .constants = ConstantsOf(settings, i, parameter),
                           .reached = settings.reachable()[i]});
      }
    }
  }
  return targets;
}

}  // namespace connectguard
