#include "base/file_reader.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>
#include <tuple>
#include <utility>

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

Result<bool> IsFolder(const std::string& name) {
  std::error_code error;
  const fs::file_status status = fs::status(name, error);
  if (!fs::exists(status)) {
    return Fail(ErrorCode::kMissing, DiagnosticFor(name, "does not exist"));
  }
  return fs::is_directory(status);
}

// One walk below one folder.
class Walker {
 public:
  explicit Walker(const WalkOptions& options) : options_(options) {}

  // `inside`: the folders that this one is in, as they are without links.
  Status Enter(const fs::path& folder, std::vector<fs::path>* inside) {
    std::error_code error;
    fs::path real = fs::canonical(folder, error);
    if (error ||
        std::find(inside->begin(), inside->end(), real) != inside->end()) {
      return {};
    }
    CG_ASSIGN_OR_RETURN(const std::vector<Entry> entries, EntriesOf(folder));
    inside->push_back(std::move(real));
    for (const Entry& entry : entries) {
      const fs::file_status status = fs::status(entry.path, error);
      const bool linked = fs::is_symlink(fs::symlink_status(entry.path, error));
      if (fs::is_regular_file(status)) {
        paths_.push_back(entry.path.string());
      } else if (fs::is_directory(status) &&
                 (options_.into_linked_folders || !linked)) {
        CG_RETURN_IF_ERROR(Enter(entry.path, inside));
      }
    }
    inside->pop_back();
    return {};
  }

  std::vector<std::string> Take() { return std::move(paths_); }

 private:
  struct Entry {
    std::pair<std::int64_t, std::int64_t> modified;  // Only when it decides.
    std::string name;
    fs::path path;
  };

  // Seconds and nanoseconds; of a link itself unless links are followed.
  std::pair<std::int64_t, std::int64_t> ModifiedAt(const fs::path& path) const {
    struct stat status {};
    const int failed = options_.into_linked_folders
                           ? stat(path.c_str(), &status)
                           : lstat(path.c_str(), &status);
    return failed != 0 ? std::pair<std::int64_t, std::int64_t>()
                       : std::pair<std::int64_t, std::int64_t>(
                             status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
  }

  Result<std::vector<Entry>> EntriesOf(const fs::path& folder) const {
    std::vector<Entry> entries;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end;
         it.increment(error)) {
      Entry entry{.modified = {},
                  .name = it->path().filename().string(),
                  .path = it->path()};
      if (options_.by_modification) {
        entry.modified = ModifiedAt(entry.path);
      }
      entries.push_back(std::move(entry));
    }
    if (error) {
      return Fail(ErrorCode::kMissing,
                  DiagnosticFor(folder.string(),
                                "cannot be listed: " + error.message()));
    }
    std::sort(
        entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
          return std::tie(a.modified, a.name) < std::tie(b.modified, b.name);
        });
    return entries;
  }

  const WalkOptions& options_;
  std::vector<std::string> paths_;
};

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
  CG_ASSIGN_OR_RETURN(const bool is_folder, IsFolder(name));
  if (!is_folder) {
    return std::vector<std::string>{name};
  }
  std::error_code error;
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

Result<std::vector<std::string>> DiskFileReader::Walk(
    std::string_view path, const WalkOptions& options) const {
  const std::string name(path);
  CG_ASSIGN_OR_RETURN(const bool is_folder, IsFolder(name));
  if (!is_folder) {
    return std::vector<std::string>{name};
  }
  Walker walker(options);
  std::vector<fs::path> inside;
  CG_RETURN_IF_ERROR(walker.Enter(name, &inside));
  return walker.Take();
}

std::string DiskFileReader::Canonical(std::string_view path) const {
  std::error_code error;
  const fs::path canonical = fs::canonical(fs::path(path), error);
  return error ? std::string(path) : canonical.string();
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

Result<std::vector<std::string>> MemoryFileReader::Walk(
    std::string_view path, const WalkOptions&) const {
  CG_ASSIGN_OR_RETURN(std::vector<std::string> paths, List(path));
  // As if a separator came before every other byte.
  std::sort(paths.begin(), paths.end(),
            [](const std::string& a, const std::string& b) {
              return std::lexicographical_compare(
                  a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
                    return x != y && y != '/' &&
                           (x == '/' || static_cast<unsigned char>(x) <
                                            static_cast<unsigned char>(y));
                  });
            });
  return paths;
}

}  // namespace connectguard
