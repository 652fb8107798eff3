#include "document/map_index.h"

#include <algorithm>

namespace connectguard {

// FNV-1a, finished with a multiplication so that the low bits are well mixed.
std::uint32_t HashKey(std::string_view key) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : key) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  }
  return static_cast<std::uint32_t>((hash * 0x9E3779B97F4A7C15u) >> 32);
}

std::size_t MapBytes(std::uint32_t members) {
  const std::size_t slots = members >= kIndexedMapSize ? SlotCount(members) : 0;
  return sizeof(Member) * members + sizeof(std::uint32_t) * slots;
}

void IndexMembers(Member* members, std::uint32_t count) {
  auto* slots = reinterpret_cast<std::uint32_t*>(members + count);
  const std::uint32_t mask = SlotCount(count) - 1;
  std::fill_n(slots, SlotCount(count), 0u);
  for (std::uint32_t i = 0; i < count; ++i) {
    std::uint32_t slot = members[i].key->hash & mask;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = i + 1;
  }
}

const Value* FindIndexed(const Value& map, std::string_view key) {
  const auto* slots =
      reinterpret_cast<const std::uint32_t*>(map.members + map.size);
  const std::uint32_t mask = SlotCount(map.size) - 1;
  for (std::uint32_t slot = HashKey(key) & mask; slots[slot] != 0;
       slot = (slot + 1) & mask) {
    const Member& member = map.members[slots[slot] - 1];
    if (member.key->text == key) {
      return &member.value;
    }
  }
  return nullptr;
}

}  // namespace connectguard
