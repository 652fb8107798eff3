#include "policy/layout.h"

#include <filesystem>

#include "base/text.h"

namespace connectguard {
namespace {

constexpr std::string_view kPolicySuffix = ".guard";
constexpr std::string_view kTestSuffix = "_tests.yml";
constexpr std::string_view kTestFolder = "tests";

std::string Below(std::string_view folder, std::string_view name) {
  std::string path(folder);
  if (!path.empty()) {
    path += '/';
  }
  return path.append(name);
}

}  // namespace

bool IsBelowTestFolder(std::string_view path) {
  for (std::string_view folder = FolderOf(path); !folder.empty();
       folder = FolderOf(folder)) {
    if (FileNameOf(folder) == kTestFolder) {
      return true;
    }
  }
  return false;
}

bool IsInTestFolder(std::string_view path) {
  return FileNameOf(FolderOf(path)) == kTestFolder;
}

PolicyFileKind KindOfPolicyFile(std::string_view path) {
  if (IsBelowTestFolder(path)) {
    if (!IsInTestFolder(path)) {
      return PolicyFileKind::kOther;
    }
    if (path.ends_with(kTestSuffix)) {
      return PolicyFileKind::kTest;
    }
    return path.ends_with(".yml") || path.ends_with(".yaml")
               ? PolicyFileKind::kMisnamedTest
               : PolicyFileKind::kOther;
  }
  if (path.ends_with(kPolicySuffix)) {
    return PolicyFileKind::kPolicy;
  }
  return FolderOf(path) == "packs" && path.ends_with(".yml")
             ? PolicyFileKind::kPack
             : PolicyFileKind::kOther;
}

std::string_view StemOf(std::string_view path) {
  const std::string_view name = FileNameOf(path);
  return name.substr(0, name.rfind('.'));
}

std::string TestFolderOf(std::string_view policy_path) {
  return Below(FolderOf(policy_path), kTestFolder);
}

std::string TestPathOf(std::string_view policy_path) {
  return Below(TestFolderOf(policy_path),
               std::string(StemOf(policy_path)) + std::string(kTestSuffix));
}

std::string PolicyPathOf(std::string_view test_path) {
  const std::string_view name = FileNameOf(test_path);
  const std::string_view stem =
      name.substr(0, name.size() - kTestSuffix.size());
  return Below(FolderOf(FolderOf(test_path)),
               std::string(stem) + std::string(kPolicySuffix));
}

std::string_view PathWithin(std::string_view folder, std::string_view path) {
  while (folder.ends_with('/')) {
    folder.remove_suffix(1);
  }
  if (!path.starts_with(folder) || path.size() == folder.size()) {
    return FileNameOf(path);
  }
  path.remove_prefix(folder.size());
  return path.substr(path.find_first_not_of('/'));
}

std::string PathBeside(std::string_view from, std::string_view path) {
  return (std::filesystem::path(FolderOf(from)) / path)
      .lexically_normal()
      .generic_string();
}

}  // namespace connectguard
