#include "flow/flow_graph.h"

namespace connectguard {

FlowGraph::FlowGraph(const Flow& flow) : flow_(flow) {
  bool anywhere = false;
  for (std::uint32_t i = 0; i < action_count(); ++i) {
    AddAction(i);
  }
  AddBranch(Entry(), -1, flow.start, true);
  for (const FlowEdge& edge : edges_) {
    anywhere = anywhere || edge.to == Anywhere();
    certain_ = certain_ && edge.certain;
  }
  if (anywhere) {
    for (std::uint32_t i = 0; i < action_count(); ++i) {
      edges_.push_back({.from = Anywhere(), .to = i});
    }
  }
  Index();
}

void FlowGraph::AddBranch(std::uint32_t from, std::int32_t number,
                          const FlowBranch& branch, bool certain) {
  const bool hole = branch.kind == FlowBranchKind::kHole;
  FlowEdge edge{.from = from,
                .branch = number,
                .failure = branch.kind == FlowBranchKind::kError};
  const auto add = [&](std::uint32_t to, bool sure) {
    edge.to = to;
    edge.certain = certain && sure && !hole;
    edges_.push_back(edge);
    if (hole) {
      edges_.push_back(edge);
      edges_.back().failure = true;
    }
  };
  if (branch.anywhere) {
    add(Anywhere(), false);
  }
  for (const std::uint32_t target : branch.targets) {
    add(target, branch.certain);
  }
  const bool dangles = branch.targets.empty() && !branch.anywhere;
  if (hole || (dangles && from != Entry())) {
    add(Exit(), true);
  }
}

void FlowGraph::AddAction(std::uint32_t number) {
  const FlowAction& action = flow_.actions[number];
  const bool ends = action.facts != nullptr && action.facts->terminal;
  for (std::size_t i = 0; i < action.branches.size(); ++i) {
    AddBranch(number, static_cast<std::int32_t>(i), action.branches[i], !ends);
  }
  const FlowAnswer leaves = Leaves(action);
  if (leaves != FlowAnswer::kNo) {
    edges_.push_back(
        {.from = number, .to = Exit(), .certain = leaves == FlowAnswer::kYes});
  }
}

void FlowGraph::Index() {
  // Anywhere() comes before Entry(), but was not known to be needed then.
  std::vector<FlowEdge> sorted(edges_.size());
  first_out_.assign(node_count() + 1, 0);
  first_in_.assign(node_count() + 1, 0);
  for (const FlowEdge& edge : edges_) {
    ++first_out_[edge.from + 1];
    ++first_in_[edge.to + 1];
  }
  for (std::uint32_t i = 0; i < node_count(); ++i) {
    first_out_[i + 1] += first_out_[i];
    first_in_[i + 1] += first_in_[i];
  }
  std::vector<std::uint32_t> next(first_out_);
  for (const FlowEdge& edge : edges_) {
    sorted[next[edge.from]++] = edge;
  }
  edges_ = std::move(sorted);
  in_.resize(edges_.size());
  next = first_in_;
  for (std::uint32_t i = 0; i < edges_.size(); ++i) {
    in_[next[edges_[i].to]++] = i;
  }
}

}  // namespace connectguard
