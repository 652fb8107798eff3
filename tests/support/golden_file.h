// Files that hold what a test expects. With CONNECTGUARD_UPDATE_GOLDENS=1 in
// the environment they are written instead: read what git then shows.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace connectguard {

// Empty for a file that there is not.
inline std::string TextOfFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline void ExpectGoldenFile(const std::filesystem::path& path,
                             std::string_view text) {
  const char* update = std::getenv("CONNECTGUARD_UPDATE_GOLDENS");
  if (update != nullptr && std::string_view(update) == "1") {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  ASSERT_TRUE(std::filesystem::exists(path))
      << path << " is missing; run `make golden`";
  EXPECT_EQ(TextOfFile(path), text)
      << "differs from " << path << "; `make golden` accepts the new text";
}

}  // namespace connectguard
