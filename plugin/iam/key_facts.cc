#include "iam/key_facts.h"

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/text.h"
#include "iam/data_files.h"
#include "iam/glob.h"

namespace connectguard {

namespace {

KeyType TypeOf(std::string_view name) {
  if (name == "String") {
    return KeyType::kString;
  }
  if (name == "ARN") {
    return KeyType::kArn;
  }
  if (name == "Bool") {
    return KeyType::kBool;
  }
  if (name == "Numeric") {
    return KeyType::kNumeric;
  }
  if (name == "Date") {
    return KeyType::kDate;
  }
  return name == "IPAddress" ? KeyType::kIpAddress : KeyType::kUnlisted;
}

// `aws:PrincipalTag/${TagKey}` takes every key that has a tag there.
Glob TemplateGlob(std::string_view lower) {
  Glob glob;
  while (!lower.empty()) {
    const std::size_t end = lower.find('}');
    if (lower.starts_with("${") && end != std::string_view::npos) {
      glob.AddOne();
      glob.AddMany();
      lower.remove_prefix(end + 1);
    } else {
      glob.Add(lower[0]);
      lower.remove_prefix(1);
    }
  }
  return glob;
}

class KeyFactsTable {
 public:
  static const KeyFactsTable& Get() {
    static const KeyFactsTable table(IamDataFile("keys.txt"));
    return table;
  }

  KeyFacts Find(std::string_view key) const {
    const std::string lower = ToLower(key);
    if (const auto at = keys_.find(lower); at != keys_.end()) {
      return at->second;
    }
    for (const auto& [glob, facts] : templates_) {
      if (lower.starts_with(glob.prefix()) && glob.Matches(lower)) {
        return facts;
      }
    }
    return {};
  }

  std::string_view date() const { return date_; }

 private:
  explicit KeyFactsTable(std::string_view text) {
    for (const std::string_view line : DataLines(text)) {
      const std::vector<std::string_view> words = Split(line, ' ');
      if (words[0] == "date") {
        date_ = words[1];
        continue;
      }
      constexpr std::string_view kArray = "ArrayOf";
      KeyFacts facts;
      std::string_view type = words[1];
      if (type.starts_with(kArray)) {
        facts.multivalued = true;
        type.remove_prefix(kArray.size());
      }
      facts.type = TypeOf(type);
      facts.always_present = words.size() > 2 && words[2] == "always";
      std::string key = ToLower(words[0]);
      if (key.find("${") != std::string::npos) {
        templates_.emplace_back(TemplateGlob(key), facts);
      } else {
        keys_.emplace(std::move(key), facts);
      }
    }
  }

  std::unordered_map<std::string, KeyFacts> keys_;
  std::vector<std::pair<Glob, KeyFacts>> templates_;
  std::string_view date_;
};

}  // namespace

KeyFacts FactsOfKey(std::string_view key) {
  return KeyFactsTable::Get().Find(key);
}

std::string_view KeyTypeName(KeyType type) {
  switch (type) {
    case KeyType::kUnlisted:
      return "unlisted";
    case KeyType::kString:
      return "string";
    case KeyType::kArn:
      return "ARN";
    case KeyType::kBool:
      return "boolean";
    case KeyType::kNumeric:
      return "number";
    case KeyType::kDate:
      return "date";
    case KeyType::kIpAddress:
      return "address";
    case KeyType::kBinary:
      break;
  }
  return "binary";
}

std::string_view KeyTableDate() { return KeyFactsTable::Get().date(); }

}  // namespace connectguard
