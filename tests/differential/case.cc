#include "differential/case.h"

#include <cctype>
#include <cstdio>
#include <set>
#include <string_view>

#include "differential/random.h"
#include "differential/rules_writer.h"
#include "differential/special_cases.h"
#include "differential/tokens.h"
#include "support/micro_corpus.h"

namespace connectguard::differential {
namespace {

Case WrittenCase(Random* random) {
  const Node document = RandomDocument(random);
  Case made;
  made.rules = RulesWriter(document, random).WriteFile();
  made.documents.push_back(RandomlyWritten(document, random));
  for (int i = 0; i < 2; ++i) {
    made.documents.push_back(RandomlyWritten(Varied(document, random), random));
  }
  return made;
}

Case ChangedCase(Random* random) {
  Case made = WrittenCase(random);
  const std::string rules = made.rules;
  made.rules = Mutated(rules, rules, random);
  return made;
}

using testing::Experiment;

const Experiment& AnyExperiment(Random* random) {
  return random->Pick(testing::Experiments());
}

// Half of the time of an experiment of the same file, which speaks of the same
// keys.
Case MicroCase(Random* random) {
  const Experiment& experiment = AnyExperiment(random);
  Case made;
  made.rules = experiment.rules;
  if (random->Chance(60)) {
    made.rules = Mutated(made.rules, AnyExperiment(random).rules, random);
  }
  made.documents.push_back({.yaml = true, .text = experiment.data});
  made.documents.push_back(
      {.yaml = true,
       .text = Mutated(experiment.data, AnyExperiment(random).data, random)});
  made.documents.push_back({.yaml = true, .text = AnyExperiment(random).data});
  return made;
}

bool IsNameByte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

bool Mentions(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos;
       at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if ((at == 0 || !IsNameByte(text[at - 1])) &&
        (end == text.size() || !IsNameByte(text[end]))) {
      return true;
    }
  }
  return false;
}

// A part of a rules file: from the beginning of an item to that of the next.
struct Item {
  std::string_view text;
  std::string_view rule;  // Its name; empty for what is no plain rule.
};

std::string_view RuleName(std::string_view item) {
  constexpr std::string_view kStart = "rule ";
  if (!item.starts_with(kStart)) {
    return {};
  }
  std::size_t end = kStart.size();
  while (end < item.size() && IsNameByte(item[end])) {
    ++end;
  }
  const bool parameterized = end < item.size() && item[end] == '(';
  return parameterized ? std::string_view()
                       : item.substr(kStart.size(), end - kStart.size());
}

std::vector<Item> ItemsOf(std::string_view rules) {
  std::vector<Item> items;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < rules.size();) {
    const std::size_t line = rules.find('\n', at);
    at = line == std::string_view::npos ? rules.size() : line + 1;
    const std::string_view rest = rules.substr(at);
    if (rest.empty() || rest.starts_with("rule ") || rest.starts_with("let ")) {
      const std::string_view text = rules.substr(begin, at - begin);
      items.push_back({.text = text, .rule = RuleName(text)});
      begin = at;
    }
  }
  return items;
}

// The numbers of the items that stand beside rule `number`.
std::set<std::size_t> Needed(const std::vector<Item>& items,
                             std::size_t number) {
  std::set<std::size_t> needed = {number};
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].rule.empty()) {
      needed.insert(i);
    }
  }
  for (std::size_t before = 0; before != needed.size();) {
    before = needed.size();
    for (std::size_t i = 0; i < items.size(); ++i) {
      for (const std::size_t user : std::set<std::size_t>(needed)) {
        if (user != i && !items[i].rule.empty() &&
            Mentions(items[user].text, items[i].rule)) {
          needed.insert(i);
        }
      }
    }
  }
  return needed;
}

}  // namespace

Case MakeCase(std::uint64_t seed, std::uint64_t number) {
  Random random(seed, number);
  switch (number % 8) {
    case 0:
    case 1:
      return WrittenCase(&random);
    case 2:
      return ChangedCase(&random);
    case 3:
    case 4:
      return MicroCase(&random);
    case 5:
      return RegexCase(&random);
    case 6:
      return YamlCase(&random);
    default:
      return number % 16 == 7 ? FunctionCase(&random) : KeyCase(&random);
  }
}

std::string Fingerprint(const Case& made) {
  // FNV-1a.
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  const auto add = [&](std::string_view text) {
    for (const char c : text) {
      hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    }
    hash = (hash ^ 0xffU) * 0x100000001b3ULL;
  };
  add(made.rules);
  for (const DocumentText& document : made.documents) {
    add(document.text);
  }
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%08llx",
                static_cast<unsigned long long>(hash >> 32U));
  return text.data();
}

std::vector<std::string> RuleNames(const std::string& rules) {
  std::vector<std::string> names;
  for (const Item& item : ItemsOf(rules)) {
    if (!item.rule.empty()) {
      names.emplace_back(item.rule);
    }
  }
  return names;
}

std::vector<std::string> EachRuleAlone(const std::string& rules) {
  const std::vector<Item> items = ItemsOf(rules);
  std::vector<std::string> alone;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].rule.empty()) {
      continue;
    }
    std::string text;
    for (const std::size_t number : Needed(items, i)) {
      text += items[number].text;
    }
    alone.push_back(std::move(text));
  }
  return alone.size() > 1 ? alone : std::vector<std::string>();
}

}  // namespace connectguard::differential
