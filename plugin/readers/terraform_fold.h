// Finds what each split resource configures: `aws_s3_bucket_versioning` belongs
// to a bucket, `aws_iam_role_policy_attachment` to a role.
//
// First by a known value that names exactly one candidate, then by reference.
// A split resource whose target cannot be found out is never lost: it stays a
// resource of its own, and it makes the properties that it may set unknown on
// every candidate that no other of its type is known to configure.
//
// Thread rule: one thread while a document is being built.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "readers/planned_resource.h"
#include "readers/terraform_mapping.h"
#include "readers/terraform_references.h"
#include "readers/terraform_types.h"

namespace connectguard {

class TerraformFold {
 public:
  // A split resource that may configure a candidate, and why that is not known.
  struct Doubt {
    const TerraformType* type = nullptr;
    const PlannedResource* resource = nullptr;
    std::string reason;
  };

  // All must outlive the fold; `resolver` is null for the prior state. In a
  // partial plan, split resources may be missing.
  TerraformFold(std::span<const PlannedResource> resources,
                const TerraformTypes& types, const ReferenceResolver* resolver,
                PlanSide side, const PlanFacts& facts);

  // True when the split resource was found a target, and so is no resource of
  // its own.
  bool IsFolded(const PlannedResource& resource) const;
  // The split resources that configure this one, in input order.
  std::span<const PlannedResource* const> PartsOf(
      const PlannedResource& target) const;
  // Those that may: at most one for each type of split resource.
  std::vector<Doubt> DoubtsOf(const PlannedResource& target) const;

 private:
  using Resources = std::vector<const PlannedResource*>;
  struct Outcome {
    const PlannedResource* target = nullptr;
    // The target is one of these; empty with `anything`: one of its type.
    std::vector<const ResourceGroup*> groups = {};
    bool anything = false;
    std::string reason = {};
  };

  void IndexNames(const PlannedResource& resource, const TerraformType& type);
  Outcome FindTarget(const PlannedResource& part, const TerraformType& type,
                     int depth) const;
  Outcome FindByReference(const PlannedResource& part,
                          const TerraformType& type, int depth) const;
  const Resources* FindByName(std::string_view type,
                              std::string_view text) const;

  const TerraformTypes& types_;
  const ReferenceResolver* resolver_;
  PlanSide side_;
  const PlanFacts& facts_;
  // By the target's Terraform type and by what may name it.
  std::unordered_map<std::string_view,
                     std::unordered_map<std::string_view, Resources>>
      names_;
  std::unordered_set<const PlannedResource*> folded_;
  std::unordered_map<const PlannedResource*, Resources> parts_;
  std::unordered_map<const TerraformType*, Doubt> doubts_;
  std::unordered_map<std::string_view, std::vector<Doubt>> group_doubts_;
};

// True when the resource exists on that side of the plan.
bool ExistsOn(const PlannedResource& resource, PlanSide side);

}  // namespace connectguard
