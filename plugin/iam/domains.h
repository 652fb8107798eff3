// What actions, resources and principals look like at all, and the sets of
// principals that the keys aws:PrincipalArn, aws:PrincipalAccount and
// aws:username speak of.
//
// Source: IAM User Guide, reference_identifiers and
// reference_policies_condition-keys (aws:PrincipalArn); read 2026-11.
// Thread rule: immutable; any thread may read.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "iam/text_set.h"

namespace connectguard {

// `service:Name`, in lower case.
const TextSet& ActionDomain();
// `*`, or an ARN of six components.
const TextSet& ResourceDomain();
// Whatever can be a principal (request.h).
const TextSet& PrincipalDomain();
// Root users, users, roles and federated users of any account.
const TextSet& AccountPrincipals();
const TextSet& ServiceLinkedRoles();
// `true`, `false`.
const TextSet& BooleanDomain();

// The principals for which a key of the principal has a value in the set.
TextSet PrincipalsWithKey(std::string_view key, const TextSet& values);
// The principals that have the key at all.
const TextSet& PrincipalsThatHave(std::string_view key);

// An ARN pattern with its wildcards kept between the colons; with its first
// five components in lower case where that is asked. Nullopt for a text with
// fewer than six components.
std::optional<Glob> ArnGlob(const Glob& whole, bool lower_case);
// Components that colons outside of variables make of it, at most six.
int CountComponents(const Glob& whole);

}  // namespace connectguard
