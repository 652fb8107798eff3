// What override files (`override.tf`, `x_override.tf`) make of the blocks that
// they override.
//
// Thread rule: pure function.
// Source: https://developer.hashicorp.com/terraform/language/files/override
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "hcl/syntax.h"

namespace connectguard {

// By the path of a file, in the language or in JSON.
bool IsOverrideFile(std::string_view path);

// The body of a resource or a module call with what overrides it: attributes
// one by one, and all blocks of a type at once, `dynamic` ones included; of
// `lifecycle` the attributes as well.
hcl::Body OverrideBody(const hcl::Body& base, const hcl::Body& override_body);

}  // namespace connectguard
