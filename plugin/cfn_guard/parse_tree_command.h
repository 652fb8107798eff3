// `parse-tree`: the tree of a rules file as JSON or YAML.
//
// Thread rule: one thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "cfn_guard/environment.h"
#include "guard/language.h"

namespace connectguard {

struct ParseTreeOptions {
  std::string rules_file;   // Empty: standard input.
  std::string output_file;  // Empty: standard output.
  bool json = false;        // Otherwise YAML.
  GuardVersion version = GuardVersion::k32;
};

// The exit code; an error when the rules cannot be read or do not parse.
Result<int> RunParseTree(const ParseTreeOptions& options,
                         const CfnGuardEnvironment& environment);

}  // namespace connectguard
