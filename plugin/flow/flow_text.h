// What a text of a flow says: literally, of the contact, or not yet.
//
// A text may hold paths such as `$.Attributes.language`, which Connect replaces
// while a contact is in the flow, and placeholders such as `${queue}`, which
// another tool replaces before the flow is deployed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace connectguard {

// `$.root.name`: name is the rest of the path, `a.b` for `$.root['a'].b`; it
// may be empty.
struct FlowReference {
  std::string root = {};
  std::string name = {};
  std::uint32_t begin = 0;  // Bytes of the text.
  std::uint32_t end = 0;

  friend bool operator==(const FlowReference&, const FlowReference&) = default;
};

// The paths in a text, in order. `$.5` is an amount, not a path.
std::vector<FlowReference> ReferencesIn(std::string_view text);

// True when the text holds `${x}`, `{{x}}`, `<<x>>`, `%%x%%`, or the word
// REPLACE_WITH: forms that are seen in flows kept in repositories.
bool HasPlaceholder(std::string_view text);

// Without regard to the case of ASCII letters: flows write "True" and "true".
bool SameWord(std::string_view a, std::string_view b);

// At most so many bytes of it, not cut within a character.
std::string_view Shortened(std::string_view text, std::size_t bytes);

}  // namespace connectguard
