#include "flow/paths.h"

#include <algorithm>
#include <utility>

namespace connectguard {
namespace {

constexpr std::uint32_t kNone = ~std::uint32_t{0};

struct Search {
  FlowWorld world = FlowWorld::kCertain;
  const FlowMarks* to = nullptr;  // Null: Exit().
  const FlowMarks* avoiding = nullptr;
  // A path may enter actions of `avoiding` that it leaves by an error branch.
  bool failing = false;
};

bool IsGoal(const FlowGraph& graph, const Search& search, std::uint32_t node) {
  if (search.to == nullptr || !graph.IsAction(node)) {
    return search.to == nullptr && node == graph.Exit();
  }
  const FlowAnswer mark = (*search.to)[node];
  return mark == FlowAnswer::kYes ||
         (mark == FlowAnswer::kUnknown && search.world == FlowWorld::kPossible);
}

bool IsBlocked(const FlowGraph& graph, const Search& search,
               std::uint32_t node) {
  if (!graph.IsAction(node)) {
    return false;
  }
  const FlowAnswer mark = (*search.avoiding)[node];
  return mark == FlowAnswer::kYes ||
         (mark == FlowAnswer::kUnknown && search.world == FlowWorld::kCertain);
}

// Of each node the one from which it was first come to; kNone: none yet.
using Parents = std::vector<std::uint32_t>;

// From where the search began, over at least one edge, to `last`.
FlowPath PathBack(const FlowGraph& graph, const Parents& parents,
                  std::uint32_t from, std::uint32_t last) {
  FlowPath path;
  std::uint32_t at = last;
  do {
    if (graph.IsAction(at)) {
      path.push_back(at);
    }
    at = parents[at];
  } while (at != from);
  if (graph.IsAction(from)) {
    path.push_back(from);
  }
  std::ranges::reverse(path);
  return path;
}

// Breadth first, until it comes to a node that `is_goal`, which is then a
// nearest one; kNone: it went everywhere without.
template <typename IsGoal>
std::uint32_t Walk(const FlowGraph& graph, std::uint32_t from,
                   const Search& search, const IsGoal& is_goal,
                   Parents* parents) {
  parents->assign(graph.node_count(), kNone);
  std::vector<std::uint32_t> queue = {from};
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const std::uint32_t node = queue[i];
    for (const FlowEdge& edge : graph.Out(node)) {
      if (!edge.In(search.world) ||
          (search.failing && node != from && !edge.failure &&
           IsBlocked(graph, search, node))) {
        continue;
      }
      if ((*parents)[edge.to] != kNone) {
        continue;
      }
      (*parents)[edge.to] = node;
      if (is_goal(edge.to)) {
        return edge.to;
      }
      if (search.failing || !IsBlocked(graph, search, edge.to)) {
        queue.push_back(edge.to);
      }
    }
  }
  return kNone;
}

// False: there is none.
bool FindPath(const FlowGraph& graph, std::uint32_t from, const Search& search,
              FlowPath* path) {
  Parents parents;
  const std::uint32_t goal = Walk(
      graph, from, search,
      [&](std::uint32_t node) { return IsGoal(graph, search, node); },
      &parents);
  if (goal == kNone) {
    return false;
  }
  *path = PathBack(graph, parents, from, goal);
  return true;
}

PathAnswer Decide(const FlowGraph& graph, std::uint32_t from, Search search) {
  PathAnswer answer;
  if (FindPath(graph, from, search, &answer.witness)) {
    answer.answer = FlowAnswer::kYes;
    return answer;
  }
  search.world = FlowWorld::kPossible;
  if (FindPath(graph, from, search, &answer.witness)) {
    answer.answer = FlowAnswer::kUnknown;
  }
  return answer;
}

// Decide for each action of `search.to` by itself.
std::vector<PathAnswer> DecideEach(const FlowGraph& graph, std::uint32_t from,
                                   Search search) {
  std::vector<PathAnswer> answers(graph.action_count());
  for (const FlowWorld world : {FlowWorld::kCertain, FlowWorld::kPossible}) {
    search.world = world;
    Parents parents;
    Walk(
        graph, from, search, [](std::uint32_t /*node*/) { return false; },
        &parents);
    for (std::uint32_t i = 0; i < graph.action_count(); ++i) {
      if (answers[i].answer == FlowAnswer::kNo && parents[i] != kNone &&
          IsGoal(graph, search, i)) {
        answers[i] = {.answer = world == FlowWorld::kCertain
                                    ? FlowAnswer::kYes
                                    : FlowAnswer::kUnknown,
                      .witness = PathBack(graph, parents, from, i)};
      }
    }
  }
  return answers;
}

PathAnswer Denied(PathAnswer answer) {
  answer.answer = Not(answer.answer);
  return answer;
}

void Flood(const FlowGraph& graph, FlowWorld world, FlowAnswer answer,
           FlowMarks* marks) {
  std::vector<bool> seen(graph.node_count(), false);
  std::vector<std::uint32_t> stack = {graph.Entry()};
  while (!stack.empty()) {
    const std::uint32_t node = stack.back();
    stack.pop_back();
    for (const FlowEdge& edge : graph.Out(node)) {
      if (edge.In(world) && !seen[edge.to]) {
        seen[edge.to] = true;
        stack.push_back(edge.to);
        if (graph.IsAction(edge.to)) {
          (*marks)[edge.to] = answer;
        }
      }
    }
  }
}

}  // namespace

FlowMarks Reachable(const FlowGraph& graph) {
  FlowMarks marks = NoMarks(graph.flow());
  Flood(graph, FlowWorld::kPossible, FlowAnswer::kUnknown, &marks);
  Flood(graph, FlowWorld::kCertain, FlowAnswer::kYes, &marks);
  return marks;
}

PathAnswer SomePath(const FlowGraph& graph, std::uint32_t from,
                    const FlowMarks& to, const FlowMarks& avoiding) {
  return Decide(graph, from, {.to = &to, .avoiding = &avoiding});
}

std::vector<PathAnswer> SomePathToEach(const FlowGraph& graph,
                                       std::uint32_t from, const FlowMarks& to,
                                       const FlowMarks& avoiding) {
  return DecideEach(graph, from, {.to = &to, .avoiding = &avoiding});
}

PathAnswer SomePathOut(const FlowGraph& graph, std::uint32_t from,
                       const FlowMarks& avoiding) {
  return Decide(graph, from, {.to = nullptr, .avoiding = &avoiding});
}

PathAnswer EveryPathPasses(const FlowGraph& graph, const FlowMarks& to,
                           const FlowMarks& through) {
  return Denied(SomePath(graph, graph.Entry(), to, through));
}

PathAnswer EveryPathSucceeds(const FlowGraph& graph, const FlowMarks& to,
                             const FlowMarks& through) {
  return Denied(Decide(graph, graph.Entry(),
                       {.to = &to, .avoiding = &through, .failing = true}));
}

std::vector<PathAnswer> EveryPathToEachSucceeds(const FlowGraph& graph,
                                                const FlowMarks& to,
                                                const FlowMarks& through) {
  std::vector<PathAnswer> answers = DecideEach(
      graph, graph.Entry(), {.to = &to, .avoiding = &through, .failing = true});
  for (PathAnswer& answer : answers) {
    answer = Denied(std::move(answer));
  }
  return answers;
}

PathAnswer MustReach(const FlowGraph& graph, std::uint32_t from,
                     const FlowMarks& goal) {
  return Denied(SomePathOut(graph, from, goal));
}

PathAnswer MayReach(const FlowGraph& graph, std::uint32_t from,
                    const FlowMarks& goal) {
  return SomePath(graph, from, goal, NoMarks(graph.flow()));
}

FlowPath ShortestPathTo(const FlowGraph& graph, std::uint32_t action,
                        FlowWorld world) {
  const FlowMarks to = MarkOnly(graph.flow(), action);
  const FlowMarks avoiding = NoMarks(graph.flow());
  FlowPath path;
  FindPath(graph, graph.Entry(),
           {.world = world, .to = &to, .avoiding = &avoiding}, &path);
  return path;
}

std::string PathText(const Flow& flow, const FlowPath& path) {
  std::string text;
  for (const std::uint32_t number : path) {
    text += text.empty() ? "" : ", ";
    text += ActionTitle(flow.actions[number]);
  }
  return text;
}

FlowMarks NoMarks(const Flow& flow) {
  return FlowMarks(flow.actions.size(), FlowAnswer::kNo);
}

FlowMarks MarkOnly(const Flow& flow, std::uint32_t action) {
  FlowMarks marks = NoMarks(flow);
  marks[action] = FlowAnswer::kYes;
  return marks;
}

}  // namespace connectguard
