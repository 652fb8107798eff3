#include "iam/policy_lint.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "document/json_text.h"
#include "iam/decide.h"
#include "iam/domains.h"
#include "iam/layers.h"
#include "iam/quotas.h"
#include "iam/solver.h"
#include "iam/statement_lint.h"

namespace connectguard {

namespace {

// Steps for all questions that lint asks about one document.
constexpr std::uint64_t kLintSteps = 2'000'000;

bool HasUnknown(const Value& value) {
  if (value.sensitive) {
    return true;
  }
  switch (value.kind) {
    case Kind::kUnknown:
      return true;
    case Kind::kList:
      return std::any_of(value.AsList().begin(), value.AsList().end(),
                         HasUnknown);
    case Kind::kMap:
      return std::any_of(
          value.AsMap().begin(), value.AsMap().end(),
          [](const Member& member) { return HasUnknown(member.value); });
    default:
      return false;
  }
}

bool MentionsVariable(const Value& value) {
  switch (value.kind) {
    case Kind::kString:
      return value.AsString().find("${") != std::string_view::npos;
    case Kind::kList:
      return std::any_of(value.AsList().begin(), value.AsList().end(),
                         MentionsVariable);
    case Kind::kMap:
      return std::any_of(
          value.AsMap().begin(), value.AsMap().end(),
          [](const Member& member) { return MentionsVariable(member.value); });
    default:
      return false;
  }
}

std::string_view UsualQuota(IamPolicyKind kind) {
  switch (kind) {
    case IamPolicyKind::kIdentity:
    case IamPolicyKind::kBoundary:
      return "managed";
    case IamPolicyKind::kScp:
      return "scp";
    case IamPolicyKind::kTrust:
      return "trust";
    case IamPolicyKind::kResource:
    case IamPolicyKind::kReference:
      break;
  }
  return {};
}

class PolicyLint {
 public:
  PolicyLint(const IamPolicy& policy, std::string_view quota)
      : policy_(policy),
        quota_(quota.empty() ? UsualQuota(policy.kind()) : quota),
        findings_(policy.findings().begin(), policy.findings().end()),
        budget_(kLintSteps) {}

  std::vector<IamFinding> Lint(const Cancelled& cancelled) {
    if (policy_.document().Is(Kind::kMap)) {
      LintVersion();
      LintSize();
    }
    LintSids();
    for (const IamStatement& statement : policy_.statements()) {
      if (cancelled && cancelled()) {
        break;
      }
      if (statement.hole != nullptr) {
        continue;
      }
      LintActions(statement, &findings_);
      LintResources(statement, &findings_);
      LintConditions(statement, &findings_);
      LintRolePaths(statement);
      LintEffect(statement);
    }
    HideSensitive(&findings_);
    return std::move(findings_);
  }

 private:
  void Warn(std::string_view check, const Value* value, std::string message,
            std::string hint = "") {
    findings_.push_back({.check = check,
                         .severity = IamSeverity::kWarning,
                         .value = value,
                         .message = std::move(message),
                         .hint = std::move(hint)});
  }

  void LintVersion() {
    const Value& document = policy_.document();
    if (policy_.variables() != VariableReading::kText) {
      return;
    }
    const bool variables = MentionsVariable(document);
    Warn("version", &document,
         variables ? "without Version 2012-10-17, `${...}` is plain text"
                   : "the policy is of the version 2008-10-17",
         "write `\"Version\": \"2012-10-17\"`");
  }

  void LintSize() {
    const auto quota = FindQuota(quota_);
    if (!quota || HasUnknown(policy_.document())) {
      return;
    }
    // Without white space: at least so many characters.
    const std::size_t size =
        JsonText(policy_.document(), JsonLayout::kCompact).size();
    if (size > quota->limit) {
      findings_.push_back(
          {.check = "size",
           .value = &policy_.document(),
           .message = fmt::format(
               "the document has {} characters{}, and AWS takes {} (since {})",
               size, quota->counts_white_space ? " without white space" : "",
               quota->limit, quota->since)});
    }
  }

  void LintSids() {
    std::set<std::string_view> seen;
    for (const IamStatement& statement : policy_.statements()) {
      if (statement.sid.empty()) {
        continue;
      }
      const Value* sid = Find(*statement.node, "Sid");
      if (!seen.insert(statement.sid).second) {
        findings_.push_back(
            {.check = "duplicate-sid",
             .value = sid,
             .message =
                 fmt::format("two statements are called `{}`", statement.sid)});
      }
      const bool plain =
          std::all_of(statement.sid.begin(), statement.sid.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                   (c >= '0' && c <= '9');
          });
      if (!plain && policy_.kind() != IamPolicyKind::kResource) {
        findings_.push_back({.check = "sid",
                             .value = sid,
                             .message = "a Sid has letters and digits only"});
      }
    }
  }

  // `role/Name` is not the same role below a path.
  void LintRolePaths(const IamStatement& statement) {
    if (!statement.may_deny || statement.may_allow ||
        statement.resource.value == nullptr || statement.resource.negated) {
      return;
    }
    const TextSet& texts = statement.resource.lower->texts();
    std::vector<std::string> arns = texts.texts();
    for (const Glob& glob : texts.globs()) {
      arns.push_back(ToString(glob));
    }
    for (const std::string& arn : arns) {
      const std::size_t at = arn.find(":role/");
      if (!arn.starts_with("arn:") || at == std::string::npos) {
        continue;
      }
      const std::string_view name = std::string_view(arn).substr(at + 6);
      if (!name.empty() &&
          name.find_first_of("/*?") == std::string_view::npos) {
        Warn("role-path", statement.resource.value,
             fmt::format("`{}` is not the role of that name below a path",
                         ToUtf8(arn)),
             fmt::format("`role/*{}` is, too", name));
      }
    }
  }

  Satisfiability Ask(const Formula& formula) {
    return FindRequest(formula, {.telling = false}, &budget_).satisfiable;
  }

  // Statements that never match, or allow only what others deny.
  void LintEffect(const IamStatement& statement) {
    FormulaStore store;
    if (Ask(*statement.matches) == Satisfiability::kNo) {
      Warn("never-matches", statement.node,
           "no request can match this statement");
      return;
    }
    if (!statement.may_allow || statement.may_deny ||
        policy_.hole() != nullptr) {
      return;
    }
    const IamPolicy* const one = &policy_;
    const Formula* left =
        store.And({statement.matches,
                   store.Not(connectguard::DeniedBy({&one, 1}, &store))});
    if (Ask(*left) == Satisfiability::kNo) {
      Warn(
          "allow-shadowed", statement.node,
          "all that this statement allows is denied by others of the document");
    }
  }

  const IamPolicy& policy_;
  std::string_view quota_;
  std::vector<IamFinding> findings_;
  SearchBudget budget_;
};

}  // namespace

std::vector<IamFinding> LintPolicy(const IamPolicy& policy,
                                   std::string_view quota,
                                   const Cancelled& cancelled) {
  return PolicyLint(policy, quota).Lint(cancelled);
}

}  // namespace connectguard
