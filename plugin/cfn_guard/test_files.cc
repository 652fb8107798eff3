#include "cfn_guard/test_files.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>

#include <fmt/format.h>

#include "base/text.h"

namespace connectguard {
namespace {

constexpr std::array<std::string_view, 2> kRulesEndings = {".guard",
                                                           ".ruleset"};
// Of files in folders named `tests`.
constexpr std::array<std::string_view, 4> kPairedEndings = {".yaml", ".yml",
                                                            ".json", ".jsn"};
// Of files that the user names, and of those below a folder that he names.
constexpr std::array<std::string_view, 6> kNamedEndings = {
    ".json", ".yaml", ".JSON", ".YAML", ".yml", ".jsn"};

std::string_view EndingOf(std::string_view name,
                          std::span<const std::string_view> endings) {
  for (const std::string_view ending : endings) {
    if (name.ends_with(ending)) {
      return ending;
    }
  }
  return {};
}

using RulesByFolder =
    std::map<std::string, std::vector<TestedRulesFile>, std::less<>>;

// The file with whose prefix `name` begins the longest.
const TestedRulesFile* BestFit(const std::vector<TestedRulesFile>& candidates,
                               std::string_view name) {
  const TestedRulesFile* best = nullptr;
  for (const TestedRulesFile& candidate : candidates) {
    if (name.starts_with(candidate.prefix) &&
        (best == nullptr || candidate.prefix.size() > best->prefix.size())) {
      best = &candidate;
    }
  }
  return best;
}

void Attach(const std::string& path, RulesByFolder* rules,
            std::vector<std::string>* warnings) {
  const std::string_view name = FileNameOf(path);
  const std::string_view folder = FolderOf(path);
  if (FileNameOf(folder) != "tests" || EndingOf(name, kPairedEndings).empty()) {
    return;
  }
  const auto beside = rules->find(FolderOf(folder));
  if (beside == rules->end()) {
    return;
  }
  std::vector<TestedRulesFile>& candidates = beside->second;
  const auto first = std::find_if(
      candidates.begin(), candidates.end(),
      [&](const TestedRulesFile& c) { return name.starts_with(c.prefix); });
  if (first == candidates.end()) {
    warnings->push_back(fmt::format(
        "{} is not run: no rules file beside its folder has a name with which "
        "its own begins",
        path));
    return;
  }
  const TestedRulesFile* best = BestFit(candidates, name);
  if (best->prefix != first->prefix) {
    warnings->push_back(
        fmt::format("{} is run on {}, the first rules file with whose name its "
                    "own begins, not on {}",
                    path, first->path, best->path));
  }
  first->tests.push_back(path);
}

}  // namespace

Result<TestPairs> PairTests(const FileReader& files, std::string_view folder) {
  CG_ASSIGN_OR_RETURN(const std::vector<std::string> paths,
                      files.Walk(folder, {.into_linked_folders = true}));
  RulesByFolder rules;
  for (const std::string& path : paths) {
    const std::string_view name = FileNameOf(path);
    const std::string_view ending = EndingOf(name, kRulesEndings);
    if (!ending.empty()) {
      const std::string_view prefix =
          name.substr(0, name.size() - ending.size());
      rules[std::string(FolderOf(path))].push_back(
          {.path = path, .prefix = std::string(prefix), .tests = {}});
    }
  }
  TestPairs pairs;
  for (const std::string& path : paths) {
    Attach(path, &rules, &pairs.warnings);
  }
  for (auto& [name, tested] : rules) {
    std::move(tested.begin(), tested.end(), std::back_inserter(pairs.rules));
  }
  return pairs;
}

Result<TestFiles> FindTestFiles(const FileReader& files, std::string_view path,
                                bool by_modification) {
  CG_ASSIGN_OR_RETURN(std::vector<std::string> paths,
                      files.Walk(path, {.by_modification = by_modification}));
  TestFiles found;
  for (std::string& file : paths) {
    if (!EndingOf(FileNameOf(file), kNamedEndings).empty()) {
      found.paths.push_back(std::move(file));
    } else if (file == path) {
      found.warnings.push_back(
          fmt::format("{} is not run: files of tests end in .yaml, .yml, .json "
                      "or .jsn",
                      path));
    }
  }
  if (found.paths.empty() && found.warnings.empty()) {
    found.warnings.push_back(fmt::format("there are no tests below {}", path));
  }
  return found;
}

}  // namespace connectguard
