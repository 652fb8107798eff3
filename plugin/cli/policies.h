// `connectguard policies list` and `connectguard policies show`.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/environment.h"
#include "report/writer.h"

namespace connectguard {

struct ListPoliciesCommand {
  std::string pack;                // Empty: all policies.
  std::string policies_directory;  // Empty: the built-in policies.
  ReportFormat format = ReportFormat::kText;
};

struct ShowPolicyCommand {
  std::string id;
  std::string policies_directory;
};

// Both answer the exit code.
int RunListPolicies(const ListPoliciesCommand& command,
                    const Environment& environment);
int RunShowPolicy(const ShowPolicyCommand& command,
                  const Environment& environment);

}  // namespace connectguard
