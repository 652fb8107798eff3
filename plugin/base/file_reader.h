// The only door to the disk. All that decides is a pure function of what comes
// through here, so tests replace the disk with a map.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace connectguard {

// How Walk goes through folders.
struct WalkOptions {
  bool into_linked_folders = false;
  // Within one folder, folders and files by when they were last modified,
  // the oldest first, instead of by name.
  bool by_modification = false;
};

class FileReader {
 public:
  virtual ~FileReader() = default;

  // The whole file. kMissing when it is not there or may not be read, kBadInput
  // for a directory, kLimit beyond limits::kMaxInputBytes.
  virtual Result<std::string> Read(std::string_view path) const = 0;

  // Paths of the regular files below a directory, recursively, sorted by path;
  // symbolic links are not followed. A file answers itself.
  virtual Result<std::vector<std::string>> List(
      std::string_view path) const = 0;

  // The same with links to files among them, and sorted within one folder, not
  // by the whole path: the order in which cfn-guard goes. Folders that contain
  // themselves through a link are entered once.
  virtual Result<std::vector<std::string>> Walk(
      std::string_view path, const WalkOptions& options) const = 0;

  // The path from the root, without links; as it is when there is none.
  virtual std::string Canonical(std::string_view path) const {
    return std::string(path);
  }
};

class DiskFileReader final : public FileReader {
 public:
  // `-` is standard input.
  Result<std::string> Read(std::string_view path) const override;
  Result<std::vector<std::string>> List(std::string_view path) const override;
  Result<std::vector<std::string>> Walk(
      std::string_view path, const WalkOptions& options) const override;
  std::string Canonical(std::string_view path) const override;
};

class MemoryFileReader final : public FileReader {
 public:
  explicit MemoryFileReader(
      std::map<std::string, std::string, std::less<>> files)
      : files_(std::move(files)) {}

  Result<std::string> Read(std::string_view path) const override;
  Result<std::vector<std::string>> List(std::string_view path) const override;
  // There are no links and no times: always by name.
  Result<std::vector<std::string>> Walk(
      std::string_view path, const WalkOptions& options) const override;

 private:
  std::map<std::string, std::string, std::less<>> files_;
};

}  // namespace connectguard
