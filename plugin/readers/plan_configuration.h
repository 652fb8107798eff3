// The `configuration` of a plan: what each resource's expressions refer to, and
// how modules are called.
//
// It holds no locals and nothing of `dynamic` blocks: Terraform leaves them
// out.
//
// Thread rule: immutable; points into the plan.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "document/value.h"
#include "readers/planned_resource.h"
#include "readers/terraform_address.h"

namespace connectguard {

// What a plan's configuration says of block number `index` of `blocks`, as if
// it were the only one of that name.
ResourceExpressions ExpressionsOfBlock(std::string_view name,
                                       const Value& blocks, std::size_t index);

// `configuration` and `variables` of a plan.
class PlanConfiguration {
 public:
  // Either may be null.
  PlanConfiguration(const Value* configuration, const Value* variables);

  // Null when the configuration does not have the resource.
  const ResourceExpressions* Find(const ResourceAddress& address) const;

  // The configuration of a module instance `module.a["k"].module.b`, or null.
  const Value* Module(std::string_view address) const;
  // True when a provider block may give tags to all its resources.
  bool has_default_tags() const { return has_default_tags_; }
  // The value of a variable of the root module, or null.
  const Value* RootVariable(std::string_view name) const;

 private:
  void AddModule(const Value& module, const std::string& path, int depth);

  const Value* variables_;
  bool has_default_tags_ = false;
  // By path without instance keys: `module.a.module.b`.
  std::unordered_map<std::string, const Value*> modules_;
  // By that path and the resource's address in the module.
  std::unordered_map<std::string, ResourceExpressions> resources_;
};

// What an expression refers to; nothing for a constant.
std::vector<std::string_view> ReferencesOf(const Value* expression);

}  // namespace connectguard
