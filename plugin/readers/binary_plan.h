// What the file `tfplan` inside a binary plan says of itself. Its values are in
// forms that only the providers' schemas explain; these few fields are not.
//
// Thread rule: pure function.
// Source: field numbers of Terraform's plan file, read off plans of Terraform
// 1.11.4; OpenTofu's are the same up to 16.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace connectguard {

struct BinaryPlanFacts {
  std::string timestamp;     // Empty: not there, as in older plans.
  bool has_targets = false;  // Made with -target.
};

// What cannot be read ends the reading: facts behind it stay unset.
BinaryPlanFacts ReadBinaryPlanFacts(std::string_view bytes);

}  // namespace connectguard
