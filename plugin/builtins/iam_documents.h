// Policy documents as rules select them: what kind of policy a value holds, and
// the document behind it.
//
// Thread rule: pure functions of their arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>

#include "guard/functions.h"
#include "iam/policy.h"

namespace connectguard {

// The document behind a value: the value itself, or what its text says. What is
// no document at all is an unknown value.
const Value& PolicyDocumentOf(const FunctionContext& context,
                              const TextLoader& load, const Value& value);

// By the resource that it stands in: a trust policy, a service control policy,
// the policy of a bucket or key, or else of a principal. In no resource, by
// whether it names principals.
IamPolicyKind PolicyKindOf(const Document& document, const Value& value,
                           const Value& policy);

// A role, user or group; and a policy of one, by itself.
bool IsPolicyHolder(std::string_view type);
bool IsIdentityPolicy(std::string_view type);

// A service control policy, and one that is attached to something.
bool IsScp(const Resource& resource);
bool IsAttachedScp(const Resource& resource);

}  // namespace connectguard
