// What the intrinsic functions of one stack see of the world around its
// template.
//
// Thread rule: one thread; belongs to the document while it is built.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "document/value.h"
#include "readers/condition_formula.h"

namespace connectguard {

// What a parameter is deployed with: a text that somebody gave, a value of the
// stack around this one, or neither, for the value that it has already.
struct BoundParameter {
  std::optional<std::string> text = std::nullopt;
  const Value* value = nullptr;
};

struct StackScope {
  // Stands before logical ids in addresses: "Network." for what a nested stack
  // `Network` makes.
  std::string prefix = {};
  // Parameters and pseudo parameters that are not as the template says.
  std::map<std::string, BoundParameter, std::less<>> parameters = {};
  // Where open conditions are noted; null: nowhere.
  OpenConditions* open = nullptr;
  // How open conditions turn out; null: that is not assumed.
  const Assumptions* assumed = nullptr;
  // `Outputs.X` of a nested stack, and what another stack exports; null when it
  // is not known. May be empty.
  std::function<const Value*(std::string_view stack, std::string_view output)>
      output_of = {};
  std::function<const Value*(std::string_view name)> exported = {};
};

}  // namespace connectguard
