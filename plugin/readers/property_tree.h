// The properties of one resource while they are put together: a small tree that
// several Terraform resources may write to.
//
// Nothing is copied: leaves point into the plan.
//
// Thread rule: one thread while a document is being built.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

#include "document/value.h"
#include "readers/plan_value.h"
#include "readers/planned_resource.h"
#include "readers/terraform_types.h"

namespace connectguard {

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

}  // namespace connectguard
