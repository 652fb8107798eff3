// The Principal and NotPrincipal elements.
//
// Which principals an entry covers, and how it grants: an entry that names a
// user, a session, a service, a provider or everybody grants by itself; one
// that names a role leaves its boundary and session policies in force; one that
// names an account leaves the decision to that account's identity policies.
//
// NotPrincipal spares only whom the documentation certainly spares: a user
// listed together with its account, a session with its role and account. What
// else it spares is a hole.
//
// Source: IAM User Guide, reference_policies_elements_principal,
// reference_policies_elements_notprincipal,
// reference_policies_evaluation-logic; read 2026-11.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "document/value.h"
#include "iam/finding.h"
#include "iam/formula.h"

namespace connectguard {

struct PrincipalElement {
  // Whom the element covers at all.
  const Formula* covers = nullptr;
  // The same in three parts, by how it grants.
  const Formula* direct = nullptr;
  const Formula* roles = nullptr;
  const Formula* accounts = nullptr;
};

// `wildcards`: patterns of principals are allowed, as in questions and in
// policies that are only compared with.
PrincipalElement ReadPrincipal(const Value& element, bool wildcards,
                               FormulaStore* store,
                               std::vector<IamFinding>* findings);
PrincipalElement ReadNotPrincipal(const Value& element, bool wildcards,
                                  FormulaStore* store,
                                  std::vector<IamFinding>* findings);

}  // namespace connectguard
