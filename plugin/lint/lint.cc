#include "lint/lint.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "guard/parser.h"
#include "lint/allow.h"
#include "lint/findings.h"

namespace connectguard {
namespace {

auto OrderOf(const LintFinding& finding) {
  return std::tuple(finding.span.begin,
                    -static_cast<int>(finding.check->severity),
                    finding.check->id, std::string_view(finding.message));
}

}  // namespace

void SortFindings(std::vector<LintFinding>* findings) {
  std::stable_sort(findings->begin(), findings->end(),
                   [](const LintFinding& a, const LintFinding& b) {
                     return OrderOf(a) < OrderOf(b);
                   });
  findings->erase(std::unique(findings->begin(), findings->end(),
                              [](const LintFinding& a, const LintFinding& b) {
                                return OrderOf(a) == OrderOf(b);
                              }),
                  findings->end());
}

std::vector<LintFinding> FindAll(const RuleFile& file) {
  const LintFacts facts(file);
  Findings findings;
  CheckNames(facts, &findings);
  CheckCycles(facts, &findings);
  CheckContradictions(facts, &findings);
  CheckImpossible(facts, &findings);
  CheckModes(facts, &findings);
  CheckKeys(facts, &findings);
  CheckQueries(facts, &findings);
  CheckClauses(facts, &findings);
  CheckPatterns(facts, &findings);
  return std::move(findings.all());
}

LintedFile LintText(std::string name, std::string text,
                    const FunctionTable& functions) {
  LintedFile linted;
  linted.name = name;
  auto parsed = ParseRules(std::move(name), std::move(text), functions);
  if (!parsed) {
    linted.error = std::move(parsed).error();
    return linted;
  }
  linted.rules = *std::move(parsed);
  linted.findings = FindAll(*linted.rules);
  linted.allowed = ApplyAllowances(*linted.rules, &linted.findings);
  SortFindings(&linted.findings);
  return linted;
}

}  // namespace connectguard
