// All that a command touches of the world, so that tests run commands without a
// process.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/file_reader.h"
#include "base/result.h"

namespace connectguard {

struct Environment {
  const FileReader& files;
  const Clock& clock;
  std::ostream& out;  // Results.
  std::ostream& err;  // Everything else.
  bool out_is_terminal = false;
  // The value of an environment variable; empty when it is not set.
  std::function<std::string(const char* name)> variable;
  // Replaces a file.
  std::function<Status(const std::string& path, std::string_view bytes)>
      write_file;
  // Makes a folder and those above it; one that is there already is no error.
  std::function<Status(const std::string& path)> make_folder = {};
  // Runs a program with `input` as its standard input and answers what it
  // prints. kUnavailable when there is no such program, when it takes too long,
  // and when it fails.
  std::function<Result<std::string>(const std::vector<std::string>& command,
                                    std::string_view input)>
      run_program = {};
};

// The real ones.
std::string SystemVariable(const char* name);
Status WriteFileToDisk(const std::string& path, std::string_view bytes);
Status MakeFolderOnDisk(const std::string& path);

}  // namespace connectguard
