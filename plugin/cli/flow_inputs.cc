#include "cli/flow_inputs.h"

#include <utility>

#include "base/limits.h"
#include "readers/input_kind.h"

namespace connectguard {
namespace {

bool LooksLikeFlow(const std::string& name, const std::string& bytes) {
  if (bytes.size() > limits::kMaxInputBytes || !CheckIsText(name, bytes)) {
    return false;
  }
  const Result<InputFormat> format = DetectFormat(name, bytes);
  return format && *format == InputFormat::kContactFlow;
}

void AddFolder(const std::string& folder, const std::vector<std::string>& below,
               const FileReader& disk, FlowFiles* found) {
  const std::size_t before = found->files.size();
  for (const std::string& path : below) {
    if (!path.ends_with(".json")) {
      continue;
    }
    Result<std::string> bytes = disk.Read(path);
    if (!bytes) {
      found->files.push_back(
          {.name = path, .input = tl::unexpected(bytes.error())});
    } else if (LooksLikeFlow(path, *bytes)) {
      found->files.push_back(
          {.name = path,
           .input = Input{.name = path, .bytes = *std::move(bytes)}});
    } else {
      ++found->left_out;
    }
  }
  if (found->files.size() == before) {
    found->files.push_back(
        {.name = folder,
         .input = Fail(
             ErrorCode::kMissing,
             DiagnosticFor(folder, "there is no contact flow in this folder",
                           "flows are files that end in .json; name plans "
                           "and templates by themselves"))});
  }
}

}  // namespace

FlowFiles ReadFlowFiles(const std::vector<std::string>& paths,
                        const FileReader& disk) {
  FlowFiles found;
  for (const std::string& path : paths) {
    if (path != "-") {
      const Result<std::vector<std::string>> below = disk.List(path);
      const bool is_file =
          !below || (below->size() == 1 && below->front() == path);
      if (!is_file) {
        AddFolder(path, *below, disk, &found);
        continue;
      }
    }
    const std::string name = path == "-" ? "<stdin>" : path;
    found.files.push_back(
        {.name = name, .input = disk.Read(path).map([&](std::string bytes) {
           return Input{.name = name, .bytes = std::move(bytes)};
         })});
  }
  return found;
}

}  // namespace connectguard
