// The properties of one resource while they are put together: a small tree that
// several Terraform resources may write to, and its way into the document.
//
// Nothing is copied until the end: leaves point into the plan.
//
// Thread rule: one thread while a document is being built.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "document/value_builder.h"
#include "readers/planned_resource.h"
#include "readers/terraform_references.h"
#include "readers/terraform_types.h"

namespace connectguard {

class PolicyDocuments;

// A value of a plan with what is unknown and sensitive in it. Any of the three
// may be null: not there.
struct PlanValue {
  const Value* value = nullptr;
  const Value* unknown = nullptr;
  const Value* sensitive = nullptr;

  // Unknown as a whole.
  bool IsUnknown() const;
  bool IsSensitive() const;
  // Neither null nor missing.
  bool IsSet() const;
  // Elements of a list, known or not; 0 for what is no list.
  std::uint32_t ListSize() const;
  bool IsList() const;
  PlanValue At(std::string_view key) const;
  PlanValue At(std::uint32_t index) const;
  SourceSpan SpanOr(SourceSpan fallback) const;
};

// The members of a map that are set, known ones first.
struct PlanMember {
  std::string_view key;
  PlanValue at;
};
std::vector<PlanMember> SetMembers(const PlanValue& map);

struct PropertyLeaf {
  PlanValue at;
  const AttributeRule* rule = nullptr;
  const PlannedResource* owner = nullptr;
  // Instead of `at`: a scalar of the table, what a file holds, a text, or why
  // it is unknown.
  const Value* constant = nullptr;
  std::string_view text;
  const UnknownInfo* unknown = nullptr;
  // `unknown` is all that the plan says of the attribute.
  bool waits = false;
  SourceSpan span;
  // One of several values that the same expression made.
  bool plural = false;
};

struct PropertyNode {
  enum class Form : std::uint8_t { kEmpty, kMap, kList, kLeaf };

  Form form = Form::kEmpty;
  bool dropped = false;
  std::string_view key;
  SourceSpan span;
  std::vector<PropertyNode*> children;  // Null: an element that is not set.
  PropertyLeaf leaf;
  // Who added the list's last element.
  const PlannedResource* appended_by = nullptr;
};

class PropertyTree {
 public:
  PropertyTree() { Clear(); }

  void Clear();
  PropertyNode* root() { return root_; }

  // The member or element, made when it is not there. Null when the node is a
  // leaf: what is written first stays.
  PropertyNode* Child(PropertyNode* map, std::string_view key, SourceSpan span);
  PropertyNode* Element(PropertyNode* list, std::uint32_t index,
                        SourceSpan span);
  // A new last element; a leaf that holds a list is taken apart first.
  PropertyNode* Append(PropertyNode* list, SourceSpan span);
  // The member, or null.
  PropertyNode* FindChild(PropertyNode* map, std::string_view key);
  // Makes the node as if nothing had been written.
  static void Reset(PropertyNode* node);

 private:
  PropertyNode* New(std::string_view key, SourceSpan span);

  std::deque<PropertyNode> nodes_;
  std::size_t used_ = 0;
  PropertyNode* root_ = nullptr;
};

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
  // With another reason than "known after apply".
  const UnknownInfo* UnknownBecause(const PlannedResource& owner,
                                    std::string_view path, std::string reason);

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
