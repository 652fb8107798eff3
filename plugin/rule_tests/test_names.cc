#include "rule_tests/test_names.h"

#include <array>
#include <span>

namespace connectguard {
namespace {

constexpr std::array<std::string_view, 2> kRulesEndings = {".guard",
                                                           ".ruleset"};
constexpr std::array<std::string_view, 4> kTestsEndings = {".yml", ".yaml",
                                                           ".json", ".jsn"};
constexpr std::string_view kSeparators = "_-.";
constexpr std::string_view kWord = "test";

std::string_view WithoutEnding(std::string_view name,
                               std::span<const std::string_view> endings) {
  for (const std::string_view ending : endings) {
    if (name.ends_with(ending)) {
      return name.substr(0, name.size() - ending.size());
    }
  }
  return {};
}

bool IsSeparator(char c) {
  return kSeparators.find(c) != std::string_view::npos;
}

// Whether `rest` is "_tests", "_test" or one of them with more behind it.
bool SaysTests(std::string_view rest) {
  if (rest.empty() || !IsSeparator(rest.front())) {
    return false;
  }
  rest.remove_prefix(1);
  if (!rest.starts_with(kWord)) {
    return false;
  }
  rest.remove_prefix(kWord.size());
  if (rest.starts_with('s')) {
    rest.remove_prefix(1);
  }
  return rest.empty() || IsSeparator(rest.front());
}

}  // namespace

std::string_view StemOfRules(std::string_view name) {
  return WithoutEnding(name, kRulesEndings);
}

bool MayBeTests(std::string_view name) {
  return !WithoutEnding(name, kTestsEndings).empty();
}

std::vector<std::string_view> StemsOfTests(std::string_view name) {
  const std::string_view base = WithoutEnding(name, kTestsEndings);
  std::vector<std::string_view> stems;
  for (std::size_t end = base.size(); end > 0; --end) {
    if (end == base.size() || SaysTests(base.substr(end))) {
      stems.push_back(base.substr(0, end));
    }
  }
  return stems;
}

}  // namespace connectguard
