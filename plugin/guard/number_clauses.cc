#include "guard/number_clauses.h"

#include <algorithm>
#include <variant>
#include <vector>

namespace connectguard {
namespace {

// Every clause of a tree, outer ones before those inside them. Recursion is
// bounded by the parser's limits::kMaxRuleDepth.
class ClauseCollector {
 public:
  std::vector<Clause*> Collect(RuleFile* file) {
    Visit(file->assignments);
    for (Rule& rule : file->rules) {
      Visit(rule.conditions);
      Visit(rule.body);
    }
    for (ParameterizedRule& rule : file->parameterized_rules) {
      Visit(rule.body);
    }
    return std::move(clauses_);
  }

 private:
  void Visit(std::vector<Assignment>& assignments) {
    for (Assignment& assignment : assignments) {
      Visit(assignment.value);
    }
  }
  void Visit(Conjunction<Clause>& conjunction) {
    for (Alternatives<Clause>& alternatives : conjunction) {
      for (Clause& clause : alternatives) {
        clauses_.push_back(&clause);
        std::visit([this](auto& form) { VisitForm(form); }, clause.form);
      }
    }
  }
  void Visit(Block& block) {
    Visit(block.assignments);
    Visit(block.clauses);
  }
  void Visit(Operand& operand) {
    if (auto* query = std::get_if<std::unique_ptr<Query>>(&operand)) {
      Visit(**query);
    } else if (auto* call =
                   std::get_if<std::unique_ptr<FunctionCall>>(&operand)) {
      Visit((*call)->arguments);
    }
  }
  void Visit(std::vector<Operand>& operands) {
    for (Operand& operand : operands) {
      Visit(operand);
    }
  }
  void Visit(Query& query) {
    for (QueryPart& part : query.parts) {
      if (auto* filter = std::get_if<FilterPart>(&part)) {
        Visit(filter->clauses);
      } else if (auto* keys = std::get_if<KeysFilterPart>(&part)) {
        Visit(keys->right);
      }
    }
  }

  void VisitForm(UnaryClause& clause) { Visit(clause.query); }
  void VisitForm(BinaryClause& clause) {
    Visit(clause.query);
    Visit(clause.right);
  }
  void VisitForm(RuleReference&) {}
  void VisitForm(RuleCall& call) { Visit(call.arguments); }
  void VisitForm(QueryBlock& block) {
    Visit(block.query);
    Visit(block.block);
  }
  void VisitForm(WhenBlock& block) {
    Visit(block.conditions);
    Visit(block.block);
  }
  void VisitForm(TypeBlock& block) {
    Visit(block.query);
    Visit(block.conditions);
    Visit(block.block);
  }

  std::vector<Clause*> clauses_;
};

}  // namespace

void NumberClauses(RuleFile* file) {
  std::vector<Clause*> clauses = ClauseCollector().Collect(file);
  std::stable_sort(clauses.begin(), clauses.end(),
                   [](const Clause* a, const Clause* b) {
                     return a->span.begin < b->span.begin;
                   });
  for (Clause* clause : clauses) {
    clause->number = file->clause_count++;
  }
}

}  // namespace connectguard
