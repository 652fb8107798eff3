// A planned Terraform resource in the form that the canonical document is made
// from, whoever described it: a plan in JSON, or a caller of the service.
//
// All texts and Values must live as long as the document that is being built:
// they are in its arena.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/source.h"
#include "document/document.h"
#include "readers/input.h"

namespace connectguard {

class PlanConfiguration;
class TerraformSources;

enum class ChangeAction : std::uint8_t {
  kNoOp,
  kCreate,
  kRead,
  kUpdate,
  kReplace,
  kDelete,
  kForget,  // Terraform stops managing it; it stays as it is.
};

// The word that `Change.Action` uses: "no-op", "create", ...
std::string_view ActionName(ChangeAction action);

// A reference whose target the caller knows, so that nothing is left to find
// out.
struct GivenReference {
  std::string_view text;
  std::string_view target;  // The full address; empty: not known.
  std::string_view attribute;
};

// What the configuration says about one attribute.
struct AttributeExpression {
  // Keys from the resource to the attribute, without list indices:
  // "storage_config.s3_config.bucket_name".
  std::string path;
  // What it refers to, in Terraform's words: `aws_s3_bucket.b.id`, `var.name`,
  // `local.x`, `module.m.out`. Prefixes of longer references may be among
  // them, as in a plan. Empty for constants.
  std::vector<std::string_view> references;
  // How many blocks of the attribute's outermost block were written.
  std::uint32_t blocks = 1;
  // The attribute stands in several blocks, with different references.
  bool differs = false;
  // A block without anything inside, or what a plan shows in the same way: a
  // function of constants.
  bool is_empty = false;
  // What the caller knows of `references`; empty for plans, where they are
  // resolved.
  std::vector<GivenReference> given = {};
};

// What the configuration says about a resource; all its instances share it.
struct ResourceExpressions {
  std::vector<AttributeExpression> attributes;
  // True when an attribute without an entry is certain not to be set.
  bool complete = false;
  // The plan's `for_each_expression`; null when there is none.
  const Value* for_each = nullptr;
  // The plan's `statement` blocks, when there are several; else null.
  const Value* statements = nullptr;
};

struct PlannedResource {
  // `module.m["k"].aws_s3_bucket.b[0]`; unique but for deposed objects.
  std::string_view address;
  std::string_view type;  // `aws_s3_bucket`
  bool is_data = false;   // A data source, not a resource.
  ChangeAction action = ChangeAction::kNoOp;
  bool importing = false;
  // The old object stays as it is when it is replaced.
  bool forgets_previous = false;
  std::string_view previous_address;  // Where it was before it was moved.
  std::string_view deposed;           // Key of a deposed object; mostly empty.
  std::string_view action_reason;
  const Value* replace_paths = nullptr;  // A list of lists of path steps.
  // Maps by attribute; null when there is none.
  const Value* before = nullptr;
  const Value* after = nullptr;
  // The shape of `after`, with `true` where it is unknown or sensitive.
  const Value* after_unknown = nullptr;
  const Value* after_sensitive = nullptr;
  const Value* before_sensitive = nullptr;
  const ResourceExpressions* expressions = nullptr;  // Null: not known.
  SourceSpan span;                                   // Of the whole change.
};

// What is known of the plan as a whole.
struct PlanFacts {
  std::string_view kind = "terraform";
  // False when the plan shows only a part: then absence proves nothing.
  bool complete = true;
  // Planning failed on the way.
  bool errored = false;
  std::string_view terraform_version;  // Empty: not known.
  // Where references through modules are looked up; may be null.
  const PlanConfiguration* configuration = nullptr;
  // The configuration as it was written; null when it was not given.
  const TerraformSources* sources = nullptr;
  // Where files that the plan names are; unset: not given.
  std::optional<WorkingFolder> folder = std::nullopt;
  // What a reader of the verdict must know besides.
  std::vector<std::string> notes = {};
  SourceSpan span;
};

// Makes the canonical document, with its identifiers, and sets its root.
Status BuildFromPlannedResources(Document* document,
                                 std::span<const PlannedResource> resources,
                                 const PlanFacts& facts,
                                 const ReadOptions& options);

}  // namespace connectguard
