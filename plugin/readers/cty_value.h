// Values of Terraform's type system as a plan file holds them, written as the
// three trees that the JSON of a plan has for each: what is known, what is not,
// and what is sensitive.
//
// They are MessagePack. An extension is a value that is not known; a pair of
// bytes and a value is a value with its type. Nothing tells a set from a list,
// or the number 0.1 from the text "0.1", which both are texts: numbers are
// texts where neither an integer of 64 bits nor a double is exactly the number.
//
// Thread rule: one thread.
// Source: https://github.com/zclconf/go-cty/blob/main/docs/concepts.md, and
// plans of Terraform 1.11.4.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "document/value_builder.h"
#include "readers/message_pack.h"

namespace connectguard {

// The parts of a value that are sensitive.
struct CtyMarks {
  bool all = false;
  std::map<std::string, CtyMarks, std::less<>> members;
  std::map<std::int64_t, CtyMarks> items;
};

// What a text that looks like such a number is.
enum class NumberText : std::uint8_t { kNumber, kText, kNotKnown };

// What is known of the attributes that a value holds.
class CtyTypes {
 public:
  virtual ~CtyTypes() = default;
  // `path` has keys with dots, without the numbers of items.
  virtual NumberText TypeOf(std::string_view path) const = 0;
};

// Numbers the values that are made, so that each has a place of its own; there
// is no text that they stand in.
class PlaceCounter {
 public:
  SourceSpan Next() {
    const std::uint32_t at = next_++;
    return {.begin = at, .end = next_, .file = 0};
  }
  std::uint32_t position() const { return next_; }

 private:
  std::uint32_t next_ = 0;
};

class CtyWriter {
 public:
  // All must outlive the writer.
  CtyWriter(const CtyTypes* types, PlaceCounter* places, ValueBuilder* builder)
      : types_(types), places_(places), builder_(builder) {}

  // Each writes one value. Errors are a clause without place.
  // What is not known is left out of maps and null elsewhere.
  Status WriteKnown(std::string_view bytes);
  // True where it is not known; maps and lists keep their shape.
  Status WriteUnknown(std::string_view bytes);
  // True where it is sensitive.
  Status WriteSensitive(std::string_view bytes, const CtyMarks& marks);

  // Texts of which nobody knows whether they are numbers, and that were taken
  // as not known.
  std::size_t unclear() const { return unclear_; }

 private:
  enum class Tree : std::uint8_t { kKnown, kUnknown, kSensitive };

  Status Write(std::string_view bytes, const CtyMarks* marks);
  Status WriteItem(const CtyMarks* marks, int depth);
  Status WriteMap(std::uint32_t size, const CtyMarks* marks, int depth);
  Status WriteList(std::uint32_t size, const CtyMarks* marks, int depth);
  Status WriteMember(std::string_view key, const CtyMarks* marks, int depth);
  Status WriteScalar(const PackItem& item);
  Status WriteText(std::string_view text, SourceSpan span);
  Status Skip(int depth);
  PackItem PeekValue() const;
  bool IsLeftOut(const PackItem& item, const CtyMarks* marks) const;
  bool IsUnknown(const PackItem& item) const;
  NumberText TypeOf(std::string_view text) const;

  const CtyTypes* types_;
  PlaceCounter* places_;
  ValueBuilder* builder_;
  PackReader reader_{""};
  Tree tree_ = Tree::kKnown;
  std::string path_;
  std::size_t unclear_ = 0;
};

}  // namespace connectguard
