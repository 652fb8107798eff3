#include "iam/solver.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "iam/dimension.h"
#include "iam/tableau.h"
#include "iam/variable_values.h"

namespace connectguard {

namespace {

// Disjunctions decided inside each other.
constexpr int kMaxBranchDepth = 1500;

struct Clause {
  std::vector<TableauNodeId> alternatives;
};

struct Branch {
  // By dimension, and a number that is new whenever one changes.
  std::vector<std::vector<LiteralId>> literals;
  std::vector<std::uint32_t> versions;
  std::vector<Clause> pending;
  // Literals that a disjunction needed.
  std::vector<LiteralId> chosen;
};

class BranchSolver {
 public:
  using LeafVisitor = std::function<bool(const Branch&, const IamRequest&)>;

  BranchSolver(const Formula& formula, const SolverOptions& options,
               SearchBudget* budget, bool every_branch)
      : tableau_(formula, options),
        budget_(budget),
        every_branch_(every_branch) {}

  Satisfiability Solve(const LeafVisitor& visit) {
    visit_ = &visit;
    Branch branch;
    branch.literals.resize(tableau_.dimensions().size());
    branch.versions.resize(tableau_.dimensions().size());
    const bool go_on = Extend(std::move(branch), {tableau_.root()}, false, 0);
    if (budget_->spent()) {
      return Satisfiability::kSpent;
    }
    if (!open_.empty() && (go_on || every_branch_)) {
      return Satisfiability::kOpen;
    }
    return found_ ? Satisfiability::kYes : Satisfiability::kNo;
  }

  const Tableau& tableau() const { return tableau_; }
  std::vector<std::string> open() const { return {open_.begin(), open_.end()}; }

 private:
  struct Todo {
    TableauNodeId node;
    bool chosen;
  };

  // Explores a branch; false when the search is to end.
  bool Extend(Branch branch, const std::vector<TableauNodeId>& nodes,
              bool chosen, int depth) {
    if (!budget_->Spend(8 + branch.pending.size())) {
      return false;
    }
    if (depth > kMaxBranchDepth) {
      budget_->Spend(budget_->left() + 1);
      return false;
    }
    std::vector<Todo> todo;
    for (const TableauNodeId node : nodes) {
      todo.push_back({.node = node, .chosen = chosen});
    }
    do {
      if (!AssertAll(&branch, &todo) || !Simplify(&branch, &todo)) {
        return !budget_->spent();
      }
      if (todo.empty() && !every_branch_) {
        AssertPure(&branch, &todo);
      }
    } while (!todo.empty());
    if (budget_->spent()) {
      return false;
    }
    return branch.pending.empty() ? Leave(branch)
                                  : Split(std::move(branch), depth);
  }

  // False when the branch is closed.
  bool AssertAll(Branch* branch, std::vector<Todo>* todo) {
    while (!todo->empty()) {
      const Todo next = todo->back();
      todo->pop_back();
      const TableauNode& node = tableau_.node(next.node);
      switch (node.kind) {
        case TableauNodeKind::kTrue:
          break;
        case TableauNodeKind::kFalse:
          return false;
        case TableauNodeKind::kLiteral:
          if (!Assert(branch, node.literal, next.chosen)) {
            return false;
          }
          break;
        case TableauNodeKind::kAnd:
          for (const TableauNodeId part : node.parts) {
            todo->push_back({.node = part, .chosen = next.chosen});
          }
          break;
        case TableauNodeKind::kOr:
          branch->pending.push_back({.alternatives = node.parts});
          break;
      }
    }
    return true;
  }

  bool Assert(Branch* branch, LiteralId literal, bool chosen) {
    const std::size_t dimension = tableau_.DimensionOf(literal);
    std::vector<LiteralId>& literals = branch->literals[dimension];
    if (chosen && std::find(branch->chosen.begin(), branch->chosen.end(),
                            literal) == branch->chosen.end()) {
      branch->chosen.push_back(literal);
    }
    if (std::find(literals.begin(), literals.end(), literal) !=
        literals.end()) {
      return true;
    }
    literals.push_back(literal);
    branch->versions[dimension] = ++last_version_;
    return Check(dimension, literals, {}) != SearchOutcome::kNone;
  }

  SearchOutcome Check(std::size_t dimension,
                      const std::vector<LiteralId>& literals,
                      const std::vector<LiteralId>& more) {
    std::vector<DimensionTest> tests;
    tests.reserve(literals.size() + more.size());
    for (const LiteralId literal : literals) {
      tests.push_back(tableau_.TestOf(literal));
    }
    for (const LiteralId literal : more) {
      tests.push_back(tableau_.TestOf(literal));
    }
    if (!budget_->Spend(1 + tests.size() / 4)) {
      return SearchOutcome::kSpent;
    }
    std::vector<std::string> values;
    return FindValues(tableau_.dimensions()[dimension], tests, budget_,
                      &values);
  }

  bool IsAsserted(const Branch& branch, LiteralId literal) const {
    const auto& literals = branch.literals[tableau_.DimensionOf(literal)];
    return std::find(literals.begin(), literals.end(), literal) !=
           literals.end();
  }

  // Whether the literal can be added to what its dimension has.
  bool IsConsistent(const Branch& branch, LiteralId literal) {
    const std::size_t dimension = tableau_.DimensionOf(literal);
    const std::uint64_t key =
        std::uint64_t{branch.versions[dimension]} << 32 | literal;
    const auto [at, is_new] = consistent_.try_emplace(key, true);
    if (is_new) {
      at->second = Check(dimension, branch.literals[dimension], {literal}) !=
                   SearchOutcome::kNone;
    }
    return at->second;
  }

  bool MayHold(const Branch& branch, TableauNodeId id) {
    const TableauNode& node = tableau_.node(id);
    switch (node.kind) {
      case TableauNodeKind::kTrue:
        return true;
      case TableauNodeKind::kFalse:
        return false;
      case TableauNodeKind::kLiteral:
        return IsConsistent(branch, node.literal);
      case TableauNodeKind::kAnd:
        return std::all_of(
            node.parts.begin(), node.parts.end(), [&](TableauNodeId part) {
              return tableau_.node(part).kind == TableauNodeKind::kOr ||
                     MayHold(branch, part);
            });
      case TableauNodeKind::kOr:
        return std::any_of(
            node.parts.begin(), node.parts.end(),
            [&](TableauNodeId part) { return MayHold(branch, part); });
    }
    return true;
  }

  bool HoldsAnyway(const Branch& branch, TableauNodeId id) {
    const TableauNode& node = tableau_.node(id);
    if (node.kind != TableauNodeKind::kLiteral) {
      return node.kind == TableauNodeKind::kTrue;
    }
    if (IsAsserted(branch, node.literal)) {
      return true;
    }
    return !IsConsistent(branch, Opposite(node.literal));
  }

  // Drops what the branch has decided; false when a clause cannot hold.
  bool Simplify(Branch* branch, std::vector<Todo>* todo) {
    std::vector<Clause> kept;
    for (Clause& clause : branch->pending) {
      if (!budget_->Spend(1 + clause.alternatives.size() / 8)) {
        return false;
      }
      std::vector<TableauNodeId> alternatives;
      bool holds = false;
      for (const TableauNodeId alternative : clause.alternatives) {
        if (HoldsAnyway(*branch, alternative)) {
          holds = true;
          break;
        }
        if (MayHold(*branch, alternative)) {
          alternatives.push_back(alternative);
        }
      }
      if (holds) {
        continue;
      }
      if (alternatives.empty()) {
        return false;
      }
      if (alternatives.size() == 1) {
        todo->push_back({.node = alternatives[0], .chosen = true});
        continue;
      }
      kept.push_back({.alternatives = std::move(alternatives)});
    }
    branch->pending = std::move(kept);
    return true;
  }

  void Collect(TableauNodeId id,
               std::vector<std::vector<LiteralId>>* literals) {
    const TableauNode& node = tableau_.node(id);
    if (node.kind == TableauNodeKind::kLiteral) {
      (*literals)[tableau_.DimensionOf(node.literal)].push_back(node.literal);
    }
    for (const TableauNodeId part : node.parts) {
      Collect(part, literals);
    }
  }

  // When all that clauses still say of a dimension can be true at once, it may
  // as well be: making literals true only helps.
  void AssertPure(Branch* branch, std::vector<Todo>* todo) {
    std::vector<std::vector<LiteralId>> literals(tableau_.dimensions().size());
    for (const Clause& clause : branch->pending) {
      for (const TableauNodeId alternative : clause.alternatives) {
        Collect(alternative, &literals);
      }
    }
    bool added = false;
    for (std::size_t i = 0; i < literals.size(); ++i) {
      std::vector<LiteralId>& more = literals[i];
      std::sort(more.begin(), more.end());
      more.erase(std::unique(more.begin(), more.end()), more.end());
      std::erase_if(more, [&](LiteralId literal) {
        return IsAsserted(*branch, literal);
      });
      if (more.empty() || tableau_.IsTied(i) || HasOpposites(more) ||
          Check(i, branch->literals[i], more) != SearchOutcome::kFound) {
        continue;
      }
      branch->literals[i].insert(branch->literals[i].end(), more.begin(),
                                 more.end());
      branch->versions[i] = ++last_version_;
      added = true;
    }
    if (added) {
      todo->push_back({.node = 0, .chosen = false});
    }
  }

  static bool HasOpposites(const std::vector<LiteralId>& sorted) {
    return std::adjacent_find(sorted.begin(), sorted.end(),
                              [](LiteralId a, LiteralId b) {
                                return Opposite(a) == b;
                              }) != sorted.end();
  }

  // Statements first, since they fix most dimensions; else the smallest.
  std::size_t ChooseClause(const Branch& branch) const {
    std::size_t best = 0;
    std::size_t best_weight = SIZE_MAX;
    for (std::size_t i = 0; i < branch.pending.size(); ++i) {
      const auto& alternatives = branch.pending[i].alternatives;
      const bool of_statements = std::any_of(
          alternatives.begin(), alternatives.end(), [&](TableauNodeId id) {
            return tableau_.node(id).kind == TableauNodeKind::kAnd;
          });
      const std::size_t weight =
          alternatives.size() + (of_statements ? 0 : std::size_t{1} << 32);
      if (weight < best_weight) {
        best = i;
        best_weight = weight;
      }
    }
    return best;
  }

  // The i-th alternative holds and none before it: disjoint regions.
  bool Split(Branch branch, int depth) {
    const std::size_t at = ChooseClause(branch);
    const std::vector<TableauNodeId> alternatives =
        branch.pending[at].alternatives;
    branch.pending.erase(branch.pending.begin() +
                         static_cast<std::ptrdiff_t>(at));
    for (std::size_t i = 0; i < alternatives.size(); ++i) {
      if (!Extend(branch, {alternatives[i]}, true, depth + 1)) {
        return false;
      }
      if (i + 1 == alternatives.size()) {
        break;
      }
      std::vector<Todo> todo = {
          {.node = tableau_.Negated(alternatives[i]), .chosen = false}};
      if (!AssertAll(&branch, &todo)) {
        break;
      }
      if (!budget_->Spend(4 + branch.pending.size() / 4)) {
        return false;
      }
    }
    return true;
  }

  // Nothing is left to decide: looks for the request.
  bool Leave(const Branch& branch) {
    IamRequest request;
    const SearchOutcome outcome =
        FindBranchRequest(tableau_, branch.literals, budget_, &request, &open_);
    switch (outcome) {
      case SearchOutcome::kFound:
        found_ = true;
        return (*visit_)(branch, request);
      case SearchOutcome::kNone:
      case SearchOutcome::kOpen:
        return true;
      case SearchOutcome::kSpent:
        break;
    }
    return false;
  }

  Tableau tableau_;
  SearchBudget* budget_;
  bool every_branch_;
  const LeafVisitor* visit_ = nullptr;
  bool found_ = false;
  std::set<std::string> open_;
  std::uint32_t last_version_ = 0;
  std::unordered_map<std::uint64_t, bool> consistent_;
};

}  // namespace

SolverAnswer FindRequest(const Formula& formula, const SolverOptions& options,
                         SearchBudget* budget) {
  SolverAnswer answer;
  BranchSolver solver(formula, options, budget, false);
  answer.satisfiable =
      solver.Solve([&](const Branch&, const IamRequest& request) {
        answer.request = request;
        return false;
      });
  if (answer.satisfiable == Satisfiability::kOpen) {
    answer.open = solver.open();
  }
  return answer;
}

Satisfiability VisitBranches(
    const Formula& formula, const SolverOptions& options, SearchBudget* budget,
    const std::function<bool(const SolverBranch&)>& visit) {
  BranchSolver solver(formula, options, budget, true);
  return solver.Solve([&](const Branch& branch, const IamRequest& request) {
    SolverBranch found{.request = request};
    for (const LiteralId literal : branch.chosen) {
      found.chosen.push_back(solver.tableau().SourceOf(literal));
    }
    return visit(found);
  });
}

}  // namespace connectguard
