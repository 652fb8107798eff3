#include "flow/dominance.h"

#include <utility>

namespace connectguard {
namespace {

constexpr std::uint32_t kNone = ~std::uint32_t{0};

// Nodes so that each comes before those that it leads to, circles apart.
std::vector<std::uint32_t> Order(
    std::uint32_t root, const std::vector<std::vector<std::uint32_t>>& out) {
  struct Frame {
    std::uint32_t node;
    std::size_t next;
  };
  std::vector<std::uint32_t> order;
  std::vector<bool> seen(out.size(), false);
  std::vector<Frame> stack = {{root, 0}};
  seen[root] = true;
  while (!stack.empty()) {
    Frame& frame = stack.back();
    if (frame.next == out[frame.node].size()) {
      order.push_back(frame.node);
      stack.pop_back();
      continue;
    }
    const std::uint32_t next = out[frame.node][frame.next++];
    if (!seen[next]) {
      seen[next] = true;
      stack.push_back({next, 0});
    }
  }
  return {order.rbegin(), order.rend()};
}

struct Tree {
  std::vector<std::uint32_t> parent;
  std::vector<std::uint32_t> depth;
};

Tree Solve(std::uint32_t root,
           const std::vector<std::vector<std::uint32_t>>& out,
           const std::vector<std::vector<std::uint32_t>>& in) {
  const std::vector<std::uint32_t> order = Order(root, out);
  std::vector<std::uint32_t> rank(out.size(), kNone);
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    rank[order[i]] = i;
  }
  Tree tree{.parent = std::vector<std::uint32_t>(out.size(), kNone),
            .depth = std::vector<std::uint32_t>(out.size(), 0)};
  tree.parent[root] = root;
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 1; i < order.size(); ++i) {
      std::uint32_t common = kNone;
      for (std::uint32_t before : in[order[i]]) {
        if (rank[before] == kNone || tree.parent[before] == kNone) {
          continue;
        }
        while (common != kNone && common != before) {
          std::uint32_t& later = rank[before] > rank[common] ? before : common;
          later = tree.parent[later];
        }
        common = before;
      }
      changed = changed || tree.parent[order[i]] != common;
      tree.parent[order[i]] = common;
    }
  }
  for (const std::uint32_t node : order) {
    tree.depth[node] = node == root ? 1 : tree.depth[tree.parent[node]] + 1;
  }
  return tree;
}

struct Adjacency {
  std::vector<std::vector<std::uint32_t>> out;
  std::vector<std::vector<std::uint32_t>> in;
};

Adjacency AdjacencyOf(const FlowGraph& graph, FlowWorld world) {
  Adjacency lists{
      .out = std::vector<std::vector<std::uint32_t>>(graph.node_count()),
      .in = std::vector<std::vector<std::uint32_t>>(graph.node_count())};
  for (const FlowEdge& edge : graph.edges()) {
    if (edge.In(world)) {
      lists.out[edge.from].push_back(edge.to);
      lists.in[edge.to].push_back(edge.from);
    }
  }
  return lists;
}

FlowAnswer Decide(const DominatorTree& certain, const DominatorTree& possible,
                  std::uint32_t a, std::uint32_t b) {
  if (possible.Dominates(a, b)) {
    return FlowAnswer::kYes;
  }
  return certain.Dominates(a, b) ? FlowAnswer::kUnknown : FlowAnswer::kNo;
}

}  // namespace

DominatorTree DominatorTree::Of(const FlowGraph& graph, FlowWorld world) {
  const Adjacency lists = AdjacencyOf(graph, world);
  Tree solved = Solve(graph.Entry(), lists.out, lists.in);
  DominatorTree tree;
  tree.parent_ = std::move(solved.parent);
  tree.depth_ = std::move(solved.depth);
  return tree;
}

DominatorTree DominatorTree::OfEnds(const FlowGraph& graph, FlowWorld world) {
  const Adjacency lists = AdjacencyOf(graph, world);
  Tree solved = Solve(graph.Exit(), lists.in, lists.out);
  DominatorTree tree;
  tree.parent_ = std::move(solved.parent);
  tree.depth_ = std::move(solved.depth);
  return tree;
}

bool DominatorTree::Dominates(std::uint32_t a, std::uint32_t b) const {
  if (!Reaches(b)) {
    return true;
  }
  if (!Reaches(a)) {
    return false;
  }
  while (depth_[b] > depth_[a]) {
    b = parent_[b];
  }
  return a == b;
}

std::optional<std::uint32_t> DominatorTree::Immediate(
    std::uint32_t node) const {
  if (depth_[node] < 2) {
    return std::nullopt;
  }
  return parent_[node];
}

FlowDominance::FlowDominance(const FlowGraph& graph)
    : certain_(DominatorTree::Of(graph, FlowWorld::kCertain)),
      possible_(graph.IsCertain()
                    ? certain_
                    : DominatorTree::Of(graph, FlowWorld::kPossible)),
      certain_ends_(DominatorTree::OfEnds(graph, FlowWorld::kCertain)),
      possible_ends_(graph.IsCertain()
                         ? certain_ends_
                         : DominatorTree::OfEnds(graph, FlowWorld::kPossible)) {
}

FlowAnswer FlowDominance::Dominates(std::uint32_t a, std::uint32_t b) const {
  return Decide(certain_, possible_, a, b);
}

FlowAnswer FlowDominance::PostDominates(std::uint32_t a,
                                        std::uint32_t b) const {
  return Decide(certain_ends_, possible_ends_, a, b);
}

}  // namespace connectguard
