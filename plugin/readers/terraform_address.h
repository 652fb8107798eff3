// The syntax of Terraform's addresses and of the references in a plan:
// `module.m["k"].aws_s3_bucket.b[0]`, `aws_s3_bucket.b["k"].id`, `var.name`.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace connectguard {

// `name` or `name["k"]`.
struct AddressSegment {
  std::string_view name;
  std::string_view index;  // `["k"]`, `[0]`; may be empty.
};
// Cuts the first segment off `*rest`, with the dot behind it.
AddressSegment TakeSegment(std::string_view* rest);

// The parts of a resource's address.
struct ResourceAddress {
  std::string_view module;  // `module.m["k"]`; empty for the root.
  std::string_view base;    // `module.m["k"].aws_s3_bucket.b`
  std::string_view local;   // `aws_s3_bucket.b`, `data.aws_x.y`
  std::string_view key;     // `[0]`, `["k"]`; empty without count or for_each.
};
ResourceAddress ParseResourceAddress(std::string_view address);

// `module.m["k"].module.n` without instance keys: `module.m.module.n`.
std::string WithoutKeys(std::string_view module);

// The key of an instance in an address: `["k"]` for `k`, and back. Empty for
// what is no such key.
std::string QuoteKey(std::string_view text);
std::string UnquoteKey(std::string_view key);

// `module.a["k"]` of `module.a["k"].module.b[0]`, and the last step.
struct ModuleStep {
  std::string_view parent;
  std::string_view name;
  std::string_view key;
};
ModuleStep SplitModule(std::string_view module);

// `local` in a module; the root module is empty.
std::string JoinAddress(std::string_view module, std::string_view local);

// The references that are no prefix of the one before them, each once. A plan
// lists every reference with all its prefixes behind it.
std::vector<std::string_view> LongestReferences(
    std::span<const std::string_view> texts);

}  // namespace connectguard
