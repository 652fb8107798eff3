#include "service/iam_handlers.h"

#include <optional>
#include <utility>
#include <vector>

#include "service/iam_convert.h"

namespace connectguard {
namespace {

constexpr AskerWords kFields{
    .action = "`question.actions`",
    .policies = "set `identity`, `resource` or `trust`",
    .resource_side = "`resource` and `trust`",
    .as_resource = "give it as `resource` or `trust`, or as that `kind`",
    .as_identity = "give it as `identity`, or as that `kind`",
    .full_access = "add `aws_policy: FullAWSAccess` to its level",
    .same_account = "ACCOUNT_RELATION_SAME",
    .other_account = "ACCOUNT_RELATION_OTHER",
    .value_or_absence =
        "give each of `conditions` a key and values, or name the key in "
        "`absent_keys` for a request that does not have it"};

Asker AskerOf(const Cancelled& cancelled) {
  return {.words = kFields, .cancelled = cancelled};
}

}  // namespace

Result<v1::CanResponse> Can(const v1::CanRequest& request,
                            const Cancelled& cancelled) {
  CG_ASSIGN_OR_RETURN(CanQuestion question, FromProto(request));
  CG_ASSIGN_OR_RETURN(const CanAnswer answer,
                      AskCan(std::move(question), AskerOf(cancelled)));
  return ToProto(answer);
}

Result<v1::DiffResponse> Diff(const v1::DiffRequest& request,
                              const Cancelled& cancelled) {
  CG_ASSIGN_OR_RETURN(PairQuestion question, FromProto(request));
  CG_ASSIGN_OR_RETURN(const auto answer,
                      AskDiff(std::move(question), AskerOf(cancelled)));
  return ToProto(answer);
}

Result<v1::AtMostResponse> AtMost(const v1::AtMostRequest& request,
                                  const Cancelled& cancelled) {
  CG_ASSIGN_OR_RETURN(PairQuestion question, FromProto(request));
  CG_ASSIGN_OR_RETURN(const auto answer,
                      AskAtMost(std::move(question), AskerOf(cancelled)));
  return ToProto(answer);
}

Result<v1::LintResponse> Lint(const v1::LintRequest& request,
                              const Cancelled& cancelled) {
  CG_ASSIGN_OR_RETURN(std::vector<PolicyText> texts, FromProto(request));
  CG_ASSIGN_OR_RETURN(const std::optional<IamPolicyKind> kind,
                      FromProto(request.kind()));
  CG_ASSIGN_OR_RETURN(const LintAnswer answer,
                      AskLint(std::move(texts), kind, AskerOf(cancelled)));
  return ToProto(answer, request.max_findings());
}

Result<v1::ExplainResponse> Explain(const v1::ExplainRequest& request,
                                    const Cancelled& cancelled) {
  CG_ASSIGN_OR_RETURN(PolicyText text, FromProto(request.policy(), "policy"));
  CG_ASSIGN_OR_RETURN(const std::optional<IamPolicyKind> kind,
                      FromProto(request.kind()));
  CG_ASSIGN_OR_RETURN(const ExplainAnswer answer,
                      AskExplain(std::move(text), kind, AskerOf(cancelled)));
  return ToProto(answer);
}

}  // namespace connectguard
