// What AWS says about condition keys: the type of their values, whether they
// may have several, and whether every request has them. From data/keys.tsv.
//
// Thread rule: immutable; any thread may read.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace connectguard {

enum class KeyType : std::uint8_t {
  kUnlisted,
  kString,
  kArn,
  kBool,
  kNumeric,
  kDate,
  kIpAddress,
  kBinary,
};

struct KeyFacts {
  KeyType type = KeyType::kUnlisted;
  bool multivalued = false;
  bool always_present = false;
};

// `key` in any case; tag keys match their template: `aws:PrincipalTag/team`.
// A key that the table does not have is kUnlisted.
KeyFacts FactsOfKey(std::string_view key);

std::string_view KeyTypeName(KeyType type);

// "2026-08-22": the day of the table.
std::string_view KeyTableDate();

}  // namespace connectguard
