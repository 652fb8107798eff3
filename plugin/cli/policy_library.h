// The policies that a command works with.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>

#include "base/file_reader.h"
#include "base/result.h"
#include "guard/functions.h"
#include "policy/policy_set.h"

namespace connectguard {

struct PolicyLibrary {
  // The policies point to the functions that they call.
  std::unique_ptr<const FunctionTable> functions;
  std::unique_ptr<const PolicySet> policies;
};

// Those of a directory, or the built-in ones when its name is empty.
Result<PolicyLibrary> LoadPolicies(std::string_view directory,
                                   const FileReader& files);

// kUsage with the nearest id as its hint when there is none.
Result<const Policy*> PolicyNamed(const PolicySet& policies,
                                  std::string_view id);

}  // namespace connectguard
