// Where the bytes of a string stand in the text that it was written in: through
// JSON's escapes, quotes that are doubled, quoted text that goes on over
// several lines, and the indentation of YAML's literal (`|`) and folded (`>`)
// blocks. So that what is found inside a string (a policy, a contact flow) has
// a line of its own.
//
// Plain texts over several lines, and escapes that JSON has not, are not
// followed.
//
// Thread rule: built once, then const.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "document/document.h"
#include "document/value.h"

namespace connectguard {

class TextPlaces {
 public:
  // Of a string of the document. Nothing when it was written in a way that is
  // not followed; the bytes are compared, so that no place is a guess.
  static std::optional<TextPlaces> Of(const Document& document,
                                      const Value& text);

  // A text that is put together somewhere in `whole`, to which pieces are added
  // in order.
  explicit TextPlaces(SourceSpan whole)
      : start_(whole.begin), file_(whole.file) {}
  // Bytes [begin, begin + size) of another text of the same file.
  void Add(const TextPlaces& other, std::size_t begin, std::size_t size);
  // Bytes that were written elsewhere or nowhere: they are taken to stand where
  // the piece before ends.
  void AddMade(std::size_t size);

  std::size_t size() const { return size_; }

  // Of bytes [begin, end) of the text. REQUIRES: they are in it, and not none.
  SourceSpan SpanOf(std::size_t begin, std::size_t end) const;

 private:
  // Bytes of the text from `at` on, up to the next run.
  struct Run {
    std::size_t at = 0;
    std::uint32_t written = 0;  // Offset in the file,
    std::uint32_t length = 0;   // and how many bytes there.
    // The bytes there stand for those of the run as a whole, not one for one.
    bool is_escape = false;
  };

  bool FollowQuoted(std::string_view written, std::uint32_t offset,
                    std::string_view text);
  bool FollowBlock(std::string_view written, std::uint32_t offset,
                   std::string_view text);
  bool FollowFolded(std::string_view written, std::uint32_t offset,
                    std::string_view text);
  const Run& RunAt(std::size_t at) const;

  std::vector<Run> runs_;
  std::size_t size_ = 0;
  std::uint32_t start_;
  std::uint16_t file_;
};

}  // namespace connectguard
