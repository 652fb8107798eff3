#include "gate/judge.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace connectguard {
namespace {

// One way, judged.
struct JudgedWay {
  const Document::Way* way = nullptr;
  PolicyStatus status = PolicyStatus::kSkipped;
  std::vector<CollectedFinding> findings;
};

// What makes findings of several ways the same to a reader.
using FindingKey = std::tuple<std::string, FindingStatus, std::string,
                              std::string, std::string, std::string>;

FindingKey KeyOf(const Finding& finding) {
  return {finding.resource, finding.status, finding.path,
          finding.message,  finding.found,  finding.reason};
}

bool Has(const Document& document, std::string_view resource) {
  return document.FindResource(resource) != nullptr ||
         document.FindPrevious(resource) != nullptr;
}

// The findings of all ways, joined.
class WaysJoiner {
 public:
  explicit WaysJoiner(const std::vector<JudgedWay>& ways) : ways_(ways) {}

  std::vector<CollectedFinding> Join() {
    for (std::size_t number = 0; number < ways_.size(); ++number) {
      for (const CollectedFinding& each : ways_[number].findings) {
        Seen& seen = seen_[KeyOf(each.finding)];
        if (seen.in.empty()) {
          seen.first = &each;
          order_.push_back(&seen);
        }
        seen.in.push_back(number);
        if (each.finding.status == FindingStatus::kViolation) {
          violated_in_[each.finding.resource].insert_or_assign(number, true);
        }
      }
    }
    std::vector<CollectedFinding> joined;
    for (const Seen* seen : order_) {
      joined.push_back(Joined(*seen));
    }
    return joined;
  }

 private:
  struct Seen {
    const CollectedFinding* first = nullptr;
    std::vector<std::size_t> in;  // Numbers of ways.
  };

  // In how many ways the finding's resource exists; for one without resource,
  // in how many the policy speaks of anything.
  std::size_t WaysWith(const Finding& finding) const {
    return static_cast<std::size_t>(
        std::count_if(ways_.begin(), ways_.end(), [&](const JudgedWay& each) {
          return finding.resource.empty()
                     ? each.status != PolicyStatus::kSkipped
                     : Has(*each.way->document, finding.resource);
        }));
  }

  CollectedFinding Joined(const Seen& seen) const {
    CollectedFinding joined = *seen.first;
    Finding& finding = joined.finding;
    const std::size_t all = WaysWith(finding);
    const bool some_only = seen.in.size() < all;
    if (finding.status == FindingStatus::kViolation) {
      // Violated in each way, if not by the same value.
      if (violated_in_.at(finding.resource).size() < all) {
        finding.status = FindingStatus::kUnknown;
        finding.reason =
            fmt::format("it is a violation when {}", When(seen.in));
      }
    } else if (some_only) {
      finding.reason += fmt::format(" (when {})", When(seen.in));
    }
    return joined;
  }

  // "`A` is true", or how many such ways there are when that says it no better.
  std::string When(const std::vector<std::size_t>& in) const {
    std::string text = fmt::format("{}", ways_[in.front()].way->when);
    if (in.size() > 1) {
      text += fmt::format(", and in {} other case{}", in.size() - 1,
                          in.size() > 2 ? "s" : "");
    }
    return text;
  }

  const std::vector<JudgedWay>& ways_;
  std::map<FindingKey, Seen> seen_;
  std::vector<const Seen*> order_;
  std::map<std::string, std::map<std::size_t, bool>> violated_in_;
};

PolicyStatus StatusOfFindings(const std::vector<CollectedFinding>& findings,
                              PolicyStatus without) {
  PolicyStatus status = without;
  for (const CollectedFinding& each : findings) {
    switch (each.finding.status) {
      case FindingStatus::kError:
        return PolicyStatus::kError;
      case FindingStatus::kViolation:
        status = PolicyStatus::kFailed;
        break;
      case FindingStatus::kUnknown:
        status =
            status == PolicyStatus::kFailed ? status : PolicyStatus::kUnknown;
        break;
    }
  }
  return status;
}

PolicyStatus JudgeWays(const Policy& policy, const Document& document,
                       const EvaluateOptions& how,
                       std::vector<CollectedFinding>* findings) {
  std::vector<JudgedWay> ways;
  PolicyStatus best = PolicyStatus::kSkipped;
  for (const Document::Way& way : document.ways()) {
    const Evaluation evaluation = Evaluate(*policy.rules, *way.document, how);
    JudgedWay judged{
        .way = &way, .status = StatusOf(evaluation), .findings = {}};
    CollectFindings(policy, evaluation, *way.document, &judged.findings);
    if (judged.status != PolicyStatus::kSkipped) {
      best = PolicyStatus::kPassed;
    }
    ways.push_back(std::move(judged));
  }
  std::vector<CollectedFinding> joined = WaysJoiner(ways).Join();
  const PolicyStatus status = StatusOfFindings(joined, best);
  findings->insert(findings->end(), std::make_move_iterator(joined.begin()),
                   std::make_move_iterator(joined.end()));
  return status;
}

// A policy that holds with all resources that may be there need not hold
// without some of them.
void AddUndecided(const Policy& policy, const std::string& reason,
                  std::vector<CollectedFinding>* findings) {
  Finding finding = FindingOf(policy, /*rule=*/nullptr);
  finding.status = FindingStatus::kUnknown;
  finding.reason = reason;
  findings->push_back({.order = 0, .finding = std::move(finding)});
}

}  // namespace

PolicyStatus Judge(const Policy& policy, const Document& document,
                   const EvaluateOptions& how,
                   std::vector<CollectedFinding>* findings) {
  if (!document.ways().empty()) {
    return JudgeWays(policy, document, how, findings);
  }
  const Evaluation evaluation = Evaluate(*policy.rules, document, how);
  CollectFindings(policy, evaluation, document, findings);
  const PolicyStatus status = StatusOf(evaluation);
  if (status == PolicyStatus::kPassed && !document.undecided().empty()) {
    AddUndecided(policy, document.undecided(), findings);
    return PolicyStatus::kUnknown;
  }
  return status;
}

}  // namespace connectguard
