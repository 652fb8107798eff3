// A set of texts: all that one of some patterns takes.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "iam/budget.h"
#include "iam/glob.h"
#include "iam/glob_search.h"

namespace connectguard {

class TextSet {
 public:
  TextSet() = default;
  explicit TextSet(std::vector<Glob> globs);

  static TextSet Everything() { return TextSet({Glob::Anything()}); }

  bool IsEmpty() const { return texts_.empty() && globs_.empty(); }
  bool IsEverything() const { return everything_; }
  bool HasVariables() const { return has_variables_; }
  // True when it is a list of fixed texts.
  bool IsFinite() const { return globs_.empty(); }

  // Sorted, without repeats.
  const std::vector<std::string>& texts() const { return texts_; }
  // The patterns that are no fixed text.
  const std::vector<Glob>& globs() const { return globs_; }

  // Patterns with variables take nothing here.
  bool Contains(std::string_view text) const;
  // With the values of variables.
  bool Contains(std::string_view text,
                const Glob::VariableValues& values) const;

  TextSet WithVariables(const Glob::VariableValues& values) const;

  // The same patterns, so the same set whatever variables stand for.
  friend bool operator==(const TextSet& a, const TextSet& b) {
    return a.texts_ == b.texts_ && a.globs_ == b.globs_;
  }

 private:
  bool everything_ = false;
  bool has_variables_ = false;
  std::vector<std::string> texts_;
  std::vector<Glob> globs_;  // Sorted by what they are written as.
};

// Looks for a text that is in all of `in`, in none of `not_in`, and in `domain`
// where that is not null.
//
// Variables are not known here. kNone holds whatever they stand for; a text
// found may need them to have some values, which the caller has to try.
SearchOutcome FindMember(std::span<const TextSet* const> in,
                         std::span<const TextSet* const> not_in,
                         const TextSet* domain, SearchBudget* budget,
                         std::string* found);

}  // namespace connectguard
