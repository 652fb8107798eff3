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
// Expectations may name only the rules that the policy reports: the one named
// as its file, and the one that warns. Where nothing is expected of `input`
// there must be a plan; an empty input beside a plan is not run.
//
// Thread rule: read once, then const.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "document/document.h"
#include "guard/outcome.h"
#include "policy/parameter.h"

namespace connectguard {

// By the names of rules.
using Expectations = std::map<std::string, RuleStatus, std::less<>>;

struct TestCase {
  SourceSpan place;  // Of the case in its file.
  std::string name;
  const Value* input = nullptr;
  Expectations expected;       // None: `input` is not run.
  std::string terraform_plan;  // As written; empty: there is none.
  Expectations plan_expected;  // Some when there is a plan.
  bool closed_world = false;
  std::vector<ParameterSetting> parameters;  // Without the policy's id.
};

struct TestSpec {
  std::unique_ptr<Document> document;  // Owns the inputs; one file.
  std::vector<TestCase> cases;
};

// `path` is what diagnostics name; `rules` are those that the policy reports,
// at least one.
Result<TestSpec> ParseTestSpec(std::string path, std::string text,
                               std::span<const std::string_view> rules);

}  // namespace connectguard
