// The contact flows of tests/flow/flows, in files of all kinds; what is said of
// each stands beside it under another ending.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <filesystem>
#include <vector>

namespace connectguard {

inline std::filesystem::path FlowFolder() {
  return std::filesystem::path(CONNECTGUARD_SOURCE_DIR) / "tests" / "flow" /
         "flows";
}

// In the order of their names.
inline std::vector<std::filesystem::path> FilesOfFlows() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(FlowFolder())) {
    const std::filesystem::path ending = entry.path().extension();
    if (ending == ".json" || ending == ".yml") {
      files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  return files;
}

// `01_inbound.json` and ".txt" to `01_inbound.txt`.
inline std::filesystem::path Beside(std::filesystem::path file,
                                    const char* ending) {
  return file.replace_extension(ending);
}

}  // namespace connectguard
