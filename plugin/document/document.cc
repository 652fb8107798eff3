#include "document/document.h"

#include <algorithm>
#include <utility>

namespace connectguard {
namespace {

bool Covers(const Value& value, SourceSpan span) {
  return value.file == span.file && value.begin <= span.begin &&
         span.end <= value.end;
}

const Value& ValueOf(const Member& member) { return member.value; }
const Value& ValueOf(const Value& item) { return item; }

template <typename T>
const Value* FirstCovering(std::span<const T> children, SourceSpan span) {
  // A tree as it was written has its children in order, which finds one of
  // ten thousand at once; where aliases were followed it has not.
  const auto behind = std::partition_point(
      children.begin(), children.end(),
      [&](const T& child) { return ValueOf(child).begin <= span.begin; });
  if (behind != children.begin() && Covers(ValueOf(*(behind - 1)), span)) {
    return &ValueOf(*(behind - 1));
  }
  const auto found = std::find_if(
      children.begin(), children.end(),
      [&](const T& child) { return Covers(ValueOf(child), span); });
  return found == children.end() ? nullptr : &ValueOf(*found);
}

const Value* ChildCovering(const Value& container, SourceSpan span) {
  if (container.Is(Kind::kMap)) {
    return FirstCovering(container.AsMap(), span);
  }
  if (container.Is(Kind::kList)) {
    return FirstCovering(container.AsList(), span);
  }
  return nullptr;
}

}  // namespace

std::uint16_t Document::AddFile(std::string name, std::string text) {
  files_.emplace_back(std::move(name), std::move(text));
  return static_cast<std::uint16_t>(files_.size() - 1);
}

void Document::SetRoot(const Value* root) {
  root_ = root;
  resources_section_ = Find(*root, "Resources");
  previous_section_ = Find(*root, "Previous");
  IndexSection(resources_section_, {.resources = &resources_,
                                    .by_address = &resource_numbers_,
                                    .by_type = &resources_by_type_,
                                    .typed = &resources_typed_});
  IndexSection(previous_section_, {.resources = &previous_,
                                   .by_address = &previous_numbers_,
                                   .by_type = &previous_by_type_,
                                   .typed = &previous_typed_});
}

void Document::IndexSection(const Value* map, const Section& section) {
  if (map == nullptr || !map->Is(Kind::kMap)) {
    return;
  }
  *section.typed = true;
  section.resources->reserve(map->size);
  section.by_address->reserve(map->size);
  for (const Member& member : map->AsMap()) {
    const Value* type = Find(member.value, "Type");
    if (type == nullptr || !type->Is(Kind::kString)) {
      *section.typed = false;
      continue;
    }
    Resource resource;
    resource.address = member.key->text;
    resource.type = type->AsString();
    resource.node = &member.value;
    resource.properties = Find(member.value, "Properties");
    if (const auto found = naming_.find(resource.address);
        found != naming_.end()) {
      resource.native_type = found->second.native_type;
      resource.identifiers = found->second.identifiers;
      resource.construct = found->second.construct;
    }
    section.by_address->emplace(resource.address, section.resources->size());
    (*section.by_type)[resource.type].push_back(&member.value);
    section.resources->push_back(resource);
  }
}

const Resource* Document::FindResource(std::string_view address) const {
  const auto found = resource_numbers_.find(address);
  return found == resource_numbers_.end() ? nullptr
                                          : &resources_[found->second];
}

const Resource* Document::FindPrevious(std::string_view address) const {
  const auto found = previous_numbers_.find(address);
  return found == previous_numbers_.end() ? nullptr : &previous_[found->second];
}

std::span<const Value* const> Document::ResourceNodes(
    std::string_view type) const {
  const auto found = resources_by_type_.find(type);
  if (found == resources_by_type_.end()) {
    return {};
  }
  return found->second;
}

std::span<const Value* const> Document::PreviousNodes(
    std::string_view type) const {
  const auto found = previous_by_type_.find(type);
  if (found == previous_by_type_.end()) {
    return {};
  }
  return found->second;
}

Document::Owner Document::OwnerOf(const Value& value) const {
  const Value* node = &value;
  const Value* section = node->parent;
  // A resource's map hangs two steps below the root.
  while (section != nullptr && section->parent != root_) {
    node = section;
    section = section->parent;
  }
  if (section == nullptr) {
    return {};
  }
  if (section == resources_section_) {
    return {.resource = FindResource(KeyOf(*node)), .planned = true};
  }
  if (section == previous_section_) {
    return {.resource = FindPrevious(KeyOf(*node)), .planned = false};
  }
  return {};
}

const Value* Document::SourceValueAt(SourceSpan span) const {
  if (source_ == nullptr || !Covers(*source_, span)) {
    return nullptr;
  }
  const Value* at = source_;
  while (const Value* inner = ChildCovering(*at, span)) {
    at = inner;
  }
  return at;
}

}  // namespace connectguard
