#include "readers/property_tree.h"

namespace connectguard {

void PropertyTree::Clear() {
  used_ = 0;
  root_ = New("", {});
  root_->form = PropertyNode::Form::kMap;
}

PropertyNode* PropertyTree::New(std::string_view key, SourceSpan span) {
  if (used_ == nodes_.size()) {
    nodes_.emplace_back();
  }
  PropertyNode* node = &nodes_[used_++];
  Reset(node);
  node->key = key;
  node->span = span;
  return node;
}

void PropertyTree::Reset(PropertyNode* node) {
  node->form = PropertyNode::Form::kEmpty;
  node->dropped = false;
  node->children.clear();
  node->leaf = {};
  node->appended_by = nullptr;
}

PropertyNode* PropertyTree::FindChild(PropertyNode* map, std::string_view key) {
  if (map->form == PropertyNode::Form::kMap) {
    for (PropertyNode* child : map->children) {
      if (child->key == key) {
        return child;
      }
    }
  }
  return nullptr;
}

PropertyNode* PropertyTree::Child(PropertyNode* map, std::string_view key,
                                  SourceSpan span) {
  if (map->form == PropertyNode::Form::kEmpty) {
    map->form = PropertyNode::Form::kMap;
    map->span = span;
  }
  if (map->form != PropertyNode::Form::kMap) {
    return nullptr;
  }
  if (PropertyNode* child = FindChild(map, key)) {
    return child;
  }
  return map->children.emplace_back(New(key, span));
}

PropertyNode* PropertyTree::Element(PropertyNode* list, std::uint32_t index,
                                    SourceSpan span) {
  if (list->form == PropertyNode::Form::kEmpty) {
    list->form = PropertyNode::Form::kList;
    list->span = span;
  }
  if (list->form != PropertyNode::Form::kList) {
    return nullptr;
  }
  if (list->children.size() <= index) {
    list->children.resize(index + 1, nullptr);
  }
  PropertyNode*& element = list->children[index];
  if (element == nullptr) {
    element = New("", span);
  }
  return element;
}

PropertyNode* PropertyTree::Append(PropertyNode* list, SourceSpan span) {
  if (list->form == PropertyNode::Form::kLeaf) {
    const PropertyLeaf whole = list->leaf;
    list->form = PropertyNode::Form::kList;
    const bool apart =
        whole.unknown == nullptr && !whole.at.IsUnknown() && whole.at.IsList();
    const std::uint32_t size = apart ? whole.at.ListSize() : 1;
    for (std::uint32_t i = 0; i < size; ++i) {
      PropertyNode* element = New("", whole.span);
      element->form = PropertyNode::Form::kLeaf;
      element->leaf = whole;
      if (apart) {
        element->leaf.at = whole.at.At(i);
        element->leaf.plural = whole.plural || size > 1;
      }
      list->children.push_back(element);
    }
  }
  return Element(list, static_cast<std::uint32_t>(list->children.size()), span);
}

}  // namespace connectguard
