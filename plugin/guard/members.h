// What a list or a set contains, when some of it may be unknown.
//
// Thread rule: pure after construction.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "guard/compare.h"
#include "guard/query.h"

namespace connectguard {

constexpr Truth Stronger(Truth a, Truth b) { return std::max(a, b); }

constexpr Truth Opposite(Truth truth) {
  switch (truth) {
    case Truth::kYes:
      return Truth::kNo;
    case Truth::kNo:
      return Truth::kYes;
    case Truth::kIncomparable:
      return Truth::kNo;
    case Truth::kMaybe:
      return Truth::kMaybe;
  }
  return truth;
}

// Gathers whether one of several members is the same as a value. What cannot
// be compared with a member counts only when it can be compared with none.
class Likeness {
 public:
  // `certain`: the member is there, and is one.
  void Add(Truth same, bool certain);
  // No later member can change the answer.
  bool Found() const { return found_ == Truth::kYes; }
  Truth Answer() const;

 private:
  Truth found_ = Truth::kNo;  // kMaybe and kYes only.
  bool comparable_ = false;
  bool maybe_comparable_ = false;
  bool incomparable_ = false;
  bool maybe_incomparable_ = false;
};

// Whether one of a list's elements is the same as the value.
Truth ListContains(const Value& list, const Value& value, CompareNotes* notes);

// The resolved values of a selection, to be asked what they contain. Where
// there are many, strings are hashed, so that two sets are compared in linear
// time.
class Members {
 public:
  explicit Members(const std::vector<const Entry*>& entries);

  Truth Contain(const Value& value, CompareNotes* notes) const;

 private:
  void AddStrings(const Value& value, CompareNotes* notes,
                  Likeness* likeness) const;

  // The strings, and whether each is certain to be there.
  std::unordered_map<std::string_view, bool> strings_;
  bool any_certain_string_ = false;
  std::vector<const Entry*> others_;
};

}  // namespace connectguard
