// Compares text with a file of tests/golden, or writes the file
// (support/golden_file.h).
#pragma once

#include <string>
#include <string_view>

#include "support/golden_file.h"

namespace connectguard {

inline void ExpectGolden(const std::string& name, std::string_view text) {
  ExpectGoldenFile(
      std::string(CONNECTGUARD_SOURCE_DIR) + "/tests/golden/" + name, text);
}

}  // namespace connectguard
