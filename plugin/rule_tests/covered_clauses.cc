#include "rule_tests/covered_clauses.h"

#include <memory>
#include <set>
#include <string_view>
#include <utility>
#include <variant>

#include "guard/functions.h"

namespace connectguard {
namespace {

// Recursion is bounded by the parser's limits::kMaxRuleDepth.
class Collector {
 public:
  explicit Collector(const RuleFile& rules) : rules_(rules) {}

  std::vector<CoveredRule> Collect() {
    scopes_ = {&rules_.assignments};
    for (const Rule& rule : rules_.rules) {
      CoveredRule covered{.name = rule.name, .span = rule.span, .clauses = {}};
      Add(rule.conditions, true, &covered.clauses);
      Add(rule.body, false, &covered.clauses);
      found_.push_back(std::move(covered));
    }
    AddCalled();
    return std::move(found_);
  }

 private:
  // Those that are called, and those that these call in turn.
  void AddCalled() {
    std::set<const ParameterizedRule*> done;
    for (bool more = true; more;) {
      more = false;
      for (const ParameterizedRule& rule : rules_.parameterized_rules) {
        if (called_.contains(rule.name) && IsLastOfItsName(rule) &&
            done.insert(&rule).second) {
          CoveredRule covered{
              .name = rule.name, .span = rule.span, .clauses = {}};
          Add(rule.body, false, &covered.clauses);
          found_.push_back(std::move(covered));
          more = true;
        }
      }
    }
  }

  // The only one that is ever called.
  bool IsLastOfItsName(const ParameterizedRule& rule) const {
    const ParameterizedRule* last = nullptr;
    for (const ParameterizedRule& each : rules_.parameterized_rules) {
      last = each.name == rule.name ? &each : last;
    }
    return last == &rule;
  }

  void Add(const Block& block, bool condition,
           std::vector<CoveredClause>* out) {
    scopes_.push_back(&block.assignments);
    Add(block.clauses, condition, out);
    scopes_.pop_back();
  }

  void Add(const Conjunction<Clause>& clauses, bool condition,
           std::vector<CoveredClause>* out) {
    for (const Alternatives<Clause>& alternatives : clauses) {
      const Clause* after = nullptr;
      for (const Clause& clause : alternatives) {
        out->push_back(Covered(clause, condition, after));
        after = &clause;
      }
    }
  }

  CoveredClause Covered(const Clause& clause, bool condition,
                        const Clause* after) {
    CoveredClause covered{.clause = &clause,
                          .condition = condition,
                          .always_unknown = IsAlwaysUnknown(clause),
                          .after = after,
                          .conditions = {},
                          .body = {}};
    if (const auto* call = std::get_if<RuleCall>(&clause.form)) {
      called_.insert(call->name);
    } else if (const auto* block = std::get_if<QueryBlock>(&clause.form)) {
      Add(block->block, condition, &covered.body);
    } else if (const auto* when = std::get_if<WhenBlock>(&clause.form)) {
      Add(when->conditions, true, &covered.conditions);
      Add(when->block, condition, &covered.body);
    } else if (const auto* type = std::get_if<TypeBlock>(&clause.form)) {
      Add(type->conditions, true, &covered.conditions);
      Add(type->block, condition, &covered.body);
    }
    return covered;
  }

  // A comparison of a variable that stands for a call which answers nothing.
  bool IsAlwaysUnknown(const Clause& clause) const {
    const auto* binary = std::get_if<BinaryClause>(&clause.form);
    if (binary == nullptr || binary->query.parts.empty()) {
      return false;
    }
    const auto* variable =
        std::get_if<VariablePart>(&binary->query.parts.front());
    if (variable == nullptr) {
      return false;
    }
    const Assignment* bound = Find(variable->name);
    const auto* call =
        bound == nullptr
            ? nullptr
            : std::get_if<std::unique_ptr<FunctionCall>>(&bound->value);
    return call != nullptr && (*call)->definition != nullptr &&
           (*call)->definition->always_unknown;
  }

  const Assignment* Find(std::string_view name) const {
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
      for (const Assignment& assignment : **scope) {
        if (assignment.name == name) {
          return &assignment;
        }
      }
    }
    return nullptr;
  }

  const RuleFile& rules_;
  std::vector<const std::vector<Assignment>*> scopes_;  // The inner one last.
  std::vector<CoveredRule> found_;
  std::set<std::string_view> called_;
};

}  // namespace

bool CoveredClause::IsLeaf() const {
  return !std::holds_alternative<QueryBlock>(clause->form) &&
         !std::holds_alternative<WhenBlock>(clause->form) &&
         !std::holds_alternative<TypeBlock>(clause->form);
}

std::vector<CoveredRule> CoveredClauses(const RuleFile& rules) {
  return Collector(rules).Collect();
}

}  // namespace connectguard
