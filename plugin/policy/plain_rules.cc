#include "policy/plain_rules.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/sha256.h"
#include "guard/parser.h"
#include "policy/layout.h"

namespace connectguard {
namespace {

bool IsRulesFile(std::string_view path) {
  return path.ends_with(".guard") || path.ends_with(".ruleset");
}

// The files that a path stands for.
Result<std::vector<std::string>> FilesAt(const FileReader& files,
                                         const std::string& path) {
  CG_ASSIGN_OR_RETURN(std::vector<std::string> found, files.List(path));
  if (found.size() == 1 && found.front() == path) {
    return found;
  }
  std::erase_if(found,
                [](const std::string& file) { return !IsRulesFile(file); });
  if (found.empty()) {
    return Fail(ErrorCode::kBadInput,
                DiagnosticFor(path, "there are no rules here",
                              "in a folder, files named *.guard and *.ruleset "
                              "are rules"));
  }
  return found;
}

Result<Policy> ParsePlain(std::string path, std::string text,
                          const FunctionTable& functions, Severity severity) {
  Policy policy;
  CG_ASSIGN_OR_RETURN(
      policy.rules,
      ParseRules(path, text, functions,
                 {.version = GuardVersion::k32,
                  .implicit_rule_name = std::string(StemOf(path))}));
  if (policy.rules->rules.empty()) {
    return Fail(ErrorCode::kBadInput,
                DiagnosticFor(path, "there is no rule in this file",
                              "a rule with parameters judges only what calls "
                              "it"));
  }
  policy.metadata.id = path;
  policy.metadata.title = path;
  policy.metadata.severity = severity;
  policy.plain = true;
  policy.path = std::move(path);
  policy.text = std::move(text);
  return policy;
}

std::string RevisionOf(std::span<const Policy> policies) {
  std::string digested;
  for (const Policy& policy : policies) {
    digested += fmt::format("{}\n{}", policy.text.size(), policy.text);
  }
  return digested.empty() ? std::string() : Sha256Hex(digested);
}

}  // namespace

Result<PlainRules> LoadPlainRules(const FileReader& files,
                                  std::span<const std::string> paths,
                                  const FunctionTable& functions,
                                  Severity severity) {
  PlainRules rules;
  std::vector<std::string> loaded;
  for (const std::string& path : paths) {
    CG_ASSIGN_OR_RETURN(const std::vector<std::string> found,
                        FilesAt(files, path));
    for (const std::string& file : found) {
      if (std::find(loaded.begin(), loaded.end(), file) != loaded.end()) {
        continue;  // Named twice, as when a folder and a file in it are.
      }
      loaded.push_back(file);
      CG_ASSIGN_OR_RETURN(std::string text, files.Read(file));
      CG_ASSIGN_OR_RETURN(Policy policy, ParsePlain(file, std::move(text),
                                                    functions, severity));
      rules.policies.push_back(std::move(policy));
    }
  }
  rules.revision = RevisionOf(rules.policies);
  return rules;
}

}  // namespace connectguard
