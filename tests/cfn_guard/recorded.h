// What cfn-guard 3.1.1 printed for the inputs beside it, and a world that holds
// these inputs.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/file_reader.h"
#include "cfn_guard/environment.h"
#include "support/process.h"

namespace connectguard {

using TextFiles = std::map<std::string, std::string, std::less<>>;

// A file below tests/cfn_guard/recorded.
inline std::string Recorded(std::string_view path) {
  return ReadSourceFile("tests/cfn_guard/recorded/" + std::string(path));
}

// All files below a folder there, by their path in it.
inline TextFiles RecordedFiles(std::string_view folder) {
  const std::string root =
      SourcePath("tests/cfn_guard/recorded/" + std::string(folder));
  TextFiles files;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(root)) {
    if (entry.is_regular_file()) {
      const std::string path = entry.path().string();
      files[path.substr(root.size() + 1)] =
          Recorded(std::string(folder) + path.substr(root.size()));
    }
  }
  return files;
}

struct FakeWorld {
  explicit FakeWorld(TextFiles texts = {}) : files(std::move(texts)) {}
  FakeWorld(const FakeWorld&) = delete;
  FakeWorld& operator=(const FakeWorld&) = delete;

  MemoryFileReader files;
  FixedClock clock{std::chrono::system_clock::time_point{}};
  std::ostringstream out;
  std::ostringstream err;
  std::map<std::string, std::string> written;
  CfnGuardEnvironment environment{
      .files = files,
      .clock = clock,
      .out = out,
      .err = err,
      .write_file = [this](const std::string& path,
                           std::string_view bytes) -> Status {
        written[path] = bytes;
        return {};
      }};
};

}  // namespace connectguard
