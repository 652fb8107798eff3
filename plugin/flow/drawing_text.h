// Texts in pictures: cut to a size that fits, and escaped as Graphviz and
// Mermaid want it. Private to flow/.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace connectguard {

// On one line, at most so many bytes, with dots for what is left out.
std::string CutLine(std::string_view text, std::size_t bytes);

// Inside quotation marks.
std::string DotEscaped(std::string_view text);
std::string MermaidEscaped(std::string_view text);

// Lines of a label.
std::string DotLabel(const std::vector<std::string>& lines);
std::string MermaidLabel(const std::vector<std::string>& lines);

}  // namespace connectguard
