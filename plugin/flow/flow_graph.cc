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
  const bool failure = branch.kind == FlowBranchKind::kError;
  if (branch.anywhere) {
    edges_.push_back(
        {.from = from, .to = Anywhere(), .branch = number, .failure = failure});
  }
  for (const std::uint32_t target : branch.targets) {
    edges_.push_back({.from = from,
                      .to = target,
                      .branch = number,
                      .certain = certain && branch.certain,
                      .failure = failure});
  }
  const bool dangles = branch.targets.empty() && !branch.anywhere;
  if (branch.kind == FlowBranchKind::kHole || (dangles && from != Entry())) {
    edges_.push_back({.from = from,
                      .to = Exit(),
                      .branch = number,
                      .certain = certain && dangles,
                      .failure = failure});
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
