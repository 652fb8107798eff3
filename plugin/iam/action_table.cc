#include "iam/action_table.h"

#include <algorithm>
#include <deque>
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
  const std::vector<std::string>& lower() const { return lower_; }
  std::span<const std::string_view> services() const { return services_; }
  std::string_view date() const { return date_; }

 private:
  ActionTable() {
    std::vector<std::pair<std::string, KnownAction>> rows;
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
          names_.push_back(service + std::string(words[i]));
          rows.emplace_back(ToLower(names_.back()),
                            KnownAction{.name = names_.back(),
                                        .level = LevelOf(words[0][0])});
        }
      }
    }
    std::sort(rows.begin(), rows.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [lower, action] : rows) {
      lower_.push_back(std::move(lower));
      actions_.push_back(action);
    }
  }

  std::deque<std::string> names_;
  std::vector<std::string> lower_;
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
  const auto& names = ActionTable::Get().lower();
  const auto at = std::lower_bound(names.begin(), names.end(), lower);
  return at != names.end() && *at == lower
             ? &KnownActions()[static_cast<std::size_t>(at - names.begin())]
             : nullptr;
}

std::string_view ActionName(std::string_view action) {
  const KnownAction* known = FindAction(action);
  return known != nullptr ? known->name : action;
}

std::vector<std::string_view> ActionsStartingWith(std::string_view lower) {
  std::vector<std::string_view> found;
  const auto& names = ActionTable::Get().lower();
  for (auto at = std::lower_bound(names.begin(), names.end(), lower);
       at != names.end() && at->starts_with(lower); ++at) {
    found.push_back(
        KnownActions()[static_cast<std::size_t>(at - names.begin())].name);
  }
  return found;
}

bool TakesAnyAction(const Glob& pattern) {
  const auto& names = ActionTable::Get().lower();
  for (auto at = std::lower_bound(names.begin(), names.end(), pattern.prefix());
       at != names.end() && at->starts_with(pattern.prefix()); ++at) {
    if (pattern.Matches(*at)) {
      return true;
    }
  }
  return false;
}

std::span<const std::string_view> ServicePrefixes() {
  return ActionTable::Get().services();
}

const ActionDetails* DetailsOf(std::string_view action) {
  return DetailsTable::Get().Find(action);
}

std::string_view ActionTableDate() { return ActionTable::Get().date(); }

}  // namespace connectguard
