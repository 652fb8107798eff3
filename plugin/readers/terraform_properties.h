// The properties of one resource, as a tree or as the plan has them, and their
// way into the document, with what they refer to.
//
// Thread rule: one thread while a document is being built.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "document/value_builder.h"
#include "readers/plan_value.h"
#include "readers/planned_resource.h"
#include "readers/property_tree.h"
#include "readers/terraform_references.h"
#include "readers/terraform_types.h"

namespace connectguard {

class PolicyDocuments;

// Writes trees and plain plan values into a builder, with references.
class PropertyWriter {
 public:
  // `resolver` may be null: then nothing refers to anything, as in the prior
  // state, whose expressions are gone.
  PropertyWriter(Document* document, ValueBuilder* builder,
                 const ReferenceResolver* resolver);
  ~PropertyWriter();

  // A map, even when the tree is empty.
  void WriteTree(PropertyTree* tree, SourceSpan span);
  // The attributes as they are, for types that the table does not have.
  void WriteNative(const PlannedResource& owner, const PlanValue& attributes);

  // An attribute, or a part of one, at `path` (keys with dots).
  void WriteAttribute(const PlannedResource& owner, std::string_view path,
                      const PlanValue& at) {
    WriteValue(at, {.owner = &owner,
                    .path = std::string(path),
                    .extent = Extent::kAttribute});
  }

  // True when the configuration is certain not to set the attribute.
  bool CertainlyUnset(const PlannedResource& owner,
                      std::string_view path) const {
    return resolver_ != nullptr && resolver_->CertainlyUnset(owner, path);
  }

  // What is unknown: an identifier of another resource and nothing else, some
  // other attribute, or something larger.
  enum class Extent : std::uint8_t { kReference, kAttribute, kBlock };
  static Extent ExtentOf(const AttributeRule& rule);
  // The policy documents that were put together; never null.
  const PolicyDocuments& policies() const { return *policies_; }
  // Why a value is unknown, with what it refers to.
  const UnknownInfo* UnknownAt(const PlannedResource& owner,
                               std::string_view path, Extent extent);
  // Why an identifier of the resource itself is. `attribute` must outlive the
  // document.
  const UnknownInfo* UnknownSelf(const PlannedResource& owner,
                                 std::string_view attribute);
  // With another reason than "known after apply".
  const UnknownInfo* UnknownBecause(const PlannedResource& owner,
                                    std::string_view path,
                                    std::string_view reason);

 private:
  struct Found {
    const PlannedResource* owner = nullptr;
    std::string path;
    std::span<const Reference> all;
    std::span<const Reference> resolved;          // Those with a target.
    std::vector<const PlannedResource*> targets;  // Theirs.
    const UnknownInfo* unknown = nullptr;
    const UnknownInfo* exact = nullptr;  // Null: not certain.
    // The configuration has nothing there, unless a dynamic block has.
    bool unset = false;
  };
  struct Place {
    const PlannedResource* owner;
    std::string path;
    Extent extent = Extent::kBlock;
    bool plural = false;
  };

  std::span<const Reference> LinksOf(std::string_view text, const Found& found);
  const Found& References(const PlannedResource& owner, std::string_view path);
  static bool IsEmpty(const PropertyNode& node);
  void WriteNode(const PropertyNode& node);
  void WriteItems(const PropertyNode& list);
  void WriteLeaf(const PropertyLeaf& leaf);
  void WriteTransformed(const PropertyLeaf& leaf, const Place& place);
  void WriteUnknown(const PropertyLeaf& leaf);
  bool WriteNumber(const Value& value);
  void WriteConstant(const Value& constant, SourceSpan span);
  void WriteValue(const PlanValue& at, const Place& place);
  void WriteMembers(const PlanValue& at, const Place& place);
  void WriteString(const Value& text, const Place& place);
  void WriteJson(const PlanValue& at, const Place& place);
  bool WritePolicyDocument(const PropertyLeaf& leaf);
  void WritePairs(const PlanValue& at, std::string_view key,
                  const Place& place);

  Document* document_;
  ValueBuilder* builder_;
  const ReferenceResolver* resolver_;
  std::unique_ptr<PolicyDocuments> policies_;
  Found found_;
};

}  // namespace connectguard
