#include "cli/environment.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace connectguard {

std::string SystemVariable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

Status WriteFileToDisk(const std::string& path, std::string_view bytes) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) {
    const std::string reason = std::generic_category().message(errno);
    return Fail(ErrorCode::kUsage,
                DiagnosticFor(path, "cannot be written: " + reason));
  }
  const bool written =
      std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  // Closing flushes, and a full disk may show only there.
  if (std::fclose(file) != 0 || !written) {
    return Fail(ErrorCode::kInternal,
                DiagnosticFor(path, "could not be written completely",
                              "the disk may be full"));
  }
  return {};
}

Status MakeFolderOnDisk(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) {
    return Fail(
        ErrorCode::kUsage,
        DiagnosticFor(path, "this folder cannot be made: " + error.message()));
  }
  return {};
}

}  // namespace connectguard
