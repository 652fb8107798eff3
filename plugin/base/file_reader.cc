#include "base/file_reader.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>

#include "base/limits.h"

namespace connectguard {
namespace {

namespace fs = std::filesystem;

struct CloseFile {
  void operator()(std::FILE* file) const {
    if (file != stdin) {
      std::fclose(file);
    }
  }
};

Result<std::string> ReadStream(std::FILE* file, const std::string& name) {
  std::string text;
  std::array<char, 1 << 16> buffer;
  for (;;) {
    const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file);
    text.append(buffer.data(), count);
    if (text.size() > limits::kMaxInputBytes) {
      return Fail(ErrorCode::kLimit,
                  DiagnosticFor(name, "larger than the limit of 1 GiB"));
    }
    if (count < buffer.size()) {
      break;
    }
  }
  if (std::ferror(file) != 0) {
    return Fail(ErrorCode::kMissing, DiagnosticFor(name, "cannot be read"));
  }
  return text;
}

}  // namespace

Result<std::string> DiskFileReader::Read(std::string_view path) const {
  const std::string name(path);
  if (name == "-") {
    return ReadStream(stdin, "<stdin>");
  }
  std::error_code error;
  const fs::file_status status = fs::status(name, error);
  if (fs::is_directory(status)) {
    return Fail(ErrorCode::kBadInput,
                DiagnosticFor(name, "is a directory, not a file",
                              "name the plan or template inside it"));
  }
  const std::unique_ptr<std::FILE, CloseFile> file(
      std::fopen(name.c_str(), "rb"));
  if (file == nullptr) {
    const std::string reason = std::generic_category().message(errno);
    return Fail(ErrorCode::kMissing,
                DiagnosticFor(name, "cannot be opened: " + reason));
  }
  return ReadStream(file.get(), name);
}

Result<std::vector<std::string>> DiskFileReader::List(
    std::string_view path) const {
  const std::string name(path);
  std::error_code error;
  const fs::file_status status = fs::status(name, error);
  if (!fs::exists(status)) {
    return Fail(ErrorCode::kMissing, DiagnosticFor(name, "does not exist"));
  }
  if (!fs::is_directory(status)) {
    return std::vector<std::string>{name};
  }
  std::vector<std::string> paths;
  for (fs::recursive_directory_iterator it(name, error), end;
       !error && it != end; it.increment(error)) {
    if (it->is_regular_file(error) && !it->is_symlink(error)) {
      paths.push_back(it->path().string());
    }
  }
  if (error) {
    return Fail(ErrorCode::kMissing,
                DiagnosticFor(name, "cannot be listed: " + error.message()));
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

Result<std::string> MemoryFileReader::Read(std::string_view path) const {
  const auto found = files_.find(path);
  if (found == files_.end()) {
    return Fail(
        ErrorCode::kMissing,
        DiagnosticFor(path, "cannot be opened: No such file or directory"));
  }
  return found->second;
}

Result<std::vector<std::string>> MemoryFileReader::List(
    std::string_view path) const {
  std::vector<std::string> paths;
  const std::string prefix = std::string(path) + "/";
  for (const auto& [name, text] : files_) {
    if (name == path || name.starts_with(prefix)) {
      paths.push_back(name);
    }
  }
  if (paths.empty()) {
    return Fail(ErrorCode::kMissing, DiagnosticFor(path, "does not exist"));
  }
  return paths;
}

}  // namespace connectguard
