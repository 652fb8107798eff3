// The hash index that large maps carry behind their members. Private to
// document/: others call Find.
//
// Layout in the arena: Member[size], then uint32 slots[SlotCount(size)], open
// addressing, each slot 1 + the member's number, 0 when free.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

#include "document/value.h"

namespace connectguard {

// Below this a linear scan over neighbouring memory is faster.
inline constexpr std::uint32_t kIndexedMapSize = 32;

inline std::uint32_t SlotCount(std::uint32_t members) {
  return std::bit_ceil(members * 2);
}

std::uint32_t HashKey(std::string_view key);

// Bytes of members and index together.
std::size_t MapBytes(std::uint32_t members);

// Fills the slots behind `members`.
void IndexMembers(Member* members, std::uint32_t count);

const Value* FindIndexed(const Value& map, std::string_view key);

}  // namespace connectguard
