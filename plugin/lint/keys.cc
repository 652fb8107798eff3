// Keys that cfn-guard also reads in other spellings.
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "guard/key_case.h"
#include "guard/language.h"
#include "lint/findings.h"

namespace connectguard {
namespace {

class KeyChecker {
 public:
  KeyChecker(const LintFacts& facts, Findings* out)
      : facts_(facts), out_(*out) {}

  void Check() {
    for (const QuerySite& site : facts_.queries) {
      CheckSpelling(site);
    }
    CollectKeys();
    for (const QuerySite& site : facts_.queries) {
      if (AsksForPresence(site)) {
        CheckConfusable(site);
      }
    }
  }

 private:
  using Spellings = std::set<std::string>;

  const Spellings& OtherSpellings(const std::string& key) {
    const auto [known, added] = spellings_.try_emplace(key);
    if (added) {
      for (const GuardVersion version :
           {GuardVersion::k31, GuardVersion::k32}) {
        for (std::size_t i = 0; i < kKeyCases; ++i) {
          known->second.insert(
              ConvertKey(key, static_cast<KeyCase>(i), version));
        }
      }
      known->second.erase(key);
    }
    return known->second;
  }

  void CheckSpelling(const QuerySite& site) {
    if (site.role == QueryRole::kType) {
      return;
    }
    std::string keys;
    for (const QueryPart& part : site.query->parts) {
      const auto* key = std::get_if<KeyPart>(&part);
      if (key == nullptr || key->index) {
        continue;
      }
      if (const Spellings& others = OtherSpellings(key->name);
          !others.empty()) {
        keys += fmt::format("{}`{}` as `{}`", keys.empty() ? "" : "; ",
                            key->name, fmt::join(others, "`, `"));
      }
    }
    if (!keys.empty()) {
      out_.Add("key-spelling", site.query->span,
               fmt::format("cfn-guard also reads {}", keys),
               "where the input has such a key too, ask for the right one with "
               "`[ keys == '...' ]`");
    }
  }

  // Two keys below one value, of which cfn-guard takes the one for the other.

  // Keys that the rules ask for, by where their parent is found.
  using Parent = std::pair<const void*, std::string>;

  void CollectKeys() {
    for (const QuerySite& site : facts_.queries) {
      ForEachKey(site, [&](const Parent& parent, const KeyPart& key) {
        keys_[parent].insert(key.name);
      });
    }
  }

  // Up to where the way is the same for whoever writes it.
  template <typename Function>
  static void ForEachKey(const QuerySite& site, Function function) {
    Parent parent = {site.origin, ""};
    for (const QueryPart& part : site.query->parts) {
      if (const auto* key = std::get_if<KeyPart>(&part)) {
        if (!key->index) {
          function(parent, *key);
        }
        parent.second += "." + key->name;
      } else if (const auto* variable = std::get_if<VariablePart>(&part)) {
        parent.second += "%" + variable->name;
      } else if (std::holds_alternative<AllIndicesPart>(part)) {
        parent.second += "[*]";
      } else {
        return;
      }
    }
  }

  static bool AsksForPresence(const QuerySite& site) {
    const auto* form = site.clause == nullptr
                           ? nullptr
                           : std::get_if<UnaryClause>(&site.clause->form);
    return form != nullptr && &form->query == site.query &&
           (form->op == UnaryOp::kExists || form->op == UnaryOp::kEmpty);
  }

  void CheckConfusable(const QuerySite& site) {
    ForEachKey(site, [&](const Parent& parent, const KeyPart& key) {
      const std::set<std::string>& siblings = keys_.at(parent);
      for (const std::string& other : OtherSpellings(key.name)) {
        if (siblings.contains(other) &&
            reported_.insert({parent, key.name, other}).second) {
          out_.Add("confusable-keys", site.query->span,
                   fmt::format("where `{}` is missing, cfn-guard reads `{}` in "
                               "its place",
                               key.name, other),
                   fmt::format("write `[ keys == '{}' ] !empty`, which takes "
                               "keys as they are",
                               key.name));
        }
      }
    });
  }

  const LintFacts& facts_;
  Findings& out_;
  std::map<std::string, Spellings> spellings_;
  std::map<Parent, std::set<std::string>> keys_;
  std::set<std::tuple<Parent, std::string, std::string>> reported_;
};

}  // namespace

void CheckKeys(const LintFacts& facts, Findings* out) {
  KeyChecker(facts, out).Check();
}

}  // namespace connectguard
