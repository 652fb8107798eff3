// A binary plan written as the JSON of the same plan would be: one tree, from
// which everything else is read in one way.
//
// What the JSON has and this has not: `configuration` (see
// source_configuration.h), the state of a refresh-only plan, and what no reader
// looks at. A plan without the
// provider's schema does not say what all texts are (see cty_value.h); the
// table of types does for those that it has.
//
// Which attributes are secret. A plan marks paths of its values: those that got
// their value from something sensitive, and, from Terraform and OpenTofu 1.8
// on, those that the schema of the provider holds sensitive
// (https://github.com/hashicorp/terraform/pull/34567,
// https://github.com/opentofu/opentofu/pull/1640). Older ones need the schema,
// so they are refused. What is marked in `after` counts as marked in `before`.
// One gap is left, of what is deleted: a state that a version before 1.8 wrote
// and that was never refreshed since (`-refresh=false`) has no marks of the
// schema; of mapped types the table has them.
//
// Thread rule: pure function; one thread for the builder.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "document/value_builder.h"
#include "readers/cty_value.h"
#include "readers/plan_message.h"

namespace connectguard {

struct PlanTreeOptions {
  std::string name;  // What errors name.
  // Made by OpenTofu, whose plans do not say whether they are whole.
  bool of_opentofu = false;
};

// Writes members of the plan's root map, without the map. What is no plan, or
// one of a version that is not known, is kBadInput. Answers how many texts were
// taken as not known, since they may be numbers.
Result<std::size_t> WritePlanMembers(std::string_view message,
                                     const PlanTreeOptions& options,
                                     PlaceCounter* places,
                                     ValueBuilder* builder);

}  // namespace connectguard
