// How Terraform's resource types become CloudFormation's: the table
// data/terraform_types.json, parsed once.
//
// A path is keys with dots; `[*]` goes through a list and keeps its shape on
// both sides, `[0]` is one fixed element, `[+]` adds an element. A block that
// Terraform shows as a list of one is entered without saying so.
//
// Words behind the two paths of an attribute:
//   ref              it holds an identifier of another resource, nothing else
//   self             it holds an identifier of the resource itself
//   json             a string of JSON becomes what it says
//   number           a string of a number becomes the number
//   tags             a map becomes a list of {Key, Value}
//   name_value       a map becomes a list of {Name, Value}
//   list             one value becomes a list of it
//   words:LIST       values are translated by that list of the table
//   append           added to the list that the target already has
//   with:KEY=VALUE   also sets KEY beside it
//   drop_if:V        not set when it is V
//   drop_parent_if:V what contains it is dropped when it is V
//   only_if:V        not set; what contains it is dropped when it is not V
//   sensitive        never shown, whatever the plan says
//   absent_if_unset  unknown in the plan of a creation, although the service is
//                    known to leave it out when the configuration does
//   file:ATTRIBUTE   when ATTRIBUTE is set, the value comes from that file
//   hash:ATTRIBUTE   which has the file's SHA-256 in base64
//   unstated         Terraform says less than the property holds: unknown
//
// Thread rule: immutable; any thread may read.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "document/document.h"

namespace connectguard {

enum class PathStepKind : std::uint8_t { kKey, kEach, kIndex, kAppend };

struct PathStep {
  PathStepKind kind = PathStepKind::kKey;
  std::string key = {};     // For kKey.
  std::uint32_t index = 0;  // For kIndex.

  friend bool operator==(const PathStep&, const PathStep&) = default;
};
using StepPath = std::vector<PathStep>;

enum class Transform : std::uint8_t {
  kCopy,
  kJson,
  kTags,
  kNameValue,
  kNumber,
  kWords,
  kUnstated,
};

using Words = std::map<std::string, std::string, std::less<>>;

// One line of the table.
struct AttributeRule {
  StepPath from;
  std::string from_path;  // Only its keys, with dots.
  // Where the configuration sets it: the same, but that `tags` and the
  // provider's default tags together make `tags_all`.
  std::string expression_path;
  StepPath to;
  // For each number of steps of `from`: how many steps of `to` are unknown as
  // a whole when that much of `from` is (see terraform_types.cc).
  std::vector<std::size_t> unknown_length;

  Transform transform = Transform::kCopy;
  const Words* words = nullptr;
  std::optional<std::string> drop_if;
  std::optional<std::string> drop_parent_if;
  std::optional<std::string> only_if;
  std::string sibling_key;
  std::string sibling_value;
  std::string file_attribute;
  std::string hash_attribute;
  bool wraps_list = false;
  bool appends = false;
  bool is_reference = false;
  bool is_self = false;
  bool is_sensitive = false;
  bool absent_if_unset = false;
};

// A split resource configures another one; this is how to find it.
struct MergeRule {
  std::string type;                  // Of the target, in Terraform.
  std::string attribute;             // Of the split resource.
  std::vector<std::string> matches;  // Attributes of the target.
};

// A second resource that the same Terraform resource stands for.
struct AlsoRule {
  std::string type;
  std::string when;  // The attribute that must be set.
  std::vector<AttributeRule> attributes;
};

struct TerraformType {
  std::string name;
  std::string type;  // CloudFormation's.
  // The type by the value of an attribute, when it is listed.
  std::string type_attribute;
  Words type_by;
  std::optional<MergeRule> merge;
  std::string one_for_each;  // A list attribute: one resource for each element.
  std::vector<std::string> identifiers;  // Besides `id` and `arn`.
  // Scalars of the table's document.
  std::vector<std::pair<std::string, const Value*>> constants;
  std::vector<std::pair<std::string, const Value*>> defaults;
  std::vector<AttributeRule> attributes;
  std::optional<AlsoRule> also;
  // Types that are merged into this one.
  std::vector<const TerraformType*> merged;
  // Every attribute by which these may name it.
  std::vector<std::string> match_attributes;
};

class TerraformTypes {
 public:
  // The built-in table. An error is a mistake in the table, found by tests.
  static const Result<const TerraformTypes*>& Get();

  static Result<std::unique_ptr<const TerraformTypes>> Parse(std::string text);

  // Types of the provider awscc are in no table: they follow a rule.
  const TerraformType* Find(std::string_view name) const;
  const std::vector<std::unique_ptr<TerraformType>>& all() const {
    return types_;
  }

 private:
  friend class TerraformTypesParser;

  static const TerraformTypes* Awscc();

  Document document_;  // Holds what constants and defaults point to.
  std::map<std::string, Words, std::less<>> words_;
  std::vector<std::unique_ptr<TerraformType>> types_;
  std::unordered_map<std::string_view, const TerraformType*> by_name_;
};

// Bool, number or string as the table writes it: `true`, `-1`, `NONE`. Empty
// for everything else.
std::string ScalarText(const Value& value);

}  // namespace connectguard
