#include "policy/policy.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "guard/parser.h"
#include "policy/layout.h"
#include "policy/metadata.h"

namespace connectguard {
namespace {

tl::unexpected<Error> WrongAt(const RuleFile& rules, SourceSpan span,
                              std::string message, std::string hint) {
  return Fail(ErrorCode::kBadInput,
              DiagnosticAt(*rules.source, span.begin, std::move(message),
                           std::move(hint)));
}

bool Contains(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// The rules that are reported, as they stand in the file: one named as the file
// is, so that a finding, its policy and its tests are found by one word, and
// the one that warns, when the header names it.
Status CheckRules(const RuleFile& rules, std::string_view stem,
                  std::string_view warning) {
  std::vector<std::string_view> wanted = {stem};
  if (!warning.empty()) {
    wanted.push_back(warning);
  }
  std::vector<std::string_view> found;
  for (const Rule& rule : rules.rules) {
    if (rule.implicit) {
      return WrongAt(rules, rule.span, "a clause stands outside of any rule",
                     fmt::format("move it into `rule {} {{ ... }}`", stem));
    }
    if (!Contains(wanted, rule.name)) {
      return WrongAt(
          rules, rule.name_span,
          fmt::format("rule `{}` is not named as its file", rule.name),
          fmt::format("name it `{}`; a helper rule takes parameters, and one "
                      "that warns is named in the header: `# warning: {}`",
                      stem, rule.name));
    }
    if (Contains(found, rule.name)) {
      return WrongAt(rules, rule.name_span,
                     fmt::format("rule `{}` is defined twice", rule.name),
                     "join both into one rule");
    }
    found.push_back(rule.name);
  }
  for (const std::string_view name : wanted) {
    if (!Contains(found, name)) {
      return Fail(
          ErrorCode::kBadInput,
          DiagnosticFor(rules.source->name(),
                        fmt::format("the policy has no rule `{}`", name),
                        name == stem
                            ? "the reported rule has the name of its file"
                            : "the header says that it warns"));
    }
  }
  // What both say of a resource is said once, at the policy's severity.
  if (found != wanted) {
    return WrongAt(rules, rules.rules.front().name_span,
                   fmt::format("rule `{}` stands before `{}`", warning, stem),
                   "put the rule that warns behind the other");
  }
  return {};
}

}  // namespace

Result<Policy> ParsePolicy(std::string path, std::string text,
                           const FunctionTable& functions) {
  Policy policy;
  CG_ASSIGN_OR_RETURN(policy.metadata, ParseMetadata(SourceFile(path, text)));
  CG_ASSIGN_OR_RETURN(policy.rules, ParseRules(path, text, functions));
  CG_RETURN_IF_ERROR(
      CheckRules(*policy.rules, StemOf(path), policy.metadata.warning));
  CG_ASSIGN_OR_RETURN(
      policy.parameters,
      FindParameters(*policy.rules, policy.metadata.parameters));
  policy.path = std::move(path);
  policy.text = std::move(text);
  return policy;
}

}  // namespace connectguard
