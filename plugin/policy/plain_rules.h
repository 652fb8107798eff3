// Rules files without our header, such as those that AWS publishes or a team
// has for cfn-guard, as policies: they are judged beside the others, and
// findings name file and rule.
//
// Thread rule: loaded once, then const; any thread may read.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/file_reader.h"
#include "base/result.h"
#include "guard/functions.h"
#include "policy/policy.h"

namespace connectguard {

struct PlainRules {
  std::vector<Policy> policies;  // One for each file, in the order found.
  // The same for the same texts, wherever they stand; empty without files.
  std::string revision;
};

// A path names one file, whatever it is called, or a folder, of which all
// *.guard and *.ruleset are taken. What is named and has no rules is an error:
// nothing is left out in silence. `functions` must outlive the rules.
Result<PlainRules> LoadPlainRules(const FileReader& files,
                                  std::span<const std::string> paths,
                                  const FunctionTable& functions,
                                  Severity severity);

}  // namespace connectguard
