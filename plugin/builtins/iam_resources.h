// What policies call a resource of the plan: its ARN, or a pattern of all that
// it may turn out to be.
//
// Thread rule: pure functions of their arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "guard/functions.h"

namespace connectguard {

struct ArnPatterns {
  // With wildcards for what is not known. Of a bucket, itself and its objects.
  // None for types of which it is not known what their ARNs look like.
  std::vector<std::string> patterns;
  // They are about this resource and no other.
  bool certain = false;
};
ArnPatterns ArnPatternsOf(const Resource& resource);

// `arn:aws:iam::000000000000:saml-provider/Okta`: stands for an ARN that is not
// known, in an account that nobody has. Empty when the name is not known.
std::string StandInArnOf(const Resource& resource);

// The document with the pattern in place of each value that is exactly the ARN
// of the resource, which is not known yet: it names the resource, whatever the
// ARN turns out to be. The document itself when it has no such value.
const Value& WithArnOf(const FunctionContext& context, const Value& document,
                       const Resource& resource, std::string_view pattern);

// A trust policy with stand-ins for the principals that are planned as well, so
// that questions about others have an answer.
const Value& WithPrincipalsOf(const FunctionContext& context,
                              const Value& document);

}  // namespace connectguard
