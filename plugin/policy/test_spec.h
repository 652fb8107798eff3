// A policy's tests: tests/<stem>_tests.yml, in cfn-guard's own format, with
// keys beside it that cfn-guard ignores.
//
//   - name: flow logs are off
//     input:                          # a template; see
//     readers/cloudformation.h
//       Resources: {...}
//     expectations:
//       rules: {connect_instance_flow_logs_enabled: FAIL}
//     terraform_plan: plans/logs_off.json   # beside this file; same status
//     connectguard:
//       rules: {...}          # instead of expectations: UNKNOWN, our functions
//       plan_rules: {...}     # for the plan, when it differs
//       closed_world: true    # both inputs describe the whole account
//       parameters: {days: 9} # what the policy's parameters are
//
// Expectations may name only the policy's reported rule. Where nothing is
// expected of `input` there must be a plan; an empty input beside a plan is not
// run.
//
// Thread rule: read once, then const.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "document/document.h"
#include "guard/outcome.h"
#include "policy/parameter.h"

namespace connectguard {

struct TestCase {
  SourceSpan place;  // Of the case in its file.
  std::string name;
  const Value* input = nullptr;
  std::optional<RuleStatus> expected;       // Unset: `input` is not run.
  std::string terraform_plan;               // As written; empty: there is none.
  std::optional<RuleStatus> plan_expected;  // Set when there is a plan.
  bool closed_world = false;
  std::vector<ParameterSetting> parameters;  // Without the policy's id.
};

struct TestSpec {
  std::unique_ptr<Document> document;  // Owns the inputs; one file.
  std::vector<TestCase> cases;
};

// `path` is what diagnostics name; `rule` is the policy's reported rule.
Result<TestSpec> ParseTestSpec(std::string path, std::string text,
                               std::string_view rule);

}  // namespace connectguard
