// The tables of data/, which are built into the program. Private to iam/.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

namespace connectguard {

// The text of a table. REQUIRES: there is one of that name.
std::string_view IamDataFile(std::string_view name);

// The lines that are neither empty nor comments.
std::vector<std::string_view> DataLines(std::string_view text);

}  // namespace connectguard
