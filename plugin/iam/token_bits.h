// A set of places in a pattern, and the step over what may be empty. Private to
// iam/.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "iam/glob.h"

namespace connectguard {

// Holds short patterns without asking for memory.
class TokenBits {
 public:
  explicit TokenBits(std::size_t size) : words_((size + 63) / 64) {
    if (words_ > few_.size()) {
      many_.resize(words_);
    }
  }

  void Set(std::size_t bit) {
    Words()[bit / 64] |= std::uint64_t{1} << bit % 64;
  }
  bool Has(std::size_t bit) const {
    return (Words()[bit / 64] >> bit % 64 & 1) != 0;
  }
  void Clear() { std::fill_n(Words(), words_, 0); }
  bool None() const {
    return std::all_of(Words(), Words() + words_,
                       [](std::uint64_t word) { return word == 0; });
  }

  // In ascending order; `visit` may set bits behind the one that it is given.
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (std::size_t word = 0; word < words_; ++word) {
      for (std::uint64_t left = Words()[word]; left != 0; left &= left - 1) {
        visit(word * 64 + static_cast<std::size_t>(std::countr_zero(left)));
      }
    }
  }

 private:
  std::uint64_t* Words() { return many_.empty() ? few_.data() : many_.data(); }
  const std::uint64_t* Words() const {
    return many_.empty() ? few_.data() : many_.data();
  }

  std::size_t words_;
  std::array<std::uint64_t, 2> few_ = {};
  std::vector<std::uint64_t> many_;
};

// Sets a place, and those that are reached from it by leaving `*` empty.
inline void Enter(const std::vector<GlobToken>& tokens, std::size_t place,
                  TokenBits* bits) {
  bits->Set(place);
  while (place < tokens.size() && tokens[place].kind == GlobTokenKind::kMany) {
    bits->Set(++place);
  }
}

}  // namespace connectguard
