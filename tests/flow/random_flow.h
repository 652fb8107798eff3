// Random flows for property tests: a plain description, which can be written as
// JSON in several ways, and filled where it has holes.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace connectguard::testing {

using Random = std::mt19937;

// A number below `bound`.
std::uint32_t Below(Random* random, std::uint32_t bound);

inline constexpr int kDangling = -1;
inline constexpr int kHole = -2;

struct PlainBranch {
  int to = kDangling;
  bool failure = false;
};

// What an action does, as the tests' own interpreter understands it.
enum class PlainType {
  kSay,           // Text.
  kAsk,           // Does not store.
  kStore,         // Stores input.
  kMaybeStore,    // StoreInput is a hole.
  kCall,          // A Lambda function; its name is `text`.
  kSetAttribute,  // Attribute `name` to `text`.
  kSetConstant,   // Flow attribute `name` to `text`.
  kLogOn,
  kLogOff,
  kLogHole,   // Logging parameter is a hole.
  kDial,      // A third party, at `text`; the flow goes on.
  kTransfer,  // To a queue.
  kCompare,
  kWait,
  kEnd,
  kModule,  // May do anything.
  kUnlisted,
  kHoleType,
  kHoleAction,  // Not even its identifier is known.
};

struct PlainAction {
  PlainType type = PlainType::kSay;
  std::string name;
  // `?` is a hole; `$.Attributes.a` and the like are paths.
  std::string text;
  std::vector<PlainBranch> branches;  // The first is NextAction.
};

struct PlainFlow {
  int start = 0;
  std::vector<PlainAction> actions;
};

struct RandomFlowOptions {
  std::uint32_t actions = 6;
  bool holes = false;
  std::uint32_t branches = 3;  // At most, of an action.
};

PlainFlow RandomFlow(const RandomFlowOptions& options, Random* random);

// Any flow that `flow` can turn out to be: without holes, modules and types
// that are not listed.
PlainFlow Filled(const PlainFlow& flow, Random* random);

struct Writing {
  std::string prefix = "a";          // Of identifiers.
  std::vector<std::uint32_t> order;  // Empty: as they are.
};
std::string WriteFlow(const PlainFlow& flow, const Writing& writing = {});

}  // namespace connectguard::testing
