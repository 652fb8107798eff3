#include "rule_tests/covered_clauses.h"

#include <set>
#include <utility>
#include <variant>

namespace connectguard {
namespace {

// Recursion is bounded by the parser's limits::kMaxRuleDepth.
class Collector {
 public:
  explicit Collector(const RuleFile& rules) : rules_(rules) {}

  std::vector<CoveredRule> Collect() {
    for (const Rule& rule : rules_.rules) {
      CoveredRule covered{.name = rule.name, .span = rule.span, .clauses = {}};
      Add(rule.conditions, true, &covered.clauses);
      Add(rule.body.clauses, false, &covered.clauses);
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
          Add(rule.body.clauses, false, &covered.clauses);
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
                          .after = after,
                          .conditions = {},
                          .body = {}};
    if (const auto* call = std::get_if<RuleCall>(&clause.form)) {
      called_.insert(call->name);
    } else if (const auto* block = std::get_if<QueryBlock>(&clause.form)) {
      Add(block->block.clauses, condition, &covered.body);
    } else if (const auto* when = std::get_if<WhenBlock>(&clause.form)) {
      Add(when->conditions, true, &covered.conditions);
      Add(when->block.clauses, condition, &covered.body);
    } else if (const auto* type = std::get_if<TypeBlock>(&clause.form)) {
      Add(type->conditions, true, &covered.conditions);
      Add(type->block.clauses, condition, &covered.body);
    }
    return covered;
  }

  const RuleFile& rules_;
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
