#include "analysis/compare.h"

#include <string>
#include <utility>

#include <fmt/format.h>

namespace connectguard {
namespace {

// Two policies of identities are compared for requests of identities; in all
// other cases anybody may make the requests.
IamPolicyKind KindOfSecond(IamPolicyKind first, const PolicyFile& second) {
  return HasPrincipals(second.policy->kind()) || HasPrincipals(first)
             ? IamPolicyKind::kReference
             : first;
}

Status CheckComparable(const PolicyFile& before, const PolicyFile& after) {
  if (HasPrincipals(before.policy->kind()) ==
      HasPrincipals(after.policy->kind())) {
    return {};
  }
  return Fail(
      ErrorCode::kBadInput,
      DiagnosticFor(
          after.name,
          fmt::format("the old policy is of another kind: {}, and this is: {}",
                      PolicyKindName(before.policy->kind()),
                      PolicyKindName(after.policy->kind())),
          "compare two policies of one kind; `at-most` compares any two"));
}

template <typename Report>
void AddMistakes(PairAnswer<Report>* answer) {
  for (const PolicyFile* file : {&answer->first, &answer->second}) {
    for (Diagnostic& mistake : MistakesOf(*file)) {
      answer->warnings.push_back(std::move(mistake));
    }
  }
}

}  // namespace

Result<PairAnswer<IamDiffReport>> AskDiff(PairQuestion question,
                                          const Asker& asker) {
  PairAnswer<IamDiffReport> answer;
  CG_ASSIGN_OR_RETURN(answer.first, ReadPolicy(std::move(question.first),
                                               question.kind, asker));
  CG_ASSIGN_OR_RETURN(answer.second, ReadPolicy(std::move(question.second),
                                                question.kind, asker));
  CG_RETURN_IF_ERROR(CheckComparable(answer.first, answer.second));
  AddMistakes(&answer);
  const IamPolicy* const before = answer.first.policy.get();
  const IamPolicy* const after = answer.second.policy.get();
  const QuestionOptions options{.cancelled = &asker.cancelled};
  answer.report = {.before = answer.first.name,
                   .after = answer.second.name,
                   .gained = Gains({&before, 1}, {&after, 1}, options),
                   .lost = Gains({&after, 1}, {&before, 1}, options)};
  CG_RETURN_IF_ERROR(CheckStillAsked(asker));
  return answer;
}

Result<PairAnswer<IamAtMostReport>> AskAtMost(PairQuestion question,
                                              const Asker& asker) {
  PairAnswer<IamAtMostReport> answer;
  CG_ASSIGN_OR_RETURN(answer.first, ReadPolicy(std::move(question.first),
                                               question.kind, asker));
  CG_ASSIGN_OR_RETURN(answer.second, ReadPolicy(std::move(question.second),
                                                std::nullopt, asker));
  answer.second.policy =
      IamPolicy::Read(*answer.second.node,
                      KindOfSecond(answer.first.policy->kind(), answer.second));
  AddMistakes(&answer);
  const IamPolicy* const candidate = answer.first.policy.get();
  const IamPolicy* const reference = answer.second.policy.get();
  answer.report = {.candidate = answer.first.name,
                   .reference = answer.second.name,
                   .answer = AtMost({&candidate, 1}, {&reference, 1},
                                    {.cancelled = &asker.cancelled})};
  CG_RETURN_IF_ERROR(CheckStillAsked(asker));
  return answer;
}

}  // namespace connectguard
