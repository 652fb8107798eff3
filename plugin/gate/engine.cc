#include "gate/engine.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/parallel.h"
#include "base/sha256.h"
#include "gate/collect.h"
#include "gate/decide.h"
#include "gate/judge.h"
#include "gate/plan_state.h"
#include "gate/waivers.h"
#include "guard/evaluator.h"

namespace connectguard {
namespace {

// A policy, and what it says of the input.
struct JudgedPolicy {
  const Policy* policy = nullptr;
  PolicyStatus status = PolicyStatus::kSkipped;
};

void Count(PolicyStatus status, GateCounts* counts) {
  ++counts->policies;
  switch (status) {
    case PolicyStatus::kPassed:
      ++counts->passed;
      return;
    case PolicyStatus::kFailed:
      ++counts->failed;
      return;
    case PolicyStatus::kUnknown:
      ++counts->unknown;
      return;
    case PolicyStatus::kSkipped:
      ++counts->skipped;
      return;
    case PolicyStatus::kError:
      ++counts->errors;
      return;
  }
}

std::string_view TextOf(const Document& document) {
  return document.file_count() > 0 ? document.file(0).text()
                                   : std::string_view();
}

// Of a small input all is done before a thread has started.
bool IsWorthThreads(const Document& document) {
  constexpr std::size_t kWorthAThread = std::size_t{64} << 10;
  return TextOf(document).size() >= kWorthAThread;
}

// Of what was read.
std::string DigestOf(const Document& document) {
  return !document.digest().empty() || document.file_count() == 0
             ? document.digest()
             : Sha256Hex(TextOf(document));
}

// The report's head: what was checked, with what.
GateReport StartReport(const Document& document) {
  GateReport report;
  report.input_kind = PlanKind(document);
  if (document.file_count() > 0) {
    report.input = document.file(0).name();
  }
  report.counts.resources = static_cast<int>(document.resources().size());
  report.notes = PlanNotes(document);
  if (const Value* plan = Find(document.root(), "Plan")) {
    report.client_request_token = StringAt(*plan, "ClientRequestToken");
  }
  return report;
}

// On all cores where the input is worth it; what is answered does not depend on
// that. The digest is made beside the evaluation, too: of a large plan it takes
// a tenth of the time.
Result<std::vector<JudgedPolicy>> EvaluatePolicies(
    std::span<const Policy* const> chosen, const ParameterValues& parameters,
    const Document& document, const EvaluateOptions& how,
    const Cancelled& cancelled, std::vector<CollectedFinding>* findings,
    std::string* digest) {
  std::vector<JudgedPolicy> judged(chosen.size());
  std::vector<std::vector<CollectedFinding>> found(chosen.size());
  std::atomic<bool> given_up = false;
  const auto work = [&](std::size_t i) {
    if (i == chosen.size()) {
      *digest = DigestOf(document);
      return;
    }
    if (given_up || (cancelled && cancelled())) {
      given_up = true;
      return;
    }
    EvaluateOptions own = how;
    own.variables = parameters.Of(*chosen[i]);
    judged[i] = {.policy = chosen[i],
                 .status = Judge(*chosen[i], document, own, &found[i])};
  };
  if (IsWorthThreads(document)) {
    ParallelFor(chosen.size() + 1, work);
  } else {
    for (std::size_t i = 0; i <= chosen.size(); ++i) {
      work(i);
    }
  }
  if (given_up) {
    return Fail(
        ErrorCode::kCancelled,
        DiagnosticFor(
            document.file_count() > 0 ? document.file(0).name() : std::string(),
            "the check was given up before all policies "
            "were evaluated"));
  }
  if (std::optional<Finding> error = FindPlanError(document)) {
    findings->push_back({.order = 0, .finding = *std::move(error)});
  }
  if (std::optional<Finding> gap = FindPlanGap(document)) {
    findings->push_back({.order = 0, .finding = *std::move(gap)});
  }
  for (std::vector<CollectedFinding>& of_policy : found) {
    std::ranges::move(of_policy, std::back_inserter(*findings));
  }
  return judged;
}

// A policy counts by the worst of what is left of it; as waived when nothing
// is.
void CountPolicies(std::span<const JudgedPolicy> judged,
                   std::span<const CollectedFinding> findings,
                   GateCounts* counts) {
  struct Tally {
    bool waived = false;
    bool violated = false;
    bool unknown = false;
  };
  std::unordered_map<std::string_view, Tally> tallies;
  for (const CollectedFinding& each : findings) {
    const Finding& finding = each.finding;
    Tally& tally = tallies[finding.policy_id];
    (finding.waiver                              ? tally.waived
     : finding.status == FindingStatus::kUnknown ? tally.unknown
                                                 : tally.violated) = true;
  }
  for (const JudgedPolicy& each : judged) {
    const Tally& tally = tallies[each.policy->metadata.id];
    if (!tally.waived || each.status == PolicyStatus::kError) {
      Count(each.status, counts);
    } else if (tally.violated || tally.unknown) {
      Count(tally.violated ? PolicyStatus::kFailed : PolicyStatus::kUnknown,
            counts);
    } else {
      ++counts->policies;
      ++counts->waived;
    }
  }
}

}  // namespace

Result<GateReport> Engine::Check(Input input, const GateOptions& options,
                                 const Cancelled& cancelled) const {
  CG_ASSIGN_OR_RETURN(
      const std::unique_ptr<const Document> document,
      ReadDocument(std::move(input),
                   {.closed_world = options.closed_world, .all_ways = true}));
  return CheckDocument(*document, options, cancelled);
}

Result<std::vector<const Policy*>> Engine::Choose(
    const GateOptions& options) const {
  std::vector<const Policy*> chosen;
  if (!options.only_rules) {
    CG_ASSIGN_OR_RETURN(
        chosen, policies_->Select(options.pack, options.only, options.skip));
  }
  if (rules_ != nullptr) {
    for (const Policy& rules : rules_->policies) {
      chosen.push_back(&rules);
    }
  }
  return chosen;
}

std::vector<std::string> Engine::Waive(
    const Document& document, std::span<const Policy* const> chosen,
    const GateOptions& options, std::vector<CollectedFinding>* findings) const {
  const std::size_t count = document.waivers().size();
  if (count == 0) {
    return {};
  }
  if (!options.waivers) {
    return {fmt::format("{} waiver{} in the input {} not heard, as was asked",
                        count, count == 1 ? "" : "s",
                        count == 1 ? "is" : "are")};
  }
  const std::unordered_set<const Policy*> judged(chosen.begin(), chosen.end());
  std::vector<WaivableName> names;
  for (const Policy& policy : policies_->policies()) {
    AddWaivableNames(policy, judged.contains(&policy), &names);
  }
  if (rules_ != nullptr) {
    for (const Policy& rules : rules_->policies) {
      AddWaivableNames(rules, judged.contains(&rules), &names);
    }
  }
  return ApplyWaivers(document, names, Today(*clock_), findings);
}

// Of policies and rules together.
std::string Engine::Revision() const {
  return rules_ == nullptr || rules_->revision.empty()
             ? policies_->revision()
             : Sha256Hex(policies_->revision() + rules_->revision)
                   .substr(0, policies_->revision().size());
}

Result<GateReport> Engine::CheckDocument(const Document& document,
                                         const GateOptions& options,
                                         const Cancelled& cancelled) const {
  CG_ASSIGN_OR_RETURN(const std::vector<const Policy*> chosen, Choose(options));
  CG_ASSIGN_OR_RETURN(const std::unique_ptr<const ParameterValues> parameters,
                      policies_->Parameters(options.pack, options.parameters));
  GateReport report = StartReport(document);
  report.policy_revision = Revision();
  EvaluateOptions how{.clock = clock_};
  if (options.guard_compat) {
    how.semantics = Semantics::Compat();
  }
  std::vector<CollectedFinding> findings;
  CG_ASSIGN_OR_RETURN(
      const std::vector<JudgedPolicy> judged,
      EvaluatePolicies(chosen, *parameters, document, how, cancelled, &findings,
                       &report.input_sha256));
  for (std::string& note : Waive(document, chosen, options, &findings)) {
    report.notes.push_back(std::move(note));
  }
  CountPolicies(judged, findings, &report.counts);
  report.findings = SortFindings(std::move(findings));
  for (const Policy* policy : chosen) {
    for (std::string& note : parameters->NotesOn(*policy)) {
      report.notes.push_back(std::move(note));
    }
  }
  report.verdict = Decide(options, &report.findings);
  const GateCounts& counts = report.counts;
  report.nothing_matched = counts.skipped == counts.policies;
  return report;
}

}  // namespace connectguard
