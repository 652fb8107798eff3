#include <algorithm>
#include <deque>
#include <utility>

#include "cli/iam_run.h"
#include "gate/exit_code.h"
#include "iam/dangers.h"
#include "iam/policy_lint.h"
#include "report/iam_writer.h"

namespace connectguard {
namespace {

bool IsPolicyFile(std::string_view path) {
  return path.ends_with(".json") || path.ends_with(".yaml") ||
         path.ends_with(".yml");
}

// A file that is named may have any name; of a folder only those count that
// look like policies.
Result<std::vector<std::string>> ListPolicies(
    const std::vector<std::string>& named, const FileReader& files) {
  std::vector<std::string> found;
  for (const std::string& path : named) {
    if (path == "-") {
      found.push_back(path);
      continue;
    }
    CG_ASSIGN_OR_RETURN(std::vector<std::string> below, files.List(path));
    const bool is_file = below.size() == 1 && below[0] == path;
    if (!is_file) {
      std::erase_if(
          below, [](const std::string& file) { return !IsPolicyFile(file); });
    }
    if (below.empty()) {
      return Fail(ErrorCode::kMissing,
                  DiagnosticFor(path, "there is no policy in this folder",
                                "policies are files that end in .json, .yaml "
                                "or .yml"));
    }
    found.insert(found.end(), below.begin(), below.end());
  }
  return found;
}

Result<int> Lint(const IamLintCommand& command,
                 const Environment& environment) {
  CG_RETURN_IF_ERROR(CheckStandardInput(command.files));
  CG_ASSIGN_OR_RETURN(const std::vector<std::string> paths,
                      ListPolicies(command.files, environment.files));
  std::deque<PolicyFile> files;
  std::vector<IamLintedFile> linted;
  PolicySources sources;
  bool found = false;
  for (const std::string& path : paths) {
    CG_ASSIGN_OR_RETURN(PolicyFile file,
                        ReadPolicyFile(path, command.kind, environment.files));
    files.push_back(std::move(file));
    const PolicyFile& kept = files.back();
    sources.Add(*kept.document);
    linted.push_back({.name = kept.name,
                      .policy = kept.policy.get(),
                      .findings = LintPolicy(*kept.policy)});
    std::vector<IamFinding>& findings = linted.back().findings;
    std::stable_sort(findings.begin(), findings.end(),
                     [](const IamFinding& a, const IamFinding& b) {
                       return a.value->begin < b.value->begin;
                     });
    found |= std::any_of(findings.begin(), findings.end(),
                         [&](const IamFinding& finding) {
                           return finding.severity >= command.fail_on;
                         });
  }
  CG_RETURN_IF_ERROR(WriteIamLint(linted, sources,
                                  OptionsOf(command.output, environment),
                                  environment.out));
  return found ? kExitDenied : kExitAllowed;
}

Result<int> Explain(const IamExplainCommand& command,
                    const Environment& environment) {
  CG_ASSIGN_OR_RETURN(
      const PolicyFile file,
      ReadPolicyFile(command.file, command.kind, environment.files));
  PolicySources sources;
  sources.Add(*file.document);
  const IamPolicy* const policy = file.policy.get();
  IamExplanation explanation{.name = file.name, .policy = policy};
  if (HasPrincipals(policy->kind())) {
    explanation.public_access = PublicAccess({&policy, 1});
  } else if (policy->kind() == IamPolicyKind::kIdentity) {
    explanation.escalation =
        PrivilegeEscalation({.identity = PolicyRefs{policy}});
  }
  for (const IamFinding& finding : LintPolicy(*policy)) {
    ++(finding.severity == IamSeverity::kError ? explanation.errors
                                               : explanation.warnings);
  }
  CG_RETURN_IF_ERROR(WriteIamExplanation(explanation, sources,
                                         OptionsOf(command.output, environment),
                                         environment.out));
  return kExitAllowed;
}

}  // namespace

int RunIamLint(const IamLintCommand& command, const Environment& environment) {
  return ExitOf(Lint(command, environment), environment);
}

int RunIamExplain(const IamExplainCommand& command,
                  const Environment& environment) {
  return ExitOf(Explain(command, environment), environment);
}

}  // namespace connectguard
