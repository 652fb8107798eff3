// What the commands of this folder touch of the world.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/file_reader.h"
#include "base/result.h"

namespace connectguard {

struct CfnGuardEnvironment {
  const FileReader& files;
  const Clock& clock;
  std::ostream& out;
  std::ostream& err;
  // Replaces a file.
  std::function<Status(const std::string& path, std::string_view bytes)>
      write_file;
};

}  // namespace connectguard
