// The recorded experiments in tests/corpus/guard-micro; its README.md has the
// format.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "document/document.h"
#include "readers/json_reader.h"

namespace connectguard::testing {

struct Experiment {
  std::string id;  // File stem / name.
  std::string rules;
  std::string data;
  std::vector<std::string> params;
};

// What cfn-guard answered.
struct Recorded {
  std::int64_t exit = 0;
  std::map<std::string, std::string> rules;
};

inline std::filesystem::path MicroFolder() {
  return std::filesystem::path(CONNECTGUARD_SOURCE_DIR) / "tests/corpus" /
         "guard-micro";
}

inline std::vector<std::string> LinesOf(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

inline void AddExperiments(const std::filesystem::path& path,
                           std::vector<Experiment>* out) {
  std::string* section = nullptr;
  for (const std::string& line : LinesOf(path)) {
    if (line.starts_with("=== ")) {
      out->push_back({path.stem().string() + "/" + line.substr(4), {}, {}, {}});
      section = nullptr;
    } else if (line == "--- rules") {
      section = &out->back().rules;
    } else if (line.starts_with("--- data.")) {
      section = &out->back().data;
    } else if (line.starts_with("--- params.")) {
      section = &out->back().params.emplace_back();
    } else if (section != nullptr) {
      *section += line + "\n";
    }
  }
}

inline const std::vector<Experiment>& Experiments() {
  static const std::vector<Experiment> all = [] {
    std::set<std::filesystem::path> files;
    for (const auto& entry :
         std::filesystem::directory_iterator(MicroFolder())) {
      if (entry.path().extension() == ".txt") {
        files.insert(entry.path());
      }
    }
    std::vector<Experiment> experiments;
    for (const auto& file : files) {
      AddExperiments(file, &experiments);
    }
    return experiments;
  }();
  return all;
}

inline void Overlay(const Value* map,
                    std::map<std::string, std::string>* onto) {
  if (map == nullptr) {
    return;
  }
  for (const Member& member : map->AsMap()) {
    (*onto)[std::string(member.key->text)] = member.value.AsString();
  }
}

// By experiment; of the older version, or of the newer.
inline std::map<std::string, Recorded> ReadRecorded(bool newer) {
  std::map<std::string, Recorded> recorded;
  for (const std::string& line : LinesOf(MicroFolder() / "expected.jsonl")) {
    Document document;
    const auto root =
        ReadJson(&document, document.AddFile("expected.jsonl", line));
    if (!root) {
      ADD_FAILURE() << root.error().diagnostic.message;
      continue;
    }
    Recorded& entry = recorded[std::string(StringAt(**root, "id"))];
    entry.exit = Find(**root, "exit")->integer;
    Overlay(Find(**root, "rules"), &entry.rules);
    const Value* changed = Find(**root, "version_3_2");
    if (!newer || changed == nullptr) {
      continue;
    }
    if (const Value* exit = Find(*changed, "exit")) {
      entry.exit = exit->integer;
    }
    if (const Value* only = Find(*changed, "only")) {
      entry.rules.clear();
      Overlay(only, &entry.rules);
    }
    Overlay(Find(*changed, "expect"), &entry.rules);
  }
  return recorded;
}

// Where we differ on purpose: what we answer, and why.
struct Difference {
  std::string answer;
  std::string reason;
};

// By experiment, version ("3.1", "3.2") and rule (or `*`), joined by tabs.
inline std::map<std::string, Difference> ReadDifferences() {
  std::map<std::string, Difference> differences;
  for (const std::string& line : LinesOf(MicroFolder() / "differences.tsv")) {
    if (line.empty() || line.starts_with('#')) {
      continue;
    }
    std::istringstream fields(line);
    std::string id;
    std::string version;
    std::string rule;
    Difference difference;
    std::getline(fields, id, '\t');
    std::getline(fields, version, '\t');
    std::getline(fields, rule, '\t');
    std::getline(fields, difference.answer, '\t');
    std::getline(fields, difference.reason, '\t');
    differences[id + "\t" + version + "\t" + rule] = difference;
  }
  return differences;
}

}  // namespace connectguard::testing
