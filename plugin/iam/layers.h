// The policies that meet when a request is decided, and the formula of what
// they allow together.
//
//   allowed =  no Deny in any layer
//     and every level of service control policies has an Allow, likewise of
//         resource control policies
//     and, in one account, the resource's policy allows the principal directly,
//         or its identity policies, boundary and session policy all do;
//         from another account, both
//
// A grant of the resource's policy to a role is limited by the role's boundary
// and session policy, one to an account is left to identity policies; one to a
// user, a session or everybody stands alone. Service control policies do not
// touch services, providers and strangers; with a boundary, Deny with
// NotPrincipal spares nobody.
//
// A layer that exists but is not known is a policy read from an unknown value.
//
// Source: IAM User Guide, reference_policies_evaluation-logic; read 2026-11.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "iam/policy.h"

namespace connectguard {

using PolicyRefs = std::vector<const IamPolicy*>;

enum class AccountRelation : std::uint8_t { kSame, kOther, kUnknown };

struct IamLayers {
  // Unset: not asked about. Set and empty: there is none, so nothing is allowed
  // by it.
  std::optional<PolicyRefs> identity = {};
  std::optional<PolicyRefs> boundary = {};
  std::optional<PolicyRefs> session = {};
  std::optional<PolicyRefs> resource = {};
  // From the root to the account; each level has policies of its own.
  std::vector<PolicyRefs> scp = {};
  std::vector<PolicyRefs> rcp = {};

  AccountRelation accounts = AccountRelation::kSame;
  // For roles and keys: identity policies alone do not suffice.
  bool resource_must_allow = false;
};

// All policies, identity first: the order in which evidence is listed.
PolicyRefs AllPolicies(const IamLayers& layers);

// What the policies allow and deny by themselves.
const Formula* AllowedBy(std::span<const IamPolicy* const> policies,
                         FormulaStore* store);
const Formula* DeniedBy(std::span<const IamPolicy* const> policies,
                        FormulaStore* store);
const Formula* PermittedBy(std::span<const IamPolicy* const> policies,
                           FormulaStore* store);

// Null when no layer is given that could allow anything.
const Formula* AllowedByLayers(const IamLayers& layers, FormulaStore* store);

}  // namespace connectguard
