// Compares text with a file of tests/golden; with CONNECTGUARD_UPDATE_GOLDENS=1
// in the environment it writes the file instead.
#pragma once

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace connectguard {

inline void ExpectGolden(const std::string& name, std::string_view text) {
  const std::string path =
      std::string(CONNECTGUARD_SOURCE_DIR) + "/tests/golden/" + name;
  const char* update = std::getenv("CONNECTGUARD_UPDATE_GOLDENS");
  if (update != nullptr && std::string_view(update) == "1") {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  std::ifstream in(path, std::ios::binary);
  ASSERT_TRUE(in) << path << " is missing; run `make golden`";
  std::ostringstream golden;
  golden << in.rdbuf();
  EXPECT_EQ(golden.str(), text)
      << "differs from " << path << "; `make golden` accepts the new text";
}

}  // namespace connectguard
