// Which cfn-guard a rules file is read and judged as.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace connectguard {

enum class GuardVersion : std::uint8_t {
  k31,  // 3.1.1, the version with recorded answers.
  k32,  // 3.2.0, what we follow.
};

}  // namespace connectguard
