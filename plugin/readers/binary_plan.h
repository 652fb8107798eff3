// What the file `tfplan` inside a binary plan says of itself, where the plan is
// read from JSON and this stands beside it. See plan_tree.h for all of it.
//
// Thread rule: pure function.
// Source: field numbers of Terraform's and OpenTofu's planfile.proto (read
// 2026-11).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace connectguard {

struct BinaryPlanFacts {
  std::string timestamp;  // Empty: not there, as in older plans.
  // Made with -target, or OpenTofu's -exclude.
  bool has_targets = false;
};

// What cannot be read ends the reading: facts behind it stay unset.
BinaryPlanFacts ReadBinaryPlanFacts(std::string_view bytes);

}  // namespace connectguard
