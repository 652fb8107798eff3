// The texts that an input marks as sensitive, so that they are hidden wherever
// else they turn up: providers copy a secret into attributes that nobody marks,
// as `tags_all` repeats sensitive `tags`.
//
// Not for values that are marked themselves: those are hidden by their mark.
//
// Units: bytes. Thread rule: made once, then const.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "document/document.h"
#include "document/value.h"

namespace connectguard {

class SecretTexts {
 public:
  // From this length on a secret is looked for inside other texts as well;
  // shorter ones, such as `true` or `eu`, would hide half of a document.
  static constexpr std::size_t kMinInside = 6;

  // Points into the document.
  explicit SecretTexts(const Document& document);

  // True when the text is a secret or holds one.
  bool Holds(std::string_view text) const;

 private:
  void AddText(std::string_view text);
  // All texts of a value, or those below marks.
  void AddAll(const Value& value);
  void AddSensitive(const Value& value);
  void AddMarked(const Value& value, const Value& marks);
  void AddFromPlan(const Value& plan);

  std::unordered_set<std::string_view> all_;
  // Those of kMinInside and more, by how they begin.
  std::unordered_map<std::uint64_t, std::vector<std::string_view>> by_start_;
};

}  // namespace connectguard
