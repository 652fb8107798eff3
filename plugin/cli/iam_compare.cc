#include <utility>

#include <fmt/format.h>

#include "cli/iam_run.h"
#include "gate/exit_code.h"
#include "iam/changes.h"
#include "iam/questions.h"
#include "report/iam_writer.h"

namespace connectguard {
namespace {

// Two policies that are compared. The second may be one that AWS would not
// take, such as one with wildcards in its principals.
struct Pair {
  PolicyFile first;
  PolicyFile second;
  PolicySources sources;
};

// Two policies of identities are compared for requests of identities; in all
// other cases anybody may make the requests.
IamPolicyKind KindOfSecond(IamPolicyKind first, const PolicyFile& second) {
  return HasPrincipals(second.policy->kind()) || HasPrincipals(first)
             ? IamPolicyKind::kReference
             : first;
}

Result<Pair> ReadPair(const std::string& first, const std::string& second,
                      std::optional<IamPolicyKind> kind, bool as_reference,
                      const Environment& environment) {
  const std::string paths[] = {first, second};
  CG_RETURN_IF_ERROR(CheckStandardInput(paths));
  Pair pair;
  CG_ASSIGN_OR_RETURN(pair.first,
                      ReadPolicyFile(first, kind, environment.files));
  CG_ASSIGN_OR_RETURN(pair.second,
                      ReadPolicyFile(second, as_reference ? std::nullopt : kind,
                                     environment.files));
  const IamPolicyKind of_first = pair.first.policy->kind();
  if (as_reference) {
    pair.second.policy =
        IamPolicy::Read(*pair.second.node, KindOfSecond(of_first, pair.second));
  } else if (HasPrincipals(of_first) !=
             HasPrincipals(pair.second.policy->kind())) {
    return Fail(
        ErrorCode::kBadInput,
        DiagnosticFor(
            second,
            fmt::format(
                "the old policy is of another kind: {}, and this is: {}",
                PolicyKindName(of_first),
                PolicyKindName(pair.second.policy->kind())),
            "compare two policies of one kind; `at-most` compares "
            "any two"));
  }
  WarnOfMistakes(pair.first, environment);
  WarnOfMistakes(pair.second, environment);
  pair.sources.Add(*pair.first.document);
  pair.sources.Add(*pair.second.document);
  return pair;
}

Result<int> Diff(const IamDiffCommand& command,
                 const Environment& environment) {
  CG_ASSIGN_OR_RETURN(const Pair pair,
                      ReadPair(command.before, command.after, command.kind,
                               false, environment));
  const IamPolicy* const before = pair.first.policy.get();
  const IamPolicy* const after = pair.second.policy.get();
  const IamDiffReport report{.before = pair.first.name,
                             .after = pair.second.name,
                             .gained = Gains({&before, 1}, {&after, 1}),
                             .lost = Gains({&after, 1}, {&before, 1})};
  CG_RETURN_IF_ERROR(WriteIamDiff(report, pair.sources,
                                  OptionsOf(command.output, environment),
                                  environment.out));
  return ExitCodeOf(report.gained.at_most.verdict);
}

Result<int> CompareAtMost(const IamAtMostCommand& command,
                          const Environment& environment) {
  CG_ASSIGN_OR_RETURN(const Pair pair,
                      ReadPair(command.candidate, command.reference,
                               command.kind, true, environment));
  const IamPolicy* const candidate = pair.first.policy.get();
  const IamPolicy* const reference = pair.second.policy.get();
  const IamAtMostReport report{
      .candidate = pair.first.name,
      .reference = pair.second.name,
      .answer = AtMost({&candidate, 1}, {&reference, 1})};
  CG_RETURN_IF_ERROR(WriteIamAtMost(report, pair.sources,
                                    OptionsOf(command.output, environment),
                                    environment.out));
  return ExitCodeOf(report.answer.verdict);
}

}  // namespace

int RunIamDiff(const IamDiffCommand& command, const Environment& environment) {
  return ExitOf(Diff(command, environment), environment);
}

int RunIamAtMost(const IamAtMostCommand& command,
                 const Environment& environment) {
  return ExitOf(CompareAtMost(command, environment), environment);
}

}  // namespace connectguard
