// Any bytes as an IAM policy: a policy of each kind or one error; lint says
// what and where; questions about it alone have answers that agree.
#include <iterator>
#include <optional>
#include <string>

#include "analysis/inspect.h"
#include "fuzz/fuzzed_iam.h"
#include "iam/changes.h"
#include "iam/dangers.h"
#include "iam/lint_checks.h"
#include "iam/policy_lint.h"
#include "iam/statement_words.h"

namespace connectguard::testing {
namespace {

constexpr IamPolicyKind kKinds[] = {
    IamPolicyKind::kIdentity, IamPolicyKind::kBoundary,
    IamPolicyKind::kScp,      IamPolicyKind::kTrust,
    IamPolicyKind::kResource, IamPolicyKind::kReference};

void CheckLint(const IamPolicy& policy) {
  for (const IamFinding& finding : LintPolicy(policy)) {
    Require(IsIamLintCheck(finding.check) && finding.value != nullptr &&
                !finding.message.empty(),
            "a finding says what and where");
  }
}

void CheckStatements(const IamPolicy& policy) {
  for (const IamStatement& statement : policy.statements()) {
    if (statement.hole != nullptr) {
      continue;
    }
    if (statement.number == 1) {  // It looks at every action of AWS.
      CountActions(statement);
    }
    PrincipalWords(statement);
    for (const ConditionClause& clause : statement.condition.clauses) {
      Require(!ConditionWords(clause).empty(), "a condition has words");
    }
  }
}

void CheckAnswers(const IamPolicy& policy) {
  const IamPolicy* const one = &policy;
  CheckAnswer(PublicAccess({&one, 1}, kQuickly));
  const IamAnswer itself = AtMost({&one, 1}, {&one, 1}, kQuickly);
  CheckAnswer(itself);
  Require(itself.verdict != IamVerdict::kNo, "a policy is at most itself");
}

// What asks many questions: for one kind of each document.
void CheckManyAnswers(const IamPolicy& policy) {
  const IamPolicy* const one = &policy;
  for (const IamGain& gain : Gains({&one, 1}, {&one, 1}, kQuickly).gains) {
    Require(!gain.certain, "a policy gains nothing on itself");
  }
  for (const EscalationPath& path :
       PrivilegeEscalation({.identity = PolicyRefs{one}}, kQuickly)) {
    Require(path.verdict != IamVerdict::kNo, "a way that is told is open");
  }
}

void CheckAs(const std::string& text, std::optional<IamPolicyKind> kind) {
  const auto file = ReadPolicy({.name = "fuzzed.json", .text = text}, kind,
                               {.words = kNoWords});
  if (!file) {
    RequireGoodError(file.error());
    return;
  }
  CheckLint(*file->policy);
  CheckAnswers(*file->policy);
  if (!kind) {
    CheckStatements(*file->policy);
    CheckManyAnswers(*file->policy);
  }
}

}  // namespace
}  // namespace connectguard::testing

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace connectguard::testing;  // NOLINT: a target, no library.
  const std::string text(reinterpret_cast<const char*>(data), size);
  CheckAs(text, std::nullopt);
  CheckAs(text, kKinds[size % std::size(kKinds)]);
  return 0;
}
