// MessagePack, item by item: a list or map is followed by its items.
//
// Our own reader, since neither of msgpack's bounds what a plan can ask for:
// the C one nests 32 deep at most, and both set aside memory for as many items
// as a list says that it has, before they are there. Whoever reads by a type,
// as cty_value.h does, needs the next item and no tree or events of all.
//
// Thread rule: one thread.
// Source: https://github.com/msgpack/msgpack/blob/master/spec.md (read
// 2026-11).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace connectguard {

struct PackItem {
  enum class Kind : std::uint8_t {
    kNull,
    kBool,
    kInt,
    kFloat,
    kString,
    kBytes,
    kList,
    kMap,
    kExtension,
    kBroken,  // The bytes end too early, or say nothing.
  };

  Kind kind = Kind::kBroken;
  bool boolean = false;
  std::int64_t integer = 0;
  double real = 0;
  std::string_view text = {};  // Of kString, kBytes and kExtension.
  std::uint32_t size = 0;      // Items of a list, pairs of a map.
};

class PackReader {
 public:
  explicit PackReader(std::string_view bytes) : rest_(bytes) {}

  // kBroken once and ever after.
  PackItem Take();
  // What Take would answer.
  PackItem Peek() const { return PackReader(*this).Take(); }
  bool at_end() const { return rest_.empty(); }

 private:
  PackItem TakeByFirst(unsigned char first);
  PackItem TakeUnsigned(std::size_t bytes);
  PackItem TakeSigned(std::size_t bytes);
  PackItem TakeFloat(std::size_t bytes);
  PackItem TakeText(PackItem::Kind kind, std::uint64_t size);
  PackItem TakeSized(PackItem::Kind kind, std::size_t size_bytes);
  PackItem TakeExtension(std::uint64_t size);
  PackItem Container(PackItem::Kind kind, std::uint64_t size);
  // Big-endian; false when there are not as many bytes.
  bool TakeNumber(std::size_t bytes, std::uint64_t* number);
  PackItem Broken();

  std::string_view rest_;
};

}  // namespace connectguard
