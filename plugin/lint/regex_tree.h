// A regular expression as a tree, for questions about how it can match.
//
// Characters are looked at through a sample: ASCII and a few of each kind
// beyond it. Two sets that share a character of the sample do overlap; two that
// share none may still do so elsewhere.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace connectguard {

inline constexpr std::size_t kRegexSamples = 128 + 12;
using SampleSet = std::bitset<kRegexSamples>;

// The sample character of that number, in UTF-8.
std::string SampleText(std::size_t number);

struct RegexNode {
  enum class Kind : std::uint8_t {
    kSet,           // One character of `set`.
    kOpaque,        // Some text of its own: an atomic group, a reference.
    kSequence,      // Of `children`; none is the empty text.
    kAlternatives,  // Of `children`.
    kRepeat,        // The child, `low` to `high` times.
  };
  static constexpr std::uint64_t kUnbounded =
      std::numeric_limits<std::uint64_t>::max();

  Kind kind = Kind::kSequence;
  SampleSet set = {};
  std::uint64_t low = 1;
  std::uint64_t high = 1;
  std::vector<RegexNode> children = {};
};

struct RegexTree {
  RegexNode whole;
  // What stands in look-arounds and atomic groups, each a pattern of its own.
  // In `whole` a look-around is the empty text.
  std::vector<RegexNode> inner;
};

// REQUIRES: Regex::Compile takes the pattern. Nullopt for what has no such
// tree, such as a conditional.
std::optional<RegexTree> ReadRegexTree(std::string_view pattern);

}  // namespace connectguard
