// One problem in a text, worded for the person who has to mend it.
//
// Wording rules: lower case, no final period, the user's own text in backticks,
// no C++ type names; the hint says what to do. A Diagnostic owns its text, so
// it outlives the file that it speaks of.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/source.h"

namespace connectguard {

struct Diagnostic {
  std::string message;
  std::string hint;  // What to do; may be empty.
  std::string file;  // As the user named it; empty when there is none.
  LineColumn place;  // Meaningful when `has_place`.
  bool has_place = false;
  std::string
      source_line;  // The text of that line, shortened around the place.
  std::uint32_t caret = 0;  // Byte offset of the place in source_line.
};

// A problem at a byte offset of a file.
Diagnostic DiagnosticAt(const SourceFile& file, std::uint32_t offset,
                        std::string message, std::string hint = "");

// A problem with a file as a whole.
Diagnostic DiagnosticFor(std::string_view file, std::string message,
                         std::string hint = "");

// A line of source cut to a readable width around a column, with the offset of
// that column in the cut text. Shared by diagnostics and reports.
struct SourceExcerpt {
  std::string text;
  std::uint32_t caret = 0;
};
SourceExcerpt ExcerptAt(const SourceFile& file, LineColumn place);

// "file:line:column: message", then the source line with a caret below it, then
// "hint: ...". Each line ends with a line break.
std::string Render(const Diagnostic& diagnostic);

}  // namespace connectguard
