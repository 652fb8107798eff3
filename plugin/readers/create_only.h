// Which properties of a CloudFormation type cannot be changed: a new value
// makes a new resource in place of the old one. The table data/create_only.txt.
//
// Thread rule: immutable; any thread may read.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

namespace connectguard {

struct CreateOnly {
  // Paths below Properties, keys with dots.
  std::vector<std::string_view> always;
  // Replaced in some cases, by rules that only the service knows.
  std::vector<std::string_view> sometimes;
};

// Null for a type that the table does not have.
const CreateOnly* CreateOnlyOf(std::string_view type);

}  // namespace connectguard
