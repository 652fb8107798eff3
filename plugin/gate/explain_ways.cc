#include "gate/explain_ways.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "gate/collect.h"
#include "gate/judge.h"

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

}  // namespace

Explanation ExplainPolicy(const Policy& policy, const Document& document,
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

}  // namespace connectguard
