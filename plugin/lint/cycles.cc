// Definitions that lead back to themselves: rules by reference, variables by
// use. Calls with arguments are left alone, since they may come to an end.
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "lint/findings.h"

namespace connectguard {
namespace {

// Walks from one node; each node is left for good once, so that a cycle is
// found once.
class CycleFinder {
 public:
  using Edges = std::vector<std::vector<std::size_t>>;
  using Report = std::function<void(const std::vector<std::size_t>&)>;

  CycleFinder(const Edges& next, Report report)
      : states_(next.size(), State::kNew),
        next_(next),
        report_(std::move(report)) {}

  void Run() {
    for (std::size_t i = 0; i < states_.size(); ++i) {
      Visit(i);
    }
  }

 private:
  enum class State : std::uint8_t { kNew, kOpen, kDone };
  struct Frame {
    std::size_t node;
    std::size_t at = 0;
  };

  void Visit(std::size_t start) {
    if (states_[start] != State::kNew) {
      return;
    }
    Push(start);
    while (!stack_.empty()) {
      Frame& top = stack_.back();
      if (top.at == next_[top.node].size()) {
        states_[top.node] = State::kDone;
        stack_.pop_back();
        continue;
      }
      const std::size_t to = next_[top.node][top.at++];
      if (states_[to] == State::kNew) {
        Push(to);
      } else if (states_[to] == State::kOpen) {
        ReportFrom(to);
      }
    }
  }

  void Push(std::size_t node) {
    states_[node] = State::kOpen;
    stack_.push_back({node});
  }

  void ReportFrom(std::size_t node) {
    std::vector<std::size_t> cycle;
    bool inside = false;
    for (const Frame& frame : stack_) {
      inside = inside || frame.node == node;
      if (inside) {
        cycle.push_back(frame.node);
      }
    }
    report_(cycle);
  }

  std::vector<State> states_;
  std::vector<Frame> stack_;
  const Edges& next_;
  Report report_;
};

std::string JoinNames(const std::vector<std::string>& names) {
  return fmt::format("`{}`", fmt::join(names, "` -> `"));
}

void CheckRuleCycles(const LintFacts& facts, Findings* out) {
  const std::vector<Rule>& rules = facts.file().rules;
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_name;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (!rules[i].implicit) {
      by_name[rules[i].name].push_back(i);
    }
  }
  CycleFinder::Edges next(rules.size());
  for (const ClauseSite& site : facts.clauses) {
    const auto* form = std::get_if<RuleReference>(&site.clause->form);
    const Rule* from = facts.items[site.in->item].rule;
    const auto to = form == nullptr ? by_name.end() : by_name.find(form->name);
    if (from != nullptr && to != by_name.end()) {
      auto& edges = next[static_cast<std::size_t>(from - rules.data())];
      edges.insert(edges.end(), to->second.begin(), to->second.end());
    }
  }
  const auto report = [&](const std::vector<std::size_t>& cycle) {
    std::vector<std::string> names;
    names.reserve(cycle.size() + 1);
    for (const std::size_t number : cycle) {
      names.push_back(rules[number].name);
    }
    names.push_back(names.front());
    out->Add("rule-cycle", rules[cycle.front()].name_span,
             cycle.size() == 1
                 ? fmt::format("rule {} refers to itself", "`" + names[0] + "`")
                 : fmt::format("rules refer to each other in a circle: {}",
                               JoinNames(names)),
             "break the circle: put what they share into a rule of its own");
  };
  CycleFinder(next, report).Run();
}

void CheckVariableCycles(const LintFacts& facts, Findings* out) {
  std::unordered_map<const Assignment*, std::size_t> numbers;
  for (std::size_t i = 0; i < facts.lets.size(); ++i) {
    numbers[facts.lets[i].let] = i;
  }
  CycleFinder::Edges next(facts.lets.size());
  for (const VariableUse& use : facts.uses) {
    const Assignment* let = facts.MeaningOf(use.name, use.scope).let;
    if (use.inside != nullptr && let != nullptr) {
      next[numbers.at(use.inside)].push_back(numbers.at(let));
    }
  }
  const auto report = [&](const std::vector<std::size_t>& cycle) {
    std::vector<std::string> names;
    names.reserve(cycle.size() + 1);
    for (const std::size_t number : cycle) {
      names.push_back("%" + facts.lets[number].let->name);
    }
    names.push_back(names.front());
    out->Add("variable-cycle", facts.lets[cycle.front()].let->span,
             cycle.size() == 1
                 ? fmt::format("variable `{}` is defined by itself", names[0])
                 : fmt::format("variables are defined by each other: {}",
                               JoinNames(names)),
             cycle.size() == 1
                 ? "a `let` cannot read an outer variable of its own name: "
                   "choose another"
                 : "break the circle");
  };
  CycleFinder(next, report).Run();
}

}  // namespace

void CheckCycles(const LintFacts& facts, Findings* out) {
  CheckRuleCycles(facts, out);
  CheckVariableCycles(facts, out);
}

}  // namespace connectguard
