// Reads a plan as `terraform show -json` (or `tofu show -json`) writes it, or
// as `terraform plan -out` does: a binary plan is first made into the same
// tree.
//
// Format versions 0.x and 1.x; later minor versions only add. What the reader
// does not need (planned_values, which repeats resource_changes; prior_state;
// checks) is skipped while parsing. Of drift there is a note.
// Source: https://developer.hashicorp.com/terraform/internals/json-format, and
// plans of Terraform 1.11.4.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/result.h"
#include "document/document.h"
#include "readers/input.h"
#include "readers/plan_configuration.h"
#include "readers/planned_resource.h"
#include "readers/terraform_sources.h"

namespace connectguard {

// What a plan says, before it is made a canonical document. Points into the
// document that it was read with, and into itself: not to be moved.
struct PlannedChanges {
  PlannedChanges() = default;
  PlannedChanges(const PlannedChanges&) = delete;
  PlannedChanges& operator=(const PlannedChanges&) = delete;

  std::unique_ptr<const PlanConfiguration> configuration;
  std::unique_ptr<const TerraformSources> sources;  // Null: not given.
  std::vector<PlannedResource> resources;
  PlanFacts facts;
};

// The input becomes file 0 of `document` and its source; the files of its
// configuration follow.
Result<std::unique_ptr<const PlannedChanges>> ReadPlannedChanges(
    Input input, Document* document);

Result<std::unique_ptr<const Document>> ReadTerraformPlan(
    Input input, const ReadOptions& options);

}  // namespace connectguard
