#include "iam/data_files.h"

#include <cassert>
#include <span>

#include "base/embedded.h"
#include "base/text.h"

namespace connectguard {

std::span<const EmbeddedFile> IamDataFiles();

std::string_view IamDataFile(std::string_view name) {
  for (const EmbeddedFile& file : IamDataFiles()) {
    if (file.path == name) {
      return file.text;
    }
  }
  assert(false && "no such table");
  return {};
}

std::vector<std::string_view> DataLines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (const std::string_view line : Split(text, '\n')) {
    if (!line.empty() && line[0] != '#') {
      lines.push_back(line);
    }
  }
  return lines;
}

}  // namespace connectguard
