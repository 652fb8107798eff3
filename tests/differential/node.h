// A document that is being made up: a plain tree that can be changed, and
// written as JSON or YAML. Not the product's Value, which is built once and
// read by the readers under test.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "differential/random.h"

namespace connectguard::differential {

struct Node {
  enum class Kind { kNull, kBool, kInt, kFloat, kString, kList, kMap };

  Kind kind = Kind::kNull;
  // A string's content; any other scalar as it is written.
  std::string text = "null";
  std::vector<Node> items = {};
  std::vector<std::pair<std::string, Node>> members = {};

  static Node String(std::string text) {
    return {.kind = Kind::kString, .text = std::move(text)};
  }
  static Node Int(std::string text) {
    return {.kind = Kind::kInt, .text = std::move(text)};
  }
  static Node Float(std::string text) {
    return {.kind = Kind::kFloat, .text = std::move(text)};
  }
  static Node Bool(bool value) {
    return {.kind = Kind::kBool, .text = value ? "true" : "false"};
  }
  static Node List() { return {.kind = Kind::kList}; }
  static Node Map() { return {.kind = Kind::kMap}; }

  bool IsMap() const { return kind == Kind::kMap; }
  bool IsList() const { return kind == Kind::kList; }
  bool IsString() const { return kind == Kind::kString; }
  std::size_t ChildCount() const { return items.size() + members.size(); }
  const Node& Child(std::size_t number) const {
    return number < items.size() ? items[number]
                                 : members[number - items.size()].second;
  }
  Node& Child(std::size_t number) {
    return number < items.size() ? items[number]
                                 : members[number - items.size()].second;
  }
  // The member's value, or null.
  const Node* Find(std::string_view key) const;
};

// A string in double quotes, escaped as JSON and YAML have it.
std::string Quoted(std::string_view text);

std::string ToJson(const Node& node, bool indented);
// In a mix of styles that `random` chooses: block and flow, quoted and plain,
// short tags, comments.
std::string ToYaml(const Node& node, Random* random);

}  // namespace connectguard::differential
