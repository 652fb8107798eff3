#include "readers/terraform_properties.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "readers/json_reader.h"
#include "readers/policy_documents.h"
#include "readers/terraform_mapping.h"

namespace connectguard {
namespace {

constexpr UnknownInfo kKnownAfterApply = {
    .reason = "known after apply", .references = {}, .may_be_absent = true};
// The same, where the configuration says nothing.
constexpr UnknownInfo kChosenByProvider = {.reason = "known after apply",
                                           .references = {},
                                           .may_be_absent = true,
                                           .unset = true};
constexpr UnknownInfo kUnstated = {
    .reason = "the Terraform resource does not say it in full",
    .references = {},
    .may_be_absent = false};

}  // namespace

PropertyWriter::PropertyWriter(Document* document, ValueBuilder* builder,
                               const ReferenceResolver* resolver)
    : document_(document),
      builder_(builder),
      resolver_(resolver),
      policies_(std::make_unique<PolicyDocuments>(document, resolver, this)) {}

PropertyWriter::~PropertyWriter() = default;

bool PropertyWriter::IsEmpty(const PropertyNode& node) {
  if (node.dropped || node.form == PropertyNode::Form::kEmpty) {
    return true;
  }
  return node.form != PropertyNode::Form::kLeaf &&
         std::all_of(node.children.begin(), node.children.end(),
                     [](const PropertyNode* child) {
                       return child == nullptr || IsEmpty(*child);
                     });
}

void PropertyWriter::WriteTree(PropertyTree* tree, SourceSpan span) {
  tree->root()->span = span;
  builder_->StartMap(span);
  for (const PropertyNode* child : tree->root()->children) {
    if (!IsEmpty(*child)) {
      builder_->AddKey(child->key);
      WriteNode(*child);
    }
  }
  builder_->EndMap();
}

void PropertyWriter::WriteNode(const PropertyNode& node) {
  switch (node.form) {
    case PropertyNode::Form::kLeaf:
      WriteLeaf(node.leaf);
      return;
    case PropertyNode::Form::kList:
      WriteItems(node);
      return;
    default:
      builder_->StartMap(node.span);
      for (const PropertyNode* child : node.children) {
        if (!IsEmpty(*child)) {
          builder_->AddKey(child->key);
          WriteNode(*child);
        }
      }
      builder_->EndMap();
  }
}

// Lists that are put together from several resources are sets: the same string
// stands in them once.
void PropertyWriter::WriteItems(const PropertyNode& list) {
  std::unordered_set<std::string_view> seen;
  builder_->StartList(list.span);
  for (const PropertyNode* item : list.children) {
    if (item == nullptr || IsEmpty(*item)) {
      continue;
    }
    const Value* value = item->leaf.at.value;
    const bool appended = item->form == PropertyNode::Form::kLeaf &&
                          item->leaf.rule != nullptr &&
                          item->leaf.rule->appends;
    if (item->form == PropertyNode::Form::kLeaf && value != nullptr &&
        value->Is(Kind::kString) && item->leaf.unknown == nullptr &&
        !seen.insert(value->AsString()).second && appended) {
      continue;
    }
    WriteNode(*item);
  }
  builder_->EndList();
}

void PropertyWriter::WriteLeaf(const PropertyLeaf& leaf) {
  const bool sensitive = (leaf.rule != nullptr && leaf.rule->is_sensitive) ||
                         leaf.at.IsSensitive();
  if (sensitive) {
    builder_->BeginSensitive();
  }
  if (leaf.unknown != nullptr) {
    WriteUnknown(leaf);
  } else if (leaf.constant != nullptr) {
    WriteConstant(*leaf.constant, leaf.span);
  } else if (!leaf.text.empty()) {
    builder_->AddString(leaf.text, leaf.span);
  } else {
    assert(leaf.rule != nullptr);  // Whoever has none brings one of the above.
    const bool wraps = leaf.rule->wraps_list;
    if (wraps) {
      builder_->StartList(leaf.span);
    }
    WriteTransformed(leaf, {.owner = leaf.owner,
                            .path = leaf.rule->expression_path,
                            .extent = ExtentOf(*leaf.rule),
                            .plural = leaf.plural});
    if (wraps) {
      builder_->EndList();
    }
  }
  if (sensitive) {
    builder_->EndSensitive();
  }
}

void PropertyWriter::WriteTransformed(const PropertyLeaf& leaf,
                                      const Place& place) {
  if (leaf.at.IsUnknown() || leaf.at.value == nullptr) {
    WriteValue(leaf.at, place);
    return;
  }
  switch (leaf.rule->transform) {
    case Transform::kJson:
      WriteJson(leaf.at, place);
      return;
    case Transform::kTags:
      WritePairs(leaf.at, "Key", place);
      return;
    case Transform::kNameValue:
      WritePairs(leaf.at, "Name", place);
      return;
    case Transform::kWords: {
      const auto word = leaf.rule->words->find(ScalarText(*leaf.at.value));
      if (word != leaf.rule->words->end()) {
        builder_->AddString(word->second, leaf.at.value->span());
        return;
      }
      break;
    }
    case Transform::kNumber:
      if (WriteNumber(*leaf.at.value)) {
        return;
      }
      break;
    case Transform::kUnstated:
      builder_->AddUnknown(&kUnstated, leaf.span);
      return;
    case Transform::kCopy:
      break;
  }
  WriteValue(leaf.at, place);
}

void PropertyWriter::WriteUnknown(const PropertyLeaf& leaf) {
  if (leaf.waits && WritePolicyDocument(leaf)) {
    return;
  }
  // A list of one, as far as that one is certain to be there.
  const bool wraps =
      leaf.waits && leaf.rule->wraps_list && !leaf.unknown->may_be_absent;
  if (wraps) {
    builder_->StartList(leaf.span);
  }
  builder_->AddUnknown(leaf.unknown, leaf.span);
  if (wraps) {
    builder_->EndList();
  }
}

// An unknown text that is a policy document which is read only during apply, or
// what `jsonencode` makes.
bool PropertyWriter::WritePolicyDocument(const PropertyLeaf& leaf) {
  assert(leaf.rule != nullptr);  // It is an attribute's rule that waits.
  return leaf.rule->transform == Transform::kJson && resolver_ != nullptr &&
         !leaf.plural &&
         policies_->Write(*leaf.owner, leaf.rule->expression_path, leaf.span,
                          builder_);
}

// False for a text that is no number.
bool PropertyWriter::WriteNumber(const Value& value) {
  if (!value.Is(Kind::kString)) {
    return false;
  }
  const std::string_view text = value.AsString();
  const char* end = text.data() + text.size();
  std::int64_t integer = 0;
  if (const auto read = std::from_chars(text.data(), end, integer);
      read.ec == std::errc() && read.ptr == end) {
    builder_->AddInt(integer, value.span());
    return true;
  }
  double real = 0;
  const auto read = std::from_chars(text.data(), end, real);
  const bool good = read.ec == std::errc() && read.ptr == end;
  if (good && std::isfinite(real)) {
    builder_->AddFloat(real, value.span());
    return true;
  }
  return false;
}

void PropertyWriter::WriteConstant(const Value& constant, SourceSpan span) {
  switch (constant.kind) {
    case Kind::kBool:
      builder_->AddBool(constant.boolean, span);
      return;
    case Kind::kInt:
      builder_->AddInt(constant.integer, span);
      return;
    case Kind::kString:
      builder_->AddString(constant.AsString(), span);
      return;
    case Kind::kNull:
      builder_->AddNull(span);
      return;
    default:
      builder_->AddCopy(constant);
  }
}

void PropertyWriter::WriteNative(const PlannedResource& owner,
                                 const PlanValue& attributes) {
  WriteMembers(attributes, {.owner = &owner, .path = ""});
}

void PropertyWriter::WriteMembers(const PlanValue& at, const Place& place) {
  const std::vector<PlanMember> members = SetMembers(at);
  builder_->StartMap(at.SpanOr(place.owner->span));
  for (const PlanMember& member : members) {
    Place inner = place;
    // Keys of a map of strings are no attributes of their own, but then the
    // expression of the whole map is found all the same.
    inner.path += inner.path.empty() ? "" : ".";
    inner.path += member.key;
    inner.plural = place.plural || (!place.path.empty() && members.size() > 1);
    builder_->AddKey(member.key);
    WriteValue(member.at, inner);
  }
  builder_->EndMap();
}

void PropertyWriter::WriteValue(const PlanValue& at, const Place& place) {
  const bool sensitive = at.IsSensitive();
  if (sensitive) {
    builder_->BeginSensitive();
  }
  const SourceSpan span = at.SpanOr(place.owner->span);
  if (at.IsUnknown()) {
    const Extent extent = place.plural && place.extent == Extent::kReference
                              ? Extent::kAttribute
                              : place.extent;
    builder_->AddUnknown(UnknownAt(*place.owner, place.path, extent), span);
  } else if (at.IsList()) {
    builder_->StartList(span);
    Place inner = place;
    inner.plural = place.plural || at.ListSize() > 1;
    for (std::uint32_t i = 0; i < at.ListSize(); ++i) {
      WriteValue(at.At(i), inner);
    }
    builder_->EndList();
  } else if ((at.value != nullptr && at.value->Is(Kind::kMap)) ||
             (at.unknown != nullptr && at.unknown->Is(Kind::kMap) &&
              at.IsSet() &&
              (at.value == nullptr || at.value->Is(Kind::kNull)))) {
    WriteMembers(at, place);
  } else if (at.value == nullptr) {
    builder_->AddNull(span);
  } else if (at.value->Is(Kind::kString)) {
    WriteString(*at.value, place);
  } else {
    builder_->AddCopy(*at.value);
  }
  if (sensitive) {
    builder_->EndSensitive();
  }
}

void PropertyWriter::WriteString(const Value& text, const Place& place) {
  if (resolver_ != nullptr && !place.plural) {
    const std::span<const Reference> links =
        LinksOf(text.AsString(), References(*place.owner, place.path));
    if (!links.empty()) {
      builder_->AddLinkedString(text.AsString(), links, text.span());
      return;
    }
  }
  builder_->AddCopy(text);
}

// Those references that a known text may come from: it holds what they say, and
// so cannot come from what is unknown itself.
std::span<const Reference> PropertyWriter::LinksOf(std::string_view text,
                                                   const Found& found) {
  std::vector<Reference> links;
  for (std::size_t i = 0; i < found.resolved.size(); ++i) {
    const Reference& reference = found.resolved[i];
    const std::string_view attribute = reference.attribute;
    const bool plain = !attribute.empty() &&
                       attribute.find_first_of(".[") == std::string_view::npos;
    const PlanValue said =
        AttributesOf(*found.targets[i], PlanSide::kPlanned).At(attribute);
    const bool says_else =
        said.IsUnknown() ||
        (said.value != nullptr && said.value->Is(Kind::kString) &&
         text.find(said.value->AsString()) == std::string_view::npos);
    if (!plain || !says_else) {
      links.push_back(reference);
    }
  }
  if (links.size() == found.resolved.size()) {
    return found.resolved;
  }
  return document_->arena().CopyArray(std::span<const Reference>(links));
}

void PropertyWriter::WriteJson(const PlanValue& at, const Place& place) {
  if (at.value->Is(Kind::kString)) {
    ValueBuilder inner = document_->NewBuilder();
    const Result<const Value*> parsed =
        ReadEmbeddedJson(*at.value, *document_, &inner);
    if (parsed && ((*parsed)->Is(Kind::kMap) || (*parsed)->Is(Kind::kList))) {
      builder_->AddCopy(**parsed);
      return;
    }
  }
  WriteValue(at, place);
}

void PropertyWriter::WritePairs(const PlanValue& at, std::string_view key,
                                const Place& place) {
  const std::vector<PlanMember> members = SetMembers(at);
  Place inner = place;
  inner.plural = place.plural || members.size() > 1;
  builder_->StartList(at.SpanOr(place.owner->span));
  for (const PlanMember& member : members) {
    const SourceSpan span = member.at.SpanOr(place.owner->span);
    builder_->StartMap(span);
    builder_->AddKey(key);
    builder_->AddString(member.key, span);
    builder_->AddKey("Value");
    WriteValue(member.at, inner);
    builder_->EndMap();
  }
  builder_->EndList();
}

// The values of one list ask for the same references one after the other, so
// the last answer is kept.
const PropertyWriter::Found& PropertyWriter::References(
    const PlannedResource& owner, std::string_view path) {
  if (found_.owner == &owner && found_.path == path) {
    return found_;
  }
  found_ = {};
  found_.owner = &owner;
  found_.path = path;
  found_.unknown = &kKnownAfterApply;
  if (resolver_ == nullptr) {
    return found_;
  }
  const Resolution resolution = resolver_->Resolve(owner, path);
  const std::vector<ResolvedReference>& resolved = resolution.references;
  if (resolved.empty()) {
    found_.unset = CertainlyUnset(owner, path);
    return found_;
  }
  std::vector<Reference> all;
  std::vector<Reference> with_target;
  for (const ResolvedReference& each : resolved) {
    const PlannedResource* target = each.Target();
    Reference reference;
    reference.text = document_->arena().CopyText(each.text);
    // A data source is no resource of the document.
    if (target != nullptr && !target->is_data) {
      reference.target = target->address;
      const std::string_view attribute = each.candidates.front().attribute;
      const bool same =
          std::all_of(each.candidates.begin(), each.candidates.end(),
                      [&](const ReferenceCandidate& c) {
                        return c.attribute == attribute;
                      });
      reference.attribute =
          same ? document_->arena().CopyText(attribute) : std::string_view();
      with_target.push_back(reference);
      found_.targets.push_back(target);
    }
    all.push_back(reference);
  }
  Arena& arena = document_->arena();
  found_.all = arena.CopyArray(std::span<const Reference>(all));
  found_.resolved = arena.CopyArray(std::span<const Reference>(with_target));
  found_.unknown = arena.New<UnknownInfo>(kKnownAfterApply.reason, found_.all);

  if (resolution.exact && !with_target.empty()) {
    all.front().exact = true;
    found_.exact = arena.New<UnknownInfo>(
        kKnownAfterApply.reason,
        std::span<const Reference>(
            arena.CopyArray(std::span<const Reference>(all))),
        false);
  }
  return found_;
}

PropertyWriter::Extent PropertyWriter::ExtentOf(const AttributeRule& rule) {
  return rule.is_reference ? Extent::kReference : Extent::kAttribute;
}

const UnknownInfo* PropertyWriter::UnknownAt(const PlannedResource& owner,
                                             std::string_view path,
                                             Extent extent) {
  const Found& found = References(owner, path);
  if (extent == Extent::kReference && found.exact != nullptr) {
    return found.exact;
  }
  // A whole block may have been written as a dynamic one, which is not in the
  // plan's configuration.
  const bool certain = extent != Extent::kBlock ||
                       (resolver_ != nullptr && resolver_->HasSource(owner));
  return found.unset && certain ? &kChosenByProvider : found.unknown;
}

const UnknownInfo* PropertyWriter::UnknownSelf(const PlannedResource& owner,
                                               std::string_view attribute) {
  Arena& arena = document_->arena();
  const Reference reference = {
      .text = arena.CopyText(fmt::format("{}.{}", owner.address, attribute)),
      .target = owner.address,
      .attribute = attribute,
      .exact = true};
  return arena.New<UnknownInfo>(kKnownAfterApply.reason,
                                std::span<const Reference>(arena.CopyArray(
                                    std::span<const Reference>(&reference, 1))),
                                false);
}

const UnknownInfo* PropertyWriter::UnknownBecause(const PlannedResource& owner,
                                                  std::string_view path,
                                                  std::string_view reason) {
  Arena& arena = document_->arena();
  return arena.New<UnknownInfo>(arena.CopyText(reason),
                                References(owner, path).all);
}

}  // namespace connectguard
