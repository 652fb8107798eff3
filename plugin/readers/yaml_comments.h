// The comments of a YAML text, which its values do not have: what stands
// between the tokens of libyaml, so that no text is taken for one.
//
// Offsets are bytes of the text, columns count bytes from 0.
//
// Thread rule: pure function.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace connectguard {

struct YamlComment {
  static constexpr std::uint32_t kNone =
      std::numeric_limits<std::uint32_t>::max();

  std::uint32_t begin = 0;  // Of its `#`.
  std::uint32_t end = 0;    // Without the line break.
  bool alone = false;       // Nothing else is on its line.
  std::uint32_t column = 0;
  // Where what was written before it ends.
  std::uint32_t before = 0;
  // Where what comes next begins, `kNone` at the end of the text, and whether
  // only comments are between, each on the line below the other.
  std::uint32_t next = kNone;
  bool right_above = false;
  // The begin of the value, when what comes next is the key of one.
  std::uint32_t next_value = kNone;
};

// In order; as far as the text can be read.
std::vector<YamlComment> FindYamlComments(std::string_view text);

}  // namespace connectguard
