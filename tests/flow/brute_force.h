// The questions of flow/ answered by trying everything, for flows without
// holes.
//
// Written from the plain description, without the graph and the analyses that
// it checks: paths are enumerated, and contacts are walked through the flow
// with what is set at each step.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "flow/random_flow.h"

namespace connectguard::testing {

using NodeSet = std::set<int>;

// Where a contact comes in, and where it is when it has left.
inline constexpr int kEntry = -10;
inline constexpr int kOut = -11;

// Nodes that may follow; kOut among them where a contact may leave.
NodeSet Followers(const PlainFlow& flow, int node);

// All paths from `from` that repeat no node, but may end where they began;
// calls `visit` with each, also with those on the way. Exponential.
void EachPath(const PlainFlow& flow, int from,
              const std::function<void(const std::vector<int>&)>& visit);

// The length in edges of the shortest path to a node of `to` whose inner nodes
// are not of `avoiding`; 0: there is none.
std::size_t ShortestPath(const PlainFlow& flow, int from, const NodeSet& to,
                         const NodeSet& avoiding);

// Whether every path from `from` to `to` passes `through` (ends count).
bool AllPathsPass(const PlainFlow& flow, int from, int to, int through);

// --- Walking -----------------------------------------------------------------

// A step of some contact: what it finds when it comes to an action.
struct Visit {
  int action = 0;
  char logging = 'i';  // i, + or -.
  // For each variable the origins of its value: `caller_input 3`, `constant 2`,
  // `attribute -1`; and the literal text, when it is nothing else.
  std::map<std::string, std::set<std::string>> origins;
  std::map<std::string, std::string> constants;

  friend auto operator<=>(const Visit&, const Visit&) = default;
};

// All that contacts can find, each once. Gives up (empty) beyond `limit`.
std::set<Visit> AllVisits(const PlainFlow& flow, std::size_t limit);

// The origins of a text when a contact comes with `visit`.
std::set<std::string> OriginsAt(const Visit& visit, const std::string& text);
// What the text turns out to be; empty when that is no constant.
std::string ConstantAt(const Visit& visit, const std::string& text);

}  // namespace connectguard::testing
