#include "flow/loops.h"

#include <algorithm>

namespace connectguard {
namespace {

constexpr std::uint32_t kNone = ~std::uint32_t{0};

// Tarjan's algorithm without recursion, on the nodes that `use` has.
class Parts {
 public:
  Parts(const FlowGraph& graph, FlowWorld world, std::vector<bool> use)
      : graph_(graph),
        world_(world),
        use_(std::move(use)),
        index_(graph.node_count(), kNone),
        low_(graph.node_count(), 0),
        part_(graph.node_count(), kNone) {
    for (std::uint32_t node = 0; node < graph.node_count(); ++node) {
      if (use_[node] && index_[node] == kNone) {
        Visit(node);
      }
    }
  }

  std::uint32_t count() const { return count_; }
  std::uint32_t PartOf(std::uint32_t node) const { return part_[node]; }
  bool Has(const FlowEdge& edge) const {
    return edge.In(world_) && use_[edge.from] && use_[edge.to];
  }
  bool Within(const FlowEdge& edge) const {
    return Has(edge) && part_[edge.from] == part_[edge.to];
  }

 private:
  struct Frame {
    std::uint32_t node;
    std::size_t next;
  };

  void Open(std::uint32_t node) {
    index_[node] = low_[node] = next_index_++;
    open_.push_back(node);
    frames_.push_back({node, 0});
  }

  void Visit(std::uint32_t root) {
    Open(root);
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      const auto out = graph_.Out(frame.node);
      if (frame.next == out.size()) {
        Close(frame.node);
        continue;
      }
      const FlowEdge& edge = out[frame.next++];
      if (!Has(edge)) {
        continue;
      }
      if (index_[edge.to] == kNone) {
        Open(edge.to);
      } else if (part_[edge.to] == kNone) {
        low_[frame.node] = std::min(low_[frame.node], index_[edge.to]);
      }
    }
  }

  void Close(std::uint32_t node) {
    frames_.pop_back();
    if (!frames_.empty()) {
      std::uint32_t& before = low_[frames_.back().node];
      before = std::min(before, low_[node]);
    }
    if (low_[node] != index_[node]) {
      return;
    }
    std::uint32_t member = kNone;
    do {
      member = open_.back();
      open_.pop_back();
      part_[member] = count_;
    } while (member != node);
    ++count_;
  }

  const FlowGraph& graph_;
  FlowWorld world_;
  std::vector<bool> use_;
  std::vector<std::uint32_t> index_;
  std::vector<std::uint32_t> low_;
  std::vector<std::uint32_t> part_;
  std::vector<std::uint32_t> open_;
  std::vector<Frame> frames_;
  std::uint32_t next_index_ = 0;
  std::uint32_t count_ = 0;
};

// The nodes that a contact can come to; not those of certain paths alone, since
// a circle may be certain where the way to it is not.
std::vector<bool> ReachedNodes(const FlowGraph& graph, FlowWorld world) {
  std::vector<bool> seen(graph.node_count(), false);
  std::vector<std::uint32_t> stack = {graph.Entry()};
  while (!stack.empty()) {
    const std::uint32_t node = stack.back();
    stack.pop_back();
    for (const FlowEdge& edge : graph.Out(node)) {
      if (edge.In(world) && !seen[edge.to]) {
        seen[edge.to] = true;
        stack.push_back(edge.to);
      }
    }
  }
  return seen;
}

bool NeverTaken(const FlowGraph& graph, const FlowEdge& edge) {
  if (!edge.failure || !graph.IsAction(edge.from)) {
    return false;
  }
  const FlowAction& action = graph.flow().actions[edge.from];
  return action.facts != nullptr && action.facts->errors.empty();
}

// The first part with an edge in itself, and its first action; kNone: none.
std::uint32_t FirstOnCircle(const FlowGraph& graph, const Parts& parts) {
  std::uint32_t first = kNone;
  for (const FlowEdge& edge : graph.edges()) {
    if (parts.Within(edge) && graph.IsAction(edge.from)) {
      first = std::min(first, edge.from);
    }
  }
  return first;
}

PathAnswer CircleIn(const FlowGraph& graph, const FlowMarks& marks,
                    FlowWorld world) {
  std::vector<bool> use = ReachedNodes(graph, world);
  for (std::uint32_t i = 0; i < graph.action_count(); ++i) {
    const bool marked =
        marks[i] == FlowAnswer::kYes ||
        (marks[i] == FlowAnswer::kUnknown && world == FlowWorld::kCertain);
    use[i] = use[i] && !marked;
  }
  const Parts parts(graph, world, std::move(use));
  const std::uint32_t first = FirstOnCircle(graph, parts);
  if (first == kNone) {
    return {};
  }
  return SomePath(graph, first, MarkOnly(graph.flow(), first), marks);
}

}  // namespace

std::vector<FlowLoop> FindLoops(const FlowGraph& graph, FlowWorld world) {
  const Parts parts(graph, world, ReachedNodes(graph, FlowWorld::kPossible));
  std::vector<bool> circular(parts.count(), false);
  for (const FlowEdge& edge : graph.edges()) {
    if (parts.Within(edge)) {
      circular[parts.PartOf(edge.from)] = true;
    }
  }
  const auto is_circular = [&](std::uint32_t node) {
    return parts.PartOf(node) != kNone && circular[parts.PartOf(node)];
  };
  std::vector<FlowLoop> loops(parts.count());
  for (std::uint32_t i = 0; i < graph.action_count(); ++i) {
    if (is_circular(i)) {
      loops[parts.PartOf(i)].actions.push_back(i);
    }
  }
  for (const FlowEdge& edge : graph.edges()) {
    const std::uint32_t part = parts.PartOf(edge.from);
    if (is_circular(edge.from) && parts.PartOf(edge.to) != part) {
      loops[part].exits.push_back(
          {.edge = edge, .never = NeverTaken(graph, edge)});
    }
  }
  std::vector<FlowLoop> found;
  for (std::uint32_t part = 0; part < parts.count(); ++part) {
    if (!loops[part].actions.empty()) {
      found.push_back(std::move(loops[part]));
    }
  }
  std::ranges::sort(found, {},
                    [](const FlowLoop& loop) { return loop.actions.front(); });
  return found;
}

FlowAnswer IsTrap(const FlowLoop& loop) {
  FlowAnswer answer = FlowAnswer::kYes;
  for (const FlowLoopExit& exit : loop.exits) {
    if (!exit.never && exit.edge.certain) {
      return FlowAnswer::kNo;
    }
    answer = exit.never ? answer : FlowAnswer::kUnknown;
  }
  return answer;
}

PathAnswer CircleAvoiding(const FlowGraph& graph, const FlowMarks& marks) {
  PathAnswer answer = CircleIn(graph, marks, FlowWorld::kCertain);
  if (answer.answer == FlowAnswer::kYes) {
    return answer;
  }
  answer = CircleIn(graph, marks, FlowWorld::kPossible);
  answer.answer =
      answer.answer == FlowAnswer::kNo ? FlowAnswer::kNo : FlowAnswer::kUnknown;
  return answer;
}

}  // namespace connectguard
