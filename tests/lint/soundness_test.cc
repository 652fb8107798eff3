// What lint says of the experiments that cfn-guard was asked: whenever both
// modes answer differently, lint names the cause without having seen the input;
// and what it calls an error is one.
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "lint/checks.h"
#include "lint/compare_modes.h"
#include "lint/facts.h"
#include "lint/lint_text.h"
#include "support/micro_corpus.h"

namespace connectguard::testing {
namespace {

bool IsWithin(SourceSpan inner, SourceSpan outer) {
  return inner.begin >= outer.begin && inner.begin < outer.end;
}

// Whether there is a finding of the departure in what the rule is made of.
bool HasReason(const LintFacts& facts, const std::vector<LintFinding>& findings,
               const Rule& rule, Departure departure) {
  for (const std::size_t item : facts.ReachableFrom(facts.ItemOf(rule))) {
    for (const LintFinding& finding : findings) {
      if (finding.check->departure == departure &&
          IsWithin(finding.span, facts.items[item].span)) {
        return true;
      }
    }
  }
  return false;
}

const Rule& RuleOf(const RuleFile& file, const LintFinding& finding) {
  for (const Rule& rule : file.rules) {
    if (rule.name == finding.disagreement->rule) {
      return rule;
    }
  }
  return file.rules.front();
}

TEST(SoundnessTest, EveryDisagreementHasItsReason) {
  int disagreements = 0;
  for (const Experiment& experiment : Experiments()) {
    const auto rules = Parse(experiment.rules);
    const auto document = Load(experiment.data);
    if (!rules || !document || !experiment.params.empty()) {
      continue;
    }
    const LintFacts facts(**rules);
    const std::vector<LintFinding> findings = FindAll(**rules);
    for (const LintFinding& found : CompareModes(**rules, **document, "data")) {
      ++disagreements;
      EXPECT_FALSE(found.disagreement->causes.empty()) << experiment.id;
      for (const Departure cause : found.disagreement->causes) {
        EXPECT_TRUE(HasReason(facts, findings, RuleOf(**rules, found), cause))
            << experiment.id << ": " << DepartureName(cause) << "\n"
            << found.message << "\n"
            << experiment.rules;
      }
    }
  }
  EXPECT_GT(disagreements, 50);
}

// What is never evaluated there does not go wrong.
const std::set<std::string> kNeverEvaluated = {
    "07_vars/v-undefined-unused", "14_misc/z-shortcircuit-disjunction",
    "14_misc/z-error-in-skipped-body", "14_misc/z-error-in-empty-block"};

TEST(SoundnessTest, WhatIsAnErrorGoesWrong) {
  int errors = 0;
  for (const Experiment& experiment : Experiments()) {
    const auto rules = Parse(experiment.rules);
    const auto document = Load(experiment.data);
    if (!rules || !document || !experiment.params.empty()) {
      continue;
    }
    bool went_wrong = false;
    for (const RuleRecord& record : Evaluate(**rules, **document).rules) {
      went_wrong = went_wrong || record.error.has_value();
    }
    for (const LintFinding& finding : FindAll(**rules)) {
      if (finding.check->severity == LintSeverity::kError) {
        ++errors;
        EXPECT_EQ(went_wrong, !kNeverEvaluated.contains(experiment.id))
            << experiment.id << ": " << finding.message << "\n"
            << experiment.rules;
      }
    }
  }
  EXPECT_GT(errors, 10);
}

}  // namespace
}  // namespace connectguard::testing
