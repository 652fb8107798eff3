// What an expression is, as far as it is known without the cloud: a value, or
// something of the environment such as a resource's attribute, whose value may
// come later.
//
// An unknown value remembers which attributes it may be or is made of
// (`origins`), and whether it may also come from elsewhere (`open`). So does a
// text that was put together.
//
// Values are small and trivially copyable; what they point to lives in the
// evaluator's arena, in the syntax tree or in the environment.
//
// Thread rule: immutable.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace connectguard::hcl {

// Something that only the environment understands.
struct Handle {
  int kind = 0;
  const void* subject = nullptr;
  std::string_view text;

  friend bool operator==(const Handle&, const Handle&) = default;
};

enum class Kind : std::uint8_t {
  kUnknown,
  kNull,
  kBool,
  kNumber,
  kString,
  kList,
  kMap,  // Also objects; in the order of the keys.
  kHandle,
};

struct MapItem;

struct Value {
  Kind kind = Kind::kUnknown;
  bool boolean = false;
  // Of an unknown value: it may be something that is not among the origins.
  bool open = false;
  // A list whose order means nothing; keys are its elements.
  bool is_set = false;
  double number = 0;
  std::string_view text;
  Handle handle;
  std::span<const Value> items;
  std::span<const MapItem> members;
  std::span<const Handle> origins;
  // Of an unknown text that is the JSON of something: of what. Else null.
  const Value* encoded = nullptr;

  bool Is(Kind k) const { return kind == k; }
};

struct MapItem {
  std::string_view key;
  Value value;
};

// The member, or null.
const Value* Find(const Value& map, std::string_view key);

}  // namespace connectguard::hcl
