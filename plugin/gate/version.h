// The version of this program, as the build file has it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace connectguard {

std::string_view Version();  // "0.1.0"

}  // namespace connectguard
