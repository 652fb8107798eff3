// Patterns that take more than linear time to find out that a text does not
// match, with a text that shows it.
//
// What is reported. The pattern is read as an automaton whose states are the
// characters written in it, with an edge for each way to go from one to the
// next.
//   exponential  some state has two different ways back to itself over one
//                and the same text w: then there are 2^n ways over n times w.
//   polynomial   two different states p and q have ways p to p, p to q and q
//                to q over one and the same text w: then there are at least n
//                ways over n times w, and each text is tried in all of them.
// (A. Weber, H. Seidl: On the degree of ambiguity of finite automata, 1991.)
// From w a text is made: a start that leads there, w many times, and an end
// with which the pattern does not match. Only what makes our matcher exceed its
// limits on that text is reported; so every report is true, and a pattern that
// needs a longer text, or an end that is not tried, is not reported.
//
// Look-arounds and atomic groups are looked into as patterns of their own;
// outside they are a text that matches in one way. Conditionals are not read.
//
// Thread rule: a pure function.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "guard/regex.h"

namespace connectguard {

struct Backtracking {
  bool exponential = false;
  // `start`, `repeated` many times, `end`.
  std::string start;
  std::string repeated;
  std::string end;

  std::string Text(std::size_t bytes) const;
};

// None when nothing was found.
std::optional<Backtracking> FindBacktracking(const Regex& regex);

}  // namespace connectguard
