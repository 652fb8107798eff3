#include "analysis/inspect.h"

#include <algorithm>
#include <utility>

#include "iam/dangers.h"
#include "iam/policy_lint.h"

namespace connectguard {

Result<LintAnswer> AskLint(std::vector<PolicyText> texts,
                           std::optional<IamPolicyKind> kind,
                           const Asker& asker) {
  LintAnswer answer;
  for (PolicyText& text : texts) {
    CG_RETURN_IF_ERROR(CheckStillAsked(asker));
    CG_ASSIGN_OR_RETURN(PolicyFile file,
                        ReadPolicy(std::move(text), kind, asker));
    answer.files.push_back(std::move(file));
    const PolicyFile& kept = answer.files.back();
    std::vector<IamFinding> findings =
        LintPolicy(*kept.policy, {}, asker.cancelled);
    std::stable_sort(findings.begin(), findings.end(),
                     [](const IamFinding& a, const IamFinding& b) {
                       return a.value->begin < b.value->begin;
                     });
    answer.linted.push_back({.name = kept.name,
                             .policy = kept.policy.get(),
                             .findings = std::move(findings)});
  }
  CG_RETURN_IF_ERROR(CheckStillAsked(asker));
  return answer;
}

Result<ExplainAnswer> AskExplain(PolicyText text,
                                 std::optional<IamPolicyKind> kind,
                                 const Asker& asker) {
  ExplainAnswer answer;
  CG_ASSIGN_OR_RETURN(answer.file, ReadPolicy(std::move(text), kind, asker));
  const IamPolicy* const policy = answer.file.policy.get();
  const QuestionOptions options{.cancelled = &asker.cancelled};
  IamExplanation& explanation = answer.explanation;
  explanation = {.name = answer.file.name, .policy = policy};
  if (HasPrincipals(policy->kind())) {
    explanation.public_access = PublicAccess({&policy, 1}, options);
  } else if (policy->kind() == IamPolicyKind::kIdentity) {
    explanation.escalation =
        PrivilegeEscalation({.identity = PolicyRefs{policy}}, options);
  }
  for (const IamFinding& finding : LintPolicy(*policy, {}, asker.cancelled)) {
    ++(finding.severity == IamSeverity::kError ? explanation.errors
                                               : explanation.warnings);
  }
  CG_RETURN_IF_ERROR(CheckStillAsked(asker));
  return answer;
}

}  // namespace connectguard
