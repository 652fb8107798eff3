// A YAML document as it was written: nodes in document order, before dialects
// give them types. Offsets are bytes of the source text.
//
// Thread rule: plain data.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace connectguard {

enum class YamlNodeType : std::uint8_t { kScalar, kList, kMap, kAlias };

struct YamlNode {
  YamlNodeType type = YamlNodeType::kScalar;
  bool plain = false;       // A scalar without quotes, not a block.
  std::uint32_t tag = 0;    // 1 + its number in YamlTree::tags; 0 without.
  std::uint32_t begin = 0;  // With its tag and anchor.
  std::uint32_t end = 0;
  std::uint32_t next = 0;    // Number of the node behind this one's last child.
  std::uint32_t text = 0;    // Of a scalar, in YamlTree::text.
  std::uint32_t size = 0;    // Bytes of that.
  std::uint32_t target = 0;  // The node that an alias stands for.
};

struct YamlTree {
  // A container's children follow it; those of a map are key, value, key, ...
  std::vector<YamlNode> nodes;
  std::string text;
  std::vector<std::string> tags;  // `!Sub`, `tag:yaml.org,2002:int`.

  std::string_view TextOf(const YamlNode& node) const {
    return std::string_view(text).substr(node.text, node.size);
  }
  std::string_view TagOf(const YamlNode& node) const {
    return node.tag == 0 ? std::string_view() : tags[node.tag - 1];
  }
};

struct YamlProblem {
  ErrorCode code = ErrorCode::kBadInput;
  std::uint32_t offset = 0;
  std::string message;
  std::string hint;
};

}  // namespace connectguard
