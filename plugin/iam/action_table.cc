#include "iam/action_table.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "iam/data_files.h"

namespace connectguard {

namespace {

AccessLevel LevelOf(char letter) {
  switch (letter) {
    case 'L':
      return AccessLevel::kList;
    case 'R':
      return AccessLevel::kRead;
    case 'W':
      return AccessLevel::kWrite;
    case 'T':
      return AccessLevel::kTagging;
    case 'P':
      return AccessLevel::kPermissions;
    default:
      return AccessLevel::kUnlisted;
  }
}

class ActionTable {
 public:
  static const ActionTable& Get() {
    static const ActionTable table;
    return table;
  }

  std::span<const KnownAction> actions() const { return actions_; }
  std::span<const std::string_view> services() const { return services_; }
  std::string_view date() const { return date_; }

 private:
  ActionTable() {
    std::string service;
    for (const std::string_view line : DataLines(IamDataFile("actions.txt"))) {
      const std::vector<std::string_view> words = Split(line, ' ');
      if (words[0] == "date") {
        date_ = words[1];
      } else if (words[0] == "service") {
        service = std::string(words[1]) + ":";
        services_.push_back(words[1]);
      } else {
        for (std::size_t i = 1; i < words.size(); ++i) {
          const std::string& name =
              texts_.emplace_back(service + std::string(words[i]));
          const std::string& lower = texts_.emplace_back(ToLower(name));
          actions_.push_back(
              {.name = name, .lower = lower, .level = LevelOf(words[0][0])});
        }
      }
    }
    std::ranges::sort(actions_, {}, &KnownAction::lower);
  }

  std::deque<std::string> texts_;
  std::vector<KnownAction> actions_;
  std::vector<std::string_view> services_;
  std::string_view date_;
};

class DetailsTable {
 public:
  static const DetailsTable& Get() {
    static const DetailsTable table;
    return table;
  }

  const ActionDetails* Find(std::string_view action) const {
    const auto at = details_.find(ToLower(action));
    return at == details_.end() ? nullptr : &at->second;
  }

 private:
  DetailsTable() {
    std::string service;
    std::unordered_map<std::string_view, std::string_view> templates;
    for (const std::string_view line :
         DataLines(IamDataFile("action_details.txt"))) {
      const std::vector<std::string_view> words = Split(line, ' ');
      if (words[0] == "service") {
        service = std::string(words[1]) + ":";
        templates.clear();
      } else if (words[0] == "resource") {
        templates[words[1]] = words[2];
      } else {
        AddAction(service, words, templates);
      }
    }
  }

  void AddAction(
      const std::string& service, const std::vector<std::string_view>& words,
      const std::unordered_map<std::string_view, std::string_view>& templates) {
    ActionDetails& details = details_[ToLower(service + std::string(words[1]))];
    bool keys = false;
    for (std::size_t i = 2; i < words.size(); ++i) {
      if (words[i] == "|") {
        keys = true;
        continue;
      }
      if (keys) {
        details.keys.push_back(words[i]);
        continue;
      }
      std::string_view type = words[i];
      if (type.ends_with('*')) {
        type.remove_suffix(1);
      }
      if (const auto at = templates.find(type); at != templates.end()) {
        for (const std::string_view arn : Split(at->second, ',')) {
          details.resources.push_back(arn);
        }
      }
    }
  }

  std::unordered_map<std::string, ActionDetails> details_;
};

}  // namespace

std::span<const KnownAction> KnownActions() {
  return ActionTable::Get().actions();
}

const KnownAction* FindAction(std::string_view name) {
  const std::string lower = ToLower(name);
  const auto known = KnownActions();
  const auto at = std::ranges::lower_bound(known, std::string_view(lower), {},
                                           &KnownAction::lower);
  return at != known.end() && at->lower == lower ? &*at : nullptr;
}

std::string_view ActionName(std::string_view action) {
  const KnownAction* known = FindAction(action);
  return known != nullptr ? known->name : action;
}

std::span<const KnownAction> ActionsStartingWith(std::string_view lower) {
  const auto known = KnownActions();
  const auto first =
      std::ranges::lower_bound(known, lower, {}, &KnownAction::lower);
  const auto last = std::find_if(first, known.end(), [&](const auto& action) {
    return !action.lower.starts_with(lower);
  });
  return {first, last};
}

std::vector<std::string_view> NamesOf(std::span<const KnownAction> actions) {
  std::vector<std::string_view> names;
  std::ranges::transform(actions, std::back_inserter(names),
                         &KnownAction::name);
  return names;
}

std::vector<const KnownAction*> ActionsIn(const TextSet& texts) {
  std::vector<const KnownAction*> found;
  for (const std::string& text : texts.texts()) {
    const KnownAction* action = FindAction(text);
    if (action != nullptr && action->lower == text) {
      found.push_back(action);
    }
  }
  for (const Glob& glob : texts.globs()) {
    if (glob.HasVariables()) {
      continue;
    }
    for (const KnownAction& action : ActionsStartingWith(glob.prefix())) {
      if (glob.Matches(action.lower)) {
        found.push_back(&action);
      }
    }
  }
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

bool TakesAnyAction(const Glob& pattern) {
  return std::ranges::any_of(
      ActionsStartingWith(pattern.prefix()),
      [&](const KnownAction& action) { return pattern.Matches(action.lower); });
}

std::span<const std::string_view> ServicePrefixes() {
  return ActionTable::Get().services();
}

const ActionDetails* DetailsOf(std::string_view action) {
  return DetailsTable::Get().Find(action);
}

std::string_view ActionTableDate() { return ActionTable::Get().date(); }

}  // namespace connectguard
