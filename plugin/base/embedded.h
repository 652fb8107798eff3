// A text file that was built into the program (cmake/Embed.cmake).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace connectguard {

struct EmbeddedFile {
  std::string_view path;  // Relative to the folder that was embedded.
  std::string_view text;
};

}  // namespace connectguard
