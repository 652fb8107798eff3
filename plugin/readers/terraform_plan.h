// Reads a plan as `terraform show -json` (or `tofu show -json`) writes it.
//
// Format versions 0.x and 1.x; later minor versions only add. What the reader
// does not need (planned_values, which repeats resource_changes; prior_state;
// drift; checks) is skipped while parsing.
// Source: https://developer.hashicorp.com/terraform/internals/json-format, and
// plans of Terraform 1.11.4.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "base/result.h"
#include "document/document.h"
#include "readers/input.h"

namespace connectguard {

Result<std::unique_ptr<const Document>> ReadTerraformPlan(
    Input input, const ReadOptions& options);

}  // namespace connectguard
