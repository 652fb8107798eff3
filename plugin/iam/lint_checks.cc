#include "iam/lint_checks.h"

#include <algorithm>

namespace connectguard {
namespace {

constexpr std::string_view kChecks[] = {
    "action-name",
    "action-service",
    "allow-not-action",
    "allow-not-resource",
    "allow-shadowed",
    "both-elements",
    "condition-key",
    "duplicate-key",
    "duplicate-sid",
    "effect",
    "element-type",
    "empty-list",
    "empty-values",
    "forbidden-element",
    "host-bits",
    "literal-wildcard",
    "mfa-absent",
    "missing-element",
    "missing-set-operator",
    "never-matches",
    "no-statement",
    "not-a-policy",
    "not-principal",
    "operator-type",
    "pattern",
    "principal",
    "resource-arn",
    "resource-type",
    "role-path",
    "set-operator",
    "short-arn",
    "sid",
    "size",
    "too-large",
    "unknown-action",
    "unknown-condition-key",
    "unknown-element",
    "unknown-operator",
    "unknown-service",
    "unsupported-condition-key",
    "vacuous-for-all-values",
    "value-type",
    "variable",
    "version",
};

}  // namespace

std::span<const std::string_view> IamLintChecks() { return kChecks; }

bool IsIamLintCheck(std::string_view name) {
  return std::binary_search(std::begin(kChecks), std::end(kChecks), name);
}

}  // namespace connectguard
