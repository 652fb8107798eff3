// Why a request may not be made: the layers in which nothing allows it, and the
// statements in them that come near.
//
// It is for people who got a no and expected a yes. It adds nothing to the
// answer and takes nothing from it.
// Thread rule: pure functions; policies must outlive the answers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "iam/questions.h"

namespace connectguard {

enum class IamLayerKind : std::uint8_t {
  kIdentity,
  kBoundary,
  kSession,
  kResource,
  kScp,
  kRcp,
};
// "identity policies".
std::string_view LayerName(IamLayerKind kind);

// An Allow statement that has an action of the question, and what of it does
// not fit.
struct NearMiss {
  enum class Part : std::uint8_t { kResource, kPrincipal, kCondition };

  const IamStatement* statement = nullptr;
  Part part = Part::kResource;
  // Of conditions: the one that cannot hold; null when only all of them
  // together cannot.
  const ConditionClause* clause = nullptr;
};

// One layer, or one level of it, in which nothing allows what was asked about.
struct SilentLayer {
  IamLayerKind kind = IamLayerKind::kIdentity;
  std::size_t level = 0;  // Of service control policies, from 1 at the root.
  PolicyRefs policies = {};
  bool has_allow = false;  // Some statement in it allows something.
  std::vector<NearMiss> near = {};
};

struct IamRefusal {
  // Deny statements end every request of the question.
  bool all_denied = false;
  std::vector<SilentLayer> silent = {};
};

// REQUIRES: May answers no. Layers about which it is not certain are left out.
IamRefusal WhyRefused(const IamLayers& layers, const IamQuery& query,
                      const QuestionOptions& options = {});

}  // namespace connectguard
