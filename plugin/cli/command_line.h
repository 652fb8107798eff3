// Arguments to a command: the only file that knows the option library is
// command_line.cc.
//
// Thread rule: a pure function of its arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "cli/check.h"
#include "cli/explain.h"
#include "cli/flow.h"
#include "cli/iam.h"
#include "cli/inspect.h"
#include "cli/lint.h"
#include "cli/policies.h"
#include "cli/test.h"

namespace connectguard {

// A text that was asked for: help, the version.
struct PrintCommand {
  std::string text;
};

using Command =
    std::variant<CheckCommand, ExplainCommand, InspectCommand, TestCommand,
                 LintCommand, ListPoliciesCommand, ShowPolicyCommand,
                 IamCommand, FlowCommand, PrintCommand>;

// `arguments` without the program's name. Every error is kUsage.
Result<Command> ParseCommandLine(const std::vector<std::string>& arguments);

}  // namespace connectguard
