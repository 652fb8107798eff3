#include "readers/create_only.h"

#include <span>
#include <unordered_map>

#include "base/embedded.h"
#include "base/text.h"

namespace connectguard {

// Written by cmake/Embed.cmake.
std::span<const EmbeddedFile> CreateOnlyFiles();

namespace {

using Table = std::unordered_map<std::string_view, CreateOnly>;

Table ReadTable(std::string_view text) {
  Table table;
  for (const std::string_view line : Split(text, '\n')) {
    if (line.empty() || line.starts_with('#')) {
      continue;
    }
    const auto words = Split(line, ' ');
    CreateOnly& row = table[words.front()];
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (words[i].starts_with('?')) {
        row.sometimes.push_back(words[i].substr(1));
      } else {
        row.always.push_back(words[i]);
      }
    }
  }
  return table;
}

}  // namespace

const CreateOnly* CreateOnlyOf(std::string_view type) {
  static const Table table = ReadTable(CreateOnlyFiles().front().text);
  const auto found = table.find(type);
  return found == table.end() ? nullptr : &found->second;
}

}  // namespace connectguard
