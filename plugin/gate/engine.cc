#include "gate/engine.h"

#include <future>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "base/sha256.h"
#include "gate/collect.h"
#include "gate/decide.h"
#include "gate/judge.h"
#include "gate/plan_state.h"
#include "guard/evaluator.h"

namespace connectguard {
namespace {

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

// The digest of what was read, made beside the evaluation: of a large plan it
// takes a tenth of the time. Of a small one a thread would take longer.
std::future<std::string> DigestOf(const Document& document) {
  constexpr std::size_t kWorthAThread = std::size_t{64} << 10;
  const std::string_view text =
      document.file_count() > 0 ? document.file(0).text() : std::string_view();
  return std::async(
      text.size() >= kWorthAThread ? std::launch::async : std::launch::deferred,
      [&document, text] {
        if (!document.digest().empty() || document.file_count() == 0) {
          return document.digest();
        }
        return Sha256Hex(text);
      });
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

Status EvaluatePolicies(std::span<const Policy* const> chosen,
                        const ParameterValues& parameters,
                        const Document& document, EvaluateOptions how,
                        const Cancelled& cancelled, GateReport* report) {
  std::vector<CollectedFinding> findings;
  if (std::optional<Finding> error = FindPlanError(document)) {
    findings.push_back({.order = 0, .finding = *std::move(error)});
  }
  if (std::optional<Finding> gap = FindPlanGap(document)) {
    findings.push_back({.order = 0, .finding = *std::move(gap)});
  }
  for (const Policy* policy : chosen) {
    if (cancelled && cancelled()) {
      return Fail(ErrorCode::kCancelled,
                  DiagnosticFor(report->input,
                                "the check was given up before all policies "
                                "were evaluated"));
    }
    how.variables = parameters.Of(*policy);
    Count(Judge(*policy, document, how, &findings), &report->counts);
  }
  report->findings = SortFindings(std::move(findings));
  return {};
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
  std::future<std::string> digest = DigestOf(document);
  GateReport report = StartReport(document);
  report.policy_revision = Revision();
  EvaluateOptions how{.clock = clock_};
  if (options.guard_compat) {
    how.semantics = Semantics::Compat();
  }
  CG_RETURN_IF_ERROR(
      EvaluatePolicies(chosen, *parameters, document, how, cancelled, &report));
  for (const Policy* policy : chosen) {
    for (std::string& note : parameters->NotesOn(*policy)) {
      report.notes.push_back(std::move(note));
    }
  }
  report.input_sha256 = digest.get();
  report.verdict = Decide(options, &report.findings);
  const GateCounts& counts = report.counts;
  report.nothing_matched = counts.skipped == counts.policies;
  return report;
}

}  // namespace connectguard
