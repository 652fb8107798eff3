// A pattern as an automaton whose states are the characters written in it, and
// ambiguous ways through it. See backtracking.h for what they mean.
//
// Thread rule: built once, then const.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "lint/regex_tree.h"

namespace connectguard {

// A text that leads to an ambiguous place, and one that can be repeated there.
struct AmbiguousWay {
  std::string start;
  std::string repeated;
};

class Automaton {
 public:
  // Nullopt for a pattern of too many states.
  static std::optional<Automaton> Of(const RegexNode& node);

  // Two ways from a state back to itself.
  std::vector<AmbiguousWay> Exponential() const;
  // Characters that a match may have to end with.
  std::vector<std::string> LastCharacters() const;
  // A loop, and from it a way into another over the same text.
  std::vector<AmbiguousWay> Polynomial() const;

 private:
  struct State {
    SampleSet set;
    // An opaque part: it matches only itself.
    bool opaque = false;
  };
  struct Edge {
    std::size_t to = 0;
    int ways = 1;  // 2 stands for more.
  };
  class Builder;

  void FindLoops();
  std::optional<std::size_t> CharacterFor(std::size_t a, std::size_t b,
                                          std::size_t c) const;
  std::string StartTo(std::size_t state) const;
  std::optional<std::string> WayWithin(std::size_t from, std::size_t to) const;
  std::optional<std::string> TwoWays(std::size_t state) const;
  std::optional<std::string> WayBetween(std::size_t first, std::size_t second,
                                        std::size_t* budget) const;

  std::vector<State> states_;
  std::vector<std::vector<Edge>> edges_;
  std::vector<std::size_t> firsts_;
  std::vector<std::size_t> lasts_;
  // The number of the strongly connected part that a state is in, and whether
  // there is a way round in it.
  std::vector<std::size_t> loop_;
  std::vector<std::vector<std::size_t>> loops_;
};

}  // namespace connectguard
