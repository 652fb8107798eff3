#include "gate/explain_ways.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gate/collect.h"
#include "gate/judge.h"
#include "gate/waivers.h"

namespace connectguard {
namespace {

// What decides a joined status, the best first: what is a violation in some
// ways only is not known.
std::vector<PolicyStatus> DecidersOf(PolicyStatus joined) {
  switch (joined) {
    case PolicyStatus::kError:
      return {PolicyStatus::kError};
    case PolicyStatus::kFailed:
      return {PolicyStatus::kFailed};
    case PolicyStatus::kUnknown:
      return {PolicyStatus::kFailed, PolicyStatus::kUnknown};
    case PolicyStatus::kPassed:
      return {PolicyStatus::kPassed};
    case PolicyStatus::kSkipped:
      break;
  }
  return {PolicyStatus::kSkipped};
}

const Document::Way& DecidingWay(const Policy& policy, const Document& document,
                                 const EvaluateOptions& how,
                                 PolicyStatus joined) {
  std::vector<PolicyStatus> statuses;
  for (const Document::Way& way : document.ways()) {
    statuses.push_back(StatusOf(Evaluate(*policy.rules, *way.document, how)));
  }
  for (const PolicyStatus decider : DecidersOf(joined)) {
    const auto found = std::find(statuses.begin(), statuses.end(), decider);
    if (found != statuses.end()) {
      return document.ways()[static_cast<std::size_t>(
          std::distance(statuses.begin(), found))];
    }
  }
  return document.ways().front();
}

void AddWaived(const Policy& policy, const Document& document,
               const EvaluateOptions& how, Explanation* explanation) {
  if (document.waivers().empty()) {
    return;
  }
  std::vector<CollectedFinding> findings;
  Judge(policy, document, how, &findings);
  std::vector<WaivableName> names;
  AddWaivableNames(policy, /*judged=*/true, &names);
  // What else there is to say of waivers speaks of other policies too.
  ApplyWaivers(document, names, Today(*how.clock), &findings);
  std::set<std::string> seen;
  for (CollectedFinding& each : findings) {
    Finding& finding = each.finding;
    if (!finding.waiver) {
      ++explanation->not_waived;
    } else if (!seen.insert(finding.resource).second) {
      continue;
    } else if (explanation->waived.size() < kMaxExplained) {
      explanation->waived.push_back({.address = std::move(finding.resource),
                                     .waiver = *std::move(finding.waiver)});
    } else {
      ++explanation->more_waived;
    }
  }
}

Explanation ExplainStatus(const Policy& policy, const Document& document,
                          const EvaluateOptions& how) {
  if (document.ways().empty() && document.undecided().empty()) {
    return Explain(*policy.rules, document, how);
  }
  std::vector<CollectedFinding> findings;
  JoinedStatus joined{.status = Judge(policy, document, how, &findings)};
  const Document* shown = &document;
  if (document.ways().empty()) {
    joined.reason = document.undecided();
  } else {
    const Document::Way& way =
        DecidingWay(policy, document, how, joined.status);
    joined.ways = document.ways().size();
    joined.when = way.when;
    shown = way.document.get();
  }
  Explanation explanation = Explain(*policy.rules, *shown, how);
  explanation.joined = std::move(joined);
  return explanation;
}

}  // namespace

Explanation ExplainPolicy(const Policy& policy, const Document& document,
                          const EvaluateOptions& how) {
  Explanation explanation = ExplainStatus(policy, document, how);
  AddWaived(policy, document, how, &explanation);
  return explanation;
}

}  // namespace connectguard
