// Named texts and places in them.
//
// A SourceSpan is a byte range in one of the files of its owner (a document, a
// rule file). Lines and columns are derived on demand: both start at 1, columns
// count bytes.
//
// Thread rule: a SourceFile is immutable; its line index is built once, on the
// first question, safely from any thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace connectguard {

// Bytes [begin, end) of file number `file`.
struct SourceSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint16_t file = 0;

  friend bool operator==(const SourceSpan&, const SourceSpan&) = default;
};

struct LineColumn {
  std::uint32_t line = 1;
  std::uint32_t column = 1;

  friend bool operator==(const LineColumn&, const LineColumn&) = default;
};

class SourceFile {
 public:
  // `name` is what the user sees: a path, or `<stdin>`.
  SourceFile(std::string name, std::string text)
      : name_(std::move(name)), text_(std::move(text)) {}

  const std::string& name() const { return name_; }
  std::string_view text() const { return text_; }

  // Offsets past the end answer the place behind the last byte.
  LineColumn At(std::uint32_t offset) const;

  // The text of a line without its line break; empty when there is no such
  // line.
  std::string_view Line(std::uint32_t line) const;

  // False for a text that is all on one line, such as the output of
  // `terraform show -json`: there a line number tells a reader nothing.
  bool HasLines() const;

 private:
  const std::vector<std::uint32_t>& LineStarts() const;

  std::string name_;
  std::string text_;
  mutable std::once_flag line_starts_once_;
  mutable std::vector<std::uint32_t> line_starts_;
};

}  // namespace connectguard
