// What the parameters of policies are in one check, where that differs from
// their defaults.
//
// Thread rule: filled once, then const.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/arena.h"
#include "base/result.h"
#include "document/value_builder.h"
#include "guard/evaluator.h"
#include "policy/policy.h"

namespace connectguard {

class ParameterValues {
 public:
  ParameterValues() : keys_(&arena_) {}
  ParameterValues(const ParameterValues&) = delete;
  ParameterValues& operator=(const ParameterValues&) = delete;

  // The last value counts. kUsage for a parameter that the policy has not, and
  // for a value that is not of its type.
  Status Set(const Policy& policy, const ParameterSetting& setting);

  // For EvaluateOptions; null when all are the defaults.
  const VariableValues* Of(const Policy& policy) const;

  // "CONNECT-FLOW-11: min_digits is `12`, not `9`" for each of the policy that
  // differs, by name.
  std::vector<std::string> NotesOn(const Policy& policy) const;

 private:
  Result<const Value*> Read(const Parameter& parameter,
                            const ParameterSetting& setting);

  struct PolicyValues {
    VariableValues values;
    std::map<std::string, std::string> notes;  // By parameter.
  };

  Arena arena_;
  KeyTable keys_;
  std::vector<std::unique_ptr<Regex>> patterns_;
  std::map<const Policy*, PolicyValues> of_policy_;
};

}  // namespace connectguard
