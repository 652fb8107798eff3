#include "rule_tests/coverage.h"

#include <utility>

#include "guard/evaluator.h"
#include "rule_tests/covered_clauses.h"

namespace connectguard {
namespace {

class Summary {
 public:
  Summary(const RuleFile& rules, const CoverageRecorder& recorder)
      : rules_(rules), clauses_(recorder.clauses()) {}

  RuleCoverage Of(const CoveredRule& rule) {
    coverage_ = {.rule = std::string(rule.name),
                 .line = rules_.source->At(rule.span.begin).line,
                 .counts = {},
                 .gaps = {}};
    for (const CoveredClause& clause : rule.clauses) {
      Add(clause);
    }
    return std::move(coverage_);
  }

 private:
  const ClauseDecisions& SeenOf(const Clause& clause) const {
    return clauses_[clause.number];
  }

  void Add(const CoveredClause& clause) {
    if (clause.IsLeaf()) {
      AddLeaf(clause);
    } else {
      AddBlock(clause);
    }
  }

  void AddLeaf(const CoveredClause& clause) {
    const ClauseDecisions& seen = SeenOf(*clause.clause);
    const bool passed = seen.Has(RuleStatus::kPass);
    const bool failed = seen.Has(RuleStatus::kFail) ||
                        (clause.condition && seen.Has(RuleStatus::kSkip));
    const bool unknown = seen.Has(RuleStatus::kUnknown);
    coverage_.counts.clauses += 1;
    coverage_.counts.decided += passed || failed || unknown ? 1 : 0;
    if (clause.always_unknown) {
      coverage_.counts.outcomes += 1;
      coverage_.counts.seen += unknown ? 1 : 0;
    } else {
      coverage_.counts.outcomes += 2;
      coverage_.counts.seen += (passed ? 1U : 0U) + (failed ? 1U : 0U);
    }
    if ((passed && failed) || (clause.always_unknown && unknown)) {
      return;
    }
    if (passed || failed) {
      AddGap(clause,
             passed ? CoverageGap::kNeverFailed : CoverageGap::kNeverPassed);
    } else if (unknown) {
      AddGap(clause, CoverageGap::kOnlyUnknown);
    } else {
      AddGap(clause,
             seen.reached ? CoverageGap::kNeverDecided : WhyNotReached(clause));
    }
  }

  // One gap for a block that nothing was done in, instead of one for each
  // clause inside.
  void AddBlock(const CoveredClause& block) {
    const bool reached = SeenOf(*block.clause).reached;
    const std::size_t before = coverage_.gaps.size();
    for (const CoveredClause& clause : block.conditions) {
      Add(clause);
    }
    if (!reached) {
      AddBody(block);
      Fold(block, WhyNotReached(block), before);
      return;
    }
    const std::size_t behind_conditions = coverage_.gaps.size();
    AddBody(block);
    if (!AnyReached(block.body)) {
      Fold(block, CoverageGap::kNeverEntered, behind_conditions);
    }
  }

  void AddBody(const CoveredClause& block) {
    for (const CoveredClause& clause : block.body) {
      Add(clause);
    }
  }

  bool AnyReached(const std::vector<CoveredClause>& clauses) const {
    for (const CoveredClause& clause : clauses) {
      if (SeenOf(*clause.clause).reached) {
        return true;
      }
    }
    return false;
  }

  CoverageGap WhyNotReached(const CoveredClause& clause) const {
    return clause.after != nullptr && SeenOf(*clause.after).reached
               ? CoverageGap::kNeverTried
               : CoverageGap::kNeverReached;
  }

  // Puts one gap in place of those from `first` on.
  void Fold(const CoveredClause& block, CoverageGap gap, std::size_t first) {
    std::size_t inside = 0;
    for (std::size_t i = first; i < coverage_.gaps.size(); ++i) {
      // A block that stands for others is none of the clauses itself.
      const ClauseGap& folded = coverage_.gaps[i];
      inside += folded.inside == 0 ? 1 : folded.inside;
    }
    coverage_.gaps.resize(first);
    AddGap(block, gap);
    coverage_.gaps.back().inside = inside;
  }

  void AddGap(const CoveredClause& clause, CoverageGap gap) {
    coverage_.gaps.push_back(
        {.gap = gap,
         .condition = clause.condition,
         .line = rules_.source->At(clause.clause->span.begin).line,
         .clause = ClauseText(rules_, *clause.clause),
         .inside = 0});
  }

  const RuleFile& rules_;
  const std::vector<ClauseDecisions>& clauses_;
  RuleCoverage coverage_;
};

}  // namespace

std::string_view CoverageGapText(CoverageGap gap, bool condition) {
  switch (gap) {
    case CoverageGap::kNeverReached:
      return "never reached";
    case CoverageGap::kNeverTried:
      return "never tried: an alternative in front of it always passed";
    case CoverageGap::kNeverEntered:
      return "never entered";
    case CoverageGap::kNeverDecided:
      return "never decided a verdict";
    case CoverageGap::kOnlyUnknown:
      return "never decided, but for UNKNOWN";
    case CoverageGap::kNeverPassed:
      return condition ? "never held" : "never passed";
    case CoverageGap::kNeverFailed:
      return condition ? "always held" : "never failed";
  }
  return {};
}

std::string_view CoverageGapName(CoverageGap gap) {
  switch (gap) {
    case CoverageGap::kNeverReached:
      return "never-reached";
    case CoverageGap::kNeverTried:
      return "never-tried";
    case CoverageGap::kNeverEntered:
      return "never-entered";
    case CoverageGap::kNeverDecided:
      return "never-decided";
    case CoverageGap::kOnlyUnknown:
      return "only-unknown";
    case CoverageGap::kNeverPassed:
      return "never-passed";
    case CoverageGap::kNeverFailed:
      return "never-failed";
  }
  return {};
}

void CoverageCounts::Add(const CoverageCounts& other) {
  clauses += other.clauses;
  decided += other.decided;
  outcomes += other.outcomes;
  seen += other.seen;
}

std::size_t CoverageCounts::Permille() const {
  return outcomes == 0 ? 1000 : seen * 1000 / outcomes;
}

std::vector<RuleCoverage> CoverageOf(const RuleFile& rules,
                                     const CoverageRecorder& recorder) {
  std::vector<RuleCoverage> coverage;
  Summary summary(rules, recorder);
  for (const CoveredRule& rule : CoveredClauses(rules)) {
    coverage.push_back(summary.Of(rule));
  }
  return coverage;
}

}  // namespace connectguard
