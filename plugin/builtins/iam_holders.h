// Roles, users and groups with the policies that a plan gives them: inline
// ones, those of resources of their own, managed policies by reference, those
// of their groups, and a permissions boundary.
//
// A policy that is attached but not in the plan is an unknown document, and so
// is all that a group has that is not. One that is attached only if a reference
// turns out so is listed apart.
//
// One index per document and state (HolderIndex::Of). Thread rule: const after
// it is made; any thread may read.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/arena.h"
#include "builtins/reference_index.h"
#include "document/document.h"
#include "document/value_builder.h"

namespace connectguard {

struct HeldPolicy {
  // A structure, text, or an unknown value.
  const Value* document = nullptr;
  // Where it is attached, for one that is not in the plan; else null.
  const Value* attached_at = nullptr;
  // By what name it is attached, for one of which nothing else is known.
  std::string_view outside = {};
};

struct PolicyHolder {
  const Resource* resource = nullptr;
  std::vector<HeldPolicy> policies = {};
  // Those that may be attached, with the value that may lead to the holder.
  struct Perhaps {
    HeldPolicy policy;
    const Value* open = nullptr;
  };
  std::vector<Perhaps> perhaps = {};
  std::optional<HeldPolicy> boundary = {};
  // Whoever the holder is in a request, as a Principal element names it with
  // wildcards: `arn:*:iam::*:role/team/Admin`. Empty for groups, and when its
  // name is not known.
  std::string principal = {};
};

class HolderIndex {
 public:
  enum class State : std::uint8_t { kPlanned, kPrevious };

  // Kept with the document.
  static const HolderIndex& Of(const Document& document, State state);

  HolderIndex(const Document& document, State state);

  // Null when it is none.
  const PolicyHolder* Find(std::string_view address) const;
  // Whether the policy, a resource of its own, is attached to a holder here.
  bool IsHeld(std::string_view address) const {
    return held_.contains(address);
  }

 private:
  struct Targets {
    std::vector<const Resource*> certain;
    bool open = false;
  };
  Targets TargetsOf(const Value& value, std::string_view type) const;
  // A holder that a value names; `open` is the value when it only may.
  struct Named {
    PolicyHolder* holder = nullptr;
    const Value* open = nullptr;
  };
  std::vector<Named> HoldersNamed(const Value& values, std::string_view type);
  void AddHolders();
  void AddInline(const Value& policies, PolicyHolder* holder);
  void AddManaged(const Value& arns, PolicyHolder* holder);
  HeldPolicy Managed(const Value& arn, const Resource** planned);
  HeldPolicy Outside(const Value& name, std::string_view what);
  void AddResource(const Resource& policy);
  void Attach(const Resource& policy, const Value& names,
              std::string_view holder_type);
  void AddGroupsOfUsers();
  void JoinGroups(const Value& groups, const std::vector<Named>& users);
  void InheritFromGroups();

  const Document& document_;
  State state_;
  const ReferenceIndex* references_;  // Of the planned state.
  Arena arena_;
  KeyTable keys_{&arena_};
  // Every role, user and group of the state.
  std::map<std::string_view, PolicyHolder> holders_;
  std::unordered_set<std::string_view> held_;
  struct Membership {
    Named user;
    const PolicyHolder* group = nullptr;
  };
  std::vector<Membership> memberships_;
  // Of the previous state, by what others call them.
  std::unordered_multimap<std::string_view, const Resource*> by_name_;
};

}  // namespace connectguard
