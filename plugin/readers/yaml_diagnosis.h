// Says in our words what the YAML library stumbled over.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "readers/yaml_tree.h"

namespace connectguard {

// What the library reports: fixed English phrases and two places.
struct YamlComplaint {
  std::string_view problem;
  std::string_view context;
  std::uint32_t problem_offset = 0;
  std::uint32_t context_offset = 0;  // Where the construct began.
};

YamlProblem ExplainYaml(const YamlComplaint& complaint, std::string_view text);

}  // namespace connectguard
