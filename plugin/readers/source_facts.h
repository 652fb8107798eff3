// What the sources of a plan say besides references: where things are written,
// what `lifecycle` blocks hold, and which waivers there are.
//
// Thread rule: one thread while a document is being built.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "document/document.h"
#include "readers/planned_resource.h"
#include "readers/terraform_references.h"
#include "readers/terraform_sources.h"

namespace connectguard {

class SourceFacts {
 public:
  // Both must outlive this; `sources` may be null.
  SourceFacts(const TerraformSources* sources,
              const ReferenceResolver* resolver)
      : sources_(sources), resolver_(resolver) {}

  // Unset when it is not known.
  std::optional<bool> PreventDestroy(const PlannedResource& resource) const;

  // Tells the document where the resources are written.
  void AddPlaces(std::span<const PlannedResource> resources,
                 Document* document) const;

  // Tells the document of the waivers. One at a resource that is not in the
  // sources as it was planned has that for its problem: what its author had in
  // mind is not what is judged.
  void AddWaivers(std::span<const PlannedResource> resources,
                  const PlanConfiguration* configuration,
                  Document* document) const;

 private:
  // Null for what is not in the sources as it was planned.
  const SourceBlock* BlockOf(const PlannedResource& resource) const;

  const TerraformSources* sources_;
  const ReferenceResolver* resolver_;
};

}  // namespace connectguard
