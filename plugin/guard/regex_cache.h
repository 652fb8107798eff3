// Regexes that functions are given as texts, each compiled once: a function in
// a block is called for each element with the same pattern.
//
// Thread rule: of one evaluation.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"
#include "guard/regex.h"

namespace connectguard {

class RegexCache {
 public:
  // Valid until the next question.
  Result<const Regex*> Find(std::string_view pattern) {
    const auto found = regexes_.find(std::string(pattern));
    if (found != regexes_.end()) {
      return found->second.get();
    }
    CG_ASSIGN_OR_RETURN(std::unique_ptr<const Regex> regex,
                        Regex::Compile(pattern));
    // Patterns that come from the input could be any number.
    if (regexes_.size() == kMaxKept) {
      regexes_.clear();
    }
    return regexes_.emplace(pattern, std::move(regex)).first->second.get();
  }

 private:
  static constexpr std::size_t kMaxKept = 64;
  std::unordered_map<std::string, std::unique_ptr<const Regex>> regexes_;
};

}  // namespace connectguard
