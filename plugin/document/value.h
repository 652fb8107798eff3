// A node of a document: plain JSON-like data that knows where it was written,
// what contains it, and whether it is known at all.
//
// Values live in the arena of their owner, are built once by ValueBuilder and
// are then only read, by reference. They are never copied to be looked at: the
// address of a Value is its identity, and `parent` leads from it to the root.
//
// A value that is known only after apply is of kind kUnknown. It is never
// dropped and never null.
//
// Thread rule: immutable after building; any thread may read.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cassert>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "base/source.h"

namespace connectguard {

struct Member;
struct RuleLiteral;  // Defined in guard/; a document never holds one.
struct Value;

enum class Kind : std::uint8_t {
  kNull,
  kBool,
  kInt,
  kFloat,
  kString,
  kList,
  kMap,
  kUnknown,
  kChar,         // Only from the rules language's parse_char.
  kRuleLiteral,  // A regex or a range; only in rules.
};

// What an unknown or a computed value was written to refer to.
struct Reference {
  // As the author wrote it: `aws_connect_instance.main.id`, `Recordings.Arn`.
  std::string_view text = {};
  // The resource's address in the document; empty when it could not be found.
  std::string_view target = {};
  // The attribute read from the target; empty for the resource as a whole.
  std::string_view attribute = {};
  // True when the whole value is exactly this reference, so that two values
  // with the same exact reference are equal whatever it turns out to be.
  bool exact = false;
};

// Why a value is unknown.
// What a value is by a condition that is open.
struct ConditionBranches {
  std::string_view condition = {};
  // Null: then nothing is there.
  const Value* when_true = nullptr;
  const Value* when_false = nullptr;
};

struct UnknownInfo {
  // A clause for a sentence, without capital and period: `known after apply`.
  std::string_view reason = {};
  std::span<const Reference> references = {};
  // False when the value, though unknown, is certain to be there.
  bool may_be_absent = true;
  // True when the author certainly wrote nothing there, so that the provider
  // chooses: then it refers to none of the author's resources.
  bool unset = false;
  // Null, but for what a condition alone decides about. They hang below
  // nothing.
  const ConditionBranches* branches = nullptr;
};

struct Value {
  Kind kind = Kind::kNull;
  // Marked sensitive by the input: its text is never printed anywhere.
  bool sensitive : 1 = false;
  // A string that was written as a reference although its text is known.
  bool linked : 1 = false;
  std::uint16_t file = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  // Bytes of a string, elements of a list, members of a map.
  std::uint32_t size = 0;
  union {
    bool boolean;
    std::int64_t integer;
    double real;
    char32_t character;
    const char* text;
    const Value* items;
    const Member* members;
    const UnknownInfo* unknown;
    const RuleLiteral* rule_literal;
  };
  // The container, or for a result of a function the value it was made from;
  // null for a root.
  const Value* parent = nullptr;

  Value() : integer(0) {}

  bool Is(Kind k) const { return kind == k; }
  SourceSpan span() const { return {.begin = begin, .end = end, .file = file}; }

  std::string_view AsString() const {
    assert(kind == Kind::kString);
    return {text, size};
  }
  std::span<const Value> AsList() const {
    assert(kind == Kind::kList);
    return {items, size};
  }
  inline std::span<const Member> AsMap() const;

  // The references of an unknown value or of a linked string; else none.
  std::span<const Reference> References() const;
};

static_assert(sizeof(Value) == 32);

// An interned map key. Two maps of one document that have the same key share
// it, so keys of one document are equal when their addresses are.
struct Key {
  std::string_view text;
  std::uint32_t hash = 0;
};

struct Member {
  const Key* key = nullptr;
  Value value;
};

inline std::span<const Member> Value::AsMap() const {
  assert(kind == Kind::kMap);
  return {members, size};
}

// The member's value, or null. Linear for small maps, hashed for large ones.
// A value that is no map has no members.
const Value* Find(const Value& map, std::string_view key);

// The same for a key interned in the map's own document: compares addresses.
const Value* Find(const Value& map, const Key* key);

// The value at a path of keys below `value`, or null.
const Value* FindPath(const Value& value,
                      std::initializer_list<std::string_view> keys);

// The text of the string member `key`, or `fallback`.
std::string_view StringAt(const Value& map, std::string_view key,
                          std::string_view fallback = {});

// The key under which a map member hangs in its parent; empty for list items
// and roots.
std::string_view KeyOf(const Value& value);

// A word for a reader: "string", "list", "unknown" ...
std::string_view KindName(Kind kind);

}  // namespace connectguard
