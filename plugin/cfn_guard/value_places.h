// Where values stand, as cfn-guard 3.x says it: "/Resources/A/Type[L:4,C:10]",
// with lines and columns from 0. Columns count characters. What was written in
// a rules file stands at [L:0,C:0].
//
// Thread rule: any number of threads may ask at once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"

namespace connectguard {

class ValuePlaces {
 public:
  // `roots`: what each of the document's files has as its root. The document
  // must outlive this.
  ValuePlaces(const Document& document, std::vector<const Value*> roots);

  // False for what was written in a rules file, or made of that.
  bool IsOfData(const Value& value) const;

  // From 0.
  struct Place {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
  };
  Place PlaceOf(const Value& value) const;
  // Of the key that a member of a map stands behind.
  Place PlaceOfKey(const Value& member) const;

  static std::string Path(const Value& value);
  // The path with its place.
  std::string PathAndPlace(const Value& value) const;
  // "Path=/A[L:0,C:3] Value=5".
  void AppendPathAndValue(const Value& value, std::string* out) const;
  // As a program written in Rust shows it for debugging:
  // `Int((Path("/A", Location { line: 0, col: 3 }), 5))`.
  void AppendDebug(const Value& value, std::string* out) const;

 private:
  // How many bytes continue a character, before each block of a file; empty
  // for a file in ASCII.
  struct Columns {
    std::once_flag once;
    std::vector<std::uint32_t> continued;
  };

  Place PlaceAt(std::uint16_t file, std::uint32_t offset) const;
  const std::vector<std::uint32_t>& ContinuedOf(std::uint16_t file) const;
  void AppendDebugPath(const std::string& path, Place place,
                       std::string* out) const;
  void AppendDebugMap(const Value& map, std::string* out) const;

  const Document& document_;
  std::vector<const Value*> roots_;
  mutable std::deque<Columns> columns_;
};

}  // namespace connectguard
