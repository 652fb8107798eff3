#include "guard/number_clauses.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "guard/visit.h"

namespace connectguard {
namespace {

// Every clause of a tree, outer ones before those inside them.
class ClauseCollector : public TreeVisitor<ClauseCollector, true> {
 public:
  std::vector<Clause*> Collect(RuleFile* file) {
    VisitFile(*file);
    return std::move(clauses_);
  }

  void VisitClause(Clause& clause) {
    clauses_.push_back(&clause);
    TreeVisitor::VisitClause(clause);
  }

 private:
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
