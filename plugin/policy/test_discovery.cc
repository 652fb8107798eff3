#include "policy/test_discovery.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "policy/layout.h"
#include "policy/metadata.h"
#include "rule_tests/test_names.h"

namespace connectguard {
namespace {

class Discovery {
 public:
  Discovery(const FileReader& files, std::string_view path)
      : files_(files), path_(path) {}

  Result<ThingsToTest> Find() {
    CG_ASSIGN_OR_RETURN(std::vector<std::string> paths,
                        files_.Walk(path_, {.into_linked_folders = true}));
    std::sort(paths.begin(), paths.end());
    const bool one_file = paths.size() == 1 && paths.front() == path_;
    if (one_file && MayBeTests(FileNameOf(path_))) {
      return NoRules("this is no rules file",
                     "name the rules file; its tests are found beside it");
    }
    for (const std::string& file : paths) {
      if (one_file || IsRulesFile(file)) {
        AddRules(file);
      }
    }
    if (found_.rules.empty()) {
      return NoRules("there is no policy and no rules file here",
                     "they are named `<rule>.guard`");
    }
    if (one_file) {
      AddTestsOf(&found_.rules.front());
    } else {
      for (const std::string& file : paths) {
        Pair(file);
      }
    }
    return std::move(found_);
  }

 private:
  tl::unexpected<Error> NoRules(std::string message, std::string hint) const {
    return Fail(ErrorCode::kBadInput,
                DiagnosticFor(path_, std::move(message), std::move(hint)));
  }

  void AddProblem(std::string_view file, std::string message,
                  std::string hint) {
    found_.problems.push_back(
        DiagnosticFor(file, std::move(message), std::move(hint)));
  }

  bool IsRulesFile(const std::string& file) const {
    return !StemOfRules(FileNameOf(file)).empty() &&
           !IsBelowTestFolder(PathWithin(path_, file));
  }

  void AddRules(const std::string& file) {
    Result<std::string> text = files_.Read(file);
    const bool is_policy =
        text &&
        KindOfPolicyFile(PathWithin(path_, file)) == PolicyFileKind::kPolicy &&
        HasMetadata(*text);
    if (is_policy) {
      policy_tests_.insert(TestPathOf(file));
    } else {
      plain_[std::string(FolderOf(file))].push_back(found_.rules.size());
    }
    found_.rules.push_back({.path = file,
                            .text = std::move(text),
                            .is_policy = is_policy,
                            .tests = {}});
  }

  // The folder may not be there.
  void AddTestsOf(RulesToTest* rules) {
    const std::string folder = TestFolderOf(rules->path);
    const auto paths = files_.Walk(folder, {.into_linked_folders = true});
    if (rules->is_policy || !paths) {
      return;
    }
    for (const std::string& file : *paths) {
      if (FolderOf(file) == folder && IsFor(*rules, file)) {
        rules->tests.push_back(file);
      }
    }
    std::sort(rules->tests.begin(), rules->tests.end());
  }

  static bool IsFor(const RulesToTest& rules, std::string_view tests) {
    const std::vector<std::string_view> stems = StemsOfTests(FileNameOf(tests));
    return std::find(stems.begin(), stems.end(), StemOf(rules.path)) !=
           stems.end();
  }

  void Pair(const std::string& file) {
    const std::string_view within = PathWithin(path_, file);
    if (!IsInTestFolder(within)) {
      return;
    }
    const auto plain = plain_.find(std::string(FolderOf(FolderOf(file))));
    if (plain != plain_.end() && MayBeTests(FileNameOf(file)) &&
        PairWithPlain(file, plain->second)) {
      return;
    }
    const PolicyFileKind kind = KindOfPolicyFile(within);
    if (policy_tests_.empty() || policy_tests_.contains(file)) {
      return;
    }
    if (kind == PolicyFileKind::kMisnamedTest) {
      AddProblem(file, "this is not named as tests are",
                 "tests of `<rule>.guard` are `tests/<rule>_tests.yml`");
    } else if (kind == PolicyFileKind::kTest) {
      AddProblem(file, "these tests belong to no policy",
                 fmt::format("there is no {}", PolicyPathOf(file)));
    }
  }

  // False when the tests may be those of a policy.
  bool PairWithPlain(const std::string& file,
                     const std::vector<std::size_t>& candidates) {
    std::vector<std::size_t> owners;
    for (const std::size_t number : candidates) {
      if (IsFor(found_.rules[number], file)) {
        owners.push_back(number);
      }
    }
    if (owners.size() == 1) {
      found_.rules[owners.front()].tests.push_back(file);
      return true;
    }
    if (owners.size() > 1) {
      AddProblem(file,
                 fmt::format("these tests belong to {} and to {}",
                             found_.rules[owners[0]].path,
                             found_.rules[owners[1]].path),
                 "name them after one of them, as in `<name>_tests.yml`");
      return true;
    }
    if (!policy_tests_.empty()) {
      return false;
    }
    AddProblem(file, "these tests belong to no rules file",
               HintFor(file, candidates));
    return true;
  }

  std::string HintFor(const std::string& file,
                      const std::vector<std::size_t>& candidates) const {
    const std::vector<std::string_view> stems = StemsOfTests(FileNameOf(file));
    std::vector<std::string_view> names;
    names.reserve(candidates.size());
    for (const std::size_t number : candidates) {
      names.push_back(StemOf(found_.rules[number].path));
    }
    const std::string_view near = ClosestMatch(stems.back(), names);
    return near.empty()
               ? fmt::format("there is no {}.guard beside the folder",
                             stems.back())
               : fmt::format("tests of {0}.guard are `{0}_tests.yml`", near);
  }

  const FileReader& files_;
  std::string_view path_;
  ThingsToTest found_;
  // Plain rules by their folder, as numbers in found_.rules.
  std::map<std::string, std::vector<std::size_t>, std::less<>> plain_;
  std::set<std::string, std::less<>> policy_tests_;
};

}  // namespace

Result<ThingsToTest> FindThingsToTest(const FileReader& files,
                                      std::string_view path) {
  return Discovery(files, path).Find();
}

}  // namespace connectguard
