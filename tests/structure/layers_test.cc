// Holds the #includes of plugin/ to the table in plugin/README.md.
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace connectguard {
namespace {

namespace fs = std::filesystem;

const fs::path kPlugin = fs::path(CONNECTGUARD_SOURCE_DIR) / "plugin";

struct Layer {
  std::set<std::string> may_include;
};

std::vector<std::string> Words(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) {
    words.push_back(word);
  }
  return words;
}

// Rows "| folder | what | may include | libraries |" of the README's table.
std::map<std::string, Layer> ReadTable() {
  std::map<std::string, Layer> table;
  std::ifstream in(kPlugin / "README.md");
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> cells;
    std::istringstream row(line);
    for (std::string cell; std::getline(row, cell, '|');) {
      cells.push_back(cell);
    }
    if (line.empty() || line[0] != '|' || cells.size() < 5 ||
        cells[1] == " folder " || cells[1].find("---") != std::string::npos) {
      continue;
    }
    Layer layer;
    for (const std::string& word : Words(cells[3])) {
      if (word != "-") {
        layer.may_include.insert(word);
      }
    }
    table[Words(cells[1]).at(0)] = layer;
  }
  return table;
}

// The quoted or bracketed names that a file includes.
std::vector<std::string> IncludesOf(const fs::path& file) {
  std::vector<std::string> includes;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("#include ") && line.size() > 11) {
      includes.push_back(line.substr(10, line.find_last_of(">\"") - 10));
    }
  }
  return includes;
}

struct ThirdParty {
  std::string prefix;
  std::set<std::string> allowed;  // "folder" or "folder/file".
};

const std::vector<ThirdParty>& Libraries() {
  static const std::vector<ThirdParty> libraries = {
      {"nlohmann/", {"report"}},
      {"boost/", {"readers/json_events.cc"}},
      {"yaml.h", {"readers/yaml_library.h", "readers/yaml_writer.cc"}},
      {"zlib.h", {"readers/zip_archive.cc"}},
      {"pcre2.h", {"guard/regex.cc"}},
      {"re2/", {"readers/allowed_pattern.cc"}},
      {"CLI/", {"cli"}},
      {"grpc", {"service"}},
      {"google/protobuf/", {"service"}},
      {"spdlog/", {"service"}},
      {"openssl/", {"service/tls_identity.cc"}},
      {"nettle/sha2.h", {"base/sha256.cc"}},
      {"absl/", {}},
      {"regex>", {}},
  };
  return libraries;
}

std::vector<fs::path> Sources() {
  std::vector<fs::path> sources;
  for (const auto& entry : fs::recursive_directory_iterator(kPlugin)) {
    if (entry.path().extension() == ".h" || entry.path().extension() == ".cc") {
      sources.push_back(entry.path());
    }
  }
  return sources;
}

TEST(LayersTest, EveryFolderStandsInTheTable) {
  const auto table = ReadTable();
  ASSERT_GE(table.size(), 10u);
  for (const auto& entry : fs::directory_iterator(kPlugin)) {
    if (entry.is_directory() && !fs::is_empty(entry.path())) {
      EXPECT_TRUE(table.contains(entry.path().filename().string()))
          << entry.path().filename() << " is missing from plugin/README.md";
    }
  }
}

TEST(LayersTest, IncludesFollowTheTable) {
  const auto table = ReadTable();
  int checked = 0;
  for (const fs::path& source : Sources()) {
    const fs::path relative = fs::relative(source, kPlugin);
    const std::string folder = relative.begin()->string();
    if (!table.contains(folder)) {
      continue;  // The two mains.
    }
    for (const std::string& include : IncludesOf(source)) {
      const std::string target = include.substr(0, include.find('/'));
      if (table.contains(target) && target != folder) {
        ++checked;
        EXPECT_TRUE(table.at(folder).may_include.contains(target))
            << relative.string() << " includes " << include << ", which "
            << "plugin/README.md does not allow to " << folder;
      }
    }
  }
  EXPECT_GT(checked, 20);
}

TEST(LayersTest, LibrariesStayInTheirRoom) {
  for (const fs::path& source : Sources()) {
    const fs::path relative = fs::relative(source, kPlugin);
    for (const std::string& include : IncludesOf(source)) {
      for (const ThirdParty& library : Libraries()) {
        if (!include.starts_with(library.prefix)) {
          continue;
        }
        const bool allowed =
            library.allowed.contains(relative.begin()->string()) ||
            library.allowed.contains(relative.generic_string());
        EXPECT_TRUE(allowed) << relative.string() << " includes " << include;
      }
    }
  }
}

TEST(LayersTest, HeadersOpenWithWhatTheyAre) {
  for (const fs::path& source : Sources()) {
    if (source.extension() != ".h") {
      continue;
    }
    std::ifstream in(source);
    std::stringstream text;
    text << in.rdbuf();
    EXPECT_TRUE(text.str().starts_with("// ")) << source;
    EXPECT_THAT(text.str(), testing::HasSubstr("SPDX-License-Identifier"))
        << source;
    EXPECT_THAT(text.str(), testing::HasSubstr("#pragma once")) << source;
  }
}

TEST(LayersTest, FilesStaySmallEnoughToRead) {
  for (const fs::path& source : Sources()) {
    std::ifstream in(source);
    int lines = 0;
    for (std::string line; std::getline(in, line);) {
      ++lines;
    }
    EXPECT_LE(lines, 600) << source << ": a concept may want its own room";
  }
}

}  // namespace
}  // namespace connectguard
