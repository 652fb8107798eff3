// The subcommands: their options, and how these are run.
//
// Thread rule: the table is built once, then const.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "cfn_guard/environment.h"
#include "cfn_guard/option_parser.h"

namespace connectguard {

// What a command is run with.
struct CommandCall {
  const CommandSpec& spec;
  std::string_view program;  // What stands before the command's name.
  const GivenOptions& given;
  const CfnGuardEnvironment& environment;
};

struct CfnGuardCommand {
  CommandSpec spec;
  // The exit code. An error of kind kUsage is wrong usage; any other is where
  // the reference gives up.
  Result<int> (*run)(const CommandCall& call);
};

const std::vector<CfnGuardCommand>& CfnGuardCommands();

}  // namespace connectguard
