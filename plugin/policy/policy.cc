#include "policy/policy.h"

#include <utility>

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

// One reported rule, named as the file is, so that a finding, its policy and
// its tests are found by one word.
Status CheckRules(const RuleFile& rules, std::string_view stem) {
  const Rule* named = nullptr;
  for (const Rule& rule : rules.rules) {
    if (rule.implicit) {
      return WrongAt(rules, rule.span, "a clause stands outside of any rule",
                     fmt::format("move it into `rule {} {{ ... }}`", stem));
    }
    if (rule.name != stem) {
      return WrongAt(
          rules, rule.name_span,
          fmt::format("rule `{}` is not named as its file", rule.name),
          fmt::format("name it `{}`; a helper rule takes parameters", stem));
    }
    if (named != nullptr) {
      return WrongAt(rules, rule.name_span,
                     fmt::format("rule `{}` is defined twice", rule.name),
                     "join both into one rule");
    }
    named = &rule;
  }
  if (named == nullptr) {
    return Fail(ErrorCode::kBadInput,
                DiagnosticFor(rules.source->name(),
                              fmt::format("the policy has no rule `{}`", stem),
                              "the reported rule has the name of its file"));
  }
  return {};
}

}  // namespace

Result<Policy> ParsePolicy(std::string path, std::string text,
                           const FunctionTable& functions) {
  Policy policy;
  CG_ASSIGN_OR_RETURN(policy.metadata, ParseMetadata(SourceFile(path, text)));
  CG_ASSIGN_OR_RETURN(policy.rules, ParseRules(path, text, functions));
  CG_RETURN_IF_ERROR(CheckRules(*policy.rules, StemOf(path)));
  CG_ASSIGN_OR_RETURN(
      policy.parameters,
      FindParameters(*policy.rules, policy.metadata.parameters));
  policy.path = std::move(path);
  policy.text = std::move(text);
  return policy;
}

}  // namespace connectguard
