// Definitions that lead back to themselves: rules by reference, variables by
// use. Calls with arguments are left alone, since they may come to an end.
#include <algorithm>
#include <functional>
#include <set>
#include <variant>

#include <fmt/format.h>

#include "lint/findings.h"

namespace connectguard {
namespace {

// Walks from one node; each node is left for good once, so that a cycle is
// found once.
class CycleFinder {
 public:
  using Next = std::function<std::vector<std::size_t>(std::size_t)>;
  using Report = std::function<void(const std::vector<std::size_t>&)>;

  CycleFinder(std::size_t count, Next next, Report report)
      : states_(count, State::kNew),
        next_(std::move(next)),
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
    std::vector<std::size_t> next;
    std::size_t at = 0;
  };

  void Visit(std::size_t start) {
    if (states_[start] != State::kNew) {
      return;
    }
    Push(start);
    while (!stack_.empty()) {
      Frame& top = stack_.back();
      if (top.at == top.next.size()) {
        states_[top.node] = State::kDone;
        stack_.pop_back();
        continue;
      }
      const std::size_t to = top.next[top.at++];
      if (states_[to] == State::kNew) {
        Push(to);
      } else if (states_[to] == State::kOpen) {
        ReportFrom(to);
      }
    }
  }

  void Push(std::size_t node) {
    states_[node] = State::kOpen;
    stack_.push_back({node, next_(node)});
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
  Next next_;
  Report report_;
};

std::string JoinNames(const std::vector<std::string>& names) {
  return fmt::format("`{}`", fmt::join(names, "` -> `"));
}

// Rules are reached by reference; from a call, what it calls refers on.
void CheckRuleCycles(const LintFacts& facts, Findings* out) {
  const std::vector<Rule>& rules = facts.file().rules;
  const auto next = [&](std::size_t number) {
    std::vector<std::size_t> to;
    for (const ClauseSite& site : facts.clauses) {
      const auto* form = std::get_if<RuleReference>(&site.clause->form);
      if (form == nullptr ||
          facts.items[site.in->item].rule != &rules[number]) {
        continue;
      }
      for (const Rule* rule : facts.FindRules(form->name)) {
        to.push_back(static_cast<std::size_t>(rule - rules.data()));
      }
    }
    return to;
  };
  const auto report = [&](const std::vector<std::size_t>& cycle) {
    std::vector<std::string> names;
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
  CycleFinder(rules.size(), next, report).Run();
}

void CheckVariableCycles(const LintFacts& facts, Findings* out) {
  const auto next = [&](std::size_t number) {
    std::vector<std::size_t> to;
    for (const VariableUse& use : facts.uses) {
      if (use.inside != facts.lets[number].let) {
        continue;
      }
      const Assignment* let = facts.MeaningOf(use.name, use.scope).let;
      for (std::size_t i = 0; let != nullptr && i < facts.lets.size(); ++i) {
        if (facts.lets[i].let == let) {
          to.push_back(i);
        }
      }
    }
    return to;
  };
  const auto report = [&](const std::vector<std::size_t>& cycle) {
    std::vector<std::string> names;
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
  CycleFinder(facts.lets.size(), next, report).Run();
}

}  // namespace

void CheckCycles(const LintFacts& facts, Findings* out) {
  CheckRuleCycles(facts, out);
  CheckVariableCycles(facts, out);
}

}  // namespace connectguard
