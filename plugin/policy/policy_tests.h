// Runs the tests of one policy, and holds it to having them.
//
// An input is judged as the canonical document that the CloudFormation reader
// makes of it, and a Terraform plan must get the same answer.
//
// Thread rule: several files may be run at once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "policy/test_report.h"
#include "policy/test_run.h"

namespace connectguard {

FileResult RunPolicyTests(const TestRun& run, const std::string& path,
                          std::string text);

}  // namespace connectguard
