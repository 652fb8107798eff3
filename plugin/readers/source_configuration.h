// The sources of a plan as the `configuration` of its JSON: what each
// expression refers to, or the constant that it is, and how modules are called.
//
// As in the JSON, locals are not there and nothing of `dynamic` blocks. Unlike
// it, resources of files that could not be read are missing, and then any
// provider may give default tags.
//
// Thread rule: one thread for the builder.
// Source: https://developer.hashicorp.com/terraform/internals/json-format
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "document/value_builder.h"
#include "readers/cty_value.h"
#include "readers/terraform_sources.h"

namespace connectguard {

// Writes one map.
void WriteConfiguration(const TerraformSources& sources, PlaceCounter* places,
                        ValueBuilder* builder);

}  // namespace connectguard
