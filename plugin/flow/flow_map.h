// How flows, modules, queues, quick connects and phone numbers lead to each
// other.
//
// Who resolves names makes the map: it says which places there are and which
// of them leads where. A target that is named but not among the inputs is a
// place elsewhere; one of which not even the name is known, such as
// `$.Attributes.next`, is an unknown place. Nothing is guessed.
//
// Thread rule: built by one thread, then const; the questions are pure.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "flow/settings.h"

namespace connectguard {

enum class FlowPlaceKind : std::uint8_t {
  kFlow,
  kModule,
  kQueue,
  kQuickConnect,
  kPhoneNumber,
  kOther,  // Another resource that names a flow.
};
// "flow", "quick connect".
std::string_view PlaceKindName(FlowPlaceKind kind);

enum class FlowPlaceState : std::uint8_t {
  kGiven,      // Among the inputs.
  kElsewhere,  // Named, but not among them.
  kUnknown,    // Which one it is depends on the contact, or is not known yet.
};
// "given", "elsewhere", "unknown".
std::string_view PlaceStateName(FlowPlaceState state);

struct FlowPlace {
  FlowPlaceKind kind = FlowPlaceKind::kFlow;
  FlowPlaceState state = FlowPlaceState::kGiven;
  std::string name = {};  // As the inputs name it.
  std::string detail =
      {};  // The type of a flow, where it is written; or empty.
};

struct FlowLink {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  std::string label = {};  // "Transfer to flow", "CustomerQueue".
  // Yes: it leads there. Unknown: it may. Never no.
  FlowAnswer answer = FlowAnswer::kYes;
};

class FlowMap {
 public:
  // The number of a new place, or of the one elsewhere or unknown that is
  // called the same.
  std::uint32_t AddPlace(FlowPlace place);
  // Links that differ in nothing but their answer are one.
  void AddLink(FlowLink link);

  const std::vector<FlowPlace>& places() const { return places_; }
  const std::vector<FlowLink>& links() const { return links_; }

 private:
  std::vector<FlowPlace> places_;
  std::vector<FlowLink> links_;
  std::map<std::tuple<FlowPlaceKind, FlowPlaceState, std::string>,
           std::uint32_t>
      named_;
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::string>, std::size_t>
      linked_;
};

// For each place, whether another leads to it. Unknown: a link may, or
// somewhere a place of its kind is named that is not known.
std::vector<FlowAnswer> EnteredPlaces(const FlowMap& map);

// Flows and modules that lead to each other in a circle by certain links, each
// once, ascending; one that leads to itself is a circle too.
std::vector<std::vector<std::uint32_t>> FindCircles(const FlowMap& map);

// --- What a flow names -------------------------------------------------------

struct FlowTarget {
  FlowPlaceKind kind = FlowPlaceKind::kFlow;
  std::uint32_t action = 0;
  std::string label = {};
  const FlowParameter* parameter = nullptr;  // Never null.
  // The texts that it can be, and whether it can be another.
  FlowConstants constants = {};
  // Whether a contact can come to the action. Never no.
  FlowAnswer reached = FlowAnswer::kYes;
};

// The flows, modules and queues that the actions of a flow name, in the order
// of the actions; not those whose figures it only reads.
std::vector<FlowTarget> FindTargets(const FlowSettings& settings);

}  // namespace connectguard
