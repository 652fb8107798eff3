// A world for commands that lives in memory.
#pragma once

#include <chrono>
#include <map>
#include <sstream>
#include <string>
#include <utility>

#include "cli/environment.h"
#include "cli/run.h"

namespace connectguard {

struct FakeEnvironment {
  explicit FakeEnvironment(
      std::map<std::string, std::string, std::less<>> texts = {})
      : files(std::move(texts)) {}

  int Run(const std::vector<std::string>& arguments) {
    return ::connectguard::Run(arguments, environment);
  }

  MemoryFileReader files;
  FixedClock clock{std::chrono::system_clock::time_point{}};
  std::ostringstream out;
  std::ostringstream err;
  std::map<std::string, std::string> variables;
  std::map<std::string, std::string> written;
  Environment environment{
      .files = files,
      .clock = clock,
      .out = out,
      .err = err,
      .out_is_terminal = false,
      .variable =
          [this](const char* name) {
            const auto found = variables.find(name);
            return found == variables.end() ? "" : found->second;
          },
      .write_file = [this](const std::string& path,
                           std::string_view bytes) -> Status {
        written[path] = bytes;
        return {};
      }};
};

}  // namespace connectguard
