#include "document/value.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>

#include "document/map_index.h"

namespace connectguard {

std::span<const Reference> Value::References() const {
  if (kind == Kind::kUnknown) {
    return unknown->references;
  }
  if (kind == Kind::kString && linked) {
    // The builder puts the span in front of a linked string's bytes.
    std::span<const Reference> references;
    std::memcpy(&references, text - sizeof(references), sizeof(references));
    return references;
  }
  return {};
}

const Value* Find(const Value& map, std::string_view key) {
  if (map.kind != Kind::kMap) {
    return nullptr;
  }
  if (map.size >= kIndexedMapSize) {
    return FindIndexed(map, key);
  }
  for (const Member& member : map.AsMap()) {
    if (member.key->text == key) {
      return &member.value;
    }
  }
  return nullptr;
}

const Value* Find(const Value& map, const Key* key) {
  if (map.kind != Kind::kMap || key == nullptr) {
    return nullptr;
  }
  if (map.size >= kIndexedMapSize) {
    return FindIndexed(map, key->text);
  }
  for (const Member& member : map.AsMap()) {
    if (member.key == key) {
      return &member.value;
    }
  }
  return nullptr;
}

const Value* FindPath(const Value& value,
                      std::initializer_list<std::string_view> keys) {
  const Value* at = &value;
  for (const std::string_view key : keys) {
    at = Find(*at, key);
    if (at == nullptr) {
      return nullptr;
    }
  }
  return at;
}

std::string_view StringAt(const Value& map, std::string_view key,
                          std::string_view fallback) {
  const Value* value = Find(map, key);
  return value != nullptr && value->Is(Kind::kString) ? value->AsString()
                                                      : fallback;
}

std::string_view KeyOf(const Value& value) {
  if (value.parent == nullptr || !value.parent->Is(Kind::kMap)) {
    return {};
  }
  // Members stand side by side, so the value's address tells its number; a
  // value that only hangs below the map, but is none of its members, has no
  // key.
  const std::span<const Member> members = value.parent->AsMap();
  const std::less<> before;
  if (members.empty() || before(&value, &members.front().value) ||
      before(&members.back().value, &value)) {
    return {};
  }
  const auto bytes = reinterpret_cast<const char*>(&value) -
                     reinterpret_cast<const char*>(&members.front().value);
  return members[static_cast<std::size_t>(bytes) / sizeof(Member)].key->text;
}

std::string_view KindName(Kind kind) {
  switch (kind) {
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return "boolean";
    case Kind::kInt:
      return "integer";
    case Kind::kFloat:
      return "float";
    case Kind::kString:
      return "string";
    case Kind::kList:
      return "list";
    case Kind::kMap:
      return "map";
    case Kind::kUnknown:
      return "unknown";
    case Kind::kChar:
      return "character";
    case Kind::kRuleLiteral:
      return "pattern";
  }
  return "";
}

}  // namespace connectguard
