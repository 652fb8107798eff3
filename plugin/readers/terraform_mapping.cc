#include "readers/terraform_mapping.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace connectguard {
namespace {

using Form = PropertyNode::Form;

// The keys among the first `steps` steps, with dots.
std::string KeysOfPrefix(const StepPath& path, std::size_t steps) {
  std::string keys;
  for (std::size_t i = 0; i < steps; ++i) {
    if (path[i].kind == PathStepKind::kKey) {
      keys += keys.empty() ? "" : ".";
      keys += path[i].key;
    }
  }
  return keys;
}

bool IsKnownEmpty(const PropertyNode& node) {
  const Value* value = node.leaf.at.value;
  return node.leaf.unknown == nullptr && node.leaf.constant == nullptr &&
         !node.leaf.at.IsUnknown() && value != nullptr &&
         value->Is(Kind::kString) && value->size == 0;
}

// Empty maps of tags and empty documents say nothing.
bool SaysNothing(const PlanValue& at, const AttributeRule& rule) {
  if (at.IsUnknown() || at.value == nullptr) {
    return false;
  }
  switch (rule.transform) {
    case Transform::kTags:
    case Transform::kNameValue:
      return SetMembers(at).empty();
    case Transform::kJson:
      return at.value->Is(Kind::kString) && at.value->size == 0;
    default:
      return false;
  }
}

bool MakesElements(const AttributeRule& rule) {
  return rule.appends ||
         std::any_of(rule.to.begin(), rule.to.end(), [](const PathStep& s) {
           return s.kind == PathStepKind::kAppend;
         });
}

}  // namespace

PlanValue AttributesOf(const PlannedResource& resource, PlanSide side) {
  if (side == PlanSide::kPrevious) {
    return {.value = resource.before,
            .unknown = nullptr,
            .sensitive = resource.before_sensitive};
  }
  return {.value = resource.after,
          .unknown = resource.after_unknown,
          .sensitive = resource.after_sensitive};
}

void PropertyMapper::Map(const TerraformType& type,
                         const PlannedResource& resource) {
  for (const auto& [property, value] : type.constants) {
    PropertyNode* node = tree_->Child(tree_->root(), property, resource.span);
    node->form = Form::kLeaf;
    node->leaf.constant = value;
    node->leaf.span = resource.span;
  }
  MapRules(type.attributes, resource);
  PlaceDefaults(type, resource, AttributesOf(resource, side_));
}

void PropertyMapper::MapRules(std::span<const AttributeRule> rules,
                              const PlannedResource& resource) {
  const PlanValue root = AttributesOf(resource, side_);
  for (const AttributeRule& rule : rules) {
    Walk walk = {.rule = &rule,
                 .owner = &resource,
                 .indices = {},
                 .span = root.SpanOr(resource.span)};
    if (!PlaceFile(root, &walk)) {
      Follow(root, 0, &walk);
    }
  }
}

void PropertyMapper::MapMerged(const TerraformType& type,
                               const PlannedResource& resource) {
  for (const AttributeRule& rule : type.attributes) {
    const std::string& property = rule.to.front().key;
    PropertyNode* inline_node = tree_->FindChild(tree_->root(), property);
    if (inline_node != nullptr && !MakesElements(rule) &&
        !property.starts_with("x-")) {
      PropertyTree::Reset(inline_node);
    }
  }
  MapRules(type.attributes, resource);
  PlaceDefaults(type, resource, AttributesOf(resource, side_));
}

void PropertyMapper::MapUnknown(const TerraformType& type,
                                const PlannedResource& resource,
                                const UnknownInfo* unknown, bool override_set) {
  for (const AttributeRule& rule : type.attributes) {
    const Walk walk = {.rule = &rule,
                       .owner = &resource,
                       .indices = {},
                       .span = resource.span};
    // All that the split resource decides, as in MapMerged.
    const bool own_key = rule.to.front().key.starts_with("x-");
    std::size_t length = own_key ? 2 : 1;
    if (MakesElements(rule)) {
      const auto append = std::find_if(
          rule.to.begin(), rule.to.end(),
          [](const PathStep& s) { return s.kind == PathStepKind::kAppend; });
      length = static_cast<std::size_t>(append - rule.to.begin());
      PropertyNode* list = Reach(walk, length);
      if (list == nullptr || list->appended_by == &resource) {
        continue;
      }
      PropertyNode* element = tree_->Append(list, resource.span);
      if (element != nullptr) {
        list->appended_by = &resource;
        element->form = Form::kLeaf;
        element->leaf.unknown = unknown;
        element->leaf.span = resource.span;
      }
      continue;
    }
    PropertyNode* node = Reach(walk, length);
    if (node != nullptr && override_set) {
      PropertyTree::Reset(node);
    }
    PlaceUnknown(walk, length, unknown, resource.span);
  }
}

// Depth is bounded by the length of the table's paths.
void PropertyMapper::Follow(const PlanValue& at, std::size_t step, Walk* walk) {
  const AttributeRule& rule = *walk->rule;
  if (at.IsUnknown()) {
    if (!IsUnset(*walk, step)) {
      walk->steps = step;
      PlaceUnknown(*walk, rule.unknown_length[step], nullptr,
                   at.SpanOr(walk->span), at);
    }
    return;
  }
  if (step == rule.from.size()) {
    if (at.IsSet() && !SaysNothing(at, rule)) {
      Place(at, *walk);
    }
    return;
  }
  const PathStep& next = rule.from[step];
  if (next.kind == PathStepKind::kEach) {
    FollowEach(at, step, walk);
    return;
  }
  if (next.kind == PathStepKind::kIndex) {
    Follow(at.At(next.index), step + 1, walk);
    return;
  }
  // A block that may stand once is a list of one.
  if (at.IsList()) {
    if (at.ListSize() > 0) {
      Follow(at.At(std::uint32_t{0}), step, walk);
    }
    return;
  }
  if (at.value != nullptr && at.value->Is(Kind::kMap)) {
    walk->span = at.value->span();
  }
  Follow(at.At(std::string_view(next.key)), step + 1, walk);
}

void PropertyMapper::FollowEach(const PlanValue& at, std::size_t step,
                                Walk* walk) {
  if (!at.IsList()) {
    return;
  }
  const bool last = step + 1 == walk->rule->from.size();
  const std::uint32_t first = element_.value_or(0);
  const std::uint32_t end = element_ ? first + 1 : at.ListSize();
  for (std::uint32_t i = first; i < std::min(end, at.ListSize()); ++i) {
    Walk inner = *walk;
    inner.indices.push_back(i);
    inner.plural = walk->plural || (last && at.ListSize() > 1);
    Follow(at.At(i), step + 1, &inner);
  }
}

// What is left out of the configuration of a new resource gets the service's
// default, although the provider cannot say so before apply.
bool PropertyMapper::IsUnset(const Walk& walk, std::size_t step) const {
  const bool creates = walk.owner->action == ChangeAction::kCreate ||
                       walk.owner->action == ChangeAction::kReplace;
  return walk.rule->absent_if_unset && creates && side_ == PlanSide::kPlanned &&
         step > 0 &&
         writer_->CertainlyUnset(*walk.owner,
                                 KeysOfPrefix(walk.rule->from, step));
}

PropertyNode* PropertyMapper::Reach(const Walk& walk, std::size_t length) {
  PropertyNode* node = tree_->root();
  std::size_t list = 0;
  for (std::size_t i = 0; i < length && node != nullptr; ++i) {
    const PathStep& step = walk.rule->to[i];
    switch (step.kind) {
      case PathStepKind::kKey:
        node = tree_->Child(node, step.key, walk.span);
        break;
      case PathStepKind::kIndex:
        node = tree_->Element(node, step.index, walk.span);
        break;
      case PathStepKind::kEach:
        node = list < walk.indices.size()
                   ? tree_->Element(node, walk.indices[list++], walk.span)
                   : nullptr;
        break;
      case PathStepKind::kAppend:
        if (node->appended_by == walk.owner && !node->children.empty()) {
          node = node->children.back();
        } else {
          PropertyNode* element = tree_->Append(node, walk.span);
          node->appended_by = walk.owner;
          node = element;
        }
        break;
    }
  }
  return node;
}

PropertyLeaf PropertyMapper::LeafOf(const PlanValue& at,
                                    const Walk& walk) const {
  PropertyLeaf leaf;
  leaf.at = at;
  leaf.rule = walk.rule;
  leaf.owner = walk.owner;
  leaf.span = at.SpanOr(walk.span);
  leaf.plural = walk.plural;
  return leaf;
}

void PropertyMapper::Place(const PlanValue& at, const Walk& walk) {
  const AttributeRule& rule = *walk.rule;
  if (PlaceCondition(at, walk)) {
    return;
  }
  if (rule.appends) {
    PlaceAppended(at, walk);
    return;
  }
  PropertyNode* node = Reach(walk, rule.to.size());
  if (node == nullptr || (node->form != Form::kEmpty && !IsKnownEmpty(*node))) {
    return;
  }
  node->form = Form::kLeaf;
  node->leaf = LeafOf(at, walk);
  if (!rule.sibling_key.empty()) {
    PropertyNode* parent = Reach(walk, rule.to.size() - 1);
    PropertyNode* sibling = tree_->Child(parent, rule.sibling_key, walk.span);
    if (sibling != nullptr && sibling->form == Form::kEmpty) {
      sibling->form = Form::kLeaf;
      sibling->leaf.text = rule.sibling_value;
      sibling->leaf.span = walk.span;
    }
  }
}

void PropertyMapper::PlaceAppended(const PlanValue& at, const Walk& walk) {
  PropertyNode* list = Reach(walk, walk.rule->to.size());
  if (list == nullptr) {
    return;
  }
  const bool many = at.IsList();
  const std::uint32_t size = many ? at.ListSize() : 1;
  for (std::uint32_t i = 0; i < size; ++i) {
    PropertyNode* element = tree_->Append(list, walk.span);
    if (element == nullptr) {
      return;
    }
    element->form = Form::kLeaf;
    element->leaf = LeafOf(many ? at.At(i) : at, walk);
    element->leaf.plural = walk.plural || size > 1;
  }
}

// drop_if, drop_parent_if and only_if. True when the value itself is not to be
// written.
bool PropertyMapper::PlaceCondition(const PlanValue& at, const Walk& walk) {
  const AttributeRule& rule = *walk.rule;
  const std::string text = at.value == nullptr ? "" : ScalarText(*at.value);
  if (rule.drop_if) {
    return text == *rule.drop_if;
  }
  const bool drops = (rule.drop_parent_if && text == *rule.drop_parent_if) ||
                     (rule.only_if && text != *rule.only_if);
  if (drops) {
    PropertyNode* parent = Reach(walk, rule.to.size() - 1);
    if (parent != nullptr) {
      parent->dropped = true;
    }
  }
  return drops || rule.only_if.has_value();
}

PropertyWriter::Extent PropertyMapper::ExtentOf(const Walk& walk) {
  const StepPath& from = walk.rule->from;
  const bool inside = std::any_of(
      from.begin() + static_cast<std::ptrdiff_t>(walk.steps), from.end(),
      [](const PathStep& step) { return step.kind == PathStepKind::kKey; });
  if (inside) {
    return PropertyWriter::Extent::kBlock;
  }
  return walk.plural || walk.steps < from.size()
             ? PropertyWriter::Extent::kAttribute
             : PropertyWriter::ExtentOf(*walk.rule);
}

const UnknownInfo* PropertyMapper::WhyUnknown(const Walk& walk) {
  const AttributeRule& rule = *walk.rule;
  return rule.is_self ? writer_->UnknownSelf(*walk.owner, rule.from_path)
                      : writer_->UnknownAt(*walk.owner, rule.expression_path,
                                           ExtentOf(walk));
}

void PropertyMapper::PlaceUnknown(const Walk& walk, std::size_t length,
                                  const UnknownInfo* unknown, SourceSpan span,
                                  const PlanValue& at) {
  const AttributeRule& rule = *walk.rule;
  if (rule.only_if) {
    length = std::min(length, rule.to.size() - 1);
  }
  const UnknownInfo* why = unknown == nullptr ? WhyUnknown(walk) : unknown;
  // What is certain to be there is in something that is there, too.
  if (unknown == nullptr && walk.steps == rule.from.size() &&
      !why->may_be_absent && !rule.only_if) {
    length = rule.to.size();
  }
  const bool whole = length == rule.to.size();
  if (unknown == nullptr && whole && rule.appends) {
    PropertyNode* list = Reach(walk, length);
    PropertyNode* element =
        list == nullptr ? nullptr : tree_->Append(list, span);
    if (element != nullptr) {
      element->form = Form::kLeaf;
      element->leaf = LeafOf({}, walk);
      element->leaf.unknown = why;
      element->leaf.span = span;
    }
    return;
  }
  PropertyNode* node = Reach(walk, length);
  if (node == nullptr || (node->form != Form::kEmpty && !rule.only_if)) {
    return;
  }
  node->form = Form::kLeaf;
  node->leaf = LeafOf(at, walk);
  node->leaf.waits = unknown == nullptr && whole;
  node->leaf.span = span;
  node->leaf.unknown = why;
  if (!whole) {
    node->leaf.rule = nullptr;
  }
}

// What a file holds, or why that is not known.
tl::expected<const Value*, std::string> PropertyMapper::ContentOf(
    const PlanValue& file, const PlanValue& hash) {
  if (file.IsSensitive() || files_ == nullptr) {
    return tl::unexpected<std::string>("the flow is read from a file at apply");
  }
  const bool known = hash.IsSet() && !hash.IsUnknown() &&
                     hash.value != nullptr && hash.value->Is(Kind::kString);
  return files_->Read(file.value->AsString(),
                      known ? hash.value->AsString() : std::string_view());
}

// A value that comes from a file is computed in the plan; the plan names only
// the file.
bool PropertyMapper::PlaceFile(const PlanValue& root, Walk* walk) {
  const AttributeRule& rule = *walk->rule;
  if (rule.file_attribute.empty()) {
    return false;
  }
  const PlanValue file = root.At(std::string_view(rule.file_attribute));
  const PlanValue value = root.At(std::string_view(rule.from.front().key));
  const bool stated = value.IsSet() && !value.IsUnknown();
  if (stated || !file.IsSet() || file.value == nullptr ||
      !file.value->Is(Kind::kString)) {
    return false;
  }
  const PlanValue hash = root.At(std::string_view(rule.hash_attribute));
  const auto content = ContentOf(file, hash);
  if (!content) {
    PlaceUnknown(*walk, rule.to.size(),
                 writer_->UnknownBecause(*walk->owner, rule.file_attribute,
                                         content.error()),
                 file.value->span());
    return true;
  }
  PropertyNode* node = Reach(*walk, rule.to.size());
  if (node != nullptr && node->form == Form::kEmpty) {
    node->form = Form::kLeaf;
    node->leaf = LeafOf(value, *walk);
    node->leaf.constant = *content;
    node->leaf.span = (*content)->span();
  }
  return true;
}

void PropertyMapper::PlaceDefaults(const TerraformType& type,
                                   const PlannedResource& resource,
                                   const PlanValue& root) {
  for (const auto& [attribute, value] : type.defaults) {
    if (root.At(std::string_view(attribute)).IsSet()) {
      continue;
    }
    for (const AttributeRule& rule : type.attributes) {
      if (rule.from_path != attribute) {
        continue;
      }
      const Walk walk = {.rule = &rule,
                         .owner = &resource,
                         .indices = {},
                         .span = resource.span};
      const PlanValue constant = {.value = value};
      if (PlaceCondition(constant, walk)) {
        continue;
      }
      PropertyNode* node = Reach(walk, rule.to.size());
      if (node != nullptr && node->form == Form::kEmpty) {
        node->form = Form::kLeaf;
        node->leaf.constant = value;
        node->leaf.span = resource.span;
      }
    }
  }
}

}  // namespace connectguard
