// Writes the attributes of a planned resource to the places in a property tree
// that the table of types gives them.
//
// Thread rule: one thread while a document is being built.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "readers/named_files.h"
#include "readers/planned_resource.h"
#include "readers/terraform_properties.h"
#include "readers/terraform_types.h"

namespace connectguard {

// Which state of a resource is being read.
enum class PlanSide : std::uint8_t { kPlanned, kPrevious };

PlanValue AttributesOf(const PlannedResource& resource, PlanSide side);

class PropertyMapper {
 public:
  // All must outlive the mapper. Without `files`, what comes from a file is
  // unknown.
  PropertyMapper(PropertyTree* tree, PropertyWriter* writer, PlanSide side,
                 NamedFiles* files)
      : tree_(tree), writer_(writer), side_(side), files_(files) {}

  // A resource's own attributes, constants and defaults.
  void Map(const TerraformType& type, const PlannedResource& resource);
  // Only these lines.
  void MapRules(std::span<const AttributeRule> rules,
                const PlannedResource& resource);
  // A split resource's attributes, which take the place of inline ones.
  void MapMerged(const TerraformType& type, const PlannedResource& resource);
  // What the type would set becomes unknown, as far as nothing else sets it;
  // with `override`, also where something does. Lists that are added to get an
  // unknown element.
  void MapUnknown(const TerraformType& type, const PlannedResource& resource,
                  const UnknownInfo* unknown, bool override_set);
  // Only this element of lists that paths go through; unset: all.
  void SetElement(std::optional<std::uint32_t> element) { element_ = element; }

 private:
  // How far a walk has come.
  struct Walk {
    const AttributeRule* rule;
    const PlannedResource* owner;
    std::vector<std::uint32_t> indices;  // One for each [*] passed.
    SourceSpan span;                     // Of the innermost block entered.
    bool plural = false;
    std::size_t steps = 0;  // Of the rule's path, when it ended.
  };

  void Follow(const PlanValue& at, std::size_t step, Walk* walk);
  void FollowEach(const PlanValue& at, std::size_t step, Walk* walk);
  bool IsUnset(const Walk& walk, std::size_t step) const;
  // The node at the first `length` steps of the rule's target path.
  PropertyNode* Reach(const Walk& walk, std::size_t length);
  void Place(const PlanValue& at, const Walk& walk);
  void PlaceAppended(const PlanValue& at, const Walk& walk);
  void PlaceUnknown(const Walk& walk, std::size_t length,
                    const UnknownInfo* unknown, SourceSpan span,
                    const PlanValue& at = {});
  // Why the plan does not know what stands where the walk ended.
  const UnknownInfo* WhyUnknown(const Walk& walk);
  // Of what is unknown where the walk stands.
  static PropertyWriter::Extent ExtentOf(const Walk& walk);
  bool PlaceCondition(const PlanValue& at, const Walk& walk);
  bool PlaceFile(const PlanValue& root, Walk* walk);
  tl::expected<const Value*, std::string> ContentOf(const PlanValue& file,
                                                    const PlanValue& hash);
  void PlaceDefaults(const TerraformType& type, const PlannedResource& resource,
                     const PlanValue& root);
  PropertyLeaf LeafOf(const PlanValue& at, const Walk& walk) const;

  PropertyTree* tree_;
  PropertyWriter* writer_;
  PlanSide side_;
  NamedFiles* files_;
  std::optional<std::uint32_t> element_;
};

}  // namespace connectguard
